import type { Json, KubeObject } from '../kube/index.ts'
import { aggregateAny } from './any-kind.ts'
import { aggregateByTable } from './by-table.ts'
import type { KindTable } from './kind-table.ts'
import { builtInTables, tableOf } from './tables/index.ts'
import type { Aggregate, Member } from './types.ts'

/**
 * One `.status` for an object that runs in several WECs: as bad as the worst of them, whoever judges it (AGG-1).
 * @param object the object in the WDS
 * @param members its qualified WECs, sorted by name
 * @param earlier its `.status` as it stands; what upstream lets not be taken back stays (AGG-2)
 * @param tables how kinds aggregate; the first for the object's group and kind counts
 */
export function aggregate(
  object: KubeObject,
  members: readonly Member[],
  earlier: Json | undefined,
  tables: readonly KindTable[] = builtInTables,
): Aggregate {
  const table = tableOf(object, tables)
  return table === undefined
    ? aggregateAny(object, members, earlier)
    : aggregateByTable(table, object, members, earlier)
}
