import { evaluate, isDeleting, type KubeObject, nameOf, namespaceOf, type Snapshot } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agent } from '../generators/agent.ts'
import { settingsOf, snapshotOfWorld, worldsWithoutMail } from '../generators/worlds.ts'
import { written } from '../generators/writer.ts'
import { ofKind, runs, toRest } from './support.ts'

const MOST = 12

const otherLimits = fc.record(
  { objects: fc.constantFrom(1, 2, 3, 50), bytes: fc.constantFrom(400, 900, 2_000) },
  { requiredKeys: [] },
)

describe('make before break', () => {
  it('WRP-10 what runs and stays wanted is held, and reported applied, at every moment of a move', () => {
    fc.assert(
      fc.property(
        worldsWithoutMail,
        otherLimits,
        fc.array(fc.nat(3), { maxLength: 8 }),
        (world, limits, order) => {
          const settings = settingsOf(world)
          const before = toRest(snapshotOfWorld(world), settings, {}, MOST).snapshot
          const moved = { ...settings, limits }
          const after = runningIn(toRest(before, moved, {}, MOST).snapshot)
          const staying = [...runningIn(before)].filter((pair) => after.has(pair))
          let snapshot = before
          for (const which of order) {
            snapshot = written(evaluate(snapshot, moved))
            expectAll(snapshot, staying)
            snapshot = agent(snapshot, { sees: (work) => hashOf(work) % 4 === which })
            expectAll(snapshot, staying)
          }
        },
      ),
      runs(90),
    )
  })
})

function expectAll(snapshot: Snapshot, staying: readonly string[]): void {
  const running = runningIn(snapshot)
  for (const pair of staying) expect([...running]).toContain(pair)
}

/** Pairs that a wrapped object holds which is not being deleted, and that its agent has applied, at whatever generation. */
function runningIn(snapshot: Snapshot): ReadonlySet<string> {
  return new Set(
    ofKind(snapshot, 'its', 'ManifestWork').flatMap((work) =>
      isDeleting(work)
        ? []
        : ocmTransport
            .deliveryOf(work)
            .filter(({ state }) => state === 'applied')
            .map(({ id }) => JSON.stringify([namespaceOf(work), id])),
    ),
  )
}

function hashOf(work: KubeObject): number {
  return Buffer.from(nameOf(work)).reduce((sum, byte) => sum + byte, 0)
}
