import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesArbitrary, changeText } from './change.ts'
import { differencesAfter } from './differences-after.ts'
import { ocmWay } from './way.ts'

const RUNS = Number(process.env['DOWNSYNC_E2E_RUNS'] ?? 8)
const WITHIN = 600_000

describe('the whole system, on embedded spaces', () => {
  it(
    'P-6 whatever happens to it, comes to what follows from its spaces, in mailboxes, WECs and statuses',
    async () => {
      await fc.assert(
        fc.asyncProperty(changesArbitrary({ withFaults: true, most: 16 }), async (changes) => {
          expect(await differencesAfter(changes, ocmWay), changes.map(changeText).join('\n')).toEqual([])
        }),
        { numRuns: RUNS, endOnFailure: process.env['DOWNSYNC_E2E_SHRINK'] === undefined },
      )
    },
    WITHIN,
  )
})
