/** A word, sign or literal of an expression. */
export type Token = Readonly<{
  kind: 'number' | 'string' | 'bytes' | 'name' | 'sign' | 'end'
  /** The same token in the one form in which it is given to the parser. */
  text: string
  /** Offsets in the expression. */
  start: number
  end: number
}>

/** Words that are literals or operators, never names, not even of fields. */
export const KEYWORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null'])

/** Words that are no names of variables or functions, but may be names of fields. */
export const RESERVED: ReadonlySet<string> = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
])

/** Whether an expression can end with this token, so that an operator may follow. */
export function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false
  if (token.kind === 'sign') return token.text === ')' || token.text === ']' || token.text === '}'
  return token.kind !== 'end' && token.text !== 'in'
}
