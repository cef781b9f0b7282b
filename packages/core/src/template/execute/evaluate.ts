import { type Builtin, builtinOf, type ShortCircuit } from '../builtins/index.ts'
import { showNode } from '../syntax/show-node.ts'
import type {
  Chain,
  Command,
  Dot,
  Identifier,
  Literal,
  Nil,
  Pipeline,
  Term,
  Variable,
} from '../syntax/tree.ts'
import { call } from '../task.ts'
import type { Bytes } from '../text/bytes.ts'
import { isTrue, NIL, typeName, type Value } from '../value/value.ts'
import { readFields } from './read-fields.ts'
import { type Execution, failForSteps, failHere, type Here, variableOf } from './run.ts'

/** The value of a pipeline's last command; the variables that it names have it then. */
export function* evaluatePipeline(here: Here, pipeline: Pipeline): Execution<Value> {
  here.run.at = pipeline
  let value: Value | undefined
  for (const command of pipeline.commands) value = yield* evaluateCommand(here, command, value)
  for (const { name } of pipeline.variables) {
    if (pipeline.isAssignment) (yield* variableOf(here, name)).value = value ?? NIL
    else here.scope.slots.push({ name, value: value ?? NIL })
  }
  return value ?? NIL
}

/** @param piped the value of the command before, which is one more argument */
function* evaluateCommand(here: Here, command: Command, piped: Value | undefined): Execution<Value> {
  const { first, rest } = command
  if (!here.run.budget.spend(1 + rest.length)) yield* failForSteps(here)
  const hasArguments = rest.length > 0 || piped !== undefined
  if (first.kind === 'identifier') return yield* callFunction(here, first, command, rest, piped)
  if (first.kind === 'pipeline') {
    if (hasArguments) yield* failForArguments(here, first)
    return yield* call(evaluatePipeline(here, first))
  }
  here.run.at = first
  switch (first.kind) {
    case 'field':
      return yield* readFields(here, here.dot, first.names, hasArguments)
    case 'chain':
      return yield* chainValue(here, first, hasArguments)
    case 'variable':
      return yield* variableValue(here, first, hasArguments)
    default:
      if (hasArguments) yield* failForArguments(here, first)
      return yield* plainValue(here, first)
  }
}

function* plainValue(here: Here, term: Dot | Literal | Nil): Execution<Value> {
  if (term.kind === 'nil') return yield* failHere(here, 'nil is not a command')
  return term.kind === 'dot' ? here.dot : yield* literalValue(here, term)
}

function failForArguments(here: Here, term: Term): Execution<never> {
  return failHere(here, `can't give argument to non-function ${showNode(term)}`)
}

function* literalValue(here: Here, literal: Literal): Execution<Value> {
  return literal.value ?? (yield* failHere(here, `${literal.source} overflows int`))
}

function* variableValue(here: Here, variable: Variable, hasArguments: boolean): Execution<Value> {
  const { value } = yield* variableOf(here, variable.name)
  if (variable.names.length === 0 && hasArguments) yield* failForArguments(here, variable)
  return yield* readFields(here, value, variable.names, hasArguments)
}

function* chainValue(here: Here, chain: Chain, hasArguments: boolean): Execution<Value> {
  const value = yield* evaluateArgument(here, chain.of, false)
  return yield* readFields(here, value, chain.names, hasArguments)
}

/** @param wantsString the parameter takes strings only */
function* evaluateArgument(here: Here, term: Term, wantsString: boolean): Execution<Value> {
  here.run.at = term
  switch (term.kind) {
    case 'nil':
      return wantsString ? yield* failHere(here, 'cannot assign nil to string') : NIL
    case 'literal':
      if (wantsString && term.value?.kind !== 'string') {
        yield* failHere(here, `expected string; found ${term.source}`)
      }
      return yield* literalValue(here, term)
    default:
      return yield* accepted(here, yield* termValue(here, term), wantsString)
  }
}

function* termValue(here: Here, term: Exclude<Term, { kind: 'nil' | 'literal' }>): Execution<Value> {
  switch (term.kind) {
    case 'dot':
      return here.dot
    case 'field':
      return yield* readFields(here, here.dot, term.names, false)
    case 'variable':
      return yield* variableValue(here, term, false)
    case 'identifier':
      return yield* callFunction(here, term, term, [], undefined)
    case 'chain':
      return yield* chainValue(here, term, false)
    case 'pipeline':
      return yield* call(evaluatePipeline(here, term))
  }
}

function* accepted(here: Here, value: Value, wantsString: boolean): Execution<Value> {
  if (!wantsString || value.kind === 'string') return value
  if (value.kind === 'nil') return yield* failHere(here, 'invalid value; expected string')
  return yield* failHere(here, `wrong type for value; expected string; got ${typeName(value)}`)
}

/** @param node what an error of the function itself names */
function* callFunction(
  here: Here,
  { name, ...identifier }: Identifier,
  node: Command | Identifier,
  words: readonly Term[],
  piped: Value | undefined,
): Execution<Value> {
  const { run } = here
  run.at = { name, ...identifier }
  const builtin = builtinOf(name) ?? (yield* failHere(here, `"${name}" is not a defined function`))
  yield* checkArity(here, name, builtin, words.length, piped !== undefined)
  if ('stopsAt' in builtin) return yield* shortCircuit(here, builtin, words, piped)
  const values: Value[] = []
  for (const word of words) values.push(yield* evaluateArgument(here, word, wantsString(builtin, values)))
  if (piped !== undefined) values.push(yield* accepted(here, piped, wantsString(builtin, values)))
  const callee = (): Bytes => (words[0] === undefined ? showPiped(piped ?? NIL) : showNode(words[0]))
  const returned = builtin.call(values, { budget: run.budget, callee })
  if (run.budget.isSpent()) return yield* failForSteps(here)
  if (returned.ok) return returned.value
  run.at = node
  return yield* failHere(here, `error calling ${name}: ${returned.message}`)
}

function wantsString(builtin: Builtin, before: readonly Value[]): boolean {
  return builtin.takesFormat === true && before.length === 0
}

// As Go's reflection shows a value.
function showPiped(value: Value): Bytes {
  if (value.kind === 'string') return value.value
  return value.kind === 'nil' ? '<invalid Value>' : `<${typeName(value)} Value>`
}

function* checkArity(
  here: Here,
  name: Bytes,
  { arity, isVariadic }: Builtin | ShortCircuit,
  words: number,
  isPiped: boolean,
): Execution<void> {
  const count = words + (isPiped ? 1 : 0)
  if (isVariadic ? count >= arity : count === arity) return
  const wanted = isVariadic ? `want at least ${arity} got ${words}` : `want ${arity} got ${count}`
  yield* failHere(here, `wrong number of args for ${name}: ${wanted}`)
}

// A piped value was evaluated before, and is the last to be looked at.
function* shortCircuit(
  here: Here,
  { stopsAt }: ShortCircuit,
  words: readonly Term[],
  piped: Value | undefined,
): Execution<Value> {
  let value: Value = NIL
  for (const word of words) {
    value = yield* evaluateArgument(here, word, false)
    if (isTrue(value) === stopsAt) return value
  }
  return piped ?? value
}
