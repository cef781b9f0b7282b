import * as z from 'zod/mini'
import { isObject, type Json } from '../kube/index.ts'
import { fields, listOf, text, texts, withDefault } from './field.ts'
import type { NoteOf } from './note.ts'

type LabelMap = Readonly<{ [key: string]: string }>

// Passed on as it is, not copied: a record of zod leaves `__proto__` away, and a selector that loses a label selects more.
const labelMap = z.custom<LabelMap>(isMap, 'an object of strings').check((payload) => {
  if (!isMap(payload.value)) return
  for (const [key, value] of Object.entries(payload.value)) {
    if (typeof value === 'string') continue
    payload.issues.push({ code: 'custom', input: value, path: [`[${key}]`], message: 'a string' })
  }
})

const requirementSchema = fields({ key: text, operator: text, values: texts })

/** The form of a `metav1.LabelSelector`; whether it means something is for `compileSelector` (LBL-2). */
export const labelSelectorSchema = fields({
  matchLabels: withDefault(labelMap, {}),
  matchExpressions: listOf(requirementSchema, 'a list of objects'),
})
export type LabelSelector = z.output<typeof labelSelectorSchema>

/** A list of selectors of which one must match. */
export const labelSelectorsSchema = listOf(labelSelectorSchema, 'a list of label selectors')

// apimachinery's rules for labels, as far as a pattern can say them; lengths are in characters, all of one byte.
const VALUE: { pattern: string; maxLength: number } = {
  pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$',
  maxLength: 63,
}
const KEY = {
  pattern:
    '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
  maxLength: 317,
}

export const labelSelectorNote: NoteOf<LabelSelector> = {
  text: 'A test of labels. All that it asks for must hold; when it asks for nothing, every set of labels passes.',
  openapi: { 'x-kubernetes-map-type': 'atomic' },
  fields: {
    matchLabels: {
      text: 'Labels that must be there with exactly these values.',
      openapi: { type: 'object', additionalProperties: { type: 'string', ...VALUE } },
    },
    matchExpressions: {
      text: 'Further conditions on labels.',
      item: {
        text: 'A condition on one label.',
        fields: {
          key: { text: 'The key of the label.', openapi: KEY },
          operator: {
            text: 'In and NotIn compare the value with those listed, and NotIn holds without the label too; Exists and DoesNotExist look for the key alone.',
            openapi: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
          },
          values: {
            text: 'What the value is compared with: at least one for In and NotIn, none for Exists and DoesNotExist.',
            openapi: { items: { type: 'string', ...VALUE } },
          },
        },
      },
    },
  },
}

function isMap(value: unknown): boolean {
  // Whatever is validated came in as JSON.
  return isObject(value as Json)
}
