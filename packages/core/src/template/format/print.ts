import type { Budget } from '../execute/budget.ts'
import type { Bytes } from '../text/bytes.ts'
import type { Value } from '../value/value.ts'
import { PLAIN } from './directive.ts'
import { formatCost } from './format-cost.ts'
import { showValue } from './format-value.ts'

/** Go's fmt.Sprint: a blank between two values of which neither is a string. */
export function print(values: readonly Value[], budget: Budget): Bytes {
  let printed = ''
  let wasString = true
  for (const value of values) {
    const isString = value.kind === 'string'
    if (!budget.spendBytes(formatCost(value, PLAIN))) return printed
    printed += `${isString || wasString ? '' : ' '}${showValue(value)}`
    wasString = isString
  }
  return printed
}

/** Go's fmt.Sprintln: a blank between any two values, and the end of a line. */
export function println(values: readonly Value[], budget: Budget): Bytes {
  const shown = values.map((value) => (budget.spendBytes(formatCost(value, PLAIN)) ? showValue(value) : ''))
  return `${shown.join(' ')}\n`
}
