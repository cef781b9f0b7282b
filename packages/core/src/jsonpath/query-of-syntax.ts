import { type JSONPathQuery, jsonpath, type Token, TokenKind } from 'json-p3'
import { compilePattern } from './pattern.ts'
import {
  type FilterQuery,
  type Operand,
  type Operator,
  type Parsed,
  type Query,
  refused,
  type Segment,
  type Selector,
  type Test,
} from './query.ts'
import { numberOf, stringOf } from './token-value.ts'

const { selectors: select, expressions: express } = jsonpath

type Expression = InstanceType<typeof express.FilterExpression>
type SyntaxSelector = InstanceType<typeof select.JSONPathSelector>

/**
 * What json-p3 has read, as a query of ours; refused where it takes more than RFC 9535, and where a pattern cannot be matched.
 * @param text the query as it was written: tokens are places in it
 */
export function queryOfSyntax(syntax: JSONPathQuery, text: string): Parsed<Query> {
  // The first thing that is wrong; reading goes on with something in its place.
  let wrong: string | undefined
  const query = segmentsOf(syntax)
  return wrong === undefined ? { ok: true, value: query } : refused(wrong)

  function complain(token: Token, message: string): void {
    wrong ??= `syntax error at ${token.index}: ${message}`
  }

  function segmentsOf({ segments }: JSONPathQuery): Query {
    return segments.map(
      ({ token, selectors }): Segment => ({
        kind: token.kind === TokenKind.DDOT ? 'descendant' : 'child',
        selectors: selectors.map(selectorOf),
      }),
    )
  }

  function selectorOf(selector: SyntaxSelector): Selector {
    if (selector instanceof select.NameSelector) return { kind: 'name', name: stringOf(selector.token, text) }
    if (selector instanceof select.IndexSelector) return { kind: 'index', index: selector.index }
    if (selector instanceof select.SliceSelector) {
      const { start, stop: end, step = 1 } = selector
      return { kind: 'slice', start, end, step }
    }
    if (selector instanceof select.FilterSelector)
      return { kind: 'filter', test: testOf(selector.expression.expression) }
    if (!(selector instanceof select.WildcardSelector)) complain(selector.token, 'an unknown selector')
    return { kind: 'wildcard' }
  }

  function testOf(expression: Expression): Test {
    if (expression instanceof express.FilterQuery) return { kind: 'exists', query: filterQueryOf(expression) }
    if (expression instanceof express.PrefixExpression) return { kind: 'not', of: testOf(expression.right) }
    if (expression instanceof express.FunctionExtension) return testOfFunction(expression)
    if (!(expression instanceof express.InfixExpression)) return noTest(expression)
    const { operator } = expression
    if (operator === '&&' || operator === '||')
      return { kind: operator === '&&' ? 'all' : 'any', of: chainOf(expression, operator).map(testOf) }
    return {
      kind: 'compare',
      // json-p3 knows no others.
      operator: operator as Operator,
      left: operandOf(expression.left),
      right: operandOf(expression.right),
    }
  }

  // In a loop: a chain is as long as a query may be.
  function chainOf(expression: Expression, operator: string): readonly Expression[] {
    const parts: Expression[] = []
    let rest = expression
    while (rest instanceof express.InfixExpression && rest.operator === operator) {
      parts.push(rest.left)
      rest = rest.right
    }
    return [...parts, rest]
  }

  function testOfFunction({ name, args, token }: InstanceType<typeof express.FunctionExtension>): Test {
    const [first, second] = args
    if ((name !== 'match' && name !== 'search') || first === undefined || second === undefined) {
      complain(token, `the result of ${name}() must be compared`)
      return { kind: 'any', of: [] }
    }
    const pattern = operandOf(second)
    if (pattern.kind !== 'literal' || typeof pattern.value !== 'string')
      return { kind: name, text: operandOf(first), pattern }
    const compiled = compilePattern(pattern.value)
    if (!compiled.ok) complain(second.token, compiled.message)
    return { kind: name, text: operandOf(first), pattern: compiled.ok ? compiled.value : pattern }
  }

  function noTest({ token }: Expression): Test {
    complain(token, 'a value must be compared')
    return { kind: 'any', of: [] }
  }

  function operandOf(expression: Expression): Operand {
    if (expression instanceof express.StringLiteral)
      return { kind: 'literal', value: stringOf(expression.token, text) }
    if (expression instanceof express.NumberLiteral) {
      const value = numberOf(expression.token, text)
      if (value === undefined) complain(expression.token, 'invalid number')
      return { kind: 'literal', value: value ?? 0 }
    }
    if (expression instanceof express.BooleanLiteral) return { kind: 'literal', value: expression.value }
    if (expression instanceof express.NullLiteral) return { kind: 'literal', value: null }
    if (expression instanceof express.FilterQuery)
      return { kind: 'valueOf', query: filterQueryOf(expression) }
    return operandOfFunction(expression)
  }

  function operandOfFunction(expression: Expression): Operand {
    const nothing: Operand = { kind: 'literal', value: null }
    const argument = expression instanceof express.FunctionExtension ? expression.args[0] : undefined
    const name = expression instanceof express.FunctionExtension ? expression.name : ''
    if (argument !== undefined && name === 'length') return { kind: 'length', of: operandOf(argument) }
    if (argument instanceof express.FilterQuery) {
      if (name === 'count') return { kind: 'count', query: filterQueryOf(argument) }
      if (name === 'value') return { kind: 'valueOf', query: filterQueryOf(argument) }
    }
    complain(expression.token, 'values are compared, not conditions')
    return nothing
  }

  function filterQueryOf(query: InstanceType<typeof express.FilterQuery>): FilterQuery {
    return {
      from: query instanceof express.RootQuery ? 'root' : 'current',
      segments: segmentsOf(query.path),
    }
  }
}
