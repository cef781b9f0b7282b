import { fail, type Task } from '../task.ts'
import type { Bytes } from '../text/bytes.ts'
import { showToken, type Token, type TokenKind } from './token.ts'
import type { TokenReader } from './token-reader.ts'
import type { Definition } from './tree.ts'
import { createVariableNames, type VariableNames } from './variable-names.ts'

/** A part of parsing that can nest; it fails with Go's message. */
export type Parsing<Result> = Task<Result, Bytes>

/** What stands in place of a result where the text is wrong, without the place. */
export type Mistake = Readonly<{ mistake: Bytes }>

/** What the parsing of all definitions of a text shares. */
export type Parser = Readonly<{
  /** The name of the whole, for errors. */
  name: Bytes
  tokens: TokenReader
  definitions: Map<Bytes, Definition>
  isFunction: (name: Bytes) => boolean
}>

/** What the parsing of one definition knows; a `block` has one of its own, within that of its text. */
export type Body = {
  readonly parser: Parser
  readonly variables: VariableNames
  /** How many `range` are open. */
  ranges: number
  /** How many parentheses are open. */
  parentheses: number
  /** The line of the action that is being read; 0 when none is, or when one within it was read. */
  actionLine: number
}

export function bodyOf(parser: Parser): Body {
  return { parser, variables: createVariableNames(), ranges: 0, parentheses: 0, actionLine: 0 }
}

/** @param line where Go says that the error is: by default the line of the furthest token */
export function failParsing(
  { parser }: Body,
  { mistake }: Mistake,
  line = parser.tokens.line(),
): Parsing<never> {
  return fail(`template: ${parser.name}:${line}: ${mistake}`)
}

/** @param context what was being read */
export function unexpected(body: Body, token: Token, context: Bytes): Mistake {
  const { parser, actionLine } = body
  if (token.kind !== 'error') return { mistake: `unexpected ${showToken(token)} in ${context}` }
  if (actionLine === 0 || actionLine === token.line) return { mistake: token.text }
  const where = token.text.endsWith(' action') ? '' : ' in action'
  return { mistake: `${token.text}${where} started at ${parser.name}:${actionLine}` }
}

/** The next token that is no blank, which has to be of this kind. */
export function* expectToken(body: Body, kind: TokenKind, context: Bytes): Parsing<Token> {
  const token = body.parser.tokens.nextNonSpace()
  return token.kind === kind ? token : yield* failParsing(body, unexpected(body, token, context))
}
