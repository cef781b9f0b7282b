import { isObject, type Json, listAt, memberOf, valueAt } from '@downsync/core'
import { textAt } from './world.ts'

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

const isName = (text: string) => text.length <= 63 && NAME.test(text)

/** LBL-2: a qualified name, as keys of labels and annotations are. */
export function isLabelKey(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse()
  const isPrefixed = prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix))
  return isName(name) && isPrefixed && more.length === 0
}

/** LBL-2 */
export function isLabelValue(value: Json): boolean {
  return value === '' || (typeof value === 'string' && isName(value))
}

// LBL-1: labels are asked for as expressions are.
function requirementsOf(selector: Json) {
  const labels = Object.entries(valueAt(selector, 'matchLabels') ?? {}) as [string, Json][]
  const expressions = listAt(selector, 'matchExpressions').map((one) => ({
    key: textAt(one, 'key'),
    operator: textAt(one, 'operator'),
    values: listAt(one, 'values'),
  }))
  return [...labels.map(([key, value]) => ({ key, operator: 'In', values: [value] })), ...expressions]
}

/** LBL-1: `{}` */
export function isEverything(selector: Json): boolean {
  return isObject(selector) && requirementsOf(selector).length === 0
}

/** LBL-2 */
export function isValidSelector(selector: Json): boolean {
  return requirementsOf(selector).every(({ key, operator, values }) => {
    const isList = operator === 'In' || operator === 'NotIn'
    const isKnown = isList || operator === 'Exists' || operator === 'DoesNotExist'
    return isKnown && isList === values.length > 0 && isLabelKey(key) && values.every(isLabelValue)
  })
}

/** LBL-1; of a valid selector. */
export function passes(selector: Json, labels: Json): boolean {
  return requirementsOf(selector).every(({ key, operator, values }) => {
    const value = memberOf(labels, key)
    const isMet = value !== undefined && (operator.includes('Exist') || values.includes(value))
    return isMet === (operator === 'In' || operator === 'Exists')
  })
}
