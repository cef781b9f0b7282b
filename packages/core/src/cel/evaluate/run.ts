import { type Failure, failure } from './failure.ts'

/** What an evaluation may still cost. Once spent, it stays spent. */
export type Run = Readonly<{
  /** Takes steps; false when there were not so many left. */
  spend: (steps: number) => boolean
  /** Takes steps for characters, bytes or digits that are about to be handled. */
  spendText: (length: number) => boolean
}>

const CHARACTERS_A_STEP = 16

export function createRun(steps: number): Run {
  let left = steps
  function spend(count: number): boolean {
    left -= count
    return left >= 0
  }
  return { spend, spendText: (length) => spend(length / CHARACTERS_A_STEP) }
}

/** Once there are no steps left, every part of an expression has this: nothing after it can decide `||` or exists() otherwise. */
export const TOO_COSTLY: Failure = failure('TooCostly', 'the evaluation takes more steps than are allowed')
