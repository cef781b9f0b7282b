import {
  type Action,
  finalizersOf,
  isDeleting,
  isKubeObject,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  resourceVersionOf,
  stringAt,
} from '@downsync/core'
import { failureText } from '../client/failure.ts'
import type { ApiAnswer } from '../client/types.ts'
import type { WriteResult } from './types.ts'

/** What came of an action; `unfit`: its JSON patch does not fit what stands there, whatever that is by now. */
export type Result = WriteResult | Readonly<{ kind: 'unfit'; code: number; message: string }>

/** What a server's answer to an action means for whoever planned it. */
export function resultOf(action: Action, answer: ApiAnswer): Result {
  if (answer.kind === 'noAnswer') return { kind: 'failed', message: answer.message }
  const { code, body } = answer
  if (code >= 200 && code < 300) return landed(action, body)
  const message = failureText(answer)
  if (isTemporary(code)) {
    const { retryAfter } = answer
    return { kind: 'failed', message, ...(retryAfter === undefined ? {} : { retryAfter }) }
  }
  if (isOutdated(code, body)) return { kind: 'conflict', message }
  const isUnfit = code === 422 && isJsonPatch(action) && causesOf(body).length === 0
  return { kind: isUnfit ? 'unfit' : 'refused', code, message }
}

function isTemporary(code: number): boolean {
  return code < 400 || code >= 500 || code === 401 || code === 408 || code === 429
}

const OUTDATED = [404, 409, 410]

// What the action was computed from is not so any more. A Namespace that is not there, or goes, is known by watch too (CLU-4).
function isOutdated(code: number, body: Json): boolean {
  if (OUTDATED.includes(code)) return true
  return causesOf(body).some(
    (cause) =>
      stringAt(cause, 'reason') === 'NamespaceTerminating' ||
      // Of a patch without a resourceVersion: another object of this name stands there.
      (code === 422 && stringAt(cause, 'field') === 'metadata.uid'),
  )
}

function causesOf(body: Json): readonly Json[] {
  return listAt(body, 'details', 'causes')
}

function isJsonPatch(action: Action): boolean {
  return action.kind === 'patch' && action.format === 'json'
}

function landed(action: Action, body: Json): WriteResult {
  // `Status` says that a deletion is done; what is held back by finalizers comes as an object.
  if (action.kind === 'delete' && memberOf(body, 'kind') === 'Status') return GONE
  if (!isKubeObject(body))
    return { kind: 'failed', message: 'the server answered with something that is no object' }
  if (isGone(action, body)) return GONE
  const version = action.kind === 'create' ? undefined : action.resourceVersion
  return { kind: 'done', object: body, unchanged: resourceVersionOf(body) === version }
}

const GONE: WriteResult = { kind: 'done', unchanged: false }

// Servers answer with the object as it was last: to a deletion, some of them, and to the patch that took the last finalizer
// off what is being deleted. Such a patch would have changed the resourceVersion of an object that goes on.
function isGone(action: Action, object: KubeObject): boolean {
  if (action.kind === 'create' || finalizersOf(object).length > 0) return false
  const isLast = resourceVersionOf(object) === action.resourceVersion
  if (action.kind === 'patch') return action.subresource === '' && isLast && isDeleting(object)
  const grace = memberOf(object.metadata, 'deletionGracePeriodSeconds')
  return !(isDeleting(object) && typeof grace === 'number' && grace > 0)
}
