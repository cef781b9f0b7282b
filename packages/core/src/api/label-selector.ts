import * as z from 'zod/mini'
import { isObject, type Json } from '../kube/index.ts'
import { fields, listOf, text, texts, withDefault } from './field.ts'

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

// Whatever is validated came in as JSON.
function isMap(value: unknown): boolean {
  return isObject(value as Json)
}
