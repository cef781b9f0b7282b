import {
  annotationsOf,
  isDeleting,
  isKubeObject,
  isObject,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  names,
  resourceVersionOf,
} from '@downsync/core'
import type { Attempt } from '../attempt.ts'
import { failureText } from '../client/failure.ts'
import { resourcePath } from '../client/paths.ts'
import type { ApiAnswer, SpaceClient } from '../client/types.ts'
import type { Environment } from '../environment.ts'
import { createBackOff } from '../reflector/back-off.ts'
import type { Installation } from './types.ts'

/** Where definitions are. */
export const DEFINITIONS = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
} as const

/** Tries to make a definition stand, as often as others or the server get in between. */
export async function putDefinition(
  client: SpaceClient,
  definition: KubeObject,
  environment: Environment,
  signal: AbortSignal,
): Promise<Attempt<Installation>> {
  const name = nameOf(definition)
  const backOff = createBackOff(environment)
  for (;;) {
    const tried = await tryOnce(client, definition, signal)
    if (tried.kind === 'done') return { ok: true, value: tried.did }
    const message = `CustomResourceDefinition ${name} ${tried.message}`
    if (tried.kind === 'refused' || signal.aborted) return { ok: false, message }
    environment.log({ level: 'info', message })
    await backOff.wait(signal, tried.retryAfter)
  }
}

type Tried =
  | Readonly<{ kind: 'done'; did: Installation }>
  | Readonly<{ kind: 'refused'; message: string }>
  | Readonly<{ kind: 'later'; message: string; retryAfter?: number }>

async function tryOnce(client: SpaceClient, definition: KubeObject, signal: AbortSignal): Promise<Tried> {
  const path = resourcePath(DEFINITIONS, '', nameOf(definition))
  const there = await client.request({ method: 'GET', path }, signal)
  if (there.kind === 'answer' && there.code === 200 && isKubeObject(there.body))
    return onStanding(client, definition, there.body, signal)
  // Who may not look may still be allowed to create, and is told if it is there.
  const mayBeAbsent = there.kind === 'answer' && (there.code === 404 || there.code === 403)
  if (!mayBeAbsent) return failed(there, 'cannot be read')
  const created = await client.request(
    { method: 'POST', path: resourcePath(DEFINITIONS), body: definition },
    signal,
  )
  if (created.kind !== 'answer' || created.code !== 409)
    return created.kind === 'answer' && isSuccess(created.code)
      ? { kind: 'done', did: 'created' }
      : failed(created, 'cannot be created')
  // Somebody was quicker, or it was there all the time.
  return there.code === 403
    ? { kind: 'done', did: 'kept' }
    : { kind: 'later', message: 'is being created by somebody else' }
}

async function onStanding(
  client: SpaceClient,
  definition: KubeObject,
  there: KubeObject,
  signal: AbortSignal,
): Promise<Tried> {
  if (isDeleting(there)) return { kind: 'later', message: 'is being deleted' }
  const did = comparison(revisionOf(definition), revisionOf(there))
  if (did !== 'updated') return { kind: 'done', did }
  const path = resourcePath(DEFINITIONS, '', nameOf(definition))
  const written = await client.request({ method: 'PUT', path, body: replacement(definition, there) }, signal)
  if (written.kind === 'answer' && isSuccess(written.code)) return { kind: 'done', did }
  if (written.kind === 'answer' && (written.code === 409 || written.code === 404))
    return { kind: 'later', message: failureText(written) }
  return failed(written, 'is of an older revision and cannot be updated')
}

// API-1: never downgraded; what carries no revision was not made by us, and is accepted as it is.
function comparison(ours: bigint | undefined, theirs: bigint | undefined): Installation {
  if (ours === undefined) return 'kept'
  if (theirs === undefined) return 'foreign'
  if (theirs === ours) return 'kept'
  return theirs > ours ? 'newer' : 'updated'
}

function revisionOf(definition: KubeObject): bigint | undefined {
  const text = memberOf(annotationsOf(definition), names.annotations.crdRevision)
  return typeof text === 'string' && /^\d{1,18}$/.test(text) ? BigInt(text) : undefined
}

// What others have put on it stays.
function replacement(definition: KubeObject, there: KubeObject): JsonObject {
  const spec = memberOf(definition, 'spec')
  const labels = memberOf(definition.metadata, 'labels')
  const theirs = memberOf(there.metadata, 'labels')
  return {
    ...there,
    metadata: {
      ...there.metadata,
      annotations: { ...annotationsOf(there), ...annotationsOf(definition) },
      ...(isObject(labels) ? { labels: { ...(isObject(theirs) ? theirs : {}), ...labels } } : {}),
      resourceVersion: resourceVersionOf(there),
    },
    ...(spec === undefined ? {} : { spec }),
  }
}

function failed(answer: ApiAnswer, what: string): Tried {
  const message = `${what}: ${failureText(answer)}`
  if (answer.kind === 'noAnswer') return { kind: 'later', message }
  const isForNow = answer.code === 429 || answer.code >= 500
  if (!isForNow) return { kind: 'refused', message }
  return {
    kind: 'later',
    message,
    ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }),
  }
}

function isSuccess(code: number): boolean {
  return code >= 200 && code < 300
}
