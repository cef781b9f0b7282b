import type { Bytes } from '../text/bytes.ts'
import type { Value } from '../value/value.ts'

// The syntax tree of a template. Each node has the byte where it starts in the whole text, which errors name.
type Node<Kind extends string, Fields = object> = Readonly<{ kind: Kind; position: number } & Fields>

/** A number, string or boolean. No value: an integer that fails when it is evaluated. */
export type Literal = Node<'literal', { source: Bytes; value: Value | undefined }>
export type Dot = Node<'dot'>
export type Nil = Node<'nil'>
export type Field = Node<'field', { names: readonly Bytes[] }>
/** A variable with its `$`, and fields of what it holds. */
export type Variable = Node<'variable', { name: Bytes; names: readonly Bytes[] }>
/** The name of a function. */
export type Identifier = Node<'identifier', { name: Bytes }>
/** Fields of what a function or a pipeline in parentheses gives. */
export type Chain = Node<'chain', { of: Pipeline | Identifier; names: readonly Bytes[] }>

/** What may stand as a word of a command. */
export type Term = Literal | Dot | Nil | Field | Variable | Identifier | Chain | Pipeline

/** A function or value, and its arguments. */
export type Command = Node<'command', { first: Term; rest: readonly Term[] }>

/** Commands, each of which hands its value on, and the variables that get the last one. */
export type Pipeline = Node<
  'pipeline',
  {
    variables: readonly Variable[]
    /** `=`: the variables are there already; else `:=` declares them. */
    isAssignment: boolean
    commands: readonly Command[]
  }
>

export type Text = Node<'text', { text: Bytes }>
export type Action = Node<'action', { pipeline: Pipeline }>
export type Branch = Node<
  'if' | 'with' | 'range',
  { pipeline: Pipeline; list: readonly Statement[]; otherwise: readonly Statement[] }
>
export type Jump = Node<'break' | 'continue'>
/** The call of another template; without a pipeline its dot is nil. */
export type Invocation = Node<'template', { name: Bytes; pipeline: Pipeline | undefined }>

export type Statement = Text | Action | Branch | Jump | Invocation

/** A template that can be called by its name. */
export type Definition = Readonly<{
  name: Bytes
  statements: readonly Statement[]
  /** Nothing but white space: it takes the place of no other (`{{define}}`). */
  isBlank: boolean
}>
