import { isList, isObject, type Json } from '../kube/index.ts'
import type { compilePattern } from './pattern.ts'
import type { Location } from './query.ts'

/** Steps that one query may take in one document; a step is a node that is looked at, or about as much work. */
const MAX_STEPS = 1_000_000
/** Levels of a document that are looked at. */
const MAX_DEPTH = 500

/** A value in a document. Each is made once, so that equal places are the same node. */
export type Node = {
  readonly value: Json
  readonly parent: Node | undefined
  readonly key: string | number
  readonly depth: number
  children: Map<string | number, Node> | undefined
}

/** One query at work in one document. */
export type Run = {
  readonly root: Node
  /** Why it was given up: what it says from then on means nothing. */
  stopped: string | undefined
  steps: number
  /** Patterns that the document says. */
  readonly patterns: Map<string, ReturnType<typeof compilePattern>>
}

/** A run that has not begun. */
export function startRun(document: Json): Run {
  const root: Node = { value: document, parent: undefined, key: '', depth: 0, children: undefined }
  return { root, stopped: undefined, steps: 0, patterns: new Map() }
}

/** Counts work; false: there has been too much, or it was given up before. */
export function spend(run: Run, steps: number): boolean {
  run.steps += steps
  if (run.steps > MAX_STEPS) run.stopped ??= `it takes more than ${MAX_STEPS} steps`
  return run.stopped === undefined
}

/** The node under a key, or an index within the list, of a node; undefined where there is none, and after too much work. */
export function childOf(run: Run, node: Node, key: string | number): Node | undefined {
  if (!spend(run, 1)) return undefined
  const known = node.children?.get(key)
  if (known !== undefined) return known
  const value = valueIn(node.value, key)
  if (value === undefined) return undefined
  if (node.depth === MAX_DEPTH) {
    run.stopped ??= `it looks more than ${MAX_DEPTH} levels deep`
    return undefined
  }
  const child: Node = { value, parent: node, key, depth: node.depth + 1, children: undefined }
  node.children ??= new Map()
  node.children.set(key, child)
  return child
}

/** All nodes right under a node, in order. */
export function childrenOf(run: Run, node: Node): readonly Node[] {
  const children: Node[] = []
  for (const key of keysOf(node.value)) {
    const child = childOf(run, node, key)
    if (child !== undefined) children.push(child)
  }
  return children
}

/** Where a node is. */
export function locationOf(node: Node): Location {
  const keys: (string | number)[] = []
  for (let at = node; at.parent !== undefined; at = at.parent) keys.push(at.key)
  return keys.reverse()
}

function keysOf(value: Json): readonly (string | number)[] {
  if (isList(value)) return [...value.keys()]
  return isObject(value) ? Object.keys(value) : []
}

function valueIn(value: Json, key: string | number): Json | undefined {
  if (isList(value)) return typeof key === 'number' ? value[key] : undefined
  return isObject(value) && typeof key === 'string' && Object.hasOwn(value, key) ? value[key] : undefined
}
