import type { Change } from './change.ts'
import { converge } from './converge.ts'
import { startEmbeddedSystem } from './embedded-system.ts'
import { mend, perform } from './system.ts'
import type { Way } from './way.ts'

/** In what a system on embedded spaces differs from what it should be, after all this has happened to it and it was mended. */
export async function differencesAfter(changes: readonly Change[], way: Way): Promise<readonly string[]> {
  const system = await startEmbeddedSystem(way)
  try {
    for (const change of changes) await perform(system, change)
    await mend(system)
    return await converge(system)
  } finally {
    await system.stop()
  }
}
