import jsonPatch from 'fast-json-patch'
import { equalJson, isList, isObject, type Json } from './json.ts'
import { isDeeperThan } from './json-depth.ts'
import { disguise, disguisePointer, reveal, revealPointer } from './json-disguise.ts'
import { hasPlaceFor, pointerKeys, pointerOf, valueAtPointer } from './json-pointer.ts'
import { type JsonPatch, type JsonPatchOperation, readJsonPatch } from './patch-operation.ts'
import type { Checked, Fault } from './problem.ts'
import { canonicalJson } from './stringify-json.ts'

// The library recurs; a fixed bound, since what comes out must not depend on the size of a call stack (P-2).
const DEPTH = 500
// The list and the operation around each value.
const PATCH_LEVELS = 2

/**
 * The JSON Patch (RFC 6902) that makes one value of another: `applyJsonPatch(from, diffJson(from, to))` is
 * `to`. Lists are compared by index. No path goes through a key `__proto__`: its parent is replaced (LBL-3).
 * @example diffJson({ a: 1, b: 2 }, { a: 1, b: 3 }) // [{ op: 'replace', path: '/b', value: 3 }]
 */
export function diffJson(from: Json, to: Json): JsonPatch {
  const whole: JsonPatch = [{ op: 'replace', path: '', value: to }]
  if (!areAlike(from, to)) return equalJson(from, to) ? [] : whole
  if (isDeeperThan(from, DEPTH) || isDeeperThan(to, DEPTH))
    return canonicalJson(from) === canonicalJson(to) ? [] : whole
  const operations = jsonPatch.compare(inDisguise(from), inDisguise(to)) as JsonPatch
  return liftPrototypeKeys(
    operations.map((operation) => convert(operation, reveal, revealPointer)),
    to,
  )
}

/**
 * Applies a JSON Patch (RFC 6902), wholly or not at all; neither argument is changed.
 * @param patch operations as they came, checked here
 * @returns the new document; or faults of the operations without the right form, or of the first that does
 * not fit
 */
export function applyJsonPatch(document: Json, patch: Json): Checked<Json> {
  const read = readJsonPatch(patch)
  if (!read.ok) return read
  const [first, ...others] = read.value
  if (first?.op === 'replace' && first.path === '' && others.length === 0)
    return { ok: true, value: first.value }
  if (isDeeperThan(document, DEPTH) || isDeeperThan(patch, DEPTH + PATCH_LEVELS))
    return { ok: false, faults: [misfit(0, `more than ${DEPTH} levels can only be replaced as a whole`)] }
  let draft = ownCopy(disguise(document))
  for (const [index, operation] of read.value.entries()) {
    const next = applyOperation(draft, convert(operation, disguise, disguisePointer))
    if (next === undefined)
      return {
        ok: false,
        faults: [misfit(index, `${operation.op} does not fit the document at '${operation.path}'`)],
      }
    draft = next
  }
  return { ok: true, value: reveal(draft) }
}

// Changes the draft. Undefined where the operation does not fit it; what can go wrong is asked before, for
// the library asks less.
function applyOperation(draft: Json, operation: JsonPatchOperation): Json | undefined {
  const { op, path } = operation
  const there = valueAtPointer(draft, path)
  if (op === 'test')
    return there !== undefined && equalJson(reveal(there), reveal(operation.value)) ? draft : undefined
  if (op === 'remove' || op === 'replace' ? there === undefined : !hasPlaceFor(draft, path)) return undefined
  if (op === 'move' || op === 'copy') {
    if (valueAtPointer(draft, operation.from) === undefined) return undefined
    if (op === 'move' && path.startsWith(`${operation.from}/`)) return undefined
  }
  try {
    return jsonPatch.applyOperation(draft, ownCopy(operation)).newDocument
  } catch {
    // A place that the removal half of a move took away.
    return undefined
  }
}

// LBL-3: JSON Patch libraries refuse `__proto__` in a path, so none is written.
function liftPrototypeKeys(operations: JsonPatch, to: Json): JsonPatch {
  const parents = new Set(operations.flatMap((operation) => parentOfPrototypeKey(operation.path) ?? []))
  if (parents.size === 0) return operations
  const lifted = operations.map((operation): JsonPatchOperation => {
    // The outermost: what it replaces holds the others.
    const parent = [...parents]
      .filter((pointer) => operation.path === pointer || operation.path.startsWith(`${pointer}/`))
      .sort((a, b) => a.length - b.length)[0]
    if (parent === undefined) return operation
    return { op: 'replace', path: parent, value: valueAtPointer(to, parent) ?? null }
  })
  const seen = new Set<string>()
  return lifted.filter((operation) => {
    const repeated = parents.has(operation.path) && seen.has(operation.path)
    seen.add(operation.path)
    return !repeated
  })
}

function parentOfPrototypeKey(pointer: string): string | undefined {
  const keys = pointerKeys(pointer)
  const at = keys.indexOf('__proto__')
  return at < 0 ? undefined : pointerOf(keys.slice(0, at))
}

function convert(
  operation: JsonPatchOperation,
  value: (value: Json) => Json,
  pointer: (pointer: string) => string,
): JsonPatchOperation {
  const path = pointer(operation.path)
  if ('value' in operation) return { ...operation, path, value: value(operation.value) }
  return 'from' in operation ? { ...operation, path, from: pointer(operation.from) } : { ...operation, path }
}

function areAlike(from: Json, to: Json): boolean {
  return (isList(from) && isList(to)) || (isObject(from) && isObject(to))
}

// A list or object stays one in disguise.
function inDisguise(value: Json): object {
  return disguise(value) as object
}

// What the library may write into: our values are shared and readonly.
function ownCopy<T>(value: T): T {
  return jsonPatch.deepClone(value) as T
}

function misfit(index: number, message: string): Fault {
  return { code: 'PatchInvalid', path: `[${index}]`, message }
}
