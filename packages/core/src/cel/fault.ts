import { countCodePoints } from './value/code-points.ts'

/** Why an expression cannot be used. */
export type FaultCode =
  /** It is no CEL expression. */
  | 'SyntaxInvalid'
  /** A literal cannot be represented: a number out of range, an unknown escape. */
  | 'LiteralInvalid'
  /** A word is kept by the language, and is no name. */
  | 'NameReserved'
  /** A feature of CEL that COL-2 leaves out. */
  | 'FeatureMissing'
  /** It is longer, deeper or more involved than is compiled (COL-12). */
  | 'TooLarge'
  /** A macro has the wrong arguments. */
  | 'MacroInvalid'
  /** There is no such variable or type. */
  | 'NameUnknown'
  /** There is no such function. */
  | 'FunctionUnknown'
  /** A function or an operator takes no values of these types. */
  | 'OverloadMissing'
  /** A field is selected from what has no fields, or not this one. */
  | 'FieldInvalid'
  /** A value of another type is needed. */
  | 'TypeMismatch'
  /** A macro runs over what is neither list nor map. */
  | 'RangeInvalid'

/** A place in an expression: lines and columns count from 1, columns in code points. */
export type Position = Readonly<{ line: number; column: number }>

/** One thing wrong with an expression, where it is, and what was wanted. */
export type CelFault = Position &
  Readonly<{
    code: FaultCode
    message: string
    found?: string
    expected?: string
  }>

/** A fault at an offset, before it is put into lines and columns. */
export type RawFault = Readonly<{
  code: FaultCode
  /** UTF-16 units from the start of the expression. */
  at: number
  message: string
  found?: string
  expected?: string
}>

/** One line for a person: `1:5: no such variable 'object'; did you mean 'obj'?` */
export function showFault({ line, column, message }: Position & Readonly<{ message: string }>): string {
  return `${line}:${column}: ${message}`
}

export function faultOf(source: string, { at, ...rest }: RawFault): CelFault {
  return { ...rest, ...positionOf(source, at) }
}

export function positionOf(source: string, offset: number): Position {
  const before = source.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  let line = 1
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++
  return { line, column: countCodePoints(before.slice(lineStart)) + 1 }
}
