import type * as z from 'zod/mini'
import { header, statusAsFound } from './common.ts'
import { fields, text, texts } from './field.ts'

const specSchema = fields({ apiGroup: text, resource: text, remove: texts })

/** What is removed from objects of one group-resource before they are delivered (TRF-4). */
export const customTransformSchema = fields({
  ...header('CustomTransform'),
  spec: specSchema,
  status: statusAsFound,
})
export type CustomTransform = z.output<typeof customTransformSchema>
