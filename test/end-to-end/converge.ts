import type { System } from './system.ts'
import { differences } from './verdict.ts'

/** Milliseconds in which a system must be where it should be: far more than it takes, for a machine may be busy. */
const PATIENCE = 40_000

/** Waits until nothing differs any more; the differences that stay are what comes back, and the parts that do not come to rest. */
export async function converge(system: System): Promise<readonly string[]> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const restless = await restlessParts(system, deadline)
    const left = [...restless, ...(await differences(system))]
    if (left.length === 0 || Date.now() > deadline) return left
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function restlessParts(system: System, deadline: number): Promise<readonly string[]> {
  const restless = new Set(system.fleet.parts().map(({ name }) => name))
  let giveUp: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    giveUp = setTimeout(resolve, Math.max(0, deadline - Date.now()))
  })
  const rest = system.fleet.parts().map(async (part) => {
    await part.idle()
    restless.delete(part.name)
  })
  // First of all together, as what one part does last is what another begins with.
  await Promise.race([Promise.all(rest).then(() => system.fleet.idle()), over])
  clearTimeout(giveUp)
  return [...restless].map((name) => `does not come to rest: ${name}`)
}
