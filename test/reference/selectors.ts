import { isObject, type Json, listAt, memberOf, valueAt } from '@downsync/core'
import { textAt } from './world.ts'

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** LBL-2: a qualified name, as keys of labels and annotations are. */
export function isLabelKey(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse()
  const isPrefixed = prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix))
  return NAME.test(name) && isPrefixed && more.length === 0
}

/** LBL-2 */
export const isLabelValue = (value: Json) => value === '' || (typeof value === 'string' && NAME.test(value))

// LBL-1: labels are asked for as expressions are.
function requirementsOf(selector: Json) {
  const labels = Object.entries(valueAt(selector, 'matchLabels') ?? {}) as [string, Json][]
  const expressions = listAt(selector, 'matchExpressions').map(
    (one) => [textAt(one, 'key'), textAt(one, 'operator'), listAt(one, 'values')] as const,
  )
  return [...labels.map(([key, value]) => [key, 'In', [value]] as const), ...expressions]
}

/** LBL-1: `{}` */
export const isEverything = (selector: Json) => isObject(selector) && requirementsOf(selector).length === 0

/** LBL-2 */
export function isValidSelector(selector: Json): boolean {
  return requirementsOf(selector).every(([key, operator, values]) => {
    const hasForm = (values.length > 0 ? ['In', 'NotIn'] : ['Exists', 'DoesNotExist']).includes(operator)
    return hasForm && isLabelKey(key) && values.every(isLabelValue)
  })
}

/** LBL-1; of a valid selector. */
export function passes(selector: Json, labels: Json): boolean {
  return requirementsOf(selector).every(([key, operator, values]) => {
    const value = memberOf(labels, key)
    const isMet = value !== undefined && (operator.includes('Exist') || values.includes(value))
    return isMet === (operator === 'In' || operator === 'Exists')
  })
}
