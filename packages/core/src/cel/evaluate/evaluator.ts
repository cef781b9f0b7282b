import type { Checked } from '../syntax/tree.ts'
import type { CelValue } from '../value/value.ts'
import type { Failure } from './failure.ts'
import type { Run } from './run.ts'

/** The values of the variables that an environment declares. */
export type Activation = ReadonlyMap<string, CelValue>
/** Values of the variables of macros, the innermost first. */
export type Bindings = Readonly<{ name: string; value: CelValue; outer: Bindings | undefined }>

/** What the parts of the evaluator share. */
export type Evaluator = Readonly<{
  run: Run
  evaluate: (node: Checked, bindings: Bindings | undefined) => CelValue | Failure
}>
