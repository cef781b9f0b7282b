import {
  type ApiAnswer,
  type ApiRequest,
  collectionPath,
  failureText,
  objectPath,
  type ResourceAddress,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import { isKubeObject, type Json, type KubeObject, listAt, memberOf, stringAt } from '@downsync/core'
import { FIELD_MANAGER } from '../ocm.ts'

/** What came of a request. */
export type ApiResult =
  /** Absent: a deletion that left nothing. */
  | Readonly<{ kind: 'done'; object?: KubeObject }>
  | Readonly<{ kind: 'absent' }>
  /** There is no such resource. */
  | Readonly<{ kind: 'unserved'; message: string }>
  /** Something else stands there than what the request was made from. */
  | Readonly<{ kind: 'conflict'; message: string }>
  /** The server will not have it, however often it is asked. */
  | Readonly<{ kind: 'refused'; message: string }>
  /** Nobody knows, or not now. Seconds to wait, if the server said. */
  | Readonly<{ kind: 'failed'; message: string; retryAfter?: number }>

/** Where one object is. */
export type Place = ResourceAddress & Readonly<{ namespace: string; name: string }>

/** The requests that an agent makes of a space. */
export type Api = Readonly<{
  get(place: Place): Promise<ApiResult>
  create(place: Place, object: KubeObject): Promise<ApiResult>
  /** Under the resourceVersion that the object has. */
  update(place: Place, object: KubeObject, subresource?: string): Promise<ApiResult>
  mergePatch(place: Place, patch: Json, subresource?: string): Promise<ApiResult>
  apply(place: Place, object: KubeObject, manager: string, isForced: boolean): Promise<ApiResult>
  /** In the background, and only this one, in this state if one is named. */
  delete(place: Place, uid: string, resourceVersion?: string): Promise<ApiResult>
}>

/** Why nothing comes of a request once the agent is being stopped. */
export const STOPPED = 'the agent is being stopped'

const QUERY = { fieldManager: FIELD_MANAGER }

/**
 * @param stopping once it has aborted nothing is sent any more, and nothing is read; what was sent to be written is waited for
 * @param cutting once it has aborted, that is not waited for either
 */
export function apiOf(client: SpaceClient, stopping: AbortSignal, cutting: AbortSignal): Api {
  async function send(request: ApiRequest): Promise<ApiResult> {
    if (stopping.aborted) return { kind: 'failed', message: STOPPED }
    return resultOf(await client.request(request, request.method === 'GET' ? stopping : cutting))
  }
  const pathOf = (place: Place, subresource?: string): string =>
    objectPath(place, place.namespace, place.name, subresource)
  return {
    get: (place) => send({ method: 'GET', path: pathOf(place) }),
    create: (place, body) =>
      send({ method: 'POST', path: collectionPath(place, place.namespace), query: QUERY, body }),
    update: (place, body, subresource) =>
      send({ method: 'PUT', path: pathOf(place, subresource), query: QUERY, body }),
    mergePatch: (place, body, subresource) =>
      send({
        method: 'PATCH',
        path: pathOf(place, subresource),
        query: QUERY,
        contentType: 'application/merge-patch+json',
        body,
      }),
    apply: (place, body, manager, isForced) =>
      send({
        method: 'PATCH',
        path: pathOf(place),
        query: { fieldManager: manager, force: String(isForced) },
        contentType: 'application/apply-patch+yaml',
        body,
      }),
    delete: (place, uid, resourceVersion) =>
      send({
        method: 'DELETE',
        path: pathOf(place),
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
          propagationPolicy: 'Background',
        },
      }),
  }
}

function resultOf(answer: ApiAnswer): ApiResult {
  const message = failureText(answer)
  if (answer.kind === 'noAnswer') return { kind: 'failed', message }
  const { code, body, retryAfter } = answer
  if (code >= 200 && code < 300) return landed(body)
  if (code === 404) return missing(body, message)
  if (code === 409) return isOfManagers(body) ? { kind: 'refused', message } : { kind: 'conflict', message }
  const isTemporary = code < 400 || code >= 500 || [401, 408, 429].includes(code)
  if (isTemporary) return { kind: 'failed', message, ...(retryAfter === undefined ? {} : { retryAfter }) }
  return { kind: 'refused', message }
}

function landed(body: Json): ApiResult {
  if (memberOf(body, 'kind') === 'Status') return { kind: 'done' }
  return isKubeObject(body)
    ? { kind: 'done', object: body }
    : { kind: 'failed', message: 'the server answered with something that is no object' }
}

// What is not found has a name: the object, or the namespace that it was to be in. No such resource has none.
function missing(body: Json, message: string): ApiResult {
  const name = stringAt(body, 'details', 'name') ?? ''
  if (name === '') return { kind: 'unserved', message }
  const isNamespace = stringAt(body, 'details', 'kind') === 'namespaces'
  return isNamespace ? { kind: 'refused', message } : { kind: 'absent' }
}

function isOfManagers(body: Json): boolean {
  return listAt(body, 'details', 'causes').some(
    (cause) => memberOf(cause, 'reason') === 'FieldManagerConflict',
  )
}
