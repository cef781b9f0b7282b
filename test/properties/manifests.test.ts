import {
  type Bundle,
  customizeObject,
  evaluate,
  type Item,
  type Json,
  type KubeObject,
  listAt,
  nameOf,
  namespaceOf,
  plan,
  type Snapshot,
  stringAt,
  valueAt,
  withEvents,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agent } from '../generators/agent.ts'
import { mangled } from '../generators/any-json.ts'
import { putEvent } from '../generators/changes.ts'
import { policyForAll } from '../generators/rare-worlds.ts'
import { managedClusters, SMALL_BYTES, WDS_ID } from '../generators/vocabulary.ts'
import { workloadObject } from '../generators/workload.ts'
import {
  settingsOf,
  snapshotOfWorld,
  type World,
  withObject,
  worldsWithoutMail,
} from '../generators/worlds.ts'
import { worldsWithMail } from '../generators/worlds-with-mail.ts'
import { wrappedBytes } from '../generators/wrapped-bytes.ts'
import { written } from '../generators/writer.ts'
import { isAccepted } from '../reference/content.ts'
import { ofKind, runs, textOf, textOfOutcome, toRest } from './support.ts'

const MOST = 12

describe('a manifest', () => {
  it('WRP-5 over the size limit it has a shard of its own; over the hard limit it is in none, and that is said', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (given) => {
        const world = everything(given)
        const settings = settingsOf(world)
        const { snapshot, outcome } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const limit = world.limits.bytes ?? SMALL_BYTES
        for (const { items } of bundlesIn(snapshot)) {
          const sizes = items.map(({ content }) => wrappedBytes(content))
          if (items.length > 1) for (const size of sizes) expect(size).toBeLessThanOrEqual(limit)
          for (const size of sizes) expect(size).toBeLessThanOrEqual(SMALL_BYTES)
        }
        const tooLarge = problemsIn(outcome).filter(({ code }) => code === 'ObjectTooLarge')
        for (const { found } of tooLarge) expect(Number(found)).toBeGreaterThan(SMALL_BYTES)
      }),
      runs(40),
    )
  })

  it('WRP-12 is checked before it is wrapped: nothing new in a mailbox is what the hub refuses', () => {
    fc.assert(
      fc.property(worldsWithoutMail, mangled(workloadObject), (world, odd) => {
        const all = everything(world)
        const snapshot = withEvents(snapshotOfWorld(all), [
          { kind: 'put', space: 'wds', object: odd as KubeObject },
        ])
        for (const [, bundles] of evaluate(snapshot, settingsOf(all)).mailboxes)
          for (const { items } of bundles)
            for (const { content } of items) expect(isAccepted(content)).toBe(true)
      }),
      runs(120),
    )
  })

  it('WRP-7, WRP-13 createOnly is CreateOnly; else Jobs and claims go by forced server-side apply; else plainly', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.boolean(), (world, createOnly) => {
        const all = everything(world, createOnly)
        const outcome = evaluate(snapshotOfWorld(all), settingsOf(all))
        for (const [, bundles] of outcome.mailboxes) {
          for (const bundle of bundles.filter((one) => isOfPolicy(one, 'all'))) {
            const work = ocmTransport.wrap(bundle)
            for (const item of bundle.items)
              expect(strategyIn(work, item)).toEqual(strategyFor(item, createOnly))
          }
        }
      }),
      runs(80),
    )
  })

  it('WRP-7 switching createOnly on and off delivers the present content, and takes nothing away', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.boolean(), fc.nat(), (world, createOnly, at) => {
        const { withdrawals: _, ...limits } = world.limits
        const settings = { ...settingsOf(world), limits }
        const { snapshot } = toRest(snapshotOfWorld(everything(world, createOnly)), settings, {}, MOST)
        const objects = [...snapshot.objects('wds')].filter(({ kind }) => kind === 'ConfigMap')
        const object = objects[at % Math.max(1, objects.length)]
        const edits = object === undefined ? [] : [putEvent(snapshot, 'wds', edited(object))]
        const policy = policyForAll(!createOnly)
        const switched = withEvents(snapshot, [...edits, putEvent(snapshot, 'wds', policy)])
        expect(plan(evaluate(switched, settings)).actions.filter(({ kind }) => kind === 'delete')).toEqual([])
        const rest = toRest(switched, settings, {}, MOST)
        const fresh = toRest(
          withEvents(snapshotOfWorld(everything(world, !createOnly)), edits),
          settings,
          {},
          MOST,
        )
        expect(itemsOf(rest.snapshot)).toEqual(itemsOf(fresh.snapshot))
      }),
      runs(25),
    )
  })

  it('CUS-5 what an object is called is never expanded', () => {
    const texts = fc.constantFrom('{{.zone}}', '{{', 'web', '{{.missing}}', '', '{{.zone}}/v1')
    const called = fc.record({ apiVersion: texts, kind: texts, name: texts, namespace: texts })
    fc.assert(
      fc.property(called, ({ apiVersion, kind, name, namespace }) => {
        const object = { apiVersion, kind, metadata: { name, namespace, labels: { name: 'in {{.zone}}' } } }
        const made = customizeObject(object, 'wec-1/Kind(name)', new Map([['zone', 'eu']]))
        expect(made).toEqual({
          object: { ...object, metadata: { name, namespace, labels: { name: 'in eu' } } },
          errors: [],
        })
      }),
      runs(200),
    )
  })
})

describe('what leaves a WEC', () => {
  it('WRP-11 a Namespace or CRD leaves orphaned, and applied as that, while an object in it stays', () => {
    fc.assert(
      fc.property(worldsWithMail, fc.nat(), (world, at) => {
        const { withdrawals: _, ...limits } = world.limits
        const settings = { ...settingsOf(world), limits }
        let { snapshot } = toRest(snapshotOfWorld(everything(world)), settings, {}, MOST)
        const going = containersIn(snapshot)[at % Math.max(1, containersIn(snapshot).length)]
        if (going === undefined) return
        // Nobody asks for it any more; what is in it stays wanted.
        const others = [...snapshot.objects('wds')].filter(
          ({ kind }) => kind === 'BindingPolicy' || kind === 'Binding',
        )
        const spec = {
          clusterSelectors: [{}],
          downsync: [{ resources: ['configmaps', 'secrets', 'widgets'] }],
        }
        const gone = others.map((one) =>
          putEvent(snapshot, 'wds', one.kind === 'BindingPolicy' ? { ...one, spec } : one),
        )
        snapshot = withEvents(snapshot, gone)
        for (let round = 0; round < MOST; round++) {
          const before = snapshot
          const after = written(evaluate(before, settings))
          for (const one of leavers(before, after)) expect(isSafeToLose(one, after)).toBe(true)
          snapshot = agent(after)
        }
      }),
      runs(25),
    )
  })

  it('DLV-2 nothing is delivered to a WEC that is the WDS itself, and other WECs are none the wiser', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.nat(), (given, at) => {
        const world = everything(given)
        const wecs = world.its.objects.filter(({ kind }) => kind === managedClusters.kind)
        const wec = wecs[at % Math.max(1, wecs.length)]
        const isNamed = world.wds.objects.some(
          (one) => one.kind === 'Namespace' && nameOf(one) === 'kube-system',
        )
        if (wec === undefined || !isNamed) return
        const [itself, other] = [WDS_ID, 'id-of-a-wec'].map((value) => {
          const claimed = { ...wec, status: { clusterClaims: [{ name: 'id.k8s.io', value }] } }
          return evaluate(snapshotOfWorld(withObject(world, 'its', claimed)), settingsOf(world))
        })
        if (itself === undefined || other === undefined) return
        expect(itself.mailboxes.get(nameOf(wec)) ?? []).toEqual([])
        const isElsewhere = ([name]: readonly [string, unknown]) => name !== nameOf(wec)
        expect(textOf([...itself.mailboxes].filter(isElsewhere))).toBe(
          textOf([...other.mailboxes].filter(isElsewhere)),
        )
        const isListed = [...itself.bindings].some(([, { binding }]) =>
          listAt(binding, 'spec', 'destinations').some((one) => stringAt(one, 'clusterId') === nameOf(wec)),
        )
        const said = problemsIn(itself).filter(
          ({ code, message }) => code === 'WecIsWds' && message.includes(nameOf(wec)),
        )
        expect(said.length > 0).toBe(isListed)
        expect(textOfOutcome(itself)).not.toContain('"wecIsWds"')
      }),
      runs(60),
    )
  })
})

const problemsIn = ({ problems }: ReturnType<typeof evaluate>) => [...problems].flatMap(([, found]) => found)

// Shorter than before, so that it fits if it did.
function edited({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata, data: { e: '' } }
}

/** With a policy that takes everything everywhere. */
function everything(world: World, createOnly = false): World {
  return withObject(world, 'wds', policyForAll(createOnly))
}

function isOfPolicy({ labels }: Bundle, name: string): boolean {
  return labels['transport.kubestellar.io/originOwnerReferenceBindingKey'] === name
}

function bundlesIn(snapshot: Snapshot): readonly Bundle[] {
  return ofKind(snapshot, 'its', 'ManifestWork').flatMap((work) => {
    const bundle = ocmTransport.unwrap(work)
    return bundle.ok ? [bundle.value] : []
  })
}

function itemsOf(snapshot: Snapshot): readonly string[] {
  const texts = bundlesIn(snapshot).flatMap(({ wec, labels, items }) =>
    items.map(({ content, strategy }) => textOf([wec, labels, strategy, content])),
  )
  return texts.sort()
}

function strategyFor({ id: { group, kind } }: Item, createOnly: boolean): Json | undefined {
  if (createOnly) return { type: 'CreateOnly' }
  const isFilledIn =
    (group === 'batch' && kind === 'Job') || (group === '' && kind === 'PersistentVolumeClaim')
  return isFilledIn ? { type: 'ServerSideApply', serverSideApply: { force: true } } : undefined
}

function strategyIn(work: KubeObject, { id, resource }: Item): Json | undefined {
  const isOf = (config: Json) =>
    stringAt(config, 'resourceIdentifier', 'group') === id.group &&
    stringAt(config, 'resourceIdentifier', 'resource') === resource &&
    (stringAt(config, 'resourceIdentifier', 'namespace') ?? '') === id.namespace &&
    stringAt(config, 'resourceIdentifier', 'name') === id.name
  return valueAt(listAt(work, 'spec', 'manifestConfigs').find(isOf), 'updateStrategy')
}

type Held = Readonly<{ work: KubeObject; item: Item }>

const isContainer = ({ id: { kind } }: Item) => kind === 'Namespace' || kind === 'CustomResourceDefinition'

function heldIn(snapshot: Snapshot): readonly Held[] {
  return ofKind(snapshot, 'its', 'ManifestWork')
    .filter(
      (work) =>
        work.metadata['deletionTimestamp'] === undefined &&
        /originWdsName":"wds1"/.test(textOf(work.metadata)),
    )
    .flatMap((work) => {
      const bundle = ocmTransport.unwrap(work)
      return bundle.ok ? bundle.value.items.map((item) => ({ work, item })) : []
    })
}

const containersIn = (snapshot: Snapshot) => heldIn(snapshot).filter(({ item }) => isContainer(item))
const placeOf = ({ work, item: { id } }: Held) =>
  textOf([namespaceOf(work), id.group, id.kind, id.namespace, id.name])

// Those that no wrapped object of their mailbox holds any more.
function leavers(before: Snapshot, after: Snapshot): readonly Held[] {
  const stays = new Set(heldIn(after).map(placeOf))
  return containersIn(before).filter((one) => !stays.has(placeOf(one)))
}

// Its agent was told to leave it there, and has taken that in; or nothing that stays is in it.
function isSafeToLose({ work, item }: Held, after: Snapshot): boolean {
  const within = heldIn(after).filter(
    (one) => namespaceOf(one.work) === namespaceOf(work) && isIn(one.item, item),
  )
  return within.length === 0 || (item.orphan && ocmTransport.isSettled(work))
}

function isIn({ id }: Item, container: Item): boolean {
  if (container.id.kind === 'Namespace') return id.namespace === container.id.name
  return (
    id.group === stringAt(container.content, 'spec', 'group') &&
    id.kind === stringAt(container.content, 'spec', 'names', 'kind')
  )
}
