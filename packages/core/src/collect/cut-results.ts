import { goJsonLength, type Json, type JsonObject, type KubeObject, objectOf } from '../kube/index.ts'
import type { CollectorResult } from './types.ts'

/** COL-13: bytes of a CombinedStatus. What its server adds to it is not counted: it is not ours to say. */
const LARGEST = 512 * 1024
/** What is kept free for the entry that says how much is left out. */
const NOTE = 256

/** A list of a result, as JSON, with the bytes of each entry; `kept` of them stay. */
type List = { readonly json: readonly Json[]; readonly bytes: readonly number[]; kept: number }
type Sized = {
  readonly result: CollectorResult
  readonly lists: readonly List[]
  bytes: number
  isCut: boolean
}

/**
 * Results as JSON, cut so that the CombinedStatus is not too large (COL-13): rows from the end, of the longest result first; where no
 * rows are left, errors. A result that was cut says so among its `aggregationErrors`.
 * @param around the CombinedStatus without results
 */
export function cutResults(results: readonly CollectorResult[], around: KubeObject): readonly JsonObject[] {
  const sized = results.map(sizedResult)
  let over =
    sized.reduce((sum, { bytes }) => sum + bytes + ','.length, goJsonLength({ ...around, results: [] })) -
    LARGEST
  while (over > 0) {
    const longest = longestOf(sized)
    if (longest === undefined) break
    if (!longest.isCut) over += NOTE
    longest.isCut = true
    over -= withoutLast(longest)
  }
  return sized.map(jsonOf)
}

function sizedResult(result: CollectorResult): Sized {
  const { rows, rowErrors, aggregationErrors } = result
  const lists = [
    listOf(rows.map((columns) => ({ columns }))),
    listOf(rowErrors.map(({ wec, columnName, error }) => ({ wec: { clusterId: wec }, columnName, error }))),
    listOf(aggregationErrors),
  ]
  const sized: Sized = { result, lists, bytes: 0, isCut: false }
  sized.bytes = goJsonLength(frameOf(sized)) + lists.reduce((sum, list) => sum + sumOf(list.bytes), 0)
  return sized
}

function listOf(json: readonly Json[]): List {
  return { json, bytes: json.map((one) => goJsonLength(one) + ','.length), kept: json.length }
}

function sumOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, one) => sum + one, 0)
}

// Of two as long the first; undefined where nothing is left that could be cut.
function longestOf(sized: readonly Sized[]): Sized | undefined {
  let longest: Sized | undefined
  for (const one of sized) {
    const isCuttable = one.lists.some(({ kept }) => kept > 0)
    if (isCuttable && (longest === undefined || one.bytes > longest.bytes)) longest = one
  }
  return longest
}

// The bytes that go with it.
function withoutLast(sized: Sized): number {
  const list = sized.lists.find(({ kept }) => kept > 0)
  if (list === undefined) return 0
  list.kept--
  const bytes = list.bytes[list.kept] ?? 0
  sized.bytes -= bytes
  return bytes
}

function frameOf({ result: { name, columnNames } }: Sized): JsonObject {
  return { name, columnNames, rows: [], rowErrors: [], aggregationErrors: [] }
}

// As Go writes it: an empty list of rows or errors is absent.
function jsonOf(sized: Sized): JsonObject {
  const { result, lists, isCut } = sized
  const [rows = [], rowErrors = [], aggregationErrors = []] = lists.map(({ json, kept }) =>
    json.slice(0, kept),
  )
  const said = isCut ? [...aggregationErrors, noteOf(sized)] : aggregationErrors
  const members: readonly (readonly [string, readonly Json[]])[] = [
    ['rows', rows],
    ['rowErrors', rowErrors],
    ['aggregationErrors', said],
  ]
  return objectOf([
    ['name', result.name],
    ['columnNames', result.columnNames],
    ...members.filter(([, list]) => list.length > 0),
  ])
}

function noteOf({ lists }: Sized): JsonObject {
  const [rows = 0, ...errors] = lists.map(({ json, kept }) => json.length - kept)
  const left = [
    ...(rows > 0 ? [`${rows} rows`] : []),
    ...(errors.some((count) => count > 0) ? [`${errors.reduce((sum, count) => sum + count, 0)} errors`] : []),
  ].join(' and ')
  const error = `${left} at the end are left out, or this object would be larger than ${LARGEST / 1024} KiB; a limit, a filter or fewer columns make it smaller`
  return { columnName: '', error }
}
