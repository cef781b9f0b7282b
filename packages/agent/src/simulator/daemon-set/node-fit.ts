import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { objectAt } from '../shared/object.ts'

/** Whether a Pod is to run on a node, and whether one that runs there may go on. */
export type Fit = Readonly<{ shouldRun: boolean; mayStay: boolean }>

/** How a Pod with this spec fits a node: by name, selector, required affinity, and taints that it tolerates. */
export function fitOf(spec: JsonObject, node: KubeObject): Fit {
  const named = stringAt(spec, 'nodeName') ?? ''
  const isPlace = (named === '' || named === nameOf(node)) && isSelected(spec, node)
  if (!isPlace) return { shouldRun: false, mayStay: false }
  const untolerated = listAt(node, 'spec', 'taints').filter(
    (taint) => !listAt(spec, 'tolerations').some((toleration) => tolerates(toleration, taint)),
  )
  const has = (effect: string) => untolerated.some((taint) => stringAt(taint, 'effect') === effect)
  return { shouldRun: !has('NoExecute') && !has('NoSchedule'), mayStay: !has('NoExecute') }
}

function isSelected(spec: JsonObject, node: KubeObject): boolean {
  const labels = labelsOf(node)
  const wanted = Object.entries(objectAt(spec, 'nodeSelector'))
  if (!wanted.every(([key, value]) => memberOf(labels, key) === value)) return false
  const required = valueAt(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution')
  if (!isObject(required)) return true
  // Terms are alternatives; one that says nothing fits nothing.
  return listAt(required, 'nodeSelectorTerms').some((term) => {
    const expressions = listAt(term, 'matchExpressions')
    const fields = listAt(term, 'matchFields')
    if (expressions.length === 0 && fields.length === 0) return false
    return (
      expressions.every((one) => isMet(one, memberOf(labels, stringAt(one, 'key') ?? ''))) &&
      fields.every((one) => stringAt(one, 'key') === 'metadata.name' && isMet(one, nameOf(node)))
    )
  })
}

function isMet(requirement: Json, value: Json | undefined): boolean {
  const values = listAt(requirement, 'values')
  switch (stringAt(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return compare(value, values[0], (a, b) => a > b)
    case 'Lt':
      return compare(value, values[0], (a, b) => a < b)
    default:
      return false
  }
}

function compare(
  a: Json | undefined,
  b: Json | undefined,
  holds: (a: bigint, b: bigint) => boolean,
): boolean {
  const isWhole = (text: Json | undefined): text is string => typeof text === 'string' && /^-?\d+$/.test(text)
  return isWhole(a) && isWhole(b) && holds(BigInt(a), BigInt(b))
}

function tolerates(toleration: Json, taint: Json): boolean {
  const effect = stringAt(toleration, 'effect') ?? ''
  if (effect !== '' && effect !== stringAt(taint, 'effect')) return false
  const key = stringAt(toleration, 'key') ?? ''
  if (key !== '' && key !== stringAt(taint, 'key')) return false
  const operator = stringAt(toleration, 'operator') ?? 'Equal'
  if (operator === 'Exists') return true
  return (
    operator === 'Equal' &&
    key !== '' &&
    (stringAt(toleration, 'value') ?? '') === (stringAt(taint, 'value') ?? '')
  )
}
