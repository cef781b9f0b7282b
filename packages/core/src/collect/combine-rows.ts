import type { Cell } from '../cel/index.ts'
import { canonicalJson, compareUtf8 } from '../kube/index.ts'
import { combineSubjects } from './combine-subjects.ts'
import { keptErrors } from './kept-errors.ts'
import type { AggregationError, CollectorResult, Query, Row } from './types.ts'

/** The result of a collector over the rows of all WECs, in whatever order they are given (COL-4..7). */
export function combineRows(name: string, query: Query, given: readonly Row[]): CollectorResult {
  const { select, groupBy, combinedFields, limit } = query
  const rows = given.toSorted((a, b) => compareUtf8(a.wec, b.wec))
  const columnNames = [...groupBy, ...combinedFields, ...select].map((column) => column.name)
  const rowErrors = keptErrors(
    rows.flatMap((row) => row.errors),
    limit,
  )
  const kept = rows.filter((row) => row.isKept)
  if (select.length > 0) {
    const cells = kept.slice(0, limit).flatMap((row) => (row.cells === undefined ? [] : [row.cells]))
    return { name, columnNames, rows: cells, rowErrors, aggregationErrors: [] }
  }
  if (combinedFields.length === 0) return { name, columnNames, rows: [], rowErrors, aggregationErrors: [] }
  const errors: AggregationError[] = []
  const groups = groupBy.length === 0 ? [{ key: [], rows: kept }] : groupsOf(kept)
  const combined = groups.slice(0, limit).map((group) => [
    ...group.key,
    ...combinedFields.map((field, at): Cell => {
      const { value, error } = combineSubjects(field.type, group.rows, at)
      if (error !== undefined) errors.push({ columnName: field.name, error })
      return { type: 'Number', float: value }
    }),
  ])
  return { name, columnNames, rows: combined, rowErrors, aggregationErrors: keptErrors(errors, limit) }
}

type Group = Readonly<{ key: readonly Cell[]; rows: Row[] }>

// COL-5: by what is seen, so that 1 and 1.0 are one group.
function groupsOf(rows: readonly Row[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    if (row.cells === undefined) continue
    const text = canonicalJson(row.cells)
    const group = groups.get(text)
    if (group === undefined) groups.set(text, { key: row.cells, rows: [row] })
    else group.rows.push(row)
  }
  return [...groups].sort(([a], [b]) => compareUtf8(a, b)).map(([, group]) => group)
}
