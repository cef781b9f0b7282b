import {
  equalJson,
  isList,
  isObject,
  type Json,
  memberOf,
  objectOf,
  stringAt,
  withMember,
} from '@downsync/core'

/** Why a JSON patch cannot be applied. */
export class JsonPatchError extends Error {}

/**
 * Applies a JSON patch as API servers do: `replace` of a member that is not there adds it, an index may count from the end.
 * Throws `JsonPatchError` where an operation cannot be done.
 */
export function applyOperations(document: Json, operations: readonly Json[]): Json {
  return operations.reduce<Json>(applyOperation, document)
}

function applyOperation(document: Json, operation: Json): Json {
  const path = keysOf(stringAt(operation, 'path'))
  const value = memberOf(operation, 'value') ?? null
  switch (stringAt(operation, 'op')) {
    case 'add':
      return put(document, path, value, 'add')
    case 'replace':
      return put(document, path, value, 'replace')
    case 'remove':
      return remove(document, path)
    case 'move': {
      const from = keysOf(stringAt(operation, 'from'))
      return put(remove(document, from), path, valueAtKeys(document, from), 'add')
    }
    case 'copy':
      return put(document, path, valueAtKeys(document, keysOf(stringAt(operation, 'from'))), 'add')
    case 'test':
      if (!equalJson(find(document, path) ?? null, value)) throw new JsonPatchError('testing value failed')
      return document
    default:
      throw new JsonPatchError('unexpected kind of operation')
  }
}

function keysOf(pointer: string | undefined): readonly string[] {
  if (pointer === undefined) throw new JsonPatchError('an operation lacks its path')
  // The whole is no member: this is the member without a name.
  if (pointer === '') return ['']
  const [first, ...keys] = pointer.split('/')
  if (first !== '') throw new JsonPatchError('a path must begin with a slash')
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function find(document: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, key) => (isList(at) ? at[indexIn(at, key, at.length - 1)] : memberOf(at, key)),
    document,
  )
}

function valueAtKeys(document: Json, path: readonly string[]): Json {
  const found = find(document, path)
  if (found === undefined) throw new JsonPatchError('missing value')
  return found
}

function put(document: Json, path: readonly string[], value: Json, how: 'add' | 'replace'): Json {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (isList(document)) {
    const isInsert = rest.length === 0 && how === 'add'
    if (key === '-' && isInsert) return [...document, value]
    const index = indexIn(document, key, isInsert ? document.length : document.length - 1)
    return isInsert
      ? [...document.slice(0, index), value, ...document.slice(index)]
      : document.map((item, at) => (at === index ? put(item, rest, value, how) : item))
  }
  if (!isObject(document)) throw new JsonPatchError('missing path')
  if (rest.length === 0) return withMember(document, key, value)
  const inner = memberOf(document, key)
  if (inner === undefined) throw new JsonPatchError('missing path')
  return withMember(document, key, put(inner, rest, value, how))
}

function remove(document: Json, path: readonly string[]): Json {
  const [key, ...rest] = path
  if (key === undefined) throw new JsonPatchError('the whole cannot be removed')
  if (isList(document)) {
    const index = indexIn(document, key, document.length - 1)
    return rest.length === 0
      ? document.filter((_item, at) => at !== index)
      : document.map((item, at) => (at === index ? remove(item, rest) : item))
  }
  const inner = memberOf(document, key)
  if (!isObject(document) || inner === undefined) throw new JsonPatchError('missing value')
  if (rest.length > 0) return withMember(document, key, remove(inner, rest))
  return objectOf(Object.entries(document).filter(([name]) => name !== key))
}

function indexIn(list: readonly Json[], key: string, most: number): number {
  if (!/^-?\d+$/.test(key)) throw new JsonPatchError('not an index')
  const index = Number(key)
  const counted = index < 0 ? index + most + 1 : index
  if (counted < 0 || counted > most || list.length < counted) throw new JsonPatchError('out of range')
  return counted
}
