export {
  type Clause,
  type ClauseVerdict,
  judgeClause,
  type NameSet,
  type SelectorSet,
  testClause,
  verdictOf,
} from './clause.ts'
export { judgePolicy } from './judge-policy.ts'
export { matchPolicy } from './match.ts'
export { equalModulation, noModulation, unionModulation } from './modulation.ts'
export { compareEntries, type Ordered } from './order.ts'
export { type CompiledPolicy, compilePolicy } from './policy.ts'
export { subjectOf, visibleLabels } from './subject.ts'
export type * from './types.ts'
export { judgeWec, selectWecs, testWec } from './wecs.ts'
export { isWorkload } from './workload.ts'
