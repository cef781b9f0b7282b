import { isList, isObject, type Json, memberOf, withMember } from '@downsync/core'
import type { Document } from './document.ts'

/** The objects of a document: itself, or of a `List` (`kubectl get -o yaml`), or of a JSON list, its items. */
export function unwrapLists(document: Document): readonly Document[] {
  const { value } = document
  if (isList(value)) return value.flatMap((item, index) => unwrapLists(partOf(document, item, `[${index}]`)))
  const items = memberOf(value, 'items')
  const kind = memberOf(value, 'kind')
  if (!isList(items) || typeof kind !== 'string' || !kind.endsWith('List')) return [document]
  return items.flatMap((item, index) =>
    unwrapLists(partOf(document, typed(item, value, kind), `items[${index}]`)),
  )
}

function partOf(document: Document, value: Json, path: string): Document {
  return { file: document.file, value, placeOf: (field) => document.placeOf(joined(path, field)) }
}

function joined(path: string, field: string): string {
  return field === '' || field.startsWith('[') ? path + field : `${path}.${field}`
}

// The items of a typed list, as a server sends it, do not say their kind.
function typed(item: Json, list: Json, kind: string): Json {
  const itemKind = kind.slice(0, -'List'.length)
  if (!isObject(item) || itemKind === '' || memberOf(item, 'kind') !== undefined) return item
  return withMember(
    withMember(item, 'apiVersion', memberOf(item, 'apiVersion') ?? memberOf(list, 'apiVersion') ?? ''),
    'kind',
    itemKind,
  )
}
