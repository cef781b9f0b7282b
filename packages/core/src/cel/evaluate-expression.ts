import type { Expression } from './compile-expression.ts'
import { evaluateTree } from './evaluate/evaluate.ts'
import type { Activation } from './evaluate/evaluator.ts'
import { type Failure, type FailureCode, failure } from './evaluate/failure.ts'
import { createRun } from './evaluate/run.ts'
import { type Position, positionOf } from './fault.ts'
import type { CelValue } from './value/value.ts'

/** Why an expression has no value for these data, and which part of it failed. */
export type CelError = Position & Readonly<{ code: FailureCode; message: string }>

export type Evaluated = Readonly<{ ok: true; value: CelValue }> | Readonly<{ ok: false; error: CelError }>

/**
 * The value of an expression.
 * @param activation a value for every variable that its environment declares
 * @param steps what it may cost at most (COL-12): a step for each part of the expression each time it is evaluated, for each
 *   element that is copied or compared, and for every 16 characters that are handled; it ends with `TooCostly` when they are spent
 * @returns never throws
 */
export function evaluateExpression(expression: Expression, activation: Activation, steps: number): Evaluated {
  const { source, tree, typeVariable } = expression
  const result =
    typeVariable === undefined ? evaluateTree(tree, activation, createRun(steps)) : unsupported(typeVariable)
  if (result.type !== 'failure') return { ok: true, value: result }
  const { code, message, at } = result
  return { ok: false, error: { code, message, ...positionOf(source, at ?? 0) } }
}

function unsupported(variable: string): Failure {
  const message = `'${variable}' holds types, which cel-go cannot evaluate; use type(…) where the types are compared`
  return failure('Unsupported', message)
}
