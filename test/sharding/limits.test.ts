import {
  type Action,
  type KubeObject,
  type Limits,
  nameOf,
  namespaceOf,
  plan,
  type Snapshot,
  tryActions,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../properties/support.ts'
import { afterStep, anyEdits, delivered, outcome, someSizes, stepsWith, toRest } from './histories.ts'
import type { SmallWorld } from './small-world.ts'
import { itemsOf, worksIn } from './wecs.ts'

describe('the limits of a wrapped object', () => {
  it('WRP-1, WRP-5 hold exactly at rest: bytes and number, but for an object that is over by itself, which is alone', () => {
    fc.assert(
      fc.property(someSizes, stepsWith(anyEdits, 14), (sizes, steps) => {
        const { world } = toRest(steps.reduce((at, step) => afterStep(at, step), delivered(sizes)))
        for (const work of worksIn(world.snapshot)) {
          expect(countIn(work)).toBeGreaterThan(0)
          expect(countIn(work)).toBeLessThanOrEqual(limitsOf(world).objects)
          if (countIn(work) > 1) expect(bytesIn(work)).toBeLessThanOrEqual(limitsOf(world).bytes)
        }
      }),
      runs(6),
    )
  })

  it('WRP-1 hold in every write: one that exceeds a lowered limit, as what moves cannot leave yet, is not written larger', () => {
    fc.assert(
      fc.property(someSizes, stepsWith(anyEdits, 20), (sizes, steps) => {
        let at = delivered(sizes)
        for (const step of steps) {
          if (step.do === 'write') {
            const { bytes, objects } = limitsOf(at.world)
            for (const { there, made } of writesIn(at.world)) {
              const isOver = itemsOf(made).some(({ content }) => ocmTransport.sizeOf(content) > bytes)
              const ceiling = isOver ? ocmTransport.limits.bytes : bytes
              expect(countIn(made)).toBeLessThanOrEqual(Math.max(objects, countIn(there)))
              expect(bytesIn(made)).toBeLessThanOrEqual(Math.max(ceiling, bytesIn(there)))
              // A new one keeps to them, whatever is going on.
              if (there === undefined && countIn(made) > 1) expect(bytesIn(made)).toBeLessThanOrEqual(bytes)
            }
          }
          at = afterStep(at, step)
        }
      }),
      runs(8),
    )
  })

  it('WRP-1 none is opened for an object that has room in another of its Binding, of its class', () => {
    let opened = 0
    fc.assert(
      fc.property(someSizes, stepsWith(anyEdits, 20), (sizes, steps) => {
        let at = delivered(sizes)
        for (const step of steps) {
          if (step.do === 'write') {
            const { bytes, objects } = limitsOf(at.world)
            const writes = writesIn(at.world)
            const standing = worksIn(planned(at.world)).filter(
              ({ metadata }) => !('deletionTimestamp' in metadata),
            )
            for (const { there, made } of writes) {
              if (there !== undefined) continue
              opened++
              for (const { content, id } of itemsOf(made)) {
                const size = ocmTransport.sizeOf(content)
                for (const other of standing) {
                  if (!isBefore(other, made, writes) || labelsIn(other) !== labelsIn(made)) continue
                  const others = itemsOf(other).filter(
                    (item) => !(item.id.kind === id.kind && item.id.name === id.name),
                  )
                  if (others.some((item) => item.id.kind !== id.kind)) continue
                  const room =
                    bytes - others.reduce((sum, item) => sum + ocmTransport.sizeOf(item.content), 0)
                  const hasRoom = size <= bytes && others.length < objects && size <= room
                  expect(
                    hasRoom,
                    `${id.name}: ${nameOf(made)} is opened, and ${nameOf(other)} has room`,
                  ).toBe(false)
                }
              }
            }
          }
          at = afterStep(at, step)
        }
      }),
      runs(8),
    )
    expect(opened).toBeGreaterThan(0)
  })
})

/** What each planned write in mailboxes makes of its wrapped object; deletions make nothing. */
function writesIn(
  world: SmallWorld,
): readonly Readonly<{ there: KubeObject | undefined; made: KubeObject }>[] {
  const landed = planned(world)
  return actionsIn(world).flatMap((action) => {
    const made = action.kind === 'delete' ? undefined : landed.get(action.ref)
    return made === undefined ? [] : [{ there: world.snapshot.get(action.ref), made }]
  })
}

function planned(world: SmallWorld): Snapshot {
  return tryActions(
    world.snapshot,
    actionsIn(world).map((action) => ({ ...action, after: [] })),
  ).snapshot
}

const plans = new WeakMap<SmallWorld, readonly Action[]>()

function actionsIn(world: SmallWorld): readonly Action[] {
  const actions = plans.get(world) ?? plan(outcome(world)).actions.filter(({ ref }) => ref.space === 'its')
  plans.set(world, actions)
  return actions
}

// Those that stand, and of new ones those that are opened before: with a lower number.
function isBefore(other: KubeObject, opened: KubeObject, writes: ReturnType<typeof writesIn>): boolean {
  if (namespaceOf(other) !== namespaceOf(opened) || nameOf(other) === nameOf(opened)) return false
  const isNew = writes.some(
    ({ there, made }) =>
      there === undefined && nameOf(made) === nameOf(other) && namespaceOf(made) === namespaceOf(other),
  )
  return !isNew || numberOf(other) < numberOf(opened)
}

function numberOf(work: KubeObject): number {
  return Number(nameOf(work).split('-').at(-1))
}

function labelsIn(work: KubeObject): string {
  return JSON.stringify(work.metadata['labels'])
}

function limitsOf({ settings }: SmallWorld): Required<Pick<Limits, 'bytes' | 'objects'>> {
  const { bytes = 0, objects = 0 } = settings.limits ?? {}
  return { bytes, objects }
}

function countIn(work: KubeObject | undefined): number {
  return work === undefined ? 0 : itemsOf(work).length
}

function bytesIn(work: KubeObject | undefined): number {
  return work === undefined
    ? 0
    : itemsOf(work).reduce((sum, { content }) => sum + ocmTransport.sizeOf(content), 0)
}
