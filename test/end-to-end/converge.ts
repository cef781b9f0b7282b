import type { System } from './system.ts'
import { differences } from './verdict.ts'

/** Milliseconds in which a system must be where it should be: far more than it takes, for a machine may be busy. */
const PATIENCE = 40_000

/** Waits until nothing differs any more; the differences that stay are what comes back. */
export async function converge(system: System): Promise<readonly string[]> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    await system.fleet.idle()
    const left = await differences(system)
    if (left.length === 0 || Date.now() > deadline) return left
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
