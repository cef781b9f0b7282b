import { collectionPath, failureText, objectPath, type SpaceClient } from '@downsync/adapter-k8s'
import {
  type JsonObject,
  type KubeObject,
  listAt,
  nameOf,
  namespaceOf,
  resourceVersionOf,
  stringAt,
  uidOf,
} from '@downsync/core'
import type { Write } from '../shared/decision.ts'

/** What came of a write. */
export type Sent =
  /** `awaited`: the version to be told of it. */
  | Readonly<{ kind: 'done'; name: string; awaited: string }>
  /** It was made from something that is not so any more. */
  | Readonly<{ kind: 'outdated' }>
  /** The server will not have it as it is. `isFinal`: its namespace goes, and it with it. */
  | Readonly<{ kind: 'refused'; message: string; isFinal: boolean }>
  | Readonly<{ kind: 'failed'; message: string; retryAfter?: number }>

export async function sendWrite(client: SpaceClient, write: Write, signal: AbortSignal): Promise<Sent> {
  const answer = await client.request(requestOf(write), signal)
  if (answer.kind === 'noAnswer') return { kind: 'failed', message: answer.message }
  const { code, body, retryAfter } = answer
  if (code >= 200 && code < 300)
    return {
      kind: 'done',
      name: stringAt(body, 'metadata', 'name') ?? '',
      awaited: stringAt(body, 'metadata', 'resourceVersion') ?? '',
    }
  const message = failureText(answer)
  if (code === 409 || (code === 404 && write.verb !== 'create')) return { kind: 'outdated' }
  if (code === 401 || code === 408 || code === 429 || code >= 500)
    return { kind: 'failed', message, ...(retryAfter === undefined ? {} : { retryAfter }) }
  const isFinal = listAt(body, 'details', 'causes').some(
    (cause) => stringAt(cause, 'reason') === 'NamespaceTerminating',
  )
  return { kind: 'refused', message, isFinal }
}

function requestOf(write: Write) {
  const { resource, object } = write
  const namespace = namespaceOf(object)
  const path = objectPath(resource, namespace, nameOf(object))
  switch (write.verb) {
    case 'create':
      return { method: 'POST', path: collectionPath(resource, namespace), body: object } as const
    case 'update':
      return { method: 'PUT', path, body: object } as const
    case 'updateStatus':
      return {
        method: 'PUT',
        path: objectPath(resource, namespace, nameOf(object), 'status'),
        body: object,
      } as const
    case 'delete':
      return { method: 'DELETE', path, body: deleteOptions(write, object) } as const
  }
}

// A Pod that has changed meanwhile is another choice; anything else is as dispensable as before.
function deleteOptions(write: Write & { verb: 'delete' }, object: KubeObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: {
      uid: uidOf(object),
      ...(write.atOnce ? {} : { resourceVersion: resourceVersionOf(object) }),
    },
    propagationPolicy: write.foreground ? 'Foreground' : 'Background',
    ...(write.atOnce ? { gracePeriodSeconds: 0 } : {}),
  }
}
