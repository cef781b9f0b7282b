import type { JsonObject } from '../../kube/index.ts'

/** What a CRD says of a field that its schema does not: a description, and more of OpenAPI where there is more. */
export type Note =
  | string
  | Readonly<{
      text: string
      openapi?: JsonObject
      /** Of an object. */
      fields?: Readonly<{ [name: string]: Note }>
      /** Of a list of objects. */
      item?: Note
    }>

type Text = Readonly<{ text: string; openapi?: JsonObject }>

/** The note on a value of type T, complete: a field without a note does not compile, nor does a note without a field. */
export type NoteOf<T> = [T] extends [readonly (infer Item)[]]
  ? [Item] extends [object]
    ? Text & Readonly<{ item: NoteOf<Item> }>
    : string | Text
  : [T] extends [object]
    ? string extends keyof T
      ? string | Text
      : Text & Readonly<{ fields: { readonly [K in keyof T]-?: NoteOf<Exclude<T[K], undefined>> } }>
    : string | Text
