import { goQuote } from './go-quote.ts'
import { labelValueErrors, qualifiedNameErrors } from './validation.ts'

/** The operators of a label selector, as the API writes them. */
export const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const
export type Operator = (typeof operators)[number]

/** What is wrong with a requirement: `message` is Go's text, `expected` what it does not say itself. */
export type RequirementError = Readonly<{ message: string; expected?: string }>

/**
 * What makes a requirement invalid (LBL-2), in the words of apimachinery's `LabelSelectorAsSelector`.
 * @returns undefined for a valid requirement
 */
export function requirementError(
  key: string,
  operator: string,
  values: readonly string[],
): RequirementError | undefined {
  if (!operators.some((known) => known === operator))
    return {
      message: `${goQuote(operator)} is not a valid label selector operator`,
      expected: 'In, NotIn, Exists or DoesNotExist',
    }
  const errors = [...keyErrors(key), ...countErrors(operator, values)]
  values.forEach((value, index) => {
    const wrong = labelValueErrors(value)
    if (wrong.length > 0) errors.push(invalid(`values[${index}][${key}]`, goQuote(value), wrong.join('; ')))
  })
  const distinct = [...new Set(errors)]
  if (distinct.length === 0) return undefined
  return { message: distinct.length === 1 ? distinct.join() : `[${distinct.join(', ')}]` }
}

function keyErrors(key: string): readonly string[] {
  const wrong = qualifiedNameErrors(key)
  return wrong.length === 0 ? [] : [invalid('key', goQuote(key), wrong.join('; '))]
}

function countErrors(operator: string, values: readonly string[]): readonly string[] {
  const takesValues = operator === 'In' || operator === 'NotIn'
  if (takesValues === values.length > 0) return []
  return takesValues
    ? [invalid('values', '[]string(nil)', "for 'in', 'notin' operators, values set can't be empty")]
    : [
        invalid(
          'values',
          `[]string{${values.map(goQuote).join(', ')}}`,
          'values set must be empty for exists and does not exist',
        ),
      ]
}

function invalid(field: string, value: string, why: string): string {
  return `${field}: Invalid value: ${value}: ${why}`
}
