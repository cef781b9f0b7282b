import type * as z from 'zod/mini'
import { type BindingPolicy, bindingPolicySchema, type PolicyClause } from '../binding-policy.ts'
import { fields, texts } from '../field.ts'
import { ageColumn, type Definition } from './definition.ts'
import { labelSelectorNote } from './label-selector.ts'
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

const clauseNote: NoteOf<PolicyClause> = {
  text: 'A test of workload objects, and how those that pass are to be handled. All fields of the test must hold; of a list, one entry is enough. A field that is missing or empty holds for every object, but one field must tell objects apart, unless resources has an entry "*".',
  openapi: {
    anyOf: [
      { required: ['apiGroup'] },
      { required: ['resources'] },
      { required: ['namespaces'] },
      { required: ['namespaceSelectors'] },
      { required: ['objectSelectors'] },
      { required: ['objectNames'] },
    ],
  },
  fields: {
    apiGroup: 'The API group of the object. An empty string is the core group; any group when missing.',
    resources: 'Kinds of objects, as lower-case plurals. An entry "*" stands for all of them.',
    namespaces:
      'Names of namespaces. An entry "*" stands for all of them, and for objects that are in no namespace.',
    namespaceSelectors: {
      text: 'Tests of the labels of the Namespace that the object is in. An object that is in no namespace passes only an empty selector.',
      item: labelSelectorNote,
    },
    objectSelectors: { text: 'Tests of the labels of the object itself.', item: labelSelectorNote },
    objectNames: 'Names of objects. An entry "*" stands for all of them.',
    ...modulationNotes,
  },
}

const specNote: NoteOf<BindingPolicy['spec']> = {
  text: 'Which workload objects go to which WECs.',
  fields: {
    clusterSelectors: {
      text: 'Tests of the labels of inventory objects. A WEC is a destination when it passes one of them; without any there is no destination.',
      item: labelSelectorNote,
    },
    downsync: {
      text: 'Clauses, each of which selects workload objects. An object is selected when it matches one; where it matches several, what they ask for is combined.',
      item: clauseNote,
    },
  },
}

const statusNote: NoteOf<z.output<typeof statusSchema>> = {
  text: 'How far the policy has been carried out.',
  fields: {
    conditions: conditionsNote,
    observedGeneration: observedGenerationNote,
    errors: 'What is wrong: first with the policy itself, then with its Binding.',
  },
}

export const bindingPolicyDefinition: Definition = {
  kind: 'BindingPolicy',
  plural: 'bindingpolicies',
  shortNames: ['bp'],
  namespaced: false,
  columns: [
    { name: 'SYNCED', type: 'string', jsonPath: ".status.conditions[?(@.type=='Synced')].status" },
    { name: 'READY', type: 'string', jsonPath: ".status.conditions[?(@.type=='Ready')].status" },
    ageColumn,
  ],
  text: 'Says which workload objects run in which WECs: objects are selected by clauses, WECs by the labels of their inventory objects.',
  schema: bindingPolicySchema,
  notes: { spec: specNote, status: statusNote },
  status: statusSchema,
}
