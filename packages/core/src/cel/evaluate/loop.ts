import type { Checked, Loop } from '../syntax/tree.ts'
import { boolOf, type CelValue, listOf, typeNameOf } from '../value/value.ts'
import type { Bindings, Evaluator } from './evaluator.ts'
import { type Failure, failure } from './failure.ts'
import { TOO_COSTLY } from './run.ts'

/** A macro over the elements of a list or the keys of a map. */
export function evaluateLoop(
  evaluator: Evaluator,
  node: Loop<Checked>,
  bindings: Bindings | undefined,
): CelValue | Failure {
  const range = evaluator.evaluate(node.range, bindings)
  if (range.type === 'failure') return range
  const elements = elementsOf(range)
  if (elements === undefined)
    return failure(
      'RangeInvalid',
      `${node.macro}() runs over a list or a map, not over a ${typeNameOf(range)}`,
    )
  // The keys of a map are gathered and sorted first.
  if (range.type === 'map' && !evaluator.run.spend(range.size)) return TOO_COSTLY
  switch (node.macro) {
    case 'all':
      return search(evaluator, node, elements(), bindings, false)
    case 'exists':
      return search(evaluator, node, elements(), bindings, true)
    case 'exists_one':
      return countedOne(evaluator, node, elements(), bindings)
    case 'map':
    case 'filter':
      return gathered(evaluator, node, elements(), bindings)
  }
}

function elementsOf(range: CelValue): (() => Iterable<CelValue>) | undefined {
  if (range.type === 'map') return range.keys
  if (range.type !== 'list') return undefined
  return function* elements() {
    for (let index = 0; index < range.size; index++) yield range.at(index)
  }
}

/** Ends at the first element that decides; a failure counts only when none does. */
function search(
  { evaluate, run }: Evaluator,
  { test, variable }: Loop<Checked>,
  elements: Iterable<CelValue>,
  outer: Bindings | undefined,
  decisive: boolean,
): CelValue | Failure {
  let first: Failure | undefined
  for (const value of elements) {
    if (!run.spend(1)) return TOO_COSTLY
    const result = test === undefined ? undefined : evaluate(test, { name: variable, value, outer })
    if (result?.type === 'bool' && result.value === decisive) return result
    if (result?.type === 'failure') first ??= result
    else if (result?.type !== 'bool') first ??= undecided(test)
  }
  return first ?? boolOf(!decisive)
}

function countedOne(
  { evaluate, run }: Evaluator,
  { test, variable }: Loop<Checked>,
  elements: Iterable<CelValue>,
  outer: Bindings | undefined,
): CelValue | Failure {
  let count = 0
  for (const value of elements) {
    if (!run.spend(1)) return TOO_COSTLY
    const result = test === undefined ? undefined : evaluate(test, { name: variable, value, outer })
    if (result?.type === 'failure') return result
    if (result?.type !== 'bool') return undecided(test)
    if (result.value) count++
  }
  return boolOf(count === 1)
}

function gathered(
  { evaluate, run }: Evaluator,
  { test, step, variable }: Loop<Checked>,
  elements: Iterable<CelValue>,
  outer: Bindings | undefined,
): CelValue | Failure {
  const items: CelValue[] = []
  for (const value of elements) {
    if (!run.spend(1)) return TOO_COSTLY
    const inside = { name: variable, value, outer }
    const kept = test === undefined ? undefined : evaluate(test, inside)
    if (kept?.type === 'failure') return kept
    if (kept !== undefined && kept.type !== 'bool') return undecided(test)
    if (kept?.value === false) continue
    const item = step === undefined ? value : evaluate(step, inside)
    if (item.type === 'failure') return item
    items.push(item)
  }
  return listOf(items)
}

function undecided(test: Checked | undefined): Failure {
  return { ...failure('OverloadMissing', 'expected a bool'), at: test?.at }
}
