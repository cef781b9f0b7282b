import { showValue } from '../format/format-value.ts'
import type { Branch, Invocation, Pipeline, Statement } from '../syntax/tree.ts'
import { call } from '../task.ts'
import { quoteString } from '../text/quote.ts'
import { isTrue, NIL, type Value } from '../value/value.ts'
import { evaluatePipeline } from './evaluate.ts'
import { itemsOf } from './items.ts'
import { type Execution, failForSteps, failHere, type Here, variableOf, write } from './run.ts'
import { scopeOf } from './scope.ts'

/** As many calls of templates within each other as Go allows. */
const MAX_DEPTH = 100_000

/** How a list of statements came to its end; a jump concerns the `range` around. */
export type Ending = 'done' | 'break' | 'continue'

/** Executes statements one after the other. */
export function* walk(here: Here, statements: readonly Statement[]): Execution<Ending> {
  for (const statement of statements) {
    if (!here.run.budget.spend(1)) yield* failForSteps(here)
    switch (statement.kind) {
      case 'text':
        yield* write(here, statement.text)
        break
      case 'action':
        yield* walkAction(here, statement.pipeline)
        break
      case 'break':
      case 'continue':
        return statement.kind
      case 'template':
        yield* walkInvocation(here, statement)
        break
      case 'if':
      case 'with':
      case 'range': {
        const { slots } = here.scope
        const mark = slots.length
        const ending = yield* statement.kind === 'range'
          ? walkRange(here, statement)
          : walkBranch(here, statement)
        slots.length = mark
        if (ending !== 'done') return ending
      }
    }
  }
  return 'done'
}

// What declares a variable prints nothing.
function* walkAction(here: Here, pipeline: Pipeline): Execution<void> {
  const value = yield* evaluatePipeline(here, pipeline)
  if (pipeline.variables.length > 0) return
  if (value.kind === 'map') {
    for (const [key, text] of value.value.sorted()) here.run.budget.spendBytes(key.length + text.length)
    if (here.run.budget.isSpent()) yield* failForSteps(here)
  }
  yield* write(here, value.kind === 'nil' ? '<no value>' : showValue(value))
}

function* walkBranch(here: Here, branch: Branch): Execution<Ending> {
  const value = yield* evaluatePipeline(here, branch.pipeline)
  if (!isTrue(value)) return yield* call(walk(here, branch.otherwise))
  return yield* call(walk(branch.kind === 'with' ? { ...here, dot: value } : here, branch.list))
}

function* walkRange(here: Here, branch: Branch): Execution<Ending> {
  const { pipeline, list, otherwise } = branch
  const { slots } = here.scope
  const value = yield* evaluatePipeline(here, pipeline)
  const items = itemsOf(value)
  if (items === undefined) return yield* failHere(here, `range can't iterate over ${showValue(value)}`)
  if (value.kind !== 'map' && value.kind !== 'nil' && pipeline.variables.length > 1) {
    yield* failHere(here, `can't use ${showValue(value)} to iterate over more than one variable`)
  }
  const mark = slots.length
  let isEmpty = true
  for (const [key, item] of items) {
    isEmpty = false
    if (!here.run.budget.spend(1)) yield* failForSteps(here)
    if (pipeline.variables.length > 0) yield* setVariables(here, pipeline, mark, key, item)
    const ending = yield* call(walk({ ...here, dot: item }, list))
    slots.length = mark
    if (ending === 'break') break
  }
  if (!isEmpty) return 'done'
  const ending = yield* call(walk(here, otherwise))
  // A `break` in the `else` ends this range, though it stands for one around.
  return ending === 'break' ? 'done' : ending
}

// With two variables the key comes first; with one it is the item.
function* setVariables(
  here: Here,
  { variables, isAssignment }: Pipeline,
  mark: number,
  key: Value,
  item: Value,
): Execution<void> {
  const values = variables.length > 1 ? [key, item] : [item]
  for (const [index, { name }] of variables.entries()) {
    const declared = here.scope.slots[mark - variables.length + index]
    const slot = isAssignment || declared === undefined ? yield* variableOf(here, name) : declared
    slot.value = values[index] ?? NIL
  }
}

function* walkInvocation(here: Here, invocation: Invocation): Execution<void> {
  const { run, scope } = here
  run.at = invocation
  const { name, pipeline } = invocation
  const definition = run.source.definitions.get(name)
  if (definition === undefined) return yield* failHere(here, `template ${quoteString(name)} not defined`)
  if (scope.depth === MAX_DEPTH) yield* failHere(here, `exceeded maximum template depth (${MAX_DEPTH})`)
  const dot = pipeline === undefined ? NIL : yield* evaluatePipeline(here, pipeline)
  const inner = { run, scope: scopeOf(name, scope.depth + 1, dot), dot }
  yield* call(walk(inner, definition.statements))
}
