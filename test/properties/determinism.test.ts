import { evaluate, snapshotOf } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WDS_NAME } from '../generators/vocabulary.ts'
import { NOW, settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { runs, textOfOutcome } from './support.ts'

const shuffles = worlds.chain((world) =>
  fc.record({
    world: fc.constant(world),
    wds: shuffled(world.wds),
    its: shuffled(world.its),
  }),
)

function shuffled<R, O>({
  resources,
  objects,
}: Readonly<{ resources: readonly R[]; objects: readonly O[] }>) {
  const all = <T>(list: readonly T[]) =>
    fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })
  return fc.record({ resources: all(resources), objects: all(objects) })
}

describe('order', () => {
  it('P-2 the order in which objects and discovery come changes nothing', () => {
    fc.assert(
      fc.property(shuffles, ({ world, wds, its }) => {
        const settings = settingsOf(world)
        const expected = textOfOutcome(evaluate(snapshotOfWorld(world), settings))
        const { snapshot } = snapshotOf({ wdsName: WDS_NAME, now: NOW, wds, its })
        expect(textOfOutcome(evaluate(snapshot, settings))).toBe(expected)
      }),
      runs(60),
    )
  })
})
