import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, changesArbitrary, changeText } from './change.ts'
import { converge } from './converge.ts'
import { startEmbeddedSystem } from './embedded-system.ts'
import { mend, perform } from './system.ts'

const RUNS = Number(process.env['DOWNSYNC_E2E_RUNS'] ?? 8)
const WITHIN = 600_000

async function differencesAfter(changes: readonly Change[]): Promise<readonly string[]> {
  const system = await startEmbeddedSystem()
  try {
    for (const change of changes) await perform(system, change)
    await mend(system)
    return await converge(system)
  } finally {
    await system.stop()
  }
}

describe('the whole system, on embedded spaces', () => {
  it(
    'P-6 whatever happens to it, comes to what follows from its spaces, in mailboxes, WECs and statuses',
    async () => {
      await fc.assert(
        fc.asyncProperty(changesArbitrary({ withFaults: true, most: 16 }), async (changes) => {
          expect(await differencesAfter(changes), changes.map(changeText).join('\n')).toEqual([])
        }),
        { numRuns: RUNS, endOnFailure: process.env['DOWNSYNC_E2E_SHRINK'] === undefined },
      )
    },
    WITHIN,
  )
})
