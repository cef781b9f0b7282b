import { plan } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { runs, toRest } from './support.ts'

// Measured: four rounds at most in thousands of worlds, each a plan and the agents' answer. What one plan cannot do in one round: make a
// Binding again that is let go, then what hangs on its uid; leave an old place once the new one reports (WRP-10); leave a container
// orphaned, or after what is in it (WRP-11: a rule, then the departure); say in statuses what the agents said. They come one after
// another at worst, so twice the measure is a bound that only a cycle breaks.
const MOST = 8

describe('the fixed point', () => {
  it('P-6 any world comes to rest with agents, within a bounded number of rounds', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const rest = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
        expect(plan(rest.outcome).actions).toEqual([])
      }),
      runs(80),
    )
  })

  it('P-6 any world comes to rest without agents', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        toRest(snapshotOfWorld(world), settingsOf(world), 'no agent', MOST)
      }),
      runs(80),
    )
  })
})
