import type * as z from 'zod/mini'
import type { Note } from './note.ts'

/** A column that `kubectl get` shows. */
export type Column = Readonly<{ name: string; type: 'string' | 'date'; jsonPath: string }>

/** One field beside apiVersion, kind and metadata: its schema, and what the CRD says of it. */
export type Described = Readonly<{ schema: z.core.$ZodType; note: Note }>

/**
 * A kind of the control API as its CRD presents it. A definition is a literal: whoever imports only the schema beside it
 * does not carry its texts.
 */
export type Definition = Readonly<{
  kind: string
  plural: string
  shortNames: readonly string[]
  categories?: readonly string[]
  namespaced: boolean
  columns: readonly Column[]
  text: string
  /** In the order in which they are written. With `status` comes a status subresource. */
  body: Readonly<{ [field: string]: Described }>
}>

export const ageColumn: Column = { name: 'AGE', type: 'date', jsonPath: '.metadata.creationTimestamp' }
