import type * as z from 'zod/mini'
import { type Binding, bindingSchema } from '../binding.ts'
import { fields, texts } from '../field.ts'
import { ageColumn, type Definition } from './definition.ts'
import { modulationNotes } from './modulation.ts'
import type { NoteOf } from './note.ts'
import {
  conditionsNote,
  conditionsSchema,
  observedGenerationNote,
  observedGenerationSchema,
} from './status.ts'

const statusSchema = fields({
  conditions: conditionsSchema,
  observedGeneration: observedGenerationSchema,
  errors: texts,
})

const referenceNotes = {
  group: 'The API group of the object; an empty string is the core group.',
  version: 'The version of the API in which the object is delivered.',
  resource: 'The kind of the object, as a lower-case plural.',
  name: 'The name of the object.',
  resourceVersion: 'The resourceVersion that the object had when this was written.',
  ...modulationNotes,
} as const

const specNote: NoteOf<Binding['spec']> = {
  text: 'These objects go to these WECs.',
  fields: {
    workload: {
      text: 'The objects, each of them once.',
      fields: {
        clusterScope: {
          text: 'The objects that are in no namespace.',
          openapi: {
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['group', 'resource', 'name'],
          },
          item: {
            text: 'An object that is in no namespace, and how it is to be handled.',
            fields: referenceNotes,
          },
        },
        namespaceScope: {
          text: 'The objects that are in a namespace.',
          openapi: {
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['group', 'resource', 'namespace', 'name'],
          },
          item: {
            text: 'An object that is in a namespace, and how it is to be handled.',
            fields: { ...referenceNotes, namespace: 'The namespace that the object is in.' },
          },
        },
      },
    },
    destinations: {
      text: 'The WECs, each of them once.',
      openapi: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['clusterId'] },
      item: { text: 'A WEC.', fields: { clusterId: 'The name of the inventory object of the WEC.' } },
    },
  },
}

const statusNote: NoteOf<z.output<typeof statusSchema>> = {
  text: 'How far the Binding has been carried out.',
  fields: {
    conditions: conditionsNote,
    observedGeneration: observedGenerationNote,
    errors: 'What is wrong: with the Binding, with one of its objects, or with an object in one WEC.',
  },
}

export const bindingDefinition: Definition = {
  kind: 'Binding',
  plural: 'bindings',
  shortNames: ['bdg'],
  namespaced: false,
  columns: [
    { name: 'READY', type: 'string', jsonPath: ".status.conditions[?(@.type=='Ready')].status" },
    ageColumn,
  ],
  text: 'Lists workload objects and the WECs that they go to. One belongs to each BindingPolicy and has its name; those that belong to none are written by users.',
  schema: bindingSchema,
  notes: { spec: specNote, status: statusNote },
  status: statusSchema,
}
