import type { RawFault } from '../fault.ts'
import type { Checked, Syntax } from '../syntax/tree.ts'
import type { CelType } from '../type/type.ts'
import type { Unifier } from '../type/unifier.ts'

/** A checked expression and its type, in which parameters may still be open. */
export type Typed = Readonly<{ node: Checked; type: CelType }>
/** The variables of macros around an expression, the innermost first. */
export type Scope = Readonly<{ name: string; type: CelType; outer: Scope | undefined }>

/** What the parts of the checker share. */
export type Checker = Readonly<{
  check: (syntax: Syntax, scope: Scope | undefined) => Typed
  unifier: Unifier
  report: (fault: RawFault) => void
}>
