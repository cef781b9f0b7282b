/** What an execution may still cost. Once spent, it stays spent. */
export type Budget = Readonly<{
  /** Takes steps for nodes; false when there were not so many left. */
  spend: (steps: number) => boolean
  /** Takes steps for bytes that are about to be handled. */
  spendBytes: (bytes: number) => boolean
  isSpent: () => boolean
}>

const BYTES_A_STEP = 16

export function createBudget(steps: number): Budget {
  let left = steps
  function spend(count: number): boolean {
    left -= count
    return left >= 0
  }
  return {
    spend,
    spendBytes: (bytes) => spend(bytes / BYTES_A_STEP),
    isSpent: () => left < 0,
  }
}
