import {
  type Action,
  evaluate,
  groupOf,
  idKey,
  type KubeObject,
  listAt,
  type ObjectId,
  type Outcome,
  plan,
  refKey,
  type Snapshot,
  snapshotOf,
  stringAt,
  type WorldEvent,
  withEvents,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putEvent } from '../generators/changes.ts'
import { WDS_NAME } from '../generators/vocabulary.ts'
import {
  manifestIdIn,
  NOW,
  settingsOf,
  snapshotOfWorld,
  type World,
  withUnknown,
  worlds,
  worldsWithoutMail,
} from '../generators/worlds.ts'
import { ofKind, runs, textOf, textOfOutcome, toRest } from './support.ts'

const MOST = 12

describe('who an object is', () => {
  it('ID-1 another preferred version is another content: no object leaves, and no list changes its members', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.nat(), (world, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const info = world.wds.resources[1 + (at % 14)]
        if (info === undefined) return
        const renewed = { ...info, version: 'v2' }
        const apiVersion = info.group === '' ? 'v2' : `${info.group}/v2`
        const resources = world.wds.resources.map((one) => (one === info ? renewed : one))
        const objects = [...snapshot.objects('wds')].map((object) =>
          isOf(info, object) ? { ...object, apiVersion } : object,
        )
        const its = { resources: world.its.resources, objects: [...snapshot.objects('its')] }
        const upgraded = snapshotOf({
          wdsName: WDS_NAME,
          now: NOW,
          wds: { resources, objects },
          its,
        }).snapshot
        const rest = toRest(upgraded, settings, {}, MOST)
        expect(manifestsIn(rest.snapshot, world)).toEqual(manifestsIn(snapshot, world))
        expect(plan(evaluate(upgraded, settings)).actions.filter(({ kind }) => kind === 'delete')).toEqual([])
        const versions = ofKind(rest.snapshot, 'its', 'ManifestWork')
          .flatMap((work) => listAt(work, 'spec', 'workload', 'manifests'))
          .filter((manifest) => isOf(info, manifest as KubeObject))
          .map((manifest) => stringAt(manifest, 'apiVersion'))
        expect(new Set(versions).size).toBeLessThanOrEqual(1)
      }),
      runs(25),
    )
  })

  it('ID-7 an object that is deleted and made again keeps its place: no mailbox is written', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), (world, again) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const made = workloadIn(snapshot).flatMap((object, at): readonly WorldEvent[] => {
          if (again[at % again.length] !== true) return []
          const { uid: _, ...metadata } = object.metadata
          const event = putEvent(snapshot, 'wds', { ...object, metadata })
          if (event.kind !== 'put') return []
          const renewed = event.object
          return [{ ...event, object: { ...renewed, metadata: { ...renewed.metadata, uid: `again-${at}` } } }]
        })
        expect(mailWritesOf(evaluate(withEvents(snapshot, made), settings))).toEqual([])
      }),
      runs(30),
    )
  })

  it('ID-5 an object that waits for a finalizer stays selected, and is delivered as it was', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const object = workloadIn(snapshot)[at % Math.max(1, workloadIn(snapshot).length)]
        if (object === undefined) return
        const going = { finalizers: ['example.com/hold'], deletionTimestamp: NOW }
        const doomed = { ...object, metadata: { ...object.metadata, ...going } }
        const after = evaluate(withEvents(snapshot, [putEvent(snapshot, 'wds', doomed)]), settings)
        expect(mailWritesOf(after)).toEqual([])
        expect(membersOf(after)).toEqual(membersOf(evaluate(snapshot, settings)))
        // Nor is an edit kept back.
        const edited = { ...doomed, edited: 'while it goes' }
        const [late, early] = [edited, { ...object, edited: 'while it goes' }].map((one) =>
          evaluate(withEvents(snapshot, [putEvent(snapshot, 'wds', one)]), settings),
        )
        if (late === undefined || early === undefined) return
        expect(mailWritesOf(late)).toEqual(mailWritesOf(early))
      }),
      runs(30),
    )
  })

  it('ID-4 what no Binding lists is not delivered, whatever needs it', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (world) => {
        const { snapshot } = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
        const entries = ofKind(snapshot, 'wds', 'Binding').flatMap((binding) =>
          ['clusterScope', 'namespaceScope'].flatMap((scope) => listAt(binding, 'spec', 'workload', scope)),
        )
        const keys = ['group', 'resource', 'namespace', 'name']
        const listed = entries.map((entry) => keys.map((key) => stringAt(entry, key) ?? '').join('/'))
        for (const work of ofKind(snapshot, 'its', 'ManifestWork'))
          for (const manifest of listAt(work, 'spec', 'workload', 'manifests'))
            expect(listed).toContain(manifestIdIn(world.wds.resources, idOfManifest(manifest as KubeObject)))
      }),
      runs(40),
    )
  })
})

describe('what is seen', () => {
  it('SNP-3 an inventory without a WEC, while mailboxes hold what is ours, is as one that is not seen', () => {
    fc.assert(
      fc.property(worlds, (given) => {
        const objects = given.its.objects.filter(({ kind }) => kind !== 'ManagedCluster')
        const world = { ...given, its: { ...given.its, objects } }
        if (!objects.some(isOurs)) return
        const blind = withUnknown(
          world,
          (space, at) => space === 'its' && its(world, at) === 'ManagedCluster',
        )
        const [empty, unseen] = [world, blind].map((one) => evaluate(snapshotOfWorld(one), settingsOf(one)))
        if (empty === undefined || unseen === undefined) return
        expect(writesOf(empty)).toEqual(writesOf(unseen))
        expect(
          plan(empty).actions.filter(({ kind, ref }) => kind === 'delete' && ref.space === 'its'),
        ).toEqual([])
      }),
      runs(80),
    )
  })

  it('SNP-4 managed fields of what is no report decide nothing', () => {
    const entries = fc.array(
      fc.record({
        manager: fc.constantFrom('kubectl', 'helm'),
        operation: fc.constantFrom('Apply', 'Update'),
        time: fc.constant(NOW),
        fieldsV1: fc.constant({ 'f:spec': {} }),
      }),
      { minLength: 1, maxLength: 2 },
    )
    fc.assert(
      fc.property(worlds, entries, (world, managedFields) => {
        const managed = (object: KubeObject) =>
          object.kind === 'WorkStatus'
            ? object
            : { ...object, metadata: { ...object.metadata, managedFields } }
        const plain = (object: KubeObject) => {
          const { managedFields: _, ...metadata } = object.metadata
          return object.kind === 'WorkStatus' ? object : { ...object, metadata }
        }
        const [one, other] = [managed, plain].map((made) =>
          evaluate(snapshotOfWorld(withObjects(world, made)), settingsOf(world)),
        )
        if (one === undefined || other === undefined) return
        expect(textOfOutcome(one)).toBe(textOfOutcome(other))
      }),
      runs(50),
    )
  })
})

function withObjects(world: World, made: (object: KubeObject) => KubeObject): World {
  const [wds, its] = [world.wds, world.its].map((space) => ({ ...space, objects: space.objects.map(made) }))
  return wds === undefined || its === undefined ? world : { ...world, wds, its }
}

const its = (world: World, at: number) => world.its.resources[at]?.kind

function isOurs({ kind, metadata }: KubeObject): boolean {
  return (
    kind === 'ManifestWork' &&
    /originWdsName":"wds1"/.test(textOf(metadata)) &&
    /BindingKey/.test(textOf(metadata))
  )
}

function isOf({ group, kind }: Readonly<{ group: string; kind: string }>, object: KubeObject): boolean {
  return groupOf(object.apiVersion) === group && object.kind === kind
}

// kube-system is who the WDS is (WRP-6).
function workloadIn(snapshot: Snapshot): readonly KubeObject[] {
  const isControl = ({ apiVersion }: KubeObject) => apiVersion.startsWith('control.kubestellar.io/')
  return [...snapshot.objects('wds')].filter(
    (object) => !isControl(object) && object.metadata['name'] !== 'kube-system',
  )
}

// By wrapped object.
function manifestsIn(snapshot: Snapshot, { wds }: World): readonly string[] {
  return ofKind(snapshot, 'its', 'ManifestWork')
    .flatMap((work) =>
      listAt(work, 'spec', 'workload', 'manifests').map((manifest) => {
        const id = idOfManifest(manifest as KubeObject)
        return textOf([work.metadata['namespace'] ?? '', manifestIdIn(wds.resources, id)])
      }),
    )
    .sort()
}

function idOfManifest(manifest: KubeObject) {
  const [namespace = '', name = ''] = ['namespace', 'name'].map((key) => stringAt(manifest.metadata, key))
  return { group: groupOf(manifest.apiVersion), kind: manifest.kind, namespace, name }
}

const isMail = ({ ref }: Action) => ref.resource === 'manifestworks'

function mailWritesOf(outcome: Outcome): readonly string[] {
  return plan(outcome)
    .actions.filter(isMail)
    .map((action) => textOf(action))
}

// Without statuses.
function writesOf(outcome: Outcome): readonly string[] {
  return plan(outcome)
    .actions.filter((action) => !(action.kind === 'patch' && action.subresource === 'status'))
    .map((action) => `${action.kind} ${refKey(action.ref)}`)
}

function membersOf({ bindings }: Outcome): readonly string[] {
  return [...bindings].map(([name, { binding }]) => {
    const scopes = ['clusterScope', 'namespaceScope']
    const entries = scopes.flatMap((scope) => listAt(binding, 'spec', 'workload', scope))
    return textOf([name, entries.map((entry) => idKey(entry as ObjectId))])
  })
}
