import * as z from 'zod/mini'
import { type Json, memberOf } from '../kube/index.ts'
import {
  conditionsNote,
  conditionsSchema,
  header,
  modulation,
  modulationNotes,
  observedGenerationNote,
  observedGenerationSchema,
} from './common.ts'
import { ageColumn, type Definition } from './definition.ts'
import { fields, listOf, optional, section, status, text, texts } from './field.ts'
import { labelSelectorNote, labelSelectorsSchema } from './label-selector.ts'
import type { NoteOf } from './note.ts'

/** What a clause selects by. */
const objectTest = {
  apiGroup: optional(text),
  resources: texts,
  namespaces: texts,
  namespaceSelectors: labelSelectorsSchema,
  objectSelectors: labelSelectorsSchema,
  objectNames: texts,
}
const testFields = Object.keys(objectTest)

// SEL-8, as far as a server can hold it: something must be there to select by. Whether it discriminates is select's to say.
const clauseSchema = z.pipe(
  z.unknown().check((payload) => {
    const clause = payload.value as Json
    if (typeof clause !== 'object' || testFields.some((field) => (memberOf(clause, field) ?? null) !== null)) return
    payload.issues.push({
      code: 'custom',
      input: clause,
      path: [],
      message: `selects everything without saying so: it has none of ${testFields.join(', ')}`,
      params: { code: 'ClauseVacuous', expected: 'resources: ["*"] to select everything' },
    })
  }),
  fields({ ...objectTest, ...modulation }),
)
