import type * as z from 'zod/mini'
import type { Note } from './note.ts'

/** A column that `kubectl get` shows. */
export type Column = Readonly<{ name: string; type: 'string' | 'date'; jsonPath: string }>

/**
 * A kind of the control API as its CRD presents it. The texts are apart from the schemas, so that validating does not carry them.
 */
export type Definition = Readonly<{
  kind: string
  plural: string
  shortNames: readonly string[]
  categories?: readonly string[]
  namespaced: boolean
  columns: readonly Column[]
  text: string
  schema: z.core.$ZodType
  /** On the fields beside apiVersion, kind and metadata. With `status` comes a status subresource. */
  notes: Readonly<{ spec?: Note; status?: Note; results?: Note }>
  /** Of `status`, where `schema` passes it on as it is. */
  status?: z.core.$ZodType
}>

export const ageColumn: Column = { name: 'AGE', type: 'date', jsonPath: '.metadata.creationTimestamp' }
