import {
  CONTROL_API_VERSION,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  objectOf,
  stringAt,
  withMember,
} from '@downsync/core'
import {
  type CollectorResult,
  type CompiledCollector,
  combineRows,
  compileCollector,
  evaluateRow,
  type RowInput,
} from '../../../packages/core/src/collect/index.ts'
import { differenceOf, type Suite } from '../suite.ts'

/** COL: whole collectors over the reports of several WECs, and which of them are invalid. */
export const combinedstatus: Suite = { file: 'combinedstatus', check, alter }

const STEPS = 100_000

function check(vector: JsonObject): string | undefined {
  const collectors = listAt(vector, 'collectors').map(compile)
  const invalid = collectors.filter(({ query }) => query === undefined).map(({ name }) => name)
  const wanted = Object.keys(memberOf(vector, 'invalid') ?? {})
  const rejected = differenceOf('invalid', wanted.toSorted(), invalid.toSorted())
  if (rejected !== undefined) return rejected
  const results = collectors
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, query }) =>
      query === undefined
        ? []
        : [
            combineRows(
              name,
              query,
              listAt(vector, 'wecs').map((wec) => evaluateRow(query, rowOf(vector, wec), STEPS)),
            ),
          ],
    )
  const expected = listAt(vector, 'results').map(comparable)
  const made = results.map(comparableOwn)
  return (
    differenceOf('results of', expected.map(nameIn), made.map(nameIn)) ??
    expected.flatMap((one, at) => differences(one, made[at] ?? {}))[0]
  )
}

function nameIn(result: Json): Json {
  return memberOf(result, 'name') ?? null
}

function differences(expected: JsonObject, made: JsonObject): readonly string[] {
  return Object.entries(expected).flatMap(([field, value]) => {
    const difference = differenceOf(`${stringAt(expected, 'name')}.${field}`, value, memberOf(made, field))
    return difference === undefined ? [] : [difference]
  })
}

function compile(written: Json): CompiledCollector {
  const metadata = { name: stringAt(written, 'name') ?? '' }
  const spec = memberOf(written, 'spec') ?? {}
  return compileCollector({ apiVersion: CONTROL_API_VERSION, kind: 'StatusCollector', metadata, spec })
}

function rowOf(vector: JsonObject, wec: Json): RowInput {
  return {
    wec: stringAt(wec, 'name') ?? '',
    labels: {},
    annotations: {},
    object: withMember(objectOf(Object.entries(memberOf(vector, 'object') ?? {})), 'status', undefined),
    status: memberOf(wec, 'status'),
    at: stringAt(wec, 'lastReturnedUpdateTimestamp'),
  }
}

// The texts of errors are another evaluator's: only where they are is compared.
function comparable(result: Json): JsonObject {
  return {
    name: memberOf(result, 'name') ?? null,
    columnNames: listAt(result, 'columnNames'),
    rows: listAt(result, 'rows').map((row) => listAt(row, 'columns')),
    rowErrors: listAt(result, 'rowErrors').map((error) => [
      stringAt(error, 'wec', 'clusterId') ?? null,
      stringAt(error, 'columnName') ?? null,
    ]),
    aggregationErrors: listAt(result, 'aggregationErrors').map(
      (error) => stringAt(error, 'columnName') ?? null,
    ),
  }
}

function comparableOwn({
  name,
  columnNames,
  rows,
  rowErrors,
  aggregationErrors,
}: CollectorResult): JsonObject {
  return {
    name,
    columnNames,
    rows,
    rowErrors: rowErrors.map(({ wec, columnName }) => [wec, columnName]),
    aggregationErrors: aggregationErrors.map(({ columnName }) => columnName),
  }
}

function alter(vector: JsonObject): JsonObject {
  const [first, ...others] = listAt(vector, 'results')
  const altered = objectOf([
    ...Object.entries(first ?? {}),
    ['name', `${stringAt(first ?? null, 'name')}-altered`],
  ])
  return { ...vector, results: [altered, ...others] }
}
