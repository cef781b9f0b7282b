import type { Checked } from '../syntax/tree.ts'
import { mapOf } from '../value/map-of.ts'
import { boolOf, type CelValue, FALSE, listOf, TRUE } from '../value/value.ts'
import type { Activation, Bindings, Evaluator } from './evaluator.ts'
import { type Failure, failure } from './failure.ts'
import { callFunction } from './functions.ts'
import { evaluateLoop } from './loop.ts'
import { messageOf } from './message-of.ts'
import { isEqual } from './relations.ts'
import { type Run, TOO_COSTLY } from './run.ts'
import { hasField, memberAt } from './select.ts'

/** The value of a checked expression, or the first thing that went wrong and was not made up for. */
export function evaluateTree(tree: Checked, activation: Activation, run: Run): CelValue | Failure {
  const evaluator: Evaluator = { run, evaluate }
  return evaluate(tree, undefined)

  function evaluate(node: Checked, bindings: Bindings | undefined): CelValue | Failure {
    if (!run.spend(1)) return TOO_COSTLY
    const result = resultOf(node, bindings)
    if (result.type !== 'failure' || result.at !== undefined) return result
    return result === TOO_COSTLY ? result : { ...result, at: node.at }
  }

  function resultOf(node: Checked, bindings: Bindings | undefined): CelValue | Failure {
    switch (node.kind) {
      case 'literal':
        return node.value
      case 'local':
        return boundTo(node.name, bindings)
      case 'variable':
        return activation.get(node.name) ?? failure('KeyMissing', `the variable '${node.name}' has no value`)
      case 'select': {
        const operand = evaluate(node.operand, bindings)
        if (operand.type === 'failure') return operand
        const key = { type: 'string', value: node.field } as const
        return node.isTest ? hasField(operand, key) : memberAt(operand, key, run)
      }
      case 'list': {
        const items = valuesOf(node.items, bindings)
        return 'type' in items ? items : listOf(items)
      }
      case 'map':
        return builtMap(node.entries, bindings)
      case 'message': {
        const values = valuesOf(
          node.fields.map(({ value }) => value),
          bindings,
        )
        if ('type' in values) return values
        return messageOf(node.name, new Map(node.fields.map(({ name }, index) => [name, values[index]])))
      }
      case 'loop':
        return evaluateLoop(evaluator, node, bindings)
      case 'call':
        return called(node, bindings)
    }
  }

  function called(
    node: Extract<Checked, { kind: 'call' }>,
    bindings: Bindings | undefined,
  ): CelValue | Failure {
    if (node.name === '_&&_') return evaluateLogic(evaluator, node.args, false, bindings)
    if (node.name === '_||_') return evaluateLogic(evaluator, node.args, true, bindings)
    if (node.name === '_?_:_') return chosen(node.args, bindings)
    const args = valuesOf(node.target === undefined ? node.args : [node.target, ...node.args], bindings)
    if ('type' in args) return args
    const [first, second] = args
    if (first !== undefined) {
      if (node.name === '!_' && first.type === 'bool') return boolOf(!first.value)
      if (second !== undefined && node.name === '_[_]') return memberAt(first, second, run)
      if (second !== undefined && (node.name === '_==_' || node.name === '_!=_')) {
        const same = isEqual(first, second, run)
        return typeof same === 'boolean' ? boolOf(same === (node.name === '_==_')) : same
      }
    }
    return callFunction(node.name, args, run)
  }

  function chosen(args: readonly Checked[], bindings: Bindings | undefined): CelValue | Failure {
    const [test, yes, no] = args
    if (test === undefined || yes === undefined || no === undefined) return noBool
    const decided = evaluate(test, bindings)
    if (decided.type === 'failure') return decided
    if (decided.type !== 'bool') return noBool
    return evaluate(decided.value ? yes : no, bindings)
  }

  function builtMap(
    entries: readonly (readonly [Checked, Checked])[],
    bindings: Bindings | undefined,
  ): CelValue | Failure {
    const built: (readonly [CelValue, CelValue])[] = []
    for (const entry of entries) {
      const values = valuesOf(entry, bindings)
      if ('type' in values) return values
      const [key, value] = values
      if (key !== undefined && value !== undefined) built.push([key, value])
    }
    // Keys that are no scalars are compared one by one.
    return run.spend(built.length) ? mapOf(built) : TOO_COSTLY
  }

  function valuesOf(
    nodes: readonly Checked[],
    bindings: Bindings | undefined,
  ): readonly CelValue[] | Failure {
    const values: CelValue[] = []
    for (const node of nodes) {
      const value = evaluate(node, bindings)
      if (value.type === 'failure') return value
      values.push(value)
    }
    return values
  }
}

export const noBool: Failure = failure('OverloadMissing', 'expected a bool')

/**
 * `&&` and `||`: the deciding value of either side decides, whatever the other side is; else the first failure counts.
 * @param decisive the value that decides: false for `&&`, true for `||`
 */
function evaluateLogic(
  { evaluate }: Evaluator,
  operands: readonly Checked[],
  decisive: boolean,
  bindings: Bindings | undefined,
): CelValue | Failure {
  let first: Failure | undefined
  for (const operand of operands) {
    const value = evaluate(operand, bindings)
    if (value.type === 'bool' && value.value === decisive) return value
    if (value.type === 'failure') first ??= value
    else if (value.type !== 'bool') first ??= { ...noBool, at: operand.at }
  }
  return first ?? (decisive ? FALSE : TRUE)
}

function boundTo(name: string, bindings: Bindings | undefined): CelValue | Failure {
  for (let at = bindings; at !== undefined; at = at.outer) if (at.name === name) return at.value
  return failure('KeyMissing', `the variable '${name}' has no value`)
}
