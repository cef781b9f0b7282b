import * as z from 'zod/mini'
import { isObject, type Json, memberOf } from '../kube/index.ts'
import { header, modulation, statusAsFound } from './common.ts'
import { fields, listOf, optional, section, text, texts } from './field.ts'
import { labelSelectorsSchema } from './label-selector.ts'

const objectTest = {
  apiGroup: optional(text),
  resources: texts,
  namespaces: texts,
  namespaceSelectors: labelSelectorsSchema,
  objectSelectors: labelSelectorsSchema,
  objectNames: texts,
}

const clauseSchema = z.pipe(
  z.unknown().check((payload) => {
    if (saysSomething(payload.value as Json)) return
    payload.issues.push({
      code: 'custom',
      input: payload.value,
      path: [],
      message: `selects by nothing: it has none of ${Object.keys(objectTest).join(', ')}`,
      params: { code: 'ClauseVacuous', expected: 'resources: ["*"], if it is to select everything' },
    })
  }),
  fields({ ...objectTest, ...modulation }),
)
/** One member of `spec.downsync`: an object test and its modulation. Lists and flags are always there. */
export type PolicyClause = z.output<typeof clauseSchema>

const specSchema = fields({
  clusterSelectors: labelSelectorsSchema,
  downsync: listOf(clauseSchema, 'a list of clauses'),
})

/** What a policy selects (section 5), and the WECs it goes to (section 4). */
export const bindingPolicySchema = fields({
  ...header('BindingPolicy'),
  spec: section(specSchema),
  status: statusAsFound,
})
export type BindingPolicy = z.output<typeof bindingPolicySchema>

// SEL-8, as much of it as a server can hold: there is something to select by. Whether that discriminates, select says.
function saysSomething(clause: Json): boolean {
  return (
    !isObject(clause) || Object.keys(objectTest).some((field) => (memberOf(clause, field) ?? null) !== null)
  )
}
