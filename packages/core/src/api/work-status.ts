import type * as z from 'zod/mini'
import { header } from './common.ts'
import { fields, freeForm, optional, text, withDefault } from './field.ts'

const specSchema = fields({
  sourceRef: fields({
    group: text,
    version: withDefault(text, ''),
    resource: withDefault(text, ''),
    kind: withDefault(text, ''),
    namespace: text,
    name: withDefault(text, ''),
  }),
})
const statusSchema = optional(freeForm)

/** The record of what one WEC reports of one object; it is in the mailbox of the WEC. */
export const workStatusSchema = fields({
  ...header('WorkStatus'),
  spec: specSchema,
  status: statusSchema,
})
export type WorkStatus = z.output<typeof workStatusSchema>
