import type { CelValue } from '../value/value.ts'

/** `at`: where to point when something is wrong with it, in UTF-16 units from the start of the expression. */
export interface Placed {
  readonly at: number
}
export interface Literal extends Placed {
  readonly kind: 'literal'
  readonly value: CelValue
}
export interface Name extends Placed {
  readonly kind: 'name'
  readonly name: string
}
/** `operand.field`; with `isTest`, `has(operand.field)`. */
export interface Select<Node> extends Placed {
  readonly kind: 'select'
  readonly operand: Node
  readonly field: string
  readonly isTest: boolean
}
/** A function or an operator; operators by the names of CEL's parsers: `_+_`, `_?_:_`. */
export interface Call<Node> extends Placed {
  readonly kind: 'call'
  readonly name: string
  readonly target: Node | undefined
  readonly args: readonly Node[]
}
export interface ListOf<Node> extends Placed {
  readonly kind: 'list'
  readonly items: readonly Node[]
}
export interface MapOf<Node> extends Placed {
  readonly kind: 'map'
  readonly entries: readonly (readonly [Node, Node])[]
}
export interface Message<Node> extends Placed {
  readonly kind: 'message'
  readonly name: string
  readonly fields: readonly Readonly<{ name: string; at: number; value: Node }>[]
}
export type MacroName = 'all' | 'exists' | 'exists_one' | 'map' | 'filter'
/** A macro over a list or the keys of a map. */
export interface Loop<Node> extends Placed {
  readonly kind: 'loop'
  readonly macro: MacroName
  readonly range: Node
  readonly variable: string
  /** What decides of an element; only `map` may have none. */
  readonly test: Node | undefined
  /** What `map` makes of an element. */
  readonly step: Node | undefined
}

/** An expression as it was written. */
export type Syntax =
  | Literal
  | Name
  | Select<Syntax>
  | Call<Syntax>
  | ListOf<Syntax>
  | MapOf<Syntax>
  | Message<Syntax>
  | Loop<Syntax>

/** A variable of the environment. */
export interface Variable extends Placed {
  readonly kind: 'variable'
  readonly name: string
}
/** The variable of a macro around it. */
export interface Local extends Placed {
  readonly kind: 'local'
  readonly name: string
}

/** An expression whose names are resolved and whose types agree. */
export type Checked =
  | Literal
  | Variable
  | Local
  | Select<Checked>
  | Call<Checked>
  | ListOf<Checked>
  | MapOf<Checked>
  | Message<Checked>
  | Loop<Checked>
