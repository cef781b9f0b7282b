import { type ShownNode, showNode } from '../syntax/show-node.ts'
import { fail, type Task } from '../task.ts'
import type { Bytes } from '../text/bytes.ts'
import { quoteString } from '../text/quote.ts'
import type { TemplateSource } from '../types.ts'
import type { Value } from '../value/value.ts'
import type { Budget } from './budget.ts'
import type { Output } from './output.ts'
import { indexOfVariable, type Scope, type Slot } from './scope.ts'

/** A part of an execution; it fails with Go's message. */
export type Execution<Result> = Task<Result, Bytes>

/** One execution of a template. */
export type Run = {
  readonly source: TemplateSource
  readonly output: Output
  readonly budget: Budget
  readonly limits: Readonly<{ steps: number; output: number }>
  /** The node that was looked at last: where Go says that an error is. */
  at: ShownNode | undefined
}

/** Where an execution is: in which call of a template, and what `.` is there. */
export type Here = Readonly<{ run: Run; scope: Scope; dot: Value }>

/** Fails where the execution is. */
export function failHere({ run, scope }: Here, message: Bytes): Execution<never> {
  const shown = run.at === undefined ? '' : ` at <${showNode(run.at)}>`
  return fail(`${placeOf(run)}: executing ${quoteString(scope.template)}${shown}: ${message}`)
}

/** Fails because the budget is spent. */
export function failForSteps(here: Here): Execution<never> {
  return failForLimit(here, `${here.run.limits.steps} steps`)
}

/** Writes, unless that were more than may be written. */
export function* write(here: Here, text: Bytes): Execution<void> {
  const { budget, limits, output } = here.run
  if (!budget.spendBytes(text.length)) yield* failForSteps(here)
  if (!output.write(text)) yield* failForLimit(here, `${limits.output} bytes of output`)
}

/** The latest variable of a name, which may be assigned to. */
export function* variableOf(here: Here, name: Bytes): Execution<Slot> {
  const { slots } = here.scope
  const index = indexOfVariable(here.scope, name)
  if (!here.run.budget.spendBytes(slots.length - index)) yield* failForSteps(here)
  return slots[index] ?? (yield* failHere(here, `undefined variable: ${name}`))
}

// The place is somewhere around; the node there is not to blame.
function failForLimit({ run, scope }: Here, limit: string): Execution<never> {
  return fail(`${placeOf(run)}: executing ${quoteString(scope.template)}: exceeded the limit of ${limit}`)
}

/** Name, line from 1, and byte within the line from 0. */
function placeOf({ source, at }: Run): Bytes {
  const before = source.text.slice(0, at?.position ?? 0)
  const lineStart = before.lastIndexOf('\n') + 1
  return `template: ${source.name}:${before.split('\n').length}:${before.length - lineStart}`
}
