import type { KubeObject } from '@downsync/core'
import { type FieldError, invalidValue } from '../status/index.ts'
import { nonNegativeErrors, numberAt, objectAt } from './fields.ts'

/**
 * What is wrong with the counts of a status: none is negative, none is more than `replicas`, and none is available that is
 * not ready.
 * @param within those that are part of `replicas`
 */
export function countErrors(
  object: KubeObject,
  within: readonly string[],
  ...others: readonly string[]
): readonly FieldError[] {
  const status = objectAt(object, 'status')
  const all = numberAt(status, 'replicas')
  const exceeds = (field: string, limit: number, name: string): readonly FieldError[] =>
    numberAt(status, field) > limit
      ? [invalidValue(`status.${field}`, numberAt(status, field), `cannot be greater than ${name}`)]
      : []
  return [
    ...nonNegativeErrors(status, 'status', 'observedGeneration', 'replicas', ...within, ...others),
    ...nonNegativeErrors(status, 'status', 'collisionCount', 'terminatingReplicas'),
    ...within.flatMap((field) => exceeds(field, all, 'status.replicas')),
    ...exceeds(
      'availableReplicas',
      numberAt(status, 'readyReplicas'),
      within.includes('currentReplicas') ? 'status.readyReplicas' : 'readyReplicas',
    ),
  ]
}
