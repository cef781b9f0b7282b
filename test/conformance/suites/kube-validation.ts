import { isObject, type Json, type JsonObject, listAt, memberOf } from '@downsync/core'
import { statusFaults } from '../../oracles/index.ts'
import { differenceOf, type Suite } from '../suite.ts'

/** AGG-2: which status updates upstream accepts, and which fields it names where it does not. */
export const kubeValidation: Suite = { file: 'kube-validation', check, alter }

function check(vector: JsonObject): string | undefined {
  const [old, next] = [memberOf(vector, 'old'), memberOf(vector, 'new')]
  if (!isObject(old) || !isObject(next)) return 'the vector has no objects'
  const faults = statusFaults(old, next)
  return (
    differenceOf('accepted', vector['accepted'], faults.length === 0) ??
    differenceOf(
      'fields',
      fieldsOf(listAt(vector, 'errors').map(fieldOf)),
      fieldsOf(faults.map(({ path }) => path)),
    )
  )
}

// `status.conditions: …`, `status.uncountedTerminatedPods.failed[1]: …`, `decode: …`.
function fieldOf(error: Json): string {
  const [first = '', second = ''] = (String(error).split(':')[0] ?? '').split('.')
  return first === 'decode' ? first : second
}

function fieldsOf(fields: readonly string[]): Json {
  return [...new Set(fields)].sort()
}

function alter(vector: JsonObject): JsonObject {
  return { ...vector, accepted: vector['accepted'] !== true }
}
