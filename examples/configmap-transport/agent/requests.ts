import {
  type ApiAnswer,
  type ApiRequest,
  collectionPath,
  failureText,
  objectPath,
  type ResourceAddress,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import { isKubeObject, type Json, type KubeObject, memberOf, stringAt } from '@downsync/core'

/** What came of a write. */
export type Outcome =
  /** Absent: what was deleted left nothing. */
  | Readonly<{ kind: 'done'; object?: KubeObject }>
  | Readonly<{ kind: 'absent' }>
  /** There is no such resource. */
  | Readonly<{ kind: 'unserved'; message: string }>
  /** It is not as it was when this was decided. */
  | Readonly<{ kind: 'conflict' }>
  | Readonly<{ kind: 'refused'; message: string }>
  /** Nobody knows, or not now. */
  | Readonly<{ kind: 'failed'; message: string }>

/** Where one object is. */
export type Place = ResourceAddress & Readonly<{ namespace: string; name: string }>

/** The writes that an agent makes, under a name by which servers tell what is its own. */
export type Requests = Readonly<{
  create(place: Place, object: KubeObject): Promise<Outcome>
  /** Server-side apply: what the agent applied before and applies no more goes, what others put there stays. */
  apply(place: Place, object: KubeObject): Promise<Outcome>
  merge(place: Place, patch: Json): Promise<Outcome>
  remove(place: Place, uid: string): Promise<Outcome>
}>

const MANAGER = 'configmap-agent'

export function requestsOf(client: SpaceClient, signal: AbortSignal): Requests {
  const send = async (request: ApiRequest): Promise<Outcome> =>
    signal.aborted
      ? { kind: 'failed', message: 'the agent is being stopped' }
      : outcomeOf(await client.request(request))
  const pathOf = (place: Place) => objectPath(place, place.namespace, place.name)
  return {
    create: (place, body) =>
      send({
        method: 'POST',
        path: collectionPath(place, place.namespace),
        query: { fieldManager: MANAGER },
        body,
      }),
    apply: (place, body) =>
      send({
        method: 'PATCH',
        path: pathOf(place),
        query: { fieldManager: MANAGER, force: 'true' },
        contentType: 'application/apply-patch+yaml',
        body,
      }),
    merge: (place, body) =>
      send({
        method: 'PATCH',
        path: pathOf(place),
        query: { fieldManager: MANAGER },
        contentType: 'application/merge-patch+json',
        body,
      }),
    remove: (place, uid) =>
      send({
        method: 'DELETE',
        path: pathOf(place),
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid },
          propagationPolicy: 'Background',
        },
      }),
  }
}

const TEMPORARY: ReadonlySet<number> = new Set([401, 408, 429])

function outcomeOf(answer: ApiAnswer): Outcome {
  const message = failureText(answer)
  if (answer.kind === 'noAnswer') return { kind: 'failed', message }
  const { code, body } = answer
  if (code >= 200 && code < 300)
    return isKubeObject(body) && body.kind !== 'Status' ? { kind: 'done', object: body } : { kind: 'done' }
  if (code === 404) return missing(body, message)
  if (code === 409) return { kind: 'conflict' }
  return code >= 500 || TEMPORARY.has(code) ? { kind: 'failed', message } : { kind: 'refused', message }
}

// What is not found has a name: the object, or the namespace that it was to be in. No such resource has none.
function missing(body: Json, message: string): Outcome {
  if ((stringAt(body, 'details', 'name') ?? '') === '') return { kind: 'unserved', message }
  const isNamespace = memberOf(memberOf(body, 'details'), 'kind') === 'namespaces'
  return isNamespace ? { kind: 'refused', message } : { kind: 'absent' }
}
