import {
  type Attempt,
  createSpaceClient,
  failureText,
  loadKubeConfig,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import type { ManagedSpace } from './types.ts'

type Reachable = Pick<ManagedSpace, 'name' | 'kubeconfig'>

/** A client that knows a space by its kubeconfig. */
export async function clientOfSpace({ name, kubeconfig }: Reachable): Promise<Attempt<SpaceClient>> {
  const config = await loadKubeConfig(kubeconfig, { where: `the kubeconfig of space ${name}` })
  return config.ok ? createSpaceClient(config.value) : config
}

/** Resolves once a space serves whoever has its kubeconfig. An embedded one does as soon as it listens, or never. */
export async function waitUntilReady(space: Reachable): Promise<Attempt<undefined>> {
  const client = await clientOfSpace(space)
  if (!client.ok) return client
  const answer = await client.value.request({ method: 'GET', path: '/readyz' })
  client.value.close()
  if (answer.kind === 'answer' && answer.code === 200) return { ok: true, value: undefined }
  return { ok: false, message: `space ${space.name} does not become ready: ${failureText(answer)}` }
}
