/** Why an evaluation has no value. */
export type FailureCode =
  /** A map has no such key, or what is no map was asked for a field. */
  | 'KeyMissing'
  /** A list has no such index. */
  | 'IndexInvalid'
  /** A function or an operator was called with values that it does not take. */
  | 'OverloadMissing'
  | 'Overflow'
  | 'DivisionByZero'
  /** A value cannot be converted: a text that is no number, bytes that are no UTF-8. */
  | 'ConversionFailed'
  | 'TimeOutOfRange'
  | 'ZoneUnknown'
  /** A text is no regular expression of RE2. */
  | 'PatternInvalid'
  /** A macro was to run over what is neither list nor map. */
  | 'RangeInvalid'
  /** cel-go cannot run it, though it checks. */
  | 'Unsupported'
  /** The steps did not do (COL-12). */
  | 'TooCostly'

/** A failure of one place of an expression: a value among values until it comes out. */
export type Failure = Readonly<{
  type: 'failure'
  code: FailureCode
  message: string
  /** Where, once a node has taken it on. */
  at: number | undefined
}>

export function failure(code: FailureCode, message: string): Failure {
  return { type: 'failure', code, message, at: undefined }
}
