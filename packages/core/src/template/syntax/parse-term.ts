import type { Bytes } from '../text/bytes.ts'
import { quoteString } from '../text/quote.ts'
import { unquoteString } from '../text/unquote.ts'
import { boolValue, stringValue } from '../value/value.ts'
import { type Constant, characterConstant, complexConstant, numberConstant } from './constant.ts'
import type { Body, Mistake } from './parser.ts'
import { showNode } from './show-node.ts'
import type { Token } from './token.ts'
import type { Literal, Term } from './tree.ts'

/** What a token alone stands for; undefined, and the token given back, where that is nothing. */
export function parseSimpleTerm(body: Body, token: Token): Term | Mistake | undefined {
  const { position, text } = token
  switch (token.kind) {
    case 'identifier':
      if (!body.parser.isFunction(text)) return { mistake: `function ${quoteString(text)} not defined` }
      return { kind: 'identifier', position, name: text }
    case 'variable':
      if (!body.variables.has(text)) return { mistake: `undefined variable ${quoteString(text)}` }
      return { kind: 'variable', position, name: text, names: [] }
    case 'field':
      return { kind: 'field', position, names: [text.slice(1)] }
    case 'keyword':
      if (text === '.') return { kind: 'dot', position }
      if (text === 'nil') return { kind: 'nil', position }
      break
    case 'bool':
      return { kind: 'literal', position, source: text, value: boolValue(text === 'true') }
    case 'character':
      return literalOf(token, characterConstant(text))
    case 'complex':
      return literalOf(token, complexConstant(text))
    case 'number':
      return literalOf(token, numberConstant(text))
    case 'string':
    case 'rawString': {
      const value = parseString(token)
      return typeof value === 'string' ? literalOf(token, { ok: true, value: stringValue(value) }) : value
    }
    default:
  }
  body.parser.tokens.putBack(token)
  return undefined
}

/** The bytes that a token with a string literal stands for. */
export function parseString(token: Token): Bytes | Mistake {
  return unquoteString(token.text) ?? { mistake: 'invalid syntax' }
}

/** The term with the fields that follow it at once. */
export function parseFields({ parser: { tokens } }: Body, term: Term): Term | Mistake {
  const { kind, position } = tokens.peek()
  if (kind !== 'field') return term
  const names: Bytes[] = []
  while (tokens.peek().kind === 'field') names.push(tokens.next().text.slice(1))
  switch (term.kind) {
    case 'field':
    case 'variable':
      return { ...term, position, names: [...term.names, ...names] }
    case 'identifier':
    case 'pipeline':
      return { kind: 'chain', position, of: term, names }
    default:
      return { mistake: `unexpected . after term ${quoteString(showNode(term))}` }
  }
}

function literalOf({ position, text }: Token, constant: Constant): Literal | Mistake {
  if (!constant.ok) return { mistake: constant.message }
  return { kind: 'literal', position, source: text, value: constant.value }
}
