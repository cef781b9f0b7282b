import * as z from 'zod/mini'
import { header } from './common.ts'
import { fields, json, listOf, optional, text, texts } from './field.ts'

const VALUE_TYPES = ['String', 'Number', 'Bool', 'Null', 'Object', 'Array'] as const

const valueSchema = fields({
  type: z.enum(VALUE_TYPES, 'String, Number, Bool, Null, Object or Array'),
  string: optional(text),
  float: optional(text),
  bool: optional(z.boolean('true or false')),
  object: optional(json),
  array: optional(json),
})
/** A cell (COL-8): what `type` says stands in the field of that name, a number as a string in `float`. */
export type Value = z.output<typeof valueSchema>

const rowErrorSchema = fields({ wec: fields({ clusterId: text }), columnName: text, error: text })
const resultSchema = fields({
  name: text,
  columnNames: texts,
  rows: listOf(fields({ columns: listOf(valueSchema, 'a list of values') }), 'a list of rows'),
  rowErrors: listOf(rowErrorSchema, 'a list of errors'),
  aggregationErrors: listOf(fields({ columnName: text, error: text }), 'a list of errors'),
})
const resultsSchema = listOf(resultSchema, 'a list of results')

/** The results of all collectors for one workload object and Binding (COL-10); it has neither spec nor status. */
export const combinedStatusSchema = fields({ ...header('CombinedStatus'), results: resultsSchema })
export type CombinedStatus = z.output<typeof combinedStatusSchema>
