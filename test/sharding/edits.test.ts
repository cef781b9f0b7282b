import {
  type Action,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  namespaceOf,
  plan,
  refKey,
  type Snapshot,
  stringifyJson,
  tryActions,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../properties/support.ts'
import {
  afterStep,
  delivered,
  LIMITS,
  type Moment,
  outcome,
  type Step,
  someSizes,
  stepsWith,
  toRest,
  workloadEdits,
} from './histories.ts'
import { bytesOf, type Edit, edited, type SmallWorld, wecsOf, workloadOf } from './small-world.ts'
import { itemsOf, worksIn } from './wecs.ts'

describe('an edit of one object', () => {
  it('WRP-3 that fits where it is rewrites the one shard that holds it, in each WEC, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 0, 40, 150, 300), { minLength: 5, maxLength: 7 }),
        stepsWith(workloadEdits, 6),
        fc.nat(2),
        fc.nat(),
        fc.nat(300),
        (sizes, steps, gone, at, more) => {
          // Some leave, so that there is room elsewhere too.
          const start = delivered(sizes)
          const left = workloadOf(start.world.snapshot)
            .filter((_, index) => index % 3 === gone)
            .reduce(
              (one: Moment, { metadata }) =>
                afterStep(one, { do: 'edit', edit: { do: 'remove', name: String(metadata['name']) } }),
              start,
            )
          const { world } = toRest(steps.reduce(following, left))
          const objects = workloadOf(world.snapshot)
          const object = objects[at % Math.max(1, objects.length)]
          if (object === undefined) return
          const padding = Math.min(paddingOf(object) + more, mostThatFits(world, object))
          const edit: Edit = { do: 'put', name: nameOf(object), padding, flavour: `edited ${at}` }
          const holders = holdersOf(world, object)
          const next = edited(world, edit)
          const actions = mailboxWrites(next)
          expect(holders).toHaveLength(wecsOf(world.snapshot).length)
          expect(actions.map(({ kind, ref }) => `${kind} ${refKey(ref)}`).sort()).toEqual(
            holders.map((work) => `patch ${refKeyOf(work)}`).sort(),
          )
          // Nor does it touch its neighbours there.
          const written = tryActions(next.snapshot, actions).snapshot
          for (const holder of holders) {
            const work = worksIn(written).find((one) => refKeyOf(one) === refKeyOf(holder))
            if (work === undefined) throw new Error('it is gone')
            const isOther = (manifest: unknown) =>
              !stringifyJson(manifest as KubeObject).includes(`"name":"${nameOf(object)}"`)
            const manifests = (one: KubeObject) => listAt(one, 'spec', 'workload', 'manifests')
            expect(manifests(work).filter(isOther)).toEqual(manifests(holder).filter(isOther))
            expect(manifests(work)).toHaveLength(manifests(holder).length)
          }
        },
      ),
      runs(12),
    )
  })

  it('WRP-3 at any moment, of what is planned anyway nothing changes but in the shards that hold it', () => {
    fc.assert(
      fc.property(someSizes, stepsWith(workloadEdits, 14), fc.nat(), (sizes, steps, at) => {
        const { world } = steps.reduce((one: Moment, step) => afterStep(one, step), delivered(sizes))
        const objects = workloadOf(world.snapshot)
        const object = objects[at % Math.max(1, objects.length)]
        if (object === undefined) return
        // As large as before: what is not yet placed goes by the room that there is.
        const edit: Edit = { do: 'put', name: nameOf(object), padding: paddingOf(object), flavour: '!' }
        const before = plannedIn(world)
        const now = plannedIn(edited(world, edit))
        const holders = [
          ...holdersOf(world, object),
          ...holdersIn(before, object),
          ...holdersIn(now, object),
        ].map(refKeyOf)
        const others = (snapshot: Snapshot) =>
          worksIn(snapshot)
            .filter((work) => !holders.includes(refKeyOf(work)))
            .map((work) => [refKeyOf(work), labelsOf(work), work['spec']])
        expect(others(now)).toEqual(others(before))
      }),
      runs(10),
    )
  })
})

const following = (one: Moment, step: Step) => afterStep(one, step)

function mailboxWrites(world: SmallWorld): readonly Action[] {
  return plan(outcome(world)).actions.filter(({ ref }) => ref.space === 'its')
}

function plannedIn(world: SmallWorld): Snapshot {
  const actions = mailboxWrites(world).map((action) => ({ ...action, after: [] }))
  return tryActions(world.snapshot, actions).snapshot
}

function paddingOf(object: KubeObject): number {
  return (object['data'] as { padding: string }).padding.length
}

/** So much that its shard, in each WEC, still keeps to the limit (WRP-1); alone, as it is now at least. */
function mostThatFits(world: SmallWorld, object: KubeObject): number {
  // With the longest flavour, and what the lengths of more bytes take.
  const flavoured = bytesOf(nameOf(object), 0) + 'edited 4294967295'.length + 4
  const rooms = holdersOf(world, object).map((work) => {
    const others = itemsOf(work).filter(({ id }) => id.name !== nameOf(object))
    return (
      LIMITS.bytes - others.reduce((sum, { content }) => sum + world.settings.transport.sizeOf(content), 0)
    )
  })
  return Math.max(0, Math.min(...rooms) - flavoured)
}

function holdersOf({ snapshot }: SmallWorld, object: KubeObject): readonly KubeObject[] {
  return holdersIn(snapshot, object)
}

function holdersIn(snapshot: Snapshot, object: KubeObject): readonly KubeObject[] {
  return worksIn(snapshot).filter((work) =>
    itemsOf(work).some(({ id }) => id.kind === object.kind && id.name === nameOf(object)),
  )
}

function refKeyOf(work: KubeObject): string {
  const resource = 'manifestworks'
  const group = 'work.open-cluster-management.io'
  return refKey({ space: 'its', group, resource, namespace: namespaceOf(work), name: nameOf(work) })
}
