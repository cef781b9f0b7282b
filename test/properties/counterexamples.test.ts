import {
  createEngine,
  evaluate,
  explain,
  finalizersOf,
  type Json,
  type JsonObject,
  type KubeObject,
  plan,
  refOf,
  snapshotOf,
} from '@downsync/core'
import { describe, expect, it } from 'vitest'
import {
  bindings,
  itsResources,
  managedClusters,
  manifestWorks,
  namespaces,
  objectOfKind,
  policies,
  wdsResources,
} from '../generators/vocabulary.ts'
import { settingsOf, snapshotOfWorld, type World, withUnknown } from '../generators/worlds.ts'
import { written } from '../generators/writer.ts'
import { toRest } from './support.ts'

// What the properties found, shrunk: each was wrong once.

const everything = { clusterSelectors: [{}], downsync: [{ resources: ['*'] }] }
const kubeSystem = objectOfKind(namespaces, { name: 'kube-system', uid: 'uid-of-wds1', resourceVersion: '1' })
const shop = objectOfKind(namespaces, { name: 'a', uid: 'u2', resourceVersion: '2' })
const inventory = [
  objectOfKind(managedClusters, { name: 'wec-1', uid: 'm1', resourceVersion: '1' }),
  objectOfKind(namespaces, { name: 'wec-1', uid: 'm2', resourceVersion: '2' }),
]

describe('counterexamples', () => {
  it("BND-12, BND-6 a generated Binding whose policy is gone goes, though it carries the pause of somebody's copy", () => {
    const orphan = bindingOf({
      annotations: { 'downsync/paused': 'true' },
      ownerReferences: [ownerOf('uid-of-a-former-policy')],
      finalizers: ['transport.kubestellar.io/object-cleanup'],
    })
    const world = worldOf([kubeSystem, orphan], [])
    const { snapshot } = toRest(snapshotOfWorld(world), settingsOf(world), {}, 12)
    expect(snapshot.get(refOf('wds', { ...bindings, namespace: '', name: 'p' }))).toBeUndefined()
  })

  it('SNP-2, WRP-10 what leaves one Binding stays while it is not seen which WECs another one has', () => {
    const work = objectOfKind(
      manifestWorks,
      {
        name: 'users-wds1-0',
        namespace: 'wec-1',
        uid: 'w1',
        resourceVersion: '3',
        generation: 1,
        labels: {
          'transport.kubestellar.io/originOwnerReferenceBindingKey': 'users',
          'transport.kubestellar.io/originWdsName': 'wds1',
        },
        annotations: { 'transport.kubestellar.io/originWdsId': 'uid-of-wds1' },
      },
      {
        spec: { workload: { manifests: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } }] } },
      },
    )
    const world = worldOf([kubeSystem, shop, policyOf({})], [...inventory, work])
    const blind = withUnknown(world, (space, at) => itsResources[at] === managedClusters && space === 'its')
    expect(deletions(blind)).toEqual([])
  })

  it('SNP-2, BND-4 a Binding that cannot be made again yet is not let go', () => {
    const leaving = bindingOf({
      ownerReferences: [ownerOf('uid-p')],
      finalizers: ['transport.kubestellar.io/object-cleanup'],
      deletionTimestamp: '2026-01-01T00:00:00Z',
    })
    const world = withUnknown(worldOf([kubeSystem, policyOf({}), leaving], []), (space) => space === 'its')
    const after = written(evaluate(snapshotOfWorld(world), settingsOf(world)))
    const there = after.get(refOf('wds', { ...bindings, namespace: '', name: 'p' }))
    expect(there && finalizersOf(there)).toEqual(['transport.kubestellar.io/object-cleanup'])
  })

  it('BND-4 no wrapped object is made while its Binding is let go to be made again', () => {
    const leaving = bindingOf({
      ownerReferences: [ownerOf('uid-p')],
      finalizers: ['transport.kubestellar.io/object-cleanup'],
      deletionTimestamp: '2026-01-01T00:00:00Z',
    })
    const world = worldOf([kubeSystem, shop, policyOf({}), leaving], inventory)
    const { actions } = plan(evaluate(snapshotOfWorld(world), settingsOf(world)))
    expect(actions.filter(({ ref }) => ref.space === 'its')).toEqual([])
  })

  it('EXP-1, BND-12 what a paused policy selects is withheld, not delivered', () => {
    const paused = policyOf({ annotations: { 'downsync/paused': 'true' } })
    const world = worldOf([kubeSystem, shop, paused], inventory)
    const outcome = createEngine(settingsOf(world), snapshotOfWorld(world)).outcome()
    const object = { group: '', resource: 'namespaces', namespace: '', name: 'a' }
    expect(explain(outcome, { object, wec: 'wec-1' }).verdict.kind).toBe('withheld')
  })

  it.each([true, false])(
    'P-4, BND-6, ID-2 what KubeStellar delivered by an entry that is no workload stays until the entry goes (discovery has Events: %s)',
    (hasEvents) => {
      const event: Json = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'web', namespace: 'a' } }
      const entry = (resource: string, name: string): Json => ({
        group: '',
        version: 'v1',
        resource,
        namespace: 'a',
        name,
        resourceVersion: '1',
      })
      const bindingWith = (namespaceScope: readonly Json[]) => ({
        ...bindingOf({ finalizers: ['transport.kubestellar.io/object-cleanup'] }),
        spec: { workload: { clusterScope: [], namespaceScope }, destinations: [{ clusterId: 'wec-1' }] },
      })
      const work = objectOfKind(
        manifestWorks,
        {
          name: 'p-wds1-0',
          namespace: 'wec-1',
          uid: 'w1',
          resourceVersion: '3',
          generation: 1,
          labels: {
            'transport.kubestellar.io/originOwnerReferenceBindingKey': 'p',
            'transport.kubestellar.io/originWdsName': 'wds1',
          },
        },
        { spec: { workload: { manifests: [event] } } },
      )
      const listing = (entries: readonly Json[]): World => {
        const world = worldOf([kubeSystem, shop, bindingWith(entries)], [...inventory, work])
        const resources = wdsResources.filter(({ resource }) => hasEvents || resource !== 'events')
        return { ...world, wds: { ...world.wds, resources } }
      }
      const world = listing([entry('configmaps', 'gone'), entry('events', 'web'), entry('events', 'new')])
      const { snapshot, outcome } = toRest(snapshotOfWorld(world), settingsOf(world), {}, 12)
      expect(
        outcome.mailboxes.get('wec-1')?.flatMap(({ items }) => items.map((item) => item.content)),
      ).toEqual([event])
      const own = refOf('wds', { ...bindings, namespace: '', name: 'p' })
      expect(outcome.problems.get(own)?.map(({ code, path }) => [code, path])).toEqual([
        ['EntryUnknown', 'spec.workload.namespaceScope[0]'],
        ['EntryUnknown', 'spec.workload.namespaceScope[1]'],
        ['EntryUnknown', 'spec.workload.namespaceScope[2]'],
      ])
      const { status } = snapshot.get(own) as unknown as { status: JsonObject }
      expect(JSON.stringify(status['conditions'])).toContain('"Frozen"')
      // Taking it out is a decision.
      expect(deletions(listing([entry('events', 'new')]))).toEqual(['p-wds1-0'])
    },
  )

  it('EXP-1, ID-2 why a policy for everything does not select an Event', () => {
    const event: Json = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'web', namespace: 'a' } }
    const { snapshot } = snapshotOf({
      wdsName: 'wds1',
      now: '2026-01-01T00:00:00Z',
      wds: { resources: wdsResources, objects: [kubeSystem, event, policyOf({})] },
      its: { resources: itsResources, objects: inventory },
    })
    const outcome = evaluate(snapshot, settingsOf(worldOf([], [])))
    const object = { group: '', resource: 'events', namespace: 'a', name: 'web' }
    const { decisive } = explain(outcome, { object, wec: 'wec-1' })
    expect(decisive.map(({ fact }) => fact.rule)).toContain('ID-2')
  })
})

function worldOf(wds: readonly KubeObject[], its: readonly KubeObject[]): World {
  return {
    wds: { resources: wdsResources, objects: wds },
    its: { resources: itsResources, objects: its },
    limits: {},
    apiGroups: undefined,
  }
}

function policyOf(more: JsonObject): KubeObject {
  const metadata = { name: 'p', uid: 'uid-p', resourceVersion: '10', generation: 1, ...more }
  return objectOfKind(policies, metadata, { spec: everything })
}

function bindingOf(more: JsonObject): KubeObject {
  const metadata = { name: 'p', uid: 'uid-b', resourceVersion: '11', generation: 1, ...more }
  const spec = { workload: { clusterScope: [], namespaceScope: [] }, destinations: [] }
  return objectOfKind(bindings, metadata, { spec })
}

function ownerOf(uid: string): Json {
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    name: 'p',
    uid,
    controller: true,
    blockOwnerDeletion: false,
  }
}

function deletions(world: World): readonly string[] {
  const { actions } = plan(evaluate(snapshotOfWorld(world), settingsOf(world)))
  return actions.flatMap(({ kind, ref }) => (kind === 'delete' ? [ref.name] : []))
}
