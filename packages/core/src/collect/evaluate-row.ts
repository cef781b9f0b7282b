import {
  type Activation,
  type Cell,
  type CelValue,
  cellOf,
  collectorActivation,
  type Evaluated,
  type Expression,
  evaluateExpression,
  readDouble,
  showFault,
  typeNameOf,
} from '../cel/index.ts'
import { cutText, type Json, objectOf } from '../kube/index.ts'
import { storedCell } from './stored-cell.ts'
import type { Query, Row, RowError, Subject } from './types.ts'

/** What is known of an object in one WEC: a row of the table PerWEC before it is evaluated (COL-1, COL-2). */
export type RowInput = Readonly<{
  wec: string
  /** Of the inventory object. */
  labels: Json
  annotations: Json
  /** The workload object without `.status`. */
  object: Json
  /** What the WEC reports; undefined: nothing yet. */
  status: Json | undefined
  /** When that was written, RFC 3339. */
  at: string | undefined
}>

/**
 * What one WEC adds to the result of a collector; all that a change of its report makes anew (COL-11).
 * @param steps what each of the expressions may cost (COL-12)
 */
export function evaluateRow(query: Query, input: RowInput, steps: number): Row {
  const { wec, labels, annotations, object, status = NO_STATUS, at } = input
  const activation = collectorActivation({
    inventory: { name: wec, labels, annotations },
    obj: object,
    returned: { status },
    lastReturnedUpdateTimestamp: at,
  })
  const errors: RowError[] = []
  const fail = (columnName: string, error: string) => {
    errors.push({ wec, columnName, error: cutText(error, LONGEST_ERROR) })
  }
  if (!passes(query.filter, activation, steps, (error) => fail('', error)))
    return { wec, isKept: false, cells: undefined, subjects: [], errors }
  const cells = [...query.select, ...query.groupBy].map(({ name, expression }) =>
    cellFor(evaluateExpression(expression, activation, steps), (error) => fail(name, error)),
  )
  const subjects = query.combinedFields.map(({ name, subject }): Subject => {
    if (subject === undefined) return NO_SUBJECT
    const found = evaluateExpression(subject, activation, steps)
    if (found.ok) return subjectOf(found.value)
    fail(name, showFault(found.error))
    return NO_SUBJECT
  })
  const isGrouped = query.groupBy.length === 0 || cells.every((cell) => cell !== undefined)
  return {
    wec,
    isKept: true,
    cells: isGrouped ? cells.map((cell) => cell ?? NULL_CELL) : undefined,
    subjects,
    errors,
  }
}

/** Characters of a text that is quoted; of an error. */
const LEGIBLE = 40
const LONGEST_ERROR = 1000

const NO_STATUS: Json = objectOf([])
const NO_SUBJECT: Subject = { kind: 'none' }
const NULL_CELL: Cell = { type: 'Null' }

// COL-3
function passes(
  filter: Expression | undefined,
  activation: Activation,
  steps: number,
  fail: (error: string) => void,
): boolean {
  if (filter === undefined) return true
  const found = evaluateExpression(filter, activation, steps)
  if (!found.ok) {
    fail(showFault(found.error))
    return false
  }
  if (found.value.type === 'bool') return found.value.value
  if (found.value.type !== 'null')
    fail(`the filter must give true, false or null; it gives a value of type ${typeNameOf(found.value)}`)
  return false
}

function cellFor(found: Evaluated, fail: (error: string) => void): Cell | undefined {
  if (!found.ok) {
    fail(showFault(found.error))
    return undefined
  }
  const cell = cellOf(found.value)
  if (cell === undefined) fail('the value is too large to be shown')
  return cell === undefined ? undefined : storedCell(cell)
}

// COL-6
function subjectOf(value: CelValue): Subject {
  switch (value.type) {
    case 'int':
    case 'uint':
    case 'double':
      return { kind: 'number', value: Number(value.value) }
    case 'string': {
      const number = readDouble(value.value)
      return number === undefined
        ? {
            kind: 'other',
            found: `the text ${JSON.stringify(cutText(value.value, LEGIBLE))}, which reads as no number`,
          }
        : { kind: 'number', value: number }
    }
    default:
      return { kind: 'other', found: `a value of type ${typeNameOf(value)}, which is no number` }
  }
}
