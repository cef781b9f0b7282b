import { call } from '../task.ts'
import type { Bytes } from '../text/bytes.ts'
import { parseFields, parseSimpleTerm } from './parse-term.ts'
import { parseVariables } from './parse-variables.ts'
import { type Body, failParsing, type Parsing, unexpected } from './parser.ts'
import type { Token, TokenKind } from './token.ts'
import type { Command, Pipeline, Term } from './tree.ts'

/** As deep as Go lets parentheses nest. */
const MAX_PARENTHESES = 10_000

/**
 * Reads a pipeline and the token that ends it.
 * @param context what it is part of, for errors; only that of a `range` may declare two variables
 */
export function* parsePipeline(body: Body, context: Bytes, end: TokenKind): Parsing<Pipeline> {
  const { tokens } = body.parser
  const { position } = tokens.peekNonSpace()
  const declared = parseVariables(body, context)
  if ('mistake' in declared) return yield* failParsing(body, declared)
  const commands: Command[] = []
  for (let token = tokens.nextNonSpace(); token.kind !== end; token = tokens.nextNonSpace()) {
    if (!startsTerm(token)) yield* failParsing(body, unexpected(body, token, context))
    tokens.putBack(token)
    commands.push(yield* parseCommand(body))
  }
  if (commands.length === 0) yield* failParsing(body, { mistake: `missing value for ${context}` })
  const stage = commands.findIndex((command, index) => index > 0 && !isExecutable(command.first))
  if (stage > 0) {
    yield* failParsing(body, { mistake: `non executable command in pipeline stage ${stage + 1}` })
  }
  return { kind: 'pipeline', position, ...declared, commands }
}

/** Reads words up to `|`, which it takes, or the end of the pipeline, which it leaves. */
function* parseCommand(body: Body): Parsing<Command> {
  const { tokens } = body.parser
  const { position } = tokens.peekNonSpace()
  const words: Term[] = []
  for (;;) {
    const start = tokens.nextNonSpace()
    const term =
      start.kind === 'leftParenthesis' ? yield* parseParenthesized(body) : parseSimpleTerm(body, start)
    const word = term === undefined || 'mistake' in term ? term : parseFields(body, term)
    if (word !== undefined) words.push('mistake' in word ? yield* failParsing(body, word) : word)
    const token = tokens.next()
    if (token.kind === 'space') continue
    if (token.kind === 'rightDelimiter' || token.kind === 'rightParenthesis') tokens.putBack(token)
    else if (token.kind !== 'pipe') yield* failParsing(body, unexpected(body, token, 'operand'))
    const [first, ...rest] = words
    if (first === undefined) return yield* failParsing(body, { mistake: 'empty command' })
    return { kind: 'command', position, first, rest }
  }
}

function* parseParenthesized(body: Body): Parsing<Pipeline> {
  if (body.parentheses >= MAX_PARENTHESES) {
    yield* failParsing(body, { mistake: 'max expression depth exceeded' })
  }
  body.parentheses++
  const pipeline = yield* call(parsePipeline(body, 'parenthesized pipeline', 'rightParenthesis'))
  body.parentheses--
  return pipeline
}

const TERM_STARTS: ReadonlySet<TokenKind> = new Set([
  'bool',
  'character',
  'complex',
  'field',
  'identifier',
  'leftParenthesis',
  'number',
  'rawString',
  'string',
  'variable',
])

function startsTerm(token: Token): boolean {
  if (token.kind === 'keyword') return token.text === '.' || token.text === 'nil'
  return TERM_STARTS.has(token.kind)
}

// Only the first command of a pipeline may be a value that cannot take another.
function isExecutable(term: Term): boolean {
  return term.kind !== 'literal' && term.kind !== 'dot' && term.kind !== 'nil'
}
