import type { RawFault } from '../fault.ts'
import { readNumber } from './read-number.ts'
import { readText } from './read-text.ts'
import { endsOperand, type Token } from './token.ts'

export type Scanned =
  | Readonly<{ ok: true; value: readonly Token[] }>
  | Readonly<{ ok: false; fault: RawFault }>

const BLANK = /(?:[\t\n\f\r ]+|\/\/[^\n]*)*/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const TEXT_START = /(?:[bB]?[rR]?)(?:"|')/y
const SIGN = /==|!=|<=|>=|&&|\|\||[-[\](){}.,<>!?:+*/%]/y
const NUMBER_START = /\d|\.\d/y

/** What people write who come from other languages, and what CEL has instead. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['=', '=='],
  ['&', '&&'],
  ['|', '||'],
])

/** Splits an expression into its tokens, the last of kind `end`, in time linear to its length. */
export function scan(source: string): Scanned {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    at += lengthOf(BLANK, source, at)
    if (at >= source.length) {
      tokens.push({ kind: 'end', text: '', start: at, end: at })
      return { ok: true, value: tokens }
    }
    const token = tokenAt(source, at, tokens)
    if ('code' in token) return { ok: false, fault: token }
    tokens.push(token)
    at = token.end
  }
}

function tokenAt(source: string, at: number, before: readonly Token[]): Token | RawFault {
  if (lengthOf(TEXT_START, source, at) > 0) return readText(source, at)
  if (lengthOf(NUMBER_START, source, at) > 0) return readNumber(source, at, isNegated(before))
  const name = lengthOf(NAME, source, at)
  if (name > 0) return { kind: 'name', text: source.slice(at, at + name), start: at, end: at + name }
  const sign = lengthOf(SIGN, source, at)
  if (sign > 0) return { kind: 'sign', text: source.slice(at, at + sign), start: at, end: at + sign }
  return unknownSign(at, String.fromCodePoint(source.codePointAt(at) ?? 0))
}

function unknownSign(at: number, found: string): RawFault {
  if (found === '`')
    return { code: 'FeatureMissing', at, found, message: "names in backquotes are not supported; use ['…']" }
  const instead = ELSEWHERE.get(found)
  const hint = instead === undefined ? '' : `; did you mean '${instead}'?`
  return { code: 'SyntaxInvalid', at, found, message: `unexpected character '${found}'${hint}` }
}

/** Whether a minus before a number belongs to it. */
function isNegated(before: readonly Token[]): boolean {
  return before.at(-1)?.text === '-' && before.at(-1)?.kind === 'sign' && !endsOperand(before.at(-2))
}

function lengthOf(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0].length ?? 0
}
