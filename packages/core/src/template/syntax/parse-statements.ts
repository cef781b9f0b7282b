import { call } from '../task.ts'
import type { Bytes } from '../text/bytes.ts'
import { isBlank } from '../text/character-class.ts'
import { quoteString } from '../text/quote.ts'
import { parsePipeline } from './parse-pipeline.ts'
import { parseString } from './parse-term.ts'
import {
  type Body,
  bodyOf,
  expectToken,
  failParsing,
  type Parser,
  type Parsing,
  unexpected,
} from './parser.ts'
import { isKeyword, type Token } from './token.ts'
import type { Branch, Invocation, Jump, Statement } from './tree.ts'

/** What ends a list of statements. */
type Ending = 'end' | 'else'

type Statements = Readonly<{ statements: readonly Statement[]; ending: Ending }>

/** Reads a whole template, `define` included, which may stand at this level only. */
export function* parseTop(parser: Parser): Parsing<void> {
  const { tokens } = parser
  const body = bodyOf(parser)
  const statements: Statement[] = []
  while (tokens.peek().kind !== 'endOfFile') {
    if (yield* parseDefinition(parser)) continue
    const statement = yield* parseStatement(body)
    if (isEnding(statement)) return yield* failParsing(body, { mistake: `unexpected {{${statement}}}` })
    statements.push(statement)
  }
  yield* define(body, parser.name, statements)
}

function isEnding(read: Statement | Ending): read is Ending {
  return typeof read === 'string'
}

// Reads a `define` to its end, or nothing.
function* parseDefinition(parser: Parser): Parsing<boolean> {
  const { tokens } = parser
  const first = tokens.next()
  const second = first.kind === 'leftDelimiter' ? tokens.nextNonSpace() : undefined
  if (second === undefined || !isKeyword(second, 'define')) {
    if (second !== undefined) tokens.putBack(second)
    tokens.putBack(first)
    return false
  }
  const context = 'define clause'
  const body = bodyOf(parser)
  const name = yield* parseName(body, context)
  yield* expectToken(body, 'rightDelimiter', context)
  const { statements, ending } = yield* call(parseStatements(body))
  if (ending !== 'end') yield* failParsing(body, { mistake: `unexpected {{${ending}}} in ${context}` })
  yield* define(body, name, statements)
  return true
}

// What is nothing but white space takes the place of no other, and any other its place.
function* define(body: Body, name: Bytes, statements: readonly Statement[]): Parsing<void> {
  const { definitions } = body.parser
  const isEmpty = statements.every((statement) => statement.kind === 'text' && isBlank(statement.text))
  if (definitions.get(name)?.isBlank !== false) definitions.set(name, { name, statements, isBlank: isEmpty })
  else if (!isEmpty) {
    yield* failParsing(body, { mistake: `template: multiple definition of template ${quoteString(name)}` })
  }
}

function* parseStatements(body: Body): Parsing<Statements> {
  const statements: Statement[] = []
  while (body.parser.tokens.peekNonSpace().kind !== 'endOfFile') {
    const statement = yield* parseStatement(body)
    if (isEnding(statement)) return { statements, ending: statement }
    statements.push(statement)
  }
  return yield* failParsing(body, { mistake: 'unexpected EOF' })
}

function* parseStatement(body: Body): Parsing<Statement | Ending> {
  const token = body.parser.tokens.nextNonSpace()
  const { kind, position, text } = token
  if (kind === 'text') return { kind, position, text }
  if (kind !== 'leftDelimiter') return yield* failParsing(body, unexpected(body, token, 'input'))
  body.actionLine = token.line
  const statement = yield* parseAction(body)
  body.actionLine = 0
  return statement
}

function parseAction(body: Body): Parsing<Statement | Ending> {
  const token = body.parser.tokens.nextNonSpace()
  switch (token.kind === 'keyword' ? token.text : '') {
    case 'block':
      return parseBlock(body)
    case 'break':
      return parseJump(body, token, 'break')
    case 'continue':
      return parseJump(body, token, 'continue')
    case 'else':
      return parseElse(body)
    case 'end':
      return parseEnd(body)
    case 'if':
      return parseBranch(body, 'if')
    case 'range':
      return parseBranch(body, 'range')
    case 'template':
      return parseInvocation(body)
    case 'with':
      return parseBranch(body, 'with')
    default:
      body.parser.tokens.putBack(token)
      return parsePlainAction(body, token.position)
  }
}

function* parsePlainAction(body: Body, position: number): Parsing<Statement> {
  return { kind: 'action', position, pipeline: yield* parsePipeline(body, 'command', 'rightDelimiter') }
}

function* parseJump(body: Body, token: Token, kind: Jump['kind']): Parsing<Jump> {
  yield* expectToken(body, 'rightDelimiter', `{{${kind}}}`)
  if (body.ranges === 0) yield* failParsing(body, { mistake: `{{${kind}}} outside {{range}}` })
  return { kind, position: token.position }
}

function* parseEnd(body: Body): Parsing<'end'> {
  yield* expectToken(body, 'rightDelimiter', 'end')
  return 'end'
}

// `{{else if}}` and `{{else with}}` are read up to that word; what the `else` belongs to goes on from there.
function* parseElse(body: Body): Parsing<'else'> {
  const next = body.parser.tokens.peekNonSpace()
  if (!isKeyword(next, 'if') && !isKeyword(next, 'with')) {
    yield* expectToken(body, 'rightDelimiter', 'else')
  }
  return 'else'
}

function* parseBranch(body: Body, kind: Branch['kind']): Parsing<Branch> {
  const { variables } = body
  const mark = variables.mark()
  const pipeline = yield* parsePipeline(body, kind, 'rightDelimiter')
  if (kind === 'range') body.ranges++
  const { statements: list, ending } = yield* call(parseStatements(body))
  if (kind === 'range') body.ranges--
  const otherwise = ending === 'else' ? yield* parseOtherwise(body, kind) : []
  variables.release(mark)
  return { kind, position: pipeline.position, pipeline, list, otherwise }
}

function* parseOtherwise(body: Body, kind: Branch['kind']): Parsing<readonly Statement[]> {
  const { tokens } = body.parser
  if (kind !== 'range' && isKeyword(tokens.peek(), kind)) {
    tokens.next()
    // The one `end` is that of both.
    return [yield* call(parseBranch(body, kind))]
  }
  const { statements, ending } = yield* call(parseStatements(body))
  if (ending !== 'end') yield* failParsing(body, { mistake: `expected end; found {{${ending}}}` })
  return statements
}

function* parseBlock(body: Body): Parsing<Invocation> {
  const { tokens } = body.parser
  const context = 'block clause'
  const { position } = tokens.peekNonSpace()
  const name = yield* parseName(body, context)
  const pipeline = yield* parsePipeline(body, context, 'rightDelimiter')
  const line = tokens.line()
  const { statements, ending } = yield* call(parseStatements(bodyOf(body.parser)))
  // Go says where the action of the block is, for it has not read on itself.
  if (ending !== 'end') yield* failParsing(body, { mistake: `unexpected {{${ending}}} in ${context}` }, line)
  yield* define(body, name, statements)
  return { kind: 'template', position, name, pipeline }
}

function* parseInvocation(body: Body): Parsing<Invocation> {
  const { tokens } = body.parser
  const context = 'template clause'
  const { position } = tokens.peekNonSpace()
  const name = yield* parseName(body, context)
  const token = tokens.nextNonSpace()
  if (token.kind === 'rightDelimiter') return { kind: 'template', position, name, pipeline: undefined }
  tokens.putBack(token)
  const pipeline = yield* parsePipeline(body, context, 'rightDelimiter')
  return { kind: 'template', position, name, pipeline }
}

/** The name of a template, which is a literal. */
function* parseName(body: Body, context: Bytes): Parsing<Bytes> {
  const token = body.parser.tokens.nextNonSpace()
  const isLiteral = token.kind === 'string' || token.kind === 'rawString'
  const name = isLiteral ? parseString(token) : unexpected(body, token, context)
  return typeof name === 'string' ? name : yield* failParsing(body, name)
}
