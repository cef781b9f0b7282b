import { cutText, describeId, stringifyJson, type Value } from '@downsync/core'
import type { Collected } from '../report/collected.ts'
import { counted, type Style, table } from './text.ts'

/** How what was collected is printed; `isWide`: nothing is cut short. */
export type CollectedStyle = Style & Readonly<{ isWide: boolean }>

/** Characters of a cell, of a message. */
const MOST_IN_CELL = 40
const MOST_IN_MESSAGE = 200
/** Errors shown of one result. */
const MOST_ERRORS = 10

/** What was collected, as lines: for each object and Binding a table for each StatusCollector, and its errors under it. */
export function collectedText(collected: readonly Collected[], style: CollectedStyle): readonly string[] {
  return collected.flatMap(({ object, binding, results }, index) => [
    ...(index === 0 ? [] : ['']),
    style.heading(`${describeId(object)}, by ${binding}`),
    ...(results.length === 0 ? ['  no StatusCollector gives a result'] : []),
    ...results.flatMap((result, at) => [...(at === 0 ? [] : ['']), ...resultText(result, style)]),
  ])
}

type Result = Collected['results'][number]

function resultText(result: Result, style: CollectedStyle): readonly string[] {
  const { name, columnNames, rows, rowErrors, aggregationErrors } = result
  const cells = rows.map(({ columns }) => columnNames.map((_, column) => columns[column]))
  const lines = [
    ...rowErrors.map(
      ({ wec, columnName, error }) => `${legible(wec.clusterId)}: ${columnText(columnName)}: ${error}`,
    ),
    ...aggregationErrors.map(({ columnName, error }) => `${columnText(columnName)}: ${error}`),
  ]
  const shown = style.isWide ? lines : lines.slice(0, MOST_ERRORS)
  const hidden = lines.length - shown.length
  return [
    `  ${style.faint(`StatusCollector ${name}: ${counted(rows.length, 'row')}`)}`,
    ...table(
      ...aligned(
        columnNames.map((column) => legible(column)),
        cells,
        style,
      ),
      4,
    ),
    ...shown.map((line) => `    ! ${cut(legible(line), MOST_IN_MESSAGE, style)}`),
    ...(hidden === 0 ? [] : [`    ! … and ${counted(hidden, 'error')} more; -o wide shows all`]),
  ]
}

// COL-3: the column without a name is the filter's.
const columnText = (name: string) => (name === '' ? 'filter' : name)

// Numbers stand on the right; as text, since they are exact.
function aligned(
  header: readonly string[],
  rows: readonly (readonly (Value | undefined)[])[],
  style: CollectedStyle,
): readonly [readonly string[], readonly (readonly string[])[]] {
  const texts = rows.map((row) => row.map((cell) => cut(cellText(cell), MOST_IN_CELL, style)))
  const widths = header.map((name, column) => {
    const cells = rows.map((row) => row[column])
    const isNumbers =
      cells.some((cell) => cell?.type === 'Number') &&
      cells.every((cell) => cell === undefined || cell.type === 'Number' || cell.type === 'Null')
    return isNumbers ? Math.max(name.length, ...texts.map((row) => row[column]?.length ?? 0)) : 0
  })
  const pad = (text: string, column: number) => text.padStart(widths[column] ?? 0)
  return [header.map(pad), texts.map((row) => row.map(pad))]
}

function cellText(cell: Value | undefined): string {
  switch (cell?.type) {
    case undefined:
    case 'Null':
      return '-'
    case 'String':
      return cell.string === undefined || cell.string === '' ? '""' : legible(cell.string)
    case 'Number':
      return cell.float ?? '-'
    case 'Bool':
      return String(cell.bool ?? '-')
    case 'Object':
      return legible(stringifyJson(cell.object ?? null))
    case 'Array':
      return legible(stringifyJson(cell.array ?? null))
  }
}

function cut(text: string, most: number, { isWide }: CollectedStyle): string {
  return isWide ? text : cutText(text, most)
}

// What WECs say may hold line breaks, and sequences that a terminal obeys.
function legible(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
