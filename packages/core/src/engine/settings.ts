import { builtInTables, type KindTable, validateKindTable } from '../aggregate/index.ts'
import type { Transport } from '../transport/index.ts'

/** Bounds on what is written and computed; each has a default or is off. */
export type Limits = Readonly<{
  /** Bytes of content in one wrapped object, as the transport counts (WRP-1); default 409,600. */
  bytes?: number
  /** Objects in one wrapped object (WRP-1); default 200. */
  objects?: number
  /** Steps that the templates of one object take in one WEC, all together (CUS-3); default 200,000. */
  templateSteps?: number
  /** Steps that one expression of a StatusCollector takes for one WEC (COL-12); default 100,000. */
  celSteps?: number
  /** Pairs of one Binding that may be withdrawn at once without confirmation (GRD-1); off by default. */
  withdrawals?: number
}>

/** What the decision depends on besides the snapshot. */
export type Settings = Readonly<{
  transport: Transport
  /** The API groups whose objects are workload; all by default (ID-3). */
  apiGroups?: readonly string[]
  limits?: Limits
  /** How kinds aggregate, before the tables of those that are known (AGG-9). */
  tables?: readonly KindTable[]
  /** Nothing is planned but statuses, for all policies (BND-12). */
  paused?: boolean
}>

export const DEFAULT_BYTES = 400 * 1024
export const DEFAULT_OBJECTS = 200
export const DEFAULT_CEL_STEPS = 100_000

/**
 * The tables of all kinds, those of the settings first.
 * @throws for a table that is none: a programmer's mistake; what users write goes through `validateKindTable` first
 */
export function tablesOf({ tables = [] }: Settings): readonly KindTable[] {
  for (const [at, table] of tables.entries()) {
    const checked = validateKindTable(table)
    const [fault] = checked.ok ? [] : checked.faults
    if (fault !== undefined) throw new TypeError(`settings.tables[${at}].${fault.path}: ${fault.message}`)
  }
  return [...tables, ...builtInTables]
}
