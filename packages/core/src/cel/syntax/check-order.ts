import type { RawFault } from '../fault.ts'
import { endsOperand, KEYWORDS, RESERVED, type Token } from './token.ts'

/** cel-go's limit on how deep an expression may be nested. */
export const MAX_DEPTH = 250

type Frame = Readonly<{ kind: 'group' | 'call' | 'index' | 'list' | 'braces' | 'choice'; at: number }>

const OPENS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])
const BINARY: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
])
const WORDS: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['is', '=='],
])

/**
 * The first token that cannot stand where it does, in words: the parser only says where it gave up. What passes is still the
 * parser's to judge.
 */
export function checkOrder(tokens: readonly Token[]): RawFault | undefined {
  const frames: Frame[] = []
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    const fault = endsOperand(before)
      ? afterOperand(token, before, tokens[index + 1], frames)
      : beforeOperand(token, before, tokens[index + 1], frames)
    if (fault !== undefined) return fault
    if (frames.length > MAX_DEPTH)
      return {
        code: 'TooLarge',
        at: token.start,
        message: `the expression is nested deeper than ${MAX_DEPTH} levels`,
      }
  }
  return undefined
}

function beforeOperand(
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  frames: Frame[],
): RawFault | undefined {
  const { text, start } = token
  if (token.kind === 'number' || token.kind === 'string' || token.kind === 'bytes') return undefined
  if (token.kind === 'name' && (text !== 'in' || isDot(before))) return nameFault(token, before, after)
  if (token.kind === 'sign') {
    if (text === '-' || text === '!') return undefined
    if (text === '.') return after?.kind === 'name' ? undefined : expected('a name', after ?? token)
    if (OPENS.has(text)) {
      frames.push({ kind: text === '(' ? 'group' : text === '[' ? 'list' : 'braces', at: start })
      return undefined
    }
    if (text === ',' && isJustOpened(frames, before) && after !== undefined && closes(frames.at(-1), after))
      return undefined
    if (mayClose(frames.at(-1), token, before)) {
      frames.pop()
      return undefined
    }
    if (text === '?' && isJustOpened(frames, before)) return optional(start)
  }
  return expected('an expression', token)
}

function nameFault(token: Token, before: Token | undefined, after: Token | undefined): RawFault | undefined {
  const { text, start } = token
  if (isDot(before)) return fieldFault(token)
  if (RESERVED.has(text))
    return { code: 'NameReserved', at: start, found: text, message: `'${text}' is a reserved word, no name` }
  if (text === 'not' && (after?.kind === 'name' || after?.kind === 'number'))
    return { code: 'SyntaxInvalid', at: start, found: text, message: "write '!' for 'not'" }
  return undefined
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === 'sign' && token.text === '.'
}

function fieldFault({ text, start }: Token): RawFault | undefined {
  if (!KEYWORDS.has(text)) return undefined
  const message = `'${text}' cannot stand after a dot; write ['${text}']`
  return { code: 'NameReserved', at: start, found: text, message }
}

function afterOperand(
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  frames: Frame[],
): RawFault | undefined {
  const { text, start } = token
  const frame = frames.at(-1)
  if (token.kind === 'end') return frame === undefined ? undefined : unclosed(frame, token)
  if (token.kind === 'sign' || text === 'in') {
    if (BINARY.has(text)) return undefined
    if (text === '.') return afterDot(start, after)
    if (text === '[') {
      frames.push({ kind: 'index', at: start })
      return undefined
    }
    if (text === '(' && before?.kind === 'name') {
      frames.push({ kind: 'call', at: start })
      return undefined
    }
    if (text === '{' && before?.kind === 'name') {
      frames.push({ kind: 'braces', at: start })
      return undefined
    }
    if (text === '?' && frame?.kind !== 'choice') {
      frames.push({ kind: 'choice', at: start })
      return undefined
    }
    if (text === '?') {
      const message = "a '? :' inside the middle of another one stands in parentheses"
      return { code: 'SyntaxInvalid', at: start, found: '?', expected: ':', message }
    }
    if (text === ':' && (frame?.kind === 'choice' || frame?.kind === 'braces')) {
      if (frame.kind === 'choice') frames.pop()
      return undefined
    }
    if (text === ',' && (frame?.kind === 'list' || frame?.kind === 'call' || frame?.kind === 'braces'))
      return undefined
    if (closes(frame, token)) {
      frames.pop()
      return undefined
    }
    if (frame?.kind === 'choice') return unclosed(frame, token)
  }
  const instead = WORDS.get(text)
  const hint = instead === undefined ? '' : `; did you mean '${instead}'?`
  const wanted = frame === undefined ? 'an operator or the end' : `an operator or ${closerOf(frame)}`
  return expected(wanted, token, hint)
}

function afterDot(at: number, after: Token | undefined): RawFault | undefined {
  if (after === undefined || after.kind === 'name') return undefined
  if (after.text === '?') return optional(at)
  return expected('the name of a field', after)
}

function optional(at: number): RawFault {
  const message = "optional values ('.?', '[?…]') are not supported; use has(…) ? … : …"
  return { code: 'FeatureMissing', at, found: '?', message }
}

function closerOf(frame: Frame): string {
  if (frame.kind === 'choice') return "':'"
  if (frame.kind === 'list' || frame.kind === 'index') return "']'"
  return frame.kind === 'braces' ? "'}'" : "')'"
}

function closes(frame: Frame | undefined, token: Token): boolean {
  return (
    frame !== undefined &&
    token.kind === 'sign' &&
    closerOf(frame) === `'${token.text}'` &&
    token.text !== ':'
  )
}

/** Where an expression could stand as well: after an opening bracket, or after a comma that lists and maps may end with. */
function mayClose(frame: Frame | undefined, token: Token, before: Token | undefined): boolean {
  if (frame === undefined || !closes(frame, token)) return false
  if (before?.text === ',' && before.kind === 'sign') return frame.kind === 'list' || frame.kind === 'braces'
  return isJustOpened([frame], before) && frame.kind !== 'group' && frame.kind !== 'index'
}

function isJustOpened(frames: readonly Frame[], before: Token | undefined): boolean {
  return before?.kind === 'sign' && before.start === frames.at(-1)?.at
}

function unclosed(frame: Frame, token: Token): RawFault {
  const closer = closerOf(frame)
  const opener = frame.kind === 'choice' ? "'?'" : 'bracket'
  const message = `expected ${closer} for the ${opener} before, found ${shown(token)}`
  return { code: 'SyntaxInvalid', at: token.start, message, found: token.text, expected: closer }
}

function expected(wanted: string, token: Token, hint = ''): RawFault {
  const message = `expected ${wanted}, found ${shown(token)}${hint}`
  return { code: 'SyntaxInvalid', at: token.start, message, found: token.text, expected: wanted }
}

function shown(token: Token): string {
  if (token.kind === 'end') return 'the end'
  const text = token.text.length > 30 ? `${token.text.slice(0, 30)}…` : token.text
  return token.kind === 'string' || token.kind === 'bytes' ? `the text ${text}` : `'${text}'`
}
