import type { Bytes } from '../text/bytes.ts'
import type { Body, Mistake } from './parser.ts'
import type { Token } from './token.ts'
import type { Pipeline, Variable } from './tree.ts'

/** The variables that a pipeline declares or assigns. */
export type PipelineVariables = Pick<Pipeline, 'variables' | 'isAssignment'>

/** Reads the variables before `:=` or `=`, and that sign; nothing where there are none. Only a `range` may have two. */
export function parseVariables(body: Body, context: Bytes): PipelineVariables | Mistake {
  const { tokens } = body.parser
  const variables: Variable[] = []
  for (let token = tokens.peekNonSpace(); token.kind === 'variable'; token = tokens.peekNonSpace()) {
    tokens.nextNonSpace()
    const after = tokens.next()
    const sign = after.kind === 'space' ? tokens.peekNonSpace() : after
    if (!isComma(sign) && sign.kind !== 'assign' && sign.kind !== 'declare') {
      // An argument, or the first word of a command: a blank behind it counts.
      tokens.putBack(after)
      tokens.putBack(token)
      break
    }
    if (after.kind === 'space') tokens.nextNonSpace()
    variables.push({ kind: 'variable', position: token.position, name: token.text, names: [] })
    body.variables.declare(token.text)
    if (!isComma(sign)) return { variables, isAssignment: sign.kind === 'assign' }
    if (context !== 'range' || variables.length > 1) {
      return { mistake: `too many declarations in ${context}` }
    }
    const { kind } = tokens.peekNonSpace()
    if (kind !== 'variable' && kind !== 'rightDelimiter' && kind !== 'rightParenthesis') {
      return { mistake: 'range can only initialize variables' }
    }
  }
  return { variables, isAssignment: false }
}

function isComma(token: Token): boolean {
  return token.kind === 'sign' && token.text === ','
}
