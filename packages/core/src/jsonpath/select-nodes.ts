import { isList, isObject, type Json } from '../kube/index.ts'
import { compares } from './compare.ts'
import { compilePattern, type Pattern } from './pattern.ts'
import type { FilterQuery, Operand, Query, Selector, Test } from './query.ts'
import { childOf, childrenOf, type Node, type Run, spend } from './run.ts'

/**
 * The nodes that segments select, from one node on (RFC 9535, section 2.1.2).
 * @param repeats whether a node that is selected twice is there twice, as it counts for the functions `count` and `value`; else it
 *   is once, so that there are never more nodes than the document has
 */
export function selectNodes(run: Run, from: Node, segments: Query, repeats: boolean): readonly Node[] {
  let nodes: readonly Node[] = [from]
  for (const segment of segments) {
    const found: Node[] = []
    for (const node of nodes) {
      for (const each of segment.kind === 'child' ? [node] : withDescendants(run, node)) {
        for (const selector of segment.selectors) {
          for (const one of selectedBy(run, each, selector)) found.push(one)
        }
      }
    }
    nodes = repeats ? found : [...new Set(found)]
  }
  return nodes
}

// In the order of the document. Takes no stack.
function withDescendants(run: Run, node: Node): readonly Node[] {
  const found: Node[] = []
  const waiting: Node[] = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next)
    const children = childrenOf(run, next)
    for (const child of [...children].reverse()) waiting.push(child)
  }
  return found
}

function selectedBy(run: Run, node: Node, selector: Selector): readonly Node[] {
  switch (selector.kind) {
    case 'name':
      return present(childOf(run, node, selector.name))
    case 'index':
      return isList(node.value) ? present(childOf(run, node, fromStart(selector.index, node.value))) : []
    case 'slice':
      return isList(node.value) ? slice(run, node, node.value.length, selector) : []
    case 'wildcard':
      return childrenOf(run, node)
    case 'filter':
      return childrenOf(run, node).filter((child) => holds(run, child, selector.test))
  }
}

function present(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : [node]
}

function fromStart(index: number, list: readonly Json[]): number {
  return index < 0 ? list.length + index : index
}

// RFC 9535, section 2.3.4.2.2.
function slice(
  run: Run,
  node: Node,
  length: number,
  { start, end, step }: Extract<Selector, { kind: 'slice' }>,
): readonly Node[] {
  if (step === 0) return []
  const isForward = step > 0
  const [lowest, highest] = isForward ? [0, length] : [-1, length - 1]
  const bounded = (index: number | undefined, otherwise: number) =>
    index === undefined ? otherwise : Math.min(Math.max(index < 0 ? length + index : index, lowest), highest)
  const first = bounded(start, isForward ? lowest : highest)
  const last = bounded(end, isForward ? highest : lowest)
  const found: Node[] = []
  for (let at = first; isForward ? at < last : at > last; at += step)
    found.push(...present(childOf(run, node, at)))
  return found
}

function holds(run: Run, node: Node, test: Test): boolean {
  switch (test.kind) {
    case 'all':
      return test.of.every((one) => holds(run, node, one))
    case 'any':
      return test.of.some((one) => holds(run, node, one))
    case 'not':
      return !holds(run, node, test.of)
    case 'exists':
      return nodesOf(run, node, test.query, false).length > 0
    case 'compare':
      return compares(run, valueFor(run, node, test.left), test.operator, valueFor(run, node, test.right))
    case 'match':
    case 'search':
      return matches(run, valueFor(run, node, test.text), patternOf(run, node, test.pattern), test.kind)
  }
}

function nodesOf(run: Run, node: Node, { from, segments }: FilterQuery, repeats: boolean): readonly Node[] {
  return selectNodes(run, from === 'root' ? run.root : node, segments, repeats)
}

// Undefined: nothing.
function valueFor(run: Run, node: Node, operand: Operand): Json | undefined {
  switch (operand.kind) {
    case 'literal':
      return operand.value
    case 'valueOf': {
      const nodes = nodesOf(run, node, operand.query, true)
      return nodes.length === 1 ? nodes[0]?.value : undefined
    }
    case 'length':
      return lengthOf(run, valueFor(run, node, operand.of))
    case 'count':
      return nodesOf(run, node, operand.query, true).length
  }
}

function lengthOf(run: Run, value: Json | undefined): number | undefined {
  if (typeof value === 'string') {
    // Code points, not halves of surrogate pairs.
    spend(run, value.length / 16)
    return Array.from(value).length
  }
  if (isList(value)) return value.length
  return isObject(value) ? Object.keys(value).length : undefined
}

// A pattern that the document says. One that is no I-Regexp matches nothing (RFC 9535, section 2.4.6).
function patternOf(run: Run, node: Node, pattern: Operand | Pattern): Pattern | undefined {
  if (pattern.kind === 'pattern') return pattern
  const text = valueFor(run, node, pattern)
  if (typeof text !== 'string' || !spend(run, text.length)) return undefined
  const compiled = run.patterns.get(text) ?? compilePattern(text)
  run.patterns.set(text, compiled)
  if (compiled.ok) return compiled.value
  if (compiled.why === 'unsupported') run.stopped ??= compiled.message
  return undefined
}

function matches(
  run: Run,
  text: Json | undefined,
  pattern: Pattern | undefined,
  kind: 'match' | 'search',
): boolean {
  if (pattern === undefined || typeof text !== 'string') return false
  if (!spend(run, (text.length * pattern.cost) / 4)) return false
  return kind === 'match' ? pattern.matches(text) : pattern.isFoundIn(text)
}
