import { type WorkStatus, workStatusSchema } from '../work-status.ts'
import type { Definition } from './definition.ts'
import type { NoteOf } from './note.ts'

const specNote: NoteOf<WorkStatus['spec']> = {
  text: 'Which object this is about.',
  fields: {
    sourceRef: {
      text: 'The object in the WEC.',
      fields: {
        group: 'The API group of the object; an empty string is the core group.',
        version: 'The version of the API in which the object was read.',
        resource: 'The kind of the object, as a lower-case plural.',
        kind: 'The kind of the object, as the object names it.',
        namespace: 'The namespace of the object; empty when it is in none.',
        name: 'The name of the object.',
      },
    },
  },
}

export const workStatusDefinition: Definition = {
  kind: 'WorkStatus',
  plural: 'workstatuses',
  shortNames: ['ws', 'wss'],
  namespaced: true,
  columns: [],
  text: 'What a WEC reports of one object. It is written by the agent of the WEC, into the mailbox of the WEC.',
  schema: workStatusSchema,
  notes: {
    spec: specNote,
    status: {
      text: 'The status of the object, as it is in the WEC.',
      openapi: {
        type: 'object',
        'x-kubernetes-map-type': 'atomic',
        'x-kubernetes-preserve-unknown-fields': true,
      },
    },
  },
}
