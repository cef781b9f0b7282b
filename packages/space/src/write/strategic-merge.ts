import {
  canonicalJson,
  equalJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  memberOf,
  objectOf,
} from '@downsync/core'
import { type Field, type FieldType, type StructType, structOf } from '../types/index.ts'

const DELETE_PREFIX = '$deleteFromPrimitiveList/'
const ORDER_PREFIX = '$setElementOrder/'
const DIRECTIVES = new Set(['$patch', '$retainKeys'])

/** Why a strategic merge patch cannot be applied, in apimachinery's words. */
export class StrategicPatchError extends Error {}

/**
 * Applies a strategic merge patch: lists that have merge keys are merged item by item, and `$patch`, `$retainKeys`,
 * `$setElementOrder/…`, `$deleteFromPrimitiveList/…` say what plain members cannot. Throws `StrategicPatchError`.
 */
export function strategicMerge(struct: StructType, current: JsonObject, patch: JsonObject): JsonObject {
  return mergeMembers((key) => struct.fields.get(key), current, patch)
}

function mergeMembers(
  fieldOf: (key: string) => Field | undefined,
  current: JsonObject,
  patch: JsonObject,
): JsonObject {
  const directive = memberOf(patch, '$patch')
  if (directive !== undefined && directive !== 'replace' && directive !== 'delete' && directive !== 'merge')
    throw new StrategicPatchError(
      `unknown patch type: ${typeof directive === 'string' ? directive : canonicalJson(directive)}`,
    )
  if (directive === 'replace') return withoutDirectives(patch)
  if (directive === 'delete') return {}
  const members = new Map(Object.entries(retained(current, patch)))
  for (const [key, value] of Object.entries(patch)) {
    if (DIRECTIVES.has(key) || key.startsWith(ORDER_PREFIX)) continue
    if (key.startsWith(DELETE_PREFIX)) {
      const name = key.slice(DELETE_PREFIX.length)
      const list = members.get(name)
      const gone = isList(value) ? value : []
      if (isList(list))
        members.set(
          name,
          list.filter((item) => !gone.some((one) => equalJson(one, item))),
        )
    } else if (value === null) members.delete(key)
    else members.set(key, mergeValue(fieldOf(key)?.type, members.get(key), value, patch, key))
  }
  return objectOf(members)
}

// Of a union, what is not named goes.
function retained(current: JsonObject, patch: JsonObject): JsonObject {
  const keys = memberOf(patch, '$retainKeys')
  if (!isList(keys)) return current
  for (const key of Object.keys(patch))
    if (!DIRECTIVES.has(key) && !keys.includes(key))
      throw new StrategicPatchError('$retainKeys list must contain all fields present in the patch')
  return objectOf(Object.entries(current).filter(([key]) => keys.includes(key)))
}

function mergeValue(
  type: FieldType | undefined,
  current: Json | undefined,
  value: Json,
  patch: JsonObject,
  key: string,
): Json {
  if (type?.kind === 'pointer') return mergeValue(type.to, current, value, patch, key)
  if (isObject(value)) {
    const there = isObject(current) ? current : {}
    if (type?.kind === 'struct') return strategicMerge(structOf(type.name), there, value)
    if (type?.kind === 'map') return mergeMembers((name) => fieldOfMap(type, name), there, value)
    return type?.kind === 'scalar' || type === undefined ? mergeMembers(() => undefined, there, value) : value
  }
  if (!isList(value) || type?.kind !== 'list') return value
  const { byPatch, of } = type
  const order = memberOf(patch, ORDER_PREFIX + key)
  const there = isList(current) ? current : []
  switch (byPatch.kind) {
    case 'atomic':
      return value
    case 'set':
      return ordered(
        [...there, ...missingFrom(there, value)],
        there,
        isList(order) ? order : value,
        (item) => item,
      )
    case 'keys': {
      const [mergeKey = ''] = byPatch.keys
      const merged = mergeItems(of, mergeKey, there, value)
      return ordered(merged, there, isList(order) ? order : value, (item) => memberOf(item, mergeKey) ?? null)
    }
  }
}

function mergeItems(
  type: FieldType,
  mergeKey: string,
  current: readonly Json[],
  patch: readonly Json[],
): readonly Json[] {
  const isReplaced = patch.some((item) => memberOf(item, '$patch') === 'replace')
  let items: readonly Json[] = isReplaced ? [] : current
  for (const change of patch) {
    if (memberOf(change, '$patch') === 'replace') continue
    const key = memberOf(change, mergeKey)
    if (!isObject(change) || key === undefined)
      throw new StrategicPatchError(`map: ${goMap(change)} does not contain declared merge key: ${mergeKey}`)
    const at = items.findIndex((item) => equalJson(memberOf(item, mergeKey), key))
    if (memberOf(change, '$patch') === 'delete')
      items = items.filter((item) => !equalJson(memberOf(item, mergeKey), key))
    else if (at < 0) items = [...items, merge(type, {}, change)]
    else items = items.with(at, merge(type, items[at] ?? {}, change))
  }
  return items
}

function merge(type: FieldType, current: Json, patch: JsonObject): Json {
  const there = isObject(current) ? current : {}
  return type.kind === 'struct'
    ? strategicMerge(structOf(type.name), there, patch)
    : mergeMembers(() => undefined, there, patch)
}

function missingFrom(there: readonly Json[], wanted: readonly Json[]): readonly Json[] {
  return wanted.filter((item) => !there.some((one) => equalJson(one, item)))
}

// What a patch names comes in its order, before whatever of the rest stood behind it.
function ordered(
  items: readonly Json[],
  current: readonly Json[],
  named: readonly Json[],
  keyOf: (item: Json) => Json,
): readonly Json[] {
  const keyText = (item: Json): string => canonicalJson(keyOf(item))
  const rank = new Map(named.map((item, index) => [keyText(item), index]))
  const place = new Map(current.map((item, index) => [keyText(item), index]))
  const first = items
    .filter((item) => rank.has(keyText(item)))
    .sort((x, y) => (rank.get(keyText(x)) ?? 0) - (rank.get(keyText(y)) ?? 0))
  const others = items.filter((item) => !rank.has(keyText(item)))
  const result: Json[] = []
  for (const item of first) {
    const before = place.get(keyText(item)) ?? -1
    while (others[0] !== undefined && (place.get(keyText(others[0])) ?? 0) < before)
      result.push(...others.splice(0, 1))
    result.push(item)
  }
  return [...result, ...others]
}

function fieldOfMap(type: Extract<FieldType, { kind: 'map' }>, name: string): Field {
  return { name, type: type.of, isOmitted: true, retainsKeys: false }
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return objectOf(Object.entries(patch).filter(([key]) => !DIRECTIVES.has(key) && !key.startsWith('$')))
}

// As Go prints a map.
function goMap(value: Json): string {
  if (!isObject(value)) return canonicalJson(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goText(value[key] ?? null)}`)
  return `map[${members.join(' ')}]`
}

function goText(value: Json): string {
  return typeof value === 'string' ? value : goMap(value)
}
