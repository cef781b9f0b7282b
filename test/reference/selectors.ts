import { type Json, listAt, memberOf, valueAt } from '@downsync/core'

// LBL, from the semantics alone: slow, short, and nothing shared with core but how JSON is read.

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** A qualified name, as keys of labels and annotations are. */
export function isLabelKey(key: string): boolean {
  const [first = '', second, ...more] = key.split('/')
  if (second === undefined) return isName(first)
  return more.length === 0 && first.length <= 253 && SUBDOMAIN.test(first) && isName(second)
}

export function isLabelValue(value: Json | undefined): boolean {
  return typeof value === 'string' && (value === '' || isName(value))
}

function isName(text: string): boolean {
  return text.length <= 63 && NAME.test(text)
}

type Requirement = Readonly<{ key: Json; operator: Json; values: readonly Json[] }>

function requirementsOf(selector: Json): readonly Requirement[] {
  const labels = Object.entries(valueAt(selector, 'matchLabels') ?? {}) as [string, Json][]
  const expressions = listAt(selector, 'matchExpressions').map((one) => ({
    key: memberOf(one, 'key') ?? null,
    operator: memberOf(one, 'operator') ?? null,
    values: listAt(one, 'values'),
  }))
  return [...labels.map(([key, value]) => ({ key, operator: 'In', values: [value] })), ...expressions]
}

/** LBL-2 */
export function isValidSelector(selector: Json): boolean {
  return requirementsOf(selector).every(({ key, operator, values }) => {
    if (typeof key !== 'string' || !isLabelKey(key) || !values.every(isLabelValue)) return false
    if (operator === 'In' || operator === 'NotIn') return values.length > 0
    return (operator === 'Exists' || operator === 'DoesNotExist') && values.length === 0
  })
}

/** LBL-1; of a valid selector. */
export function passes(selector: Json, labels: Json | undefined): boolean {
  return requirementsOf(selector).every(({ key, operator, values }) => {
    const value = memberOf(labels, String(key))
    if (operator === 'In') return value !== undefined && values.includes(value)
    if (operator === 'NotIn') return value === undefined || !values.includes(value)
    return (operator === 'Exists') === (value !== undefined)
  })
}
