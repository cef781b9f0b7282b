import type { JsonObject } from '../kube/index.ts'

/** What a CRD says of a field that its schema does not: a description, and more of OpenAPI where there is more. */
export type Leaf = string | Readonly<{ text: string; openapi?: JsonObject }>
/** A note on a value of any form. */
export type Note = Leaf | Readonly<{ text: string; openapi?: JsonObject; fields: NotesByField; item?: never }> | ListNote
type ListNote = Readonly<{ text: string; openapi?: JsonObject; item: Note; fields?: never }>
type NotesByField = Readonly<{ [field: string]: Note }>

/**
 * The note on a value of type T. A field without one does not compile, nor does a note without a field; lists of objects have
 * a note on their items too.
 */
export type NoteOf<T> = [T] extends [readonly (infer Item)[]]
  ? [Item] extends [object]
    ? Readonly<{ text: string; openapi?: JsonObject; item: NoteOf<Item> }>
    : Leaf
  : [T] extends [object]
    ? string extends keyof T
      ? Leaf
      : Readonly<{
          text: string
          openapi?: JsonObject
          fields: { readonly [K in keyof T]-?: NoteOf<Exclude<T[K], undefined>> }
        }>
    : Leaf
