import * as z from 'zod/mini'
import { type Json, type JsonObject, stringAt } from '../kube/index.ts'
import { fields, flag, integer, listOf, optional, text, texts, withDefault } from './field.ts'
import type { NoteOf } from './note.ts'

/** The apiVersion of every control object. */
export const CONTROL_API_VERSION = 'control.kubestellar.io/v1alpha1'

/** What every kind begins with. The metadata is passed on as it is. */
// @__NO_SIDE_EFFECTS__
export function header<const Kind extends string>(kind: Kind) {
  return {
    apiVersion: z.literal(CONTROL_API_VERSION, `"${CONTROL_API_VERSION}"`),
    kind: z.literal(kind, `"${kind}"`),
    metadata: z.custom<JsonObject>(isNamed, 'an object with a name'),
  }
}

/** What a clause, and an entry of a Binding, ask for besides selection (SEL-6). */
export const modulation = {
  createOnly: flag,
  statusCollectors: texts,
  wantSingletonReportedState: flag,
  wantMultiWECReportedState: flag,
}

export const modulationNotes = {
  createOnly: 'The object is created where it is absent, and left alone where it is present.',
  statusCollectors: 'Names of the StatusCollectors that are to be run over what the WECs report.',
  wantSingletonReportedState:
    'The status reported by the one WEC that has the object is copied to the object in the WDS. With no WEC or several, the status is cleared and an error says so.',
  wantMultiWECReportedState:
    'The statuses reported by all WECs that have the object are aggregated, and the aggregate is written to the object in the WDS.',
} as const

/** One condition of a status, in the form that control objects have (BND-7). */
export const conditionSchema = fields({
  type: text,
  status: z.enum(['True', 'False', 'Unknown'], 'True, False or Unknown'),
  reason: withDefault(text, ''),
  message: withDefault(text, ''),
  lastTransitionTime: optional(text),
  lastUpdateTime: optional(text),
})
export type Condition = z.output<typeof conditionSchema>

/** Statuses are ours to write: they are in the CRDs, and no fault of theirs makes an object invalid. */
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
export const observedGenerationNote = {
  text: 'The generation of the object that this status speaks of.',
  openapi: { format: 'int64' },
} as const

function isNamed(value: unknown): boolean {
  // Whatever is validated came in as JSON.
  return stringAt(value as Json, 'name') !== undefined
}
