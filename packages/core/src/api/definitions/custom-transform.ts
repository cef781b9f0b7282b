import type * as z from 'zod/mini'
import { type CustomTransform, customTransformSchema } from '../custom-transform.ts'
import { fields, texts } from '../field.ts'
import { ageColumn, type Definition } from './definition.ts'
import type { NoteOf } from './note.ts'
import { observedGenerationNote, observedGenerationSchema } from './status.ts'

const statusSchema = fields({ observedGeneration: observedGenerationSchema, errors: texts, warnings: texts })

const specNote: NoteOf<CustomTransform['spec']> = {
  text: 'Which objects are changed, and how.',
  fields: {
    apiGroup: 'The API group of the objects, without a version; an empty string is the core group.',
    resource: 'The kind of the objects, as a lower-case plural.',
    remove:
      'JSONPath queries (RFC 9535). Whatever they select in an object is not delivered. None may select the object as a whole or what identifies it.',
  },
}

const statusNote: NoteOf<z.output<typeof statusSchema>> = {
  text: 'What has been found out about the spec.',
  fields: {
    observedGeneration: observedGenerationNote,
    errors:
      'What is wrong with the queries. While there are errors, the objects stay in the WECs as they are.',
    warnings: 'What is allowed but perhaps not meant.',
  },
}

export const customTransformDefinition: Definition = {
  kind: 'CustomTransform',
  plural: 'customtransforms',
  shortNames: ['ct'],
  categories: ['all'],
  namespaced: false,
  columns: [
    { name: 'SUBJECT_GROUP', type: 'string', jsonPath: '.spec.apiGroup' },
    { name: 'SUBJECT_RESOURCE', type: 'string', jsonPath: '.spec.resource' },
    ageColumn,
  ],
  text: 'Removes parts of the workload objects of one kind on their way to the WECs, the same parts for every WEC.',
  schema: customTransformSchema,
  notes: { spec: specNote, status: statusNote },
  status: statusSchema,
}
