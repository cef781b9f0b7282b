import { isList, isObject, type Json, memberOf, stringAt } from './json.ts'
import type { Checked, Fault } from './problem.ts'

/** One operation of RFC 6902; `path` and `from` are JSON pointers. */
export type JsonPatchOperation =
  | Readonly<{ op: 'add' | 'replace' | 'test'; path: string; value: Json }>
  | Readonly<{ op: 'remove'; path: string }>
  | Readonly<{ op: 'move' | 'copy'; from: string; path: string }>

/** Operations that are applied in order, wholly or not at all. */
export type JsonPatch = readonly JsonPatchOperation[]

/**
 * A JSON Patch in its right form, or a fault for each operation that has another; whether it fits a
 * document is not asked.
 */
export function readJsonPatch(patch: Json): Checked<JsonPatch> {
  if (!isList(patch)) return { ok: false, faults: [fault('', patch, 'a list of operations')] }
  const faults: Fault[] = []
  const operations = patch.flatMap((entry, index) => {
    const operation = readOperation(entry)
    if (typeof operation !== 'string') return [operation]
    faults.push(fault(`[${index}]`, entry, operation))
    return []
  })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: operations }
}

// The operation, or what would be one.
function readOperation(entry: Json): JsonPatchOperation | string {
  if (!isObject(entry)) return 'an object with op and path'
  const op = stringAt(entry, 'op')
  const path = pointerAt(entry, 'path')
  if (path === undefined) return "a path that is '' or begins with /"
  switch (op) {
    case 'add':
    case 'replace':
    case 'test': {
      const value = memberOf(entry, 'value')
      return value === undefined ? `a value, which ${op} needs` : { op, path, value }
    }
    case 'remove':
      return { op, path }
    case 'move':
    case 'copy': {
      const from = pointerAt(entry, 'from')
      return from === undefined ? `a from that is '' or begins with /, which ${op} needs` : { op, from, path }
    }
    default:
      return 'one of the operations add, remove, replace, move, copy and test'
  }
}

function pointerAt(entry: Json, field: string): string | undefined {
  const pointer = stringAt(entry, field)
  return pointer === '' || pointer?.startsWith('/') ? pointer : undefined
}

function fault(path: string, found: Json, expected: string): Fault {
  return { code: 'PatchInvalid', path, message: `must have ${expected}`, found, expected }
}
