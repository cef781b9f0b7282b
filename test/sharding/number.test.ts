import { type KubeObject, plan } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../properties/support.ts'
import {
  afterStep,
  anyEdits,
  delivered,
  LIMITS,
  type Moment,
  outcome,
  someSizes,
  stepsWith,
  toRest,
} from './histories.ts'
import { bytesOf, type Edit, edited, smallWorld, wecsOf, workloadOf } from './small-world.ts'
import { pairsIn, worksIn } from './wecs.ts'

// First fit, in the order of shard numbers (WRP-1). Of two wrapped objects that are not full by number, what is in both does not go
// into one; so each but one is, on the average, more than half full:
//
//   wrapped objects <= floor(objects / limit) + max(1, ceil(2 * bytes / limit) - 1) <= 3 * optimum
//
// for each class (WRP-9), and one more for each object over the limit (WRP-5), in any packing. That is so while objects are only
// added. What leaves or shrinks leaves its wrapped object as it is, as nothing moves that need not (WRP-3): then there is no factor,
// and the same bound holds whenever another one is opened for an object of at most half the limit.

type Parts = Readonly<
  Record<'objects' | 'bytes' | 'small' | 'overThird' | 'overHalf' | 'portion', number> & {
    any: readonly number[]
  }
>

describe('how many wrapped objects there are', () => {
  it('WRP-1, WRP-9 at most three times as many as any packing has, when objects were only added, in whatever portions', () => {
    // What first fit does worst with: many small ones first, then such as are just over a third, and just over half the limit.
    const groups: Arbitrary<Parts> = fc.record({
      objects: fc.integer({ min: 2, max: 6 }),
      bytes: fc.integer({ min: 900, max: 3_000 }),
      small: fc.nat(14),
      overThird: fc.nat(5),
      overHalf: fc.nat(5),
      any: fc.array(fc.nat(3_200), { maxLength: 4 }),
      portion: fc.integer({ min: 4, max: 30 }),
    })
    let worst = { ratio: 0, text: '' }
    fc.assert(
      fc.property(groups, ({ objects, bytes, small, overThird, overHalf, any, portion }) => {
        const empty = bytesOf('c00', 0)
        const parts = [
          [small, 0],
          [overThird, bytes / 3],
          [overHalf, bytes / 2],
        ] as const
        const paddings = [
          ...parts.flatMap(([count, size]) => Array.from({ length: count }, () => size - empty + 1)),
          ...any,
        ]
        let at: Moment = {
          world: smallWorld({ objects, bytes }, [{ do: 'join', wec: 'wec1' }]),
          wecs: new Map(),
        }
        paddings.forEach((padding, count) => {
          // Of what comes last some are of another class.
          const name = `${count % 3 === 0 && count >= paddings.length - any.length ? 'w' : 'c'}${String(count).padStart(2, '0')}`
          const edit: Edit = { do: 'put', name, padding: Math.max(0, Math.floor(padding)) }
          at = afterStep(at, { do: 'edit', edit })
          if (count % portion === portion - 1 || count === paddings.length - 1) at = toRest(at)
        })
        for (const found of countsIn(at, { objects, bytes })) {
          expect(found.shards).toBeLessThanOrEqual(found.most)
          expect(found.shards).toBeLessThanOrEqual(3 * found.least)
          const ratio = found.shards / found.least
          if (ratio > worst.ratio)
            worst = { ratio, text: `${found.shards} where ${found.least} is the least` }
        }
      }),
      {
        ...runs<[Parts]>(10),
        examples: [
          [{ objects: 4, bytes: 3_000, small: 12, overThird: 4, overHalf: 5, any: [], portion: 30 }],
        ],
      },
    )
    console.info(
      `the most wrapped objects for what was added: ${worst.text}, ${worst.ratio.toFixed(2)} times as many`,
    )
  })

  it('WRP-1 and after any history no more than that bound, and one, whenever another is opened for what is not large', () => {
    let opened = 0
    fc.assert(
      fc.property(someSizes, stepsWith(anyEdits, 12), fc.nat(3), (sizes, steps, count) => {
        const before = toRest(steps.reduce((at, step) => afterStep(at, step), delivered(sizes)))
        const limits = { ...LIMITS, ...before.world.settings.limits }
        const small = Math.max(0, Math.floor(limits.bytes / 2) - bytesOf('new-9', 0) - 2)
        const world = Array.from(
          { length: count + 1 },
          (_, at): Edit => ({ do: 'put', name: `new-${at}`, padding: small }),
        ).reduce(edited, before.world)
        const rest = toRest({ ...before, world })
        const old = new Set(worksIn(before.world.snapshot).map(identityOf))
        const isOpened = worksIn(rest.world.snapshot).some((work) => !old.has(identityOf(work)))
        if (!isOpened || bytesOf('new-9', small) * 2 > limits.bytes) return
        opened++
        for (const found of countsIn(rest, limits))
          if (found.kind === 'ConfigMap') expect(found.shards).toBeLessThanOrEqual(found.most + 1)
      }),
      runs(6),
    )
    expect(opened).toBeGreaterThan(0)
  })

  it('WRP-3 what leaves does not bring what stays together: nothing is written but what it leaves', () => {
    const names = Array.from({ length: 12 }, (_, at) => `c${String.fromCharCode(97 + at)}`)
    const puts = names.map((name): Edit => ({ do: 'put', name, padding: 0 }))
    const full = toRest({
      world: smallWorld({ objects: 3 }, [{ do: 'join', wec: 'wec1' }, ...puts]),
      wecs: new Map(),
    })
    expect(worksIn(full.world.snapshot)).toHaveLength(4)
    const going = names.filter((_, at) => at % 3 !== 0).map((name): Edit => ({ do: 'remove', name }))
    const rest = toRest({ ...full, world: going.reduce(edited, full.world) })
    expect(worksIn(rest.world.snapshot).map((work) => pairsIn(work).length)).toEqual([1, 1, 1, 1])
    expect(plan(outcome(rest.world)).actions).toEqual([])
    const [first = ''] = names
    const gone = toRest({ ...rest, world: edited(rest.world, { do: 'remove', name: first }) })
    expect(worksIn(gone.world.snapshot)).toHaveLength(3)
  })
})

/** By mailbox and class: how many there are, how many the rule allows at most, and any packing needs at least. */
function countsIn({ world }: Moment, limits: Readonly<{ objects: number; bytes: number }>) {
  const size = (object: KubeObject) => ocmTransport.sizeOf({ ...object, metadata: withoutOwn(object) })
  return wecsOf(world.snapshot).flatMap((wec) =>
    ['ConfigMap', 'Widget'].flatMap((kind) => {
      const sizes = workloadOf(world.snapshot)
        .filter((object) => object.kind === kind)
        .map(size)
      const shards = worksIn(world.snapshot).filter((work) =>
        pairsIn(work).some((pair) => pair.startsWith(`${wec} ${kind} `)),
      )
      const fitting = sizes.filter((one) => one <= limits.bytes)
      const over = sizes.length - fitting.length
      const bytes = fitting.reduce((sum, one) => sum + one, 0)
      if (sizes.length === 0) return []
      const full = Math.floor(fitting.length / limits.objects)
      const others = fitting.length === 0 ? 0 : Math.max(1, Math.ceil((2 * bytes) / limits.bytes) - 1)
      const least =
        over + Math.max(Math.ceil(fitting.length / limits.objects), Math.ceil(bytes / limits.bytes))
      return [{ kind, shards: shards.length, most: over + full + others, least }]
    }),
  )
}

// As it is delivered (TRF-1).
function withoutOwn({ metadata }: KubeObject) {
  const { uid: _uid, resourceVersion: _version, ...rest } = metadata
  return rest
}

function identityOf({ metadata }: KubeObject): string {
  return `${String(metadata['namespace'])} ${String(metadata['name'])}`
}
