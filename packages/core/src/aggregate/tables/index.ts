import type { KindTable } from '../kind-table.ts'
import { otherTables } from './others.ts'
import { workloadTables } from './workloads.ts'

/** The kinds that are known; a user's tables go before them. */
export const builtInTables: readonly KindTable[] = [...workloadTables, ...otherTables]
