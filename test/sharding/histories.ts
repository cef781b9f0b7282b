import {
  evaluate,
  isDeleting,
  type KubeObject,
  type Limits,
  nameOf,
  namespaceOf,
  type Outcome,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { type Fate, writer, written } from '../generators/writer.ts'
import { bytesOf, type Edit, edited, type SmallWorld, smallWorld } from './small-world.ts'
import { isOpen, obedient, takenIn, type Wecs, worksIn } from './wecs.ts'

/** What happens: to the workload and settings, to the planned writes, or in a WEC. */
export type Step = Readonly<
  | { do: 'edit'; edit: Edit }
  | { do: 'write'; fates: readonly Fate[] }
  /** The agent of the n-th wrapped object takes it in; names of objects that the WEC refuses. */
  | { do: 'answer'; which: number; refused: readonly string[]; isUnheard: boolean }
>

/** Both sides, at one moment. */
export type Moment = Readonly<{ world: SmallWorld; wecs: Wecs }>

// Names that collide, of two classes (WRP-9); sizes of which two or three fill a wrapped object.
const names = ['a', 'b', 'c', 'd', 'e', 'wa', 'wb'] as const
export const LIMITS = { objects: 3, bytes: bytesOf('a', 0) * 6 } as const satisfies Limits
const paddings = [0, 0, 40, 150, 300, 500] as const

const name = fc.constantFrom(...names)
const put: Arbitrary<Edit> = fc.record({
  do: fc.constant('put' as const),
  name,
  padding: fc.constantFrom(...paddings),
  flavour: fc.constantFrom('-', 'x', 'y'),
})
const remove: Arbitrary<Edit> = fc.record({ do: fc.constant('remove' as const), name })
const limit: Arbitrary<Edit> = fc
  .record({
    objects: fc.constantFrom(1, 2, 3, 9),
    bytes: fc.constantFrom(2, 4, 6, 9).map((many) => bytesOf('a', 0) * many),
  })
  .map((limits): Edit => ({ do: 'limit', limits }))
const join: Arbitrary<Edit> = fc.constantFrom<Edit>({ do: 'join', wec: 'wec2' }, { do: 'leave', wec: 'wec2' })
const policy: Arbitrary<Edit> = fc.record({
  do: fc.constant('policy' as const),
  name: fc.constantFrom('shop' as const, 'also' as const),
  how: fc.constantFrom('update' as const, 'update' as const, 'createOnly' as const, 'gone' as const),
})
const fault: Arbitrary<Edit> = fc.oneof(
  fc.boolean().map((on): Edit => ({ do: 'blind', on })),
  fc.record({ do: fc.constant('offline' as const), wec: fc.constantFrom('wec1', 'wec2'), on: fc.boolean() }),
)

/** Edits of the workload alone. */
export const workloadEdits: Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: put },
  { weight: 1, arbitrary: remove },
)
/** Everything that users, and whoever runs the clusters, do. */
export const anyEdits: Arbitrary<Edit> = fc.oneof(
  { weight: 8, arbitrary: workloadEdits },
  { weight: 3, arbitrary: limit },
  { weight: 1, arbitrary: join },
  { weight: 2, arbitrary: policy },
  { weight: 2, arbitrary: fault },
)

/** Steps in any order, edits among them as given. */
export function stepsWith(edits: Arbitrary<Edit>, maxLength: number): Arbitrary<readonly Step[]> {
  const write = fc.array(fc.constantFrom<Fate>('lands', 'lands', 'lands', 'conflicts', 'waits'), {
    minLength: 1,
    maxLength: 4,
  })
  const answer = fc.record({
    do: fc.constant('answer' as const),
    which: fc.nat(12),
    refused: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...names])),
    isUnheard: fc.constantFrom(false, false, true),
  })
  const step = fc.oneof(
    { weight: 4, arbitrary: edits.map((edit): Step => ({ do: 'edit', edit })) },
    { weight: 4, arbitrary: write.map((fates): Step => ({ do: 'write', fates })) },
    { weight: 5, arbitrary: answer },
  )
  return fc.array(step, { minLength: 4, maxLength, size: 'max' })
}

/** A world with two WECs and so many objects, delivered. */
export function delivered(sizes: readonly number[], limits: Limits = LIMITS): Moment {
  const puts = sizes.map(
    (padding, at): Edit => ({ do: 'put', name: names[at % names.length] ?? 'a', padding }),
  )
  const world = smallWorld(limits, [{ do: 'join', wec: 'wec1' }, { do: 'join', wec: 'wec2' }, ...puts])
  return toRest({ world, wecs: new Map() })
}

/** Sizes to begin with. */
export const someSizes = fc.array(fc.constantFrom(...paddings), { maxLength: names.length })

/** What comes of a step. */
export function afterStep(
  { world, wecs }: Moment,
  step: Step,
  outcomeOf: (world: SmallWorld) => Outcome = outcome,
): Moment {
  switch (step.do) {
    case 'edit':
      return { world: edited(world, step.edit), wecs }
    case 'write':
      return { world: { ...world, snapshot: writer(outcomeOf(world), step.fates) }, wecs }
    case 'answer': {
      const works = worksIn(world.snapshot).filter((one) => !world.offline.has(namespaceOf(one)))
      const work = works[step.which % Math.max(1, works.length)]
      if (work === undefined) return { world, wecs }
      const refuses = (manifest: KubeObject) => step.refused.includes(nameOf(manifest))
      const { isUnheard } = step
      return taken({ world, wecs }, work, { refuses, isUnheard: isUnheard && !isDeleting(work) })
    }
  }
}

/** What is planned in a world. */
export function outcome({ snapshot, settings }: SmallWorld): Outcome {
  return evaluate(snapshot, settings)
}

/** All is seen and online, every write lands and every agent obeys, until nothing is left to be done. */
export function toRest(from: Moment): Moment {
  let at = [...from.world.offline].reduce(
    (one, wec) => afterStep(one, { do: 'edit', edit: { do: 'offline', wec, on: false } }),
    afterStep(from, { do: 'edit', edit: { do: 'blind', on: false } }),
  )
  for (let round = 0; round < ROUNDS; round++) {
    const snapshot = written(outcome(at.world))
    const isWritten = snapshot !== at.world.snapshot
    const open = worksIn(snapshot).filter(isOpen)
    if (!isWritten && open.length === 0) return at
    at = open.reduce((one, work) => taken(one, work, obedient), { ...at, world: { ...at.world, snapshot } })
  }
  throw new Error(`not at rest after ${ROUNDS} rounds`)
}

const ROUNDS = 25

function taken({ world, wecs }: Moment, work: KubeObject, answer: Parameters<typeof takenIn>[3]): Moment {
  const made = takenIn(world.snapshot, wecs, work, answer)
  return { world: { ...world, snapshot: made.snapshot }, wecs: made.wecs }
}
