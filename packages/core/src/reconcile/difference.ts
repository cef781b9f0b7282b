import {
  diffJson,
  equalJson,
  groupOf,
  isKubeObject,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type JsonPatch,
  type JsonPatchOperation,
  manifestKey,
  nameOf,
  namespaceOf,
  pointerOf,
} from '../kube/index.ts'

/**
 * The JSON patch that makes one value of another, small where lists of Kubernetes objects are in it: those are compared by identity,
 * so that one object taken out of two hundred is one operation. Other lists are compared by index.
 */
export function differenceOf(from: Json, to: Json): JsonPatch {
  return between(from, to, [])
}

function between(from: Json, to: Json, path: readonly string[]): JsonPatch {
  if (equalJson(from, to)) return []
  if (isObject(from) && isObject(to) && !hasPrototypeKey(from) && !hasPrototypeKey(to)) {
    return betweenObjects(from, to, path)
  }
  if (isList(from) && isList(to)) {
    const keyed = betweenKeyedLists(from, to, path)
    if (keyed !== undefined) return keyed
  }
  return diffJson(from, to).map((operation) => prefixed(operation, pointerOf(path)))
}

function betweenObjects(from: JsonObject, to: JsonObject, path: readonly string[]): JsonPatch {
  const operations: JsonPatchOperation[] = []
  for (const [key, value] of Object.entries(from)) {
    const wanted = Object.hasOwn(to, key) ? to[key] : undefined
    if (wanted === undefined) operations.push({ op: 'remove', path: pointerOf([...path, key]) })
    else operations.push(...between(value, wanted, [...path, key]))
  }
  for (const [key, value] of Object.entries(to)) {
    if (!Object.hasOwn(from, key)) operations.push({ op: 'add', path: pointerOf([...path, key]), value })
  }
  return operations
}

// Undefined where the lists are not of objects with identities, or where what is in both stands in another order.
function betweenKeyedLists(
  from: readonly Json[],
  to: readonly Json[],
  path: readonly string[],
): JsonPatch | undefined {
  const before = keysOf(from)
  const after = keysOf(to)
  if (before === undefined || after === undefined) return undefined
  const wanted = new Set(after)
  const kept = before.filter((key) => wanted.has(key))
  if (!kept.every((key, index) => key === after[index])) return undefined
  const removals = before
    .map((key, index) => ({ key, index }))
    .filter(({ key }) => !wanted.has(key))
    .reverse()
    .map(({ index }): JsonPatchOperation => ({ op: 'remove', path: pointerOf([...path, String(index)]) }))
  const standing = from.filter((_, index) => wanted.has(before[index] ?? ''))
  const changes = standing.flatMap((value, index) => {
    const next = to[index]
    return next === undefined ? [] : between(value, next, [...path, String(index)])
  })
  const additions = to
    .slice(kept.length)
    .map((value): JsonPatchOperation => ({ op: 'add', path: pointerOf([...path, '-']), value }))
  return [...removals, ...changes, ...additions]
}

// Undefined unless each has an identity, and all are distinct.
function keysOf(list: readonly Json[]): readonly string[] | undefined {
  const keys = list.map((value) =>
    isKubeObject(value)
      ? manifestKey({
          group: groupOf(value.apiVersion),
          kind: value.kind,
          namespace: namespaceOf(value),
          name: nameOf(value),
        })
      : undefined,
  )
  const known = keys.filter((key): key is string => key !== undefined)
  return known.length === list.length && new Set(known).size === list.length ? known : undefined
}

// LBL-3: no path goes through such a key.
function hasPrototypeKey(value: JsonObject): boolean {
  return Object.hasOwn(value, '__proto__')
}

function prefixed(operation: JsonPatchOperation, prefix: string): JsonPatchOperation {
  const path = prefix + operation.path
  return 'from' in operation ? { ...operation, path, from: prefix + operation.from } : { ...operation, path }
}
