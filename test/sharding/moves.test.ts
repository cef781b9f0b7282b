import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../properties/support.ts'
import { afterStep, anyEdits, delivered, someSizes, stepsWith, toRest } from './histories.ts'
import { wantedPairs } from './small-world.ts'
import { pairsIn, safePairs, worksIn } from './wecs.ts'

describe('make before break, whatever happens', () => {
  it('WRP-10 what runs and stays wanted is in an applied shard at every moment, and never leaves its WEC', () => {
    fc.assert(
      fc.property(someSizes, stepsWith(anyEdits, 24), (sizes, steps) => {
        let at = delivered(sizes)
        let safe = safePairs(at.world.snapshot, at.wecs, new Set())
        for (const step of steps) {
          at = afterStep(at, step)
          safe = safePairs(at.world.snapshot, at.wecs, safe)
          for (const pair of safe) expect([...at.wecs.keys()]).toContain(pair)
        }
      }),
      runs(12),
    )
  })

  it('P-6 and when it is calm again each pair is in one shard, as it is wanted, and nothing else anywhere', () => {
    fc.assert(
      fc.property(someSizes, stepsWith(anyEdits, 16), (sizes, steps) => {
        const { world, wecs } = toRest(steps.reduce((at, step) => afterStep(at, step), delivered(sizes)))
        const policies = new Set(
          worksIn(world.snapshot).map((work) => JSON.stringify(work.metadata['labels'])),
        )
        const wanted = [...wantedPairs(world.snapshot)].sort()
        expect([...wecs.keys()].sort()).toEqual(wanted)
        for (const one of policies) {
          const works = worksIn(world.snapshot).filter(
            ({ metadata }) => JSON.stringify(metadata['labels']) === one,
          )
          expect(works.flatMap(pairsIn).sort()).toEqual(wanted)
        }
      }),
      runs(5),
    )
  })
})
