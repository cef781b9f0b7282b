/** What people do in the story, as requests to a server. */
import { CLUSTERS, CONFIG_MAPS, DEPLOYMENTS, ITS, WDS, type World } from './world.ts'

const MERGE = 'application/merge-patch+json'

export function relabel(
  world: World,
  wec: string,
  labels: Readonly<Record<string, string | null>>,
): Promise<void> {
  return patch(world, ITS, `${CLUSTERS}/${wec}`, { metadata: { labels } })
}

export function scale(world: World, replicas: number): Promise<void> {
  return patch(world, WDS, `${DEPLOYMENTS}/storefront`, { spec: { replicas } })
}

export function setPrice(world: World, rye: string): Promise<void> {
  return patch(world, WDS, `${CONFIG_MAPS}/prices`, { data: { rye } })
}

export async function patch(world: World, space: string, path: string, body: object): Promise<void> {
  const { code, body: answer } = await world.api(space).send('PATCH', path, body, MERGE)
  if (code !== 200) throw new Error(`PATCH ${path} in ${space}: ${code} ${String(answer['message'])}`)
}

export async function remove(world: World, path: string): Promise<void> {
  const { code, body: answer } = await world.api(WDS).send('DELETE', path)
  if (code !== 200) throw new Error(`DELETE ${path}: ${code} ${String(answer['message'])}`)
}

export async function create(world: World, path: string, object: object): Promise<void> {
  const { code, body: answer } = await world.api(WDS).send('POST', path, object)
  if (code !== 201) throw new Error(`POST ${path}: ${code} ${String(answer['message'])}`)
}
