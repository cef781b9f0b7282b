export { explain } from './explain.ts'
export { type ForeignWrapped, foreignWrapped } from './foreign-wrapped.ts'
export { type PairStanding, pairsOf } from './pairs-of.ts'
export type { DecidedField, Explanation, Question, StageState, Verdict } from './types.ts'
