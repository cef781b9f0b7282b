import { type Attempt, failureText, objectPath, type SpaceClient } from '@downsync/adapter-k8s'
import { stringAt } from '@downsync/core'
import { resources } from '../hub/names.ts'

/** How the API server of a WEC is. */
export type Health = Readonly<{ kind: 'well' }> | Readonly<{ kind: 'unwell'; code: number; text: string }>

/** The id of a WEC: the uid of its namespace kube-system (AGT-1). */
export async function readWecId(wec: SpaceClient, signal?: AbortSignal): Promise<Attempt<string>> {
  const path = objectPath(resources.namespaces, '', 'kube-system')
  const answer = await wec.request({ method: 'GET', path }, signal)
  const uid = answer.kind === 'answer' ? stringAt(answer.body, 'metadata', 'uid') : undefined
  if (answer.kind === 'answer' && answer.code === 200 && uid !== undefined) return { ok: true, value: uid }
  return {
    ok: false,
    message: `namespace kube-system of ${wec.server} cannot be read: ${failureText(answer)}`,
  }
}

/** The version of the API server of a WEC, as `v1.33.1`. */
export async function readVersion(wec: SpaceClient, signal?: AbortSignal): Promise<Attempt<string>> {
  const answer = await wec.request({ method: 'GET', path: '/version' }, signal)
  const version = answer.kind === 'answer' ? stringAt(answer.body, 'gitVersion') : undefined
  if (version !== undefined) return { ok: true, value: version }
  return { ok: false, message: `the version of ${wec.server} cannot be read: ${failureText(answer)}` }
}

/** Whether the API server of a WEC is well, by its own word. */
export async function readHealth(wec: SpaceClient, signal?: AbortSignal): Promise<Health> {
  const alive = await ask(wec, '/livez', signal)
  // Older servers have only the other, and some show only that to everybody.
  const isHidden = alive.kind === 'unwell' && (alive.code === 404 || alive.code === 403)
  return isHidden ? ask(wec, '/healthz', signal) : alive
}

async function ask(wec: SpaceClient, path: string, signal?: AbortSignal): Promise<Health> {
  const answer = await wec.request({ method: 'GET', path }, signal)
  if (answer.kind === 'answer' && answer.code === 200) return { kind: 'well' }
  return { kind: 'unwell', code: answer.kind === 'answer' ? answer.code : 0, text: failureText(answer) }
}
