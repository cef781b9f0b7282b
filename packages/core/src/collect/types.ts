import type { StatusCollector } from '../api/index.ts'
import type { Cell, Expression } from '../cel/index.ts'
import type { Fault } from '../kube/index.ts'

/** A column whose cells an expression gives. */
export type Column = Readonly<{ name: string; expression: Expression }>

/** How the values of a column are put together (COL-6). */
export type Aggregation = StatusCollector['spec']['combinedFields'][number]['type']

/** A column that puts the rows of a group together; COUNT has no subject, all others have one. */
export type Aggregator = Readonly<{ name: string; type: Aggregation; subject: Expression | undefined }>

/** What a valid collector asks for: with `select` a list of WECs, without it aggregates, grouped or not (COL-4, COL-5). */
export type Query = Readonly<{
  filter: Expression | undefined
  select: readonly Column[]
  groupBy: readonly Column[]
  combinedFields: readonly Aggregator[]
  /** Rows of the result, at least 1 (COL-7). */
  limit: number
  /** An expression may look at the resourceVersion of the object. */
  readsVersion: boolean
}>

/** A collector, read once: what it asks for, or why that cannot be answered (COL-9). */
export type CompiledCollector = Readonly<{
  name: string
  /** Undefined exactly when there are faults. */
  query: Query | undefined
  faults: readonly Fault[]
}>

/** An expression that failed for a WEC; an empty `columnName` is the filter's (COL-3). */
export type RowError = Readonly<{ wec: string; columnName: string; error: string }>

/** The value of an aggregator's subject in one row. */
export type Subject =
  | Readonly<{ kind: 'number'; value: number }>
  /** It is there and no number; `found` says what it is. */
  | Readonly<{ kind: 'other'; found: string }>
  /** COUNT, which has none; or it failed, as a row error says. */
  | Readonly<{ kind: 'none' }>

/** What one WEC adds to a result: a row of the table PerWEC, evaluated. It depends on nothing that another WEC says. */
export type Row = Readonly<{
  wec: string
  /** COL-3: the filter lets it through. */
  isKept: boolean
  /** The cells of `select`, or of `groupBy`; undefined: it is in no group (COL-5). */
  cells: readonly Cell[] | undefined
  /** One for each of `combinedFields`. */
  subjects: readonly Subject[]
  errors: readonly RowError[]
}>

/** Values of a column that could not be put together (COL-6). */
export type AggregationError = Readonly<{ columnName: string; error: string }>

/** What one collector gives for one object in the WECs of one Binding. */
export type CollectorResult = Readonly<{
  name: string
  columnNames: readonly string[]
  rows: readonly (readonly Cell[])[]
  rowErrors: readonly RowError[]
  aggregationErrors: readonly AggregationError[]
}>
