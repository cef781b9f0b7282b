import type { LabelSelector } from '../label-selector.ts'
import type { NoteOf } from './note.ts'

// apimachinery's rules for labels, as far as a pattern can say them; lengths are in characters, all of one byte.
const VALUE = {
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
