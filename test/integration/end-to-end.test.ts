import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changesArbitrary, changeText } from '../end-to-end/change.ts'
import { converge } from '../end-to-end/converge.ts'
import { startRealSystem } from '../end-to-end/real-system.ts'
import { mend, perform, type System } from '../end-to-end/system.ts'
import { lookForAssets } from '../real-servers/index.ts'

const RUNS = Number(process.env['DOWNSYNC_E2E_RUNS'] ?? 4)
const WITHIN = 600_000
let system: System

beforeAll(async () => {
  const assets = lookForAssets()
  if (!('folder' in assets)) throw new Error(assets.why)
  system = await startRealSystem(assets.folder)
}, WITHIN)
afterAll(() => system.stop(), WITHIN)

describe('the whole system, on real API servers', () => {
  it(
    'P-6 whatever happens to it, comes to what follows from its spaces, in mailboxes, WECs and statuses',
    async () => {
      // One system for all sequences: where one ends the next begins.
      await fc.assert(
        fc.asyncProperty(changesArbitrary({ withFaults: false, most: 12 }), async (changes) => {
          for (const change of changes) await perform(system, change)
          await mend(system)
          expect(await converge(system), changes.map(changeText).join('\n')).toEqual([])
        }),
        { numRuns: RUNS, endOnFailure: true },
      )
    },
    WITHIN,
  )
})
