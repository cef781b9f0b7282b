import {
  evaluate,
  isKubeObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  namespaceOf,
  plan,
  refOf,
  type Snapshot,
  stringAt,
  uidOf,
  withEvents,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putEvent } from '../generators/changes.ts'
import { transformObject } from '../generators/control.ts'
import { CONTROL, wdsResources } from '../generators/vocabulary.ts'
import { settingsOf, snapshotOfWorld, type World, worlds } from '../generators/worlds.ts'
import { ofKind, runs, textOf, toRest } from './support.ts'

const MOST = 12

/** One more expression, which is an error. */
const broken: Arbitrary<(transform: KubeObject) => KubeObject> = fc
  .constantFrom<Json>('$', '$[', '$.metadata.name', '$..*', 7)
  .map((bad) => (transform) => withRemovals(transform, [...listAt(transform, 'spec', 'remove'), bad]))

describe('an error in a CustomTransform', () => {
  it('P-4, P-5, TRF-4 changes nothing: neither what it was for, nor anything else', () => {
    fc.assert(
      fc.property(worlds, transformObject, broken, (world, transform, makeBad) => {
        const { snapshot, settings } = restWith(world, transform)
        const bad = withEvents(snapshot, [putEvent(snapshot, 'wds', makeBad(standing(snapshot, transform)))])
        const written = plan(evaluate(bad, settings)).actions.filter(
          (action) => !(action.kind === 'patch' && action.subresource === 'status'),
        )
        expect(written).toEqual([])
      }),
      runs(40),
    )
  })

  it('P-5, TRF-4 keeps no edit from what it is not for', () => {
    fc.assert(
      fc.property(worlds, transformObject, broken, fc.nat(), (world, transform, makeBad, at) => {
        const { snapshot, settings } = restWith(world, transform)
        const bad = putEvent(snapshot, 'wds', makeBad(standing(snapshot, transform)))
        const kind = kindOf(transform)
        const others = [...snapshot.objects('wds')].filter(
          (one) =>
            !one.apiVersion.startsWith(`${CONTROL}/`) && one.kind !== kind && nameOf(one) !== 'kube-system',
        )
        const object = others[at % Math.max(1, others.length)]
        if (object === undefined) return
        const edit = putEvent(snapshot, 'wds', { ...object, edited: 'yes' })
        const [one, other] = [[edit], [bad, edit]].map((events) =>
          manifestsOf(toRest(withEvents(snapshot, events), settings, {}, MOST).snapshot, kind),
        )
        expect(other).toEqual(one)
      }),
      runs(30),
    )
  })

  it('P-4, TRF-4 leaves nothing behind: deleting it is as if it had never been', () => {
    fc.assert(
      fc.property(worlds, transformObject, broken, (world, transform, makeBad) => {
        const { snapshot, settings } = restWith(world, transform)
        const there = standing(snapshot, transform)
        const bad = toRest(
          withEvents(snapshot, [putEvent(snapshot, 'wds', makeBad(there))]),
          settings,
          {},
          MOST,
        )
        const ref = refOf('wds', {
          group: CONTROL,
          resource: 'customtransforms',
          namespace: '',
          name: nameOf(there),
        })
        const [fromGood, fromBad] = [snapshot, bad.snapshot].map((one) => {
          const gone = withEvents(one, [{ kind: 'deleted', ref, uid: uidOf(there) }])
          return manifestsOf(toRest(gone, settings, {}, MOST).snapshot)
        })
        expect(fromBad).toEqual(fromGood)
      }),
      runs(30),
    )
  })
})

// With one that has no error and is not being deleted; a limit on withdrawals would hold what an edit of it moves (GRD-1).
function restWith(world: World, transform: KubeObject) {
  const { withdrawals: _, ...limits } = world.limits
  const settings = { ...settingsOf(world), limits }
  const start = snapshotOfWorld(world)
  const good = withRemovals({ ...transform, metadata: { name: nameOf(transform) } }, ['$.data.k', '$.spec'])
  const { snapshot } = toRest(withEvents(start, [putEvent(start, 'wds', good)]), settings, {}, MOST)
  return { snapshot, settings }
}

function withRemovals(transform: KubeObject, remove: readonly Json[]): KubeObject {
  return { ...transform, spec: { ...(transform['spec'] as JsonObject), remove } }
}

function standing(snapshot: Snapshot, transform: KubeObject): KubeObject {
  const found = ofKind(snapshot, 'wds', 'CustomTransform').find((one) => nameOf(one) === nameOf(transform))
  if (found === undefined) throw new Error('the CustomTransform is gone')
  return found
}

function kindOf({ spec }: KubeObject): string {
  const group = stringAt(spec, 'apiGroup') ?? ''
  const resource = stringAt(spec, 'resource')
  return wdsResources.find((one) => one.group === group && one.resource === resource)?.kind ?? ''
}

/** All manifests but those of one kind, by mailbox and Binding. */
function manifestsOf(snapshot: Snapshot, except = ''): readonly string[] {
  return ofKind(snapshot, 'its', 'ManifestWork')
    .flatMap((work) =>
      listAt(work, 'spec', 'workload', 'manifests')
        .filter(isKubeObject)
        .filter(({ kind }) => kind !== except)
        .map((manifest) => `${namespaceOf(work)} ${textOf(labelsOf(work))} ${textOf(manifest)}`),
    )
    .sort()
}
