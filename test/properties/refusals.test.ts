import { evaluate, plan, refKey, withEvents } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agent } from '../generators/agent.ts'
import { edits } from '../generators/changes.ts'
import { settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { type Fate, refusalOf, writer } from '../generators/writer.ts'
import { runs, textOfObjects, toRest } from './support.ts'

const MOST = 12

const anyFates = fc.array(
  fc.array(fc.constantFrom<Fate>('lands', 'lands', 'refused', 'conflicts', 'waits'), {
    minLength: 1,
    maxLength: 6,
  }),
  { maxLength: 6 },
)

describe('writes that do not land', () => {
  it('P-6b what was refused is not repeated, and is reported, until an input changes', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const settings = settingsOf(world)
        const snapshot = snapshotOfWorld(world)
        const first = plan(evaluate(snapshot, settings)).actions
        const refused = withEvents(snapshot, first.map(refusalOf))
        const again = plan(evaluate(refused, settings)).actions
        const intents = new Set(first.map((action) => `${refKey(action.ref)} ${action.intent}`))
        for (const action of again) expect(intents).not.toContain(`${refKey(action.ref)} ${action.intent}`)
      }),
      runs(50),
    )
  })

  it('P-6b with every write refused, plans run dry', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const settings = settingsOf(world)
        let snapshot = snapshotOfWorld(world)
        for (let round = 0; ; round++) {
          const { actions } = plan(evaluate(snapshot, settings))
          if (actions.length === 0) return
          expect(round).toBeLessThan(MOST)
          snapshot = withEvents(snapshot, actions.map(refusalOf))
        }
      }),
      runs(35),
    )
  })

  it('ACT-1, P-6 conflicts, lost writes and a crash at any point end where a clean run ends', () => {
    fc.assert(
      fc.property(worlds, anyFates, (world, rounds) => {
        const settings = settingsOf(world)
        const withoutRefusals = rounds.map((fates) =>
          fates.map((fate): Fate => (fate === 'refused' ? 'waits' : fate)),
        )
        let snapshot = snapshotOfWorld(world)
        for (const fates of withoutRefusals) snapshot = agent(writer(evaluate(snapshot, settings), fates))
        const rest = toRest(snapshot, settings, {}, MOST)
        expect(plan(rest.outcome).actions).toEqual([])
        const clean = toRest(snapshotOfWorld(world), settings, {}, MOST)
        expect(pairsAt(rest)).toEqual(pairsAt(clean))
      }),
      runs(35),
    )
  })

  it('P-6b after refusals an edit is written again, and everything comes to rest', () => {
    fc.assert(
      fc.property(worlds, anyFates, fc.array(edits, { maxLength: 3 }), (world, rounds, made) => {
        const settings = settingsOf(world)
        let snapshot = snapshotOfWorld(world)
        for (const fates of rounds) snapshot = agent(writer(evaluate(snapshot, settings), fates))
        for (const edit of made) snapshot = withEvents(snapshot, edit(snapshot))
        const rest = toRest(snapshot, settings, {}, MOST)
        expect(textOfObjects(agent(rest.snapshot))).toBe(textOfObjects(rest.snapshot))
      }),
      runs(35),
    )
  })
})

/** What is where, in whatever shard. */
function pairsAt({ outcome }: ReturnType<typeof toRest>): readonly string[] {
  return [...outcome.mailboxes]
    .flatMap(([wec, bundles]) =>
      bundles.flatMap(({ labels, items }) =>
        items.map((item) => JSON.stringify([wec, labels, item.id, item.strategy])),
      ),
    )
    .sort()
}
