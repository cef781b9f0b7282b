import * as z from 'zod/mini'
import { fields, integer, listOf, optional, text, withDefault } from '../field.ts'
import type { NoteOf } from './note.ts'

// No object is judged by its status: these schemas are for the CRDs alone.

/** One condition of a status, in the form that control objects have (BND-7). */
const conditionSchema = fields({
  type: text,
  status: z.enum(['True', 'False', 'Unknown'], 'True, False or Unknown'),
  reason: withDefault(text, ''),
  message: withDefault(text, ''),
  lastTransitionTime: optional(text),
  lastUpdateTime: optional(text),
})
export type Condition = z.output<typeof conditionSchema>

export const conditionsSchema = listOf(conditionSchema, 'a list of conditions')
export const observedGenerationSchema = optional(integer)

export const conditionsNote: NoteOf<readonly Condition[]> = {
  text: 'How the object stands, one condition for each aspect.',
  openapi: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] },
  item: {
    text: 'One aspect of how the object stands.',
    fields: {
      type: 'The aspect: Synced, Ready or StatusCollectorsAvailable.',
      status: 'Whether it holds: True, False or Unknown.',
      reason: 'Why, in one word for programs.',
      message: 'Why, in words for people.',
      lastTransitionTime: {
        text: 'When the status of the condition last changed.',
        openapi: { format: 'date-time' },
      },
      lastUpdateTime: { text: 'When the condition was last written.', openapi: { format: 'date-time' } },
    },
  },
}
export const observedGenerationNote = 'The generation of the object that this status speaks of.'
