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
  type Outcome,
  plan,
  refKey,
  type Snapshot,
  withEvents,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putEvent } from '../generators/changes.ts'
import { faultySelector, vacuousClause } from '../generators/policies.ts'
import { settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { ofKind, runs, textOf, toRest } from './support.ts'

const MOST = 12
const EXPAND = { 'control.kubestellar.io/expand-templates': 'true' }

/** What makes one workload object undeliverable, each by another rule. */
const breakObject: Arbitrary<(object: KubeObject) => KubeObject> = fc.constantFrom(
  // CUS-4
  (object) => ({ ...withMetadata(object, 'annotations', EXPAND), broken: '{{.noWecHasThis}}' }),
  (object) => ({ ...withMetadata(object, 'annotations', EXPAND), broken: ['{{'] }),
  // WRP-5
  (object) => ({ ...object, data: { long: 'x'.repeat(5_000) } }),
  // WRP-12
  (object) => withMetadata(object, 'annotations', { '-no-key-': 'x' }),
)

const breakSpec: Arbitrary<(spec: JsonObject) => JsonObject> = fc.oneof(
  faultySelector().map((bad) => (spec: JsonObject) => ({
    ...spec,
    clusterSelectors: [...listAt(spec, 'clusterSelectors'), bad],
  })),
  vacuousClause().map((bad) => (spec: JsonObject) => ({
    ...spec,
    downsync: [...listAt(spec, 'downsync'), bad],
  })),
)

describe('an error', () => {
  it('P-4, P-5, FRZ-1 in an object: what of it stands, stays as it is, and nothing else changes', () => {
    fc.assert(
      fc.property(worlds, breakObject, fc.nat(), (world, makeBad, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const object = workloadOf(snapshot)[at % Math.max(1, workloadOf(snapshot).length)]
        if (object === undefined) return
        const broken = withEvents(snapshot, [putEvent(snapshot, 'wds', makeBad(object))])
        const outcome = evaluate(broken, settings)
        // An annotation makes nothing selected or not; what was withheld or frozen before is that still.
        expect(writesOf(outcome, 'its')).toEqual([])
        expect(writesOf(outcome, 'wds')).toEqual([])
      }),
      runs(40),
    )
  })

  it('P-4, P-5, FRZ-3 in a policy: its lists and mailboxes stay, and those of the others', () => {
    fc.assert(
      fc.property(worlds, breakSpec, fc.nat(), (world, makeBad, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const policies = ofKind(snapshot, 'wds', 'BindingPolicy')
        const policy = policies[at % Math.max(1, policies.length)]
        if (policy === undefined) return
        const spec = (policy['spec'] ?? {}) as JsonObject
        const broken = withEvents(snapshot, [putEvent(snapshot, 'wds', { ...policy, spec: makeBad(spec) })])
        const outcome = evaluate(broken, settings)
        expect(writesOf(outcome, 'its')).toEqual([])
        expect(writesOf(outcome, 'wds')).toEqual([])
      }),
      runs(40),
    )
  })
})

describe('freezing', () => {
  it('FRZ-3 edits of what a frozen Binding lists go on being delivered', () => {
    fc.assert(
      fc.property(worlds, breakSpec, fc.nat(), (world, makeBad, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const broken = ofKind(snapshot, 'wds', 'BindingPolicy').map((policy) =>
          putEvent(snapshot, 'wds', { ...policy, spec: makeBad((policy['spec'] ?? {}) as JsonObject) }),
        )
        const object = workloadOf(snapshot)[at % Math.max(1, workloadOf(snapshot).length)]
        if (object === undefined) return
        const edit = putEvent(snapshot, 'wds', { ...object, edited: 'yes' })
        const frozen = toRest(withEvents(snapshot, [...broken, edit]), settings, {}, MOST)
        const valid = toRest(withEvents(snapshot, [edit]), settings, {}, MOST)
        expect(manifestsOf(frozen.snapshot)).toEqual(manifestsOf(valid.snapshot))
      }),
      runs(30),
    )
  })

  it('FRZ-2 an object that is gone is withdrawn, frozen or not', () => {
    fc.assert(
      fc.property(worlds, breakObject, fc.nat(), (world, makeBad, at) => {
        // A limit on withdrawals would hold it (GRD-1).
        const { withdrawals: _, ...limits } = world.limits
        const settings = { ...settingsOf(world), limits }
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const objects = workloadOf(snapshot).filter(({ kind }) => kind !== 'Namespace')
        const object = objects[at % Math.max(1, objects.length)]
        if (object === undefined) return
        const bad = withEvents(snapshot, [putEvent(snapshot, 'wds', makeBad(object))])
        const after = [snapshot, bad].map((one) => {
          const stands = [...one.objects('wds')].find((other) => isSame(other, object)) ?? object
          const info = one.resourceOfKind('wds', groupIn(object), object.kind)
          if (info === undefined) return 'no such kind'
          const ref = {
            space: 'wds' as const,
            group: info.group,
            resource: info.resource,
            namespace: namespaceOf(object),
            name: nameOf(object),
          }
          const gone = withEvents(one, [{ kind: 'deleted', ref, uid: String(stands.metadata['uid']) }])
          return manifestsOf(toRest(gone, settings, {}, MOST).snapshot)
        })
        expect(after[1]).toEqual(after[0])
      }),
      runs(30),
    )
  })
})

function workloadOf(snapshot: Snapshot): readonly KubeObject[] {
  return [...snapshot.objects('wds')].filter(
    (object) => !object.apiVersion.startsWith('control.kubestellar.io/') && nameOf(object) !== 'kube-system',
  )
}

// Without statuses; a Binding's lists go by identity, so resourceVersions are no reason (BND-1).
function writesOf(outcome: Outcome, space: 'wds' | 'its'): readonly string[] {
  return plan(outcome)
    .actions.filter((action) => action.ref.space === space)
    .filter((action) => !(action.kind === 'patch' && action.subresource === 'status'))
    .map(
      (action) => `${action.kind} ${refKey(action.ref)} ${textOf('patch' in action ? action.patch : null)}`,
    )
}

/** All manifests of this WDS by mailbox and Binding. */
function manifestsOf(snapshot: Snapshot): readonly string[] {
  return ofKind(snapshot, 'its', 'ManifestWork')
    .flatMap((work) => {
      const owner = textOf(labelsOf(work))
      const manifests = listAt(work, 'spec', 'workload', 'manifests').filter(isKubeObject)
      return manifests.map((manifest) => `${namespaceOf(work)} ${owner} ${textOf(manifest)}`)
    })
    .sort()
}

function withMetadata(object: KubeObject, key: string, value: Json): KubeObject {
  return { ...object, metadata: { ...object.metadata, [key]: value } }
}

function groupIn({ apiVersion }: KubeObject): string {
  return apiVersion.split('/').slice(0, -1).join('/')
}

function isSame(a: KubeObject, b: KubeObject): boolean {
  return a.kind === b.kind && nameOf(a) === nameOf(b) && namespaceOf(a) === namespaceOf(b)
}
