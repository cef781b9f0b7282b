export { explain } from './explain.ts'
export type { Explanation, Question, StageState, Verdict } from './types.ts'
