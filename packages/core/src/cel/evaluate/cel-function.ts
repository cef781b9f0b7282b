import type { CelValue } from '../value/value.ts'
import type { Failure } from './failure.ts'
import type { Run } from './run.ts'

/** What a function makes of its arguments, the receiver first; undefined where it does not take them. */
export type CelFunction = (args: readonly CelValue[], run: Run) => CelValue | Failure | undefined
