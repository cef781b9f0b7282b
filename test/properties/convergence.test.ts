import { plan } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { runs, toRest } from './support.ts'

const MOST = 12

describe('the fixed point', () => {
  it('P-6 any world comes to rest with agents, within a bounded number of rounds', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const rest = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
        expect(plan(rest.outcome).actions).toEqual([])
      }),
      runs(150),
    )
  })

  it('P-6 any world comes to rest without agents', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        toRest(snapshotOfWorld(world), settingsOf(world), 'no agent', MOST)
      }),
      runs(150),
    )
  })
})
