import {
  type Action,
  describeId,
  isKubeObject,
  type Ref,
  resourceVersionOf,
  type Space,
  uidOf,
} from '@downsync/core'
import { objectPath, type ResourceAddress } from '../client/paths.ts'
import type { SpaceClient } from '../client/types.ts'
import type { Environment } from '../environment.ts'
import { requestOf } from './request-of.ts'
import { resultOf } from './result-of.ts'
import type { Write, WriteResult } from './types.ts'

export type WriterOptions = Readonly<{
  clients: Readonly<Record<Space, SpaceClient>>
  /** Where a resource is served now, at the version that it is watched in; undefined: nowhere. */
  resourceOf(ref: Ref): ResourceAddress | undefined
  environment: Environment
}>

/**
 * Executes actions, one request each (ACT-1).
 * @returns what came of it, never thrown; one without an answer may have landed all the same
 */
export function createWriter(options: WriterOptions): Write {
  const { clients, resourceOf, environment } = options

  async function send(action: Action, signal?: AbortSignal): Promise<WriteResult> {
    const { ref } = action
    const address = resourceOf(ref)
    if (address === undefined) return { kind: 'conflict', message: `${ref.resource} are not served` }
    const answer = await clients[ref.space].request(requestOf(action, address), signal)
    const result = resultOf(action, answer)
    if (result.kind !== 'unfit') return result
    const { code, message } = result
    return (await isOutdated(action, address, signal))
      ? { kind: 'conflict', message: 'it was changed since' }
      : { kind: 'refused', code, message }
  }

  // A server applies a JSON patch before it compares versions, so one that does not fit says nothing of whether the object is
  // still the one that it was made for. Where that cannot be learnt, it is tried again.
  async function isOutdated(
    action: Action,
    address: ResourceAddress,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const { namespace, name, space } = action.ref
    const path = objectPath(address, namespace, name)
    const answer = await clients[space].request({ method: 'GET', path }, signal)
    if (answer.kind === 'noAnswer' || answer.code !== 200 || !isKubeObject(answer.body)) return true
    if (action.kind === 'create') return true
    const { uid, resourceVersion } = action
    return (
      uidOf(answer.body) !== uid ||
      (resourceVersion !== undefined && resourceVersionOf(answer.body) !== resourceVersion)
    )
  }

  return async (action, signal) => {
    const result = await send(action, signal)
    const { kind, ref, why } = action
    environment.log({
      level: 'debug',
      message: `${kind} ${describeId(ref)} of the ${ref.space.toUpperCase()}: ${outcomeText(result)}`,
      fields: { rule: why.rule, ...('message' in result ? { message: result.message } : {}) },
    })
    return result
  }
}

function outcomeText(result: WriteResult): string {
  if (result.kind !== 'done') return result.kind
  return result.unchanged ? 'unchanged' : 'done'
}
