import * as z from 'zod/mini'
import { header, statusAsFound } from './common.ts'
import { fields, integer, listOf, optional, section, text, withDefault } from './field.ts'

/** COL-7: the number of rows where a collector sets no limit. */
export const DEFAULT_LIMIT = 20

const namedExpressionSchema = fields({ name: text, def: text })
const aggregatorSchema = fields({
  name: text,
  type: z.enum(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX'], 'COUNT, SUM, AVG, MIN or MAX'),
  subject: optional(text),
})
const specSchema = fields({
  filter: optional(text),
  groupBy: listOf(namedExpressionSchema, 'a list of named expressions'),
  combinedFields: listOf(aggregatorSchema, 'a list of aggregators'),
  select: listOf(namedExpressionSchema, 'a list of named expressions'),
  limit: withDefault(integer, DEFAULT_LIMIT),
})

/** A query over what the WECs report of an object; whether its parts fit together is COL-9, not a matter of form. */
export const statusCollectorSchema = fields({
  ...header('StatusCollector'),
  spec: section(specSchema),
  status: statusAsFound,
})
export type StatusCollector = z.output<typeof statusCollectorSchema>
