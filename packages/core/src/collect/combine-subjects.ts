import { showDouble } from '../cel/index.ts'
import type { Aggregation, Row } from './types.ts'

/** A number as text, and what stood in its way. */
export type Combined = Readonly<{ value: string; error: string | undefined }>

/**
 * One aggregate over the rows of a group (COL-6).
 * @param at which of the subjects of each row
 */
export function combineSubjects(type: Aggregation, rows: readonly Row[], at: number): Combined {
  if (type === 'COUNT') return { value: String(rows.length), error: undefined }
  const values: number[] = []
  const others: string[] = []
  for (const { wec, subjects } of rows) {
    const subject = subjects[at]
    if (subject?.kind === 'number') values.push(subject.value)
    else if (subject?.kind === 'other') others.push(`for WEC ${wec}, it is ${subject.found}`)
  }
  const [first] = others
  const more = others.length > 1 ? ` (and ${others.length - 1} more WECs)` : ''
  const nothing = type === 'AVG' && values.length === 0 ? 'no values to average' : undefined
  return {
    value: showDouble(combined(type, values)),
    error: first === undefined ? nothing : `${first}${more}`,
  }
}

function combined(type: Exclude<Aggregation, 'COUNT'>, values: readonly number[]): number {
  switch (type) {
    case 'SUM':
      return sumOf(values)
    case 'AVG':
      return sumOf(values) / values.length
    case 'MIN':
      return mostOf(values, Number.POSITIVE_INFINITY, (a, b) => a < b)
    case 'MAX':
      return mostOf(values, Number.NEGATIVE_INFINITY, (a, b) => a > b)
  }
}

// As Go compares: what is no number (NaN) is passed over, and of 0 and −0 the first stays.
function mostOf(
  values: readonly number[],
  start: number,
  isMore: (value: number, most: number) => boolean,
): number {
  let most = start
  for (const value of values) if (isMore(value, most)) most = value
  return most
}

// In the order of WECs: sums of doubles depend on it (P-2).
function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
