import { conditionPath } from '../aggregate/index.ts'
import type { ReportedState } from '../engine/index.ts'
import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  memberOf,
  names,
  pointerOf,
  stringAt,
} from '../kube/index.ts'
import type { DecidedField } from './types.ts'

/** The fields of an object's aggregate, each with the WECs that decided it (AGG-10); none for a status that is no aggregate. */
export function decidedFields(state: ReportedState | undefined): readonly DecidedField[] {
  const { status, labels } = state ?? {}
  if (state === undefined || !isObject(status)) return []
  if (memberOf(labels, names.labels.multiWecStatus) !== 'true') return []
  return leavesOf(status, []).map(([path, value]) => ({
    path,
    value,
    by: state.decidedBy(path).map((wec) => ({ wec, standing: state.standingOf(wec) ?? 'behind' })),
  }))
}

type Leaf = readonly [path: string, value: Json]

// What is no object is one field; of conditions, each by its type.
function leavesOf(object: JsonObject, keys: readonly string[]): readonly Leaf[] {
  return Object.entries(object).flatMap(([key, value]): readonly Leaf[] => {
    if (keys.length === 0 && key === 'conditions' && isList(value)) return value.flatMap(conditionLeaf)
    const isInner = isObject(value) && Object.keys(value).length > 0 && keys.length < DEPTH
    return isInner ? leavesOf(value, [...keys, key]) : [[pointerOf([...keys, key]), value]]
  })
}

// Deeper, nobody reads it.
const DEPTH = 5

function conditionLeaf(condition: Json): readonly Leaf[] {
  const type = stringAt(condition, 'type')
  return type === undefined ? [] : [[conditionPath(type), memberOf(condition, 'status') ?? null]]
}
