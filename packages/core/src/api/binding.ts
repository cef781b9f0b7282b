import type * as z from 'zod/mini'
import { header, modulation, statusAsFound } from './common.ts'
import { fields, listOf, section, text, withDefault } from './field.ts'

// BND-6: versions are written for those who read a Binding; nobody needs to know them to write one.
const reference = {
  group: text,
  version: withDefault(text, ''),
  resource: text,
  name: text,
  resourceVersion: withDefault(text, ''),
  ...modulation,
}
const clusterScopeSchema = fields(reference)
const namespaceScopeSchema = fields({ ...reference, namespace: text })
const workloadSchema = fields({
  clusterScope: listOf(clusterScopeSchema, 'a list of references'),
  namespaceScope: listOf(namespaceScopeSchema, 'a list of references'),
})
const specSchema = fields({
  workload: section(workloadSchema),
  destinations: listOf(fields({ clusterId: text }), 'a list of destinations'),
})

/** The resolution of a policy, or what a user wrote in its place (BND-6). */
export const bindingSchema = fields({
  ...header('Binding'),
  spec: section(specSchema),
  status: statusAsFound,
})
export type Binding = z.output<typeof bindingSchema>
/** One workload object that a Binding lists; a cluster-scoped one has no `namespace`. */
export type WorkloadReference = z.output<typeof clusterScopeSchema> & Readonly<{ namespace?: string }>
