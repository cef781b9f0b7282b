import { groupOf, type KubeObject } from '../../kube/index.ts'
import type { KindTable } from '../kind-table.ts'
import { otherTables } from './others.ts'
import { workloadTables } from './workloads.ts'

/** The kinds that are known; a user's tables go before them. */
export const builtInTables: readonly KindTable[] = [...workloadTables, ...otherTables]

/** The first table for an object's group and kind. */
export function tableOf(object: KubeObject, tables: readonly KindTable[]): KindTable | undefined {
  const group = groupOf(object.apiVersion)
  return tables.find((one) => one.kind === object.kind && one.group === group)
}
