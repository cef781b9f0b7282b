import type { Pattern } from './pattern.ts'

/** A JSONPath query (RFC 9535) as a value: the segments after `$`, one after the other. Without any it selects the root. */
export type Query = readonly Segment[]

/** What is selected of each node: of its members and items, or of all that is below it too. */
export type Segment = Readonly<{ kind: 'child' | 'descendant'; selectors: readonly Selector[] }>

export type Selector = Readonly<
  | { kind: 'name'; name: string }
  /** Negative: from the end. */
  | { kind: 'index'; index: number }
  | { kind: 'slice'; start: number | undefined; end: number | undefined; step: number }
  | { kind: 'wildcard' }
  | { kind: 'filter'; test: Test }
>

/** A query in a filter: of the node that is asked about, or of the whole document. */
export type FilterQuery = Readonly<{ from: 'current' | 'root'; segments: Query }>

/** A condition on one node. */
export type Test = Readonly<
  | { kind: 'all' | 'any'; of: readonly Test[] }
  | { kind: 'not'; of: Test }
  | { kind: 'exists'; query: FilterQuery }
  | { kind: 'compare'; operator: Operator; left: Operand; right: Operand }
  /** `match`, of the whole text, or `search`. */
  | { kind: 'match' | 'search'; text: Operand; pattern: Operand | Pattern }
>

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>='

/** What is compared: a value, or nothing. */
export type Operand = Readonly<
  | { kind: 'literal'; value: string | number | bigint | boolean | null }
  /** The value of a query that selects one node at most (`singular`), or happens to (the function `value`). */
  | { kind: 'valueOf'; query: FilterQuery }
  | { kind: 'length'; of: Operand }
  | { kind: 'count'; query: FilterQuery }
>

/** A query, or why a text is none: one sentence, with the place. */
export type Parsed<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; message: string }>

/** A text that is no query. */
export function refused(message: string): Parsed<never> {
  return { ok: false, message }
}

/** Where a node is: keys of objects and indexes of lists, from the root. */
export type Location = readonly (string | number)[]
