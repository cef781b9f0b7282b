import {
  annotationsOf,
  isDeleting,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Limits,
  labelsOf,
  labelValueFor,
  listAt,
  type ManifestId,
  nameOf,
  namespaceOf,
  type ResourceInfo,
  type Settings,
  type Snapshot,
  snapshotOf,
  stringAt,
  stringifyJson,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc, { type Arbitrary } from 'fast-check'
import { idOf, type ReferenceInput, referenceInput, type Wrapped } from '../reference/world.ts'
import { statusOf } from './agent.ts'
import { collectorObject, combinedObject } from './collectors.ts'
import { bindingObject, policyObject, transformObject } from './control.ts'
import { type MailSketch, mail, wrappedObject } from './mailboxes.ts'
import { labels } from './policies.ts'
import { clusterAnnotations, propertyMap } from './properties.ts'
import { recordObject, type StandingRecord, standingRecords } from './records.ts'
import {
  itsResources,
  managedClusters,
  manifestWorks,
  objectOfKind,
  oneIn,
  pick,
  policies,
  present,
  rarely,
  SMALL_BYTES,
  WDS_ID,
  WDS_NAME,
  wdsResources,
  wecNames,
} from './vocabulary.ts'
import { namespaceObject, wdsNamespaces, workloadObject } from './workload.ts'
import { wrappedBytes } from './wrapped-bytes.ts'

/** Both spaces as lists, and the settings: a plain value, printed when a property fails. */
export type World = Readonly<{
  wds: Readonly<{ resources: readonly ResourceInfo[]; objects: readonly KubeObject[] }>
  its: Readonly<{ resources: readonly ResourceInfo[]; objects: readonly KubeObject[] }>
  limits: Limits
  apiGroups: readonly string[] | undefined
}>

export const NOW = '2026-01-01T00:00:00Z'

/** The snapshot of a world. */
export function snapshotOfWorld({ wds, its }: World): Snapshot {
  return snapshotOf({ wdsName: WDS_NAME, now: NOW, wds, its }).snapshot
}

/** The settings of a world, with a transport that carries little. */
export function settingsOf({ limits, apiGroups }: World): Settings {
  const transport = { ...ocmTransport, limits: { ...ocmTransport.limits, bytes: SMALL_BYTES } }
  return { transport, limits, ...(apiGroups !== undefined && { apiGroups }) }
}

/** What the reference is told of a world. */
export function referenceInputOf(world: World): ReferenceInput {
  return referenceInput({ ...world, ...referenceSettingsOf(world), mail: wrappedIn(world) })
}

/** What the reference is told besides objects, of a world without mail. */
export function referenceSettingsOf({ apiGroups, limits: { withdrawals } }: World) {
  const isSmall = (content: KubeObject) => wrappedBytes(content) <= SMALL_BYTES
  return { apiGroups, withdrawals, isSmall, mail: [] }
}

/** The wrapped objects of this WDS in a world that can be read. */
function wrappedIn({ wds, its }: World): readonly Wrapped[] {
  const names = new Map(wds.objects.map((object) => [labelValueFor(nameOf(object)), nameOf(object)]))
  return its.objects.flatMap((work) => {
    const label = stringAt(labelsOf(work), 'transport.kubestellar.io/originOwnerReferenceBindingKey')
    // The hub's agents say which resource a kind is, as discovery does.
    const bundle = ocmTransport.unwrap({ ...work, status: statusOf(work, () => 'silent') })
    const isOurs = stringAt(labelsOf(work), 'transport.kubestellar.io/originWdsName') === WDS_NAME
    if (work.kind !== manifestWorks.kind || !isOurs || label === undefined || !bundle.ok) return []
    const manifests = bundle.value.items.map((item) => [manifestIdIn(wds.resources, item.id), item] as const)
    return {
      wec: namespaceOf(work),
      binding: names.get(label) ?? label,
      wds: stringAt(annotationsOf(work), 'transport.kubestellar.io/originWdsId'),
      isLeaving: isDeleting(work),
      manifests: new Map(manifests),
    }
  })
}

/** The identity of a manifest, as the reference writes it. */
export function manifestIdIn(resources: readonly ResourceInfo[], id: ManifestId): string {
  const info = resources.find((one) => one.group === id.group && one.kind === id.kind)
  return idOf({ ...id, resource: info?.resource ?? '' })
}

const wec = fc.record({
  name: pick(...wecNames),
  labels: fc.oneof({ weight: 4, arbitrary: labels() }, fc.constant(undefined)),
  annotations: clusterAnnotations,
  isDeleting: oneIn(15),
  id: fc.oneof({ weight: 10, arbitrary: fc.constant('id-of-a-wec') }, fc.constant(WDS_ID)),
  isAvailable: fc.oneof({ weight: 4, arbitrary: fc.constant('True') }, pick('False', 'Unknown')),
  mailbox: fc.oneof({ weight: 8, arbitrary: fc.constant('there') }, pick('missing', 'terminating')),
})

const inventory: Arbitrary<readonly KubeObject[]> = fc
  .uniqueArray(wec, { selector: ({ name }) => name, maxLength: 4 })
  .map((made) =>
    made.flatMap((one) => {
      const inventoryObject = objectOfKind(
        managedClusters,
        present({
          name: one.name,
          labels: one.labels,
          annotations: one.annotations,
          deletionTimestamp: one.isDeleting ? NOW : undefined,
          finalizers: one.isDeleting ? ['example.com/hold'] : undefined,
        }),
        {
          status: {
            clusterClaims: [{ name: 'id.k8s.io', value: one.id }],
            conditions: [{ type: 'ManagedClusterConditionAvailable', status: one.isAvailable }],
          },
        },
      )
      const mailbox = namespaceObject(one.name, {}, one.mailbox === 'terminating')
      return one.mailbox === 'missing' ? [inventoryObject] : [inventoryObject, mailbox]
    }),
  )

const limits: Arbitrary<Limits> = fc.oneof(
  fc.constant({}),
  fc
    .record(
      { objects: pick(1, 2, 3), bytes: pick(400, 900, 2_000), withdrawals: pick(0, 2) },
      { requiredKeys: [] },
    )
    .map((made) => present(made) as Limits),
)

const parts = (most: Readonly<{ workload: number; mail: boolean }>) =>
  fc.record({
    workload: fc.array(workloadObject, { maxLength: most.workload }),
    namespaces: wdsNamespaces,
    policies: fc.array(policyObject, { maxLength: 3 }),
    bindings: fc.array(bindingObject, { maxLength: 3 }),
    transforms: fc.oneof(
      { weight: 2, arbitrary: fc.constant<KubeObject[]>([]) },
      fc.array(transformObject, { maxLength: 3 }),
    ),
    collectors: fc.array(collectorObject, { maxLength: 3 }),
    combined: fc.oneof(
      { weight: 3, arbitrary: fc.constant<KubeObject[]>([]) },
      fc.array(combinedObject, { maxLength: 2 }),
    ),
    inventory,
    properties: fc.array(propertyMap, { maxLength: 3 }),
    mail: most.mail ? mail : fc.constant<readonly MailSketch[]>([]),
    records: standingRecords,
    limits,
    apiGroups: rarely(8, pick<readonly string[]>(['', 'apps'], ['example.com'])),
  })

type Parts = typeof parts extends (...args: never[]) => Arbitrary<infer P> ? P : never

/** Any world, all of it known; mailboxes in any state. */
export const worlds: Arbitrary<World> = parts({ workload: 10, mail: true }).map(worldOf)
/** Any world whose mailboxes are empty. */
export const worldsWithoutMail: Arbitrary<World> = parts({ workload: 14, mail: false }).map(worldOf)

/** Worlds whose mailboxes are empty, in which the state of one WEC is often asked for, and there. */
export const worldsThatAsk: Arbitrary<World> = fc
  .record({
    world: worldsWithoutMail,
    flags: fc.array(
      pick<JsonObject>(
        { wantSingletonReportedState: true, createOnly: false },
        { wantSingletonReportedState: true, wantMultiWECReportedState: true },
        { wantMultiWECReportedState: true, createOnly: false },
        {},
      ),
      { minLength: 1, maxLength: 3 },
    ),
    wecs: pick(1, 1, 1, 2),
  })
  .map(({ world, flags, wecs }) => asking(world, flags, wecs))

/** A world in which a policy asks for the state of everything everywhere, by these flags, with so many WECs at most. */
export function asking({ wds, its, ...rest }: World, flags: readonly JsonObject[], most: number): World {
  const away = new Set(managedClustersIn(its.objects).slice(most).map(nameOf))
  const spec = { clusterSelectors: [{}], downsync: [{ resources: ['*'] }] }
  const asks = objectOfKind(policies, { name: 'asks', uid: 'uid-asks', resourceVersion: '99' }, { spec })
  const objects = [asks, ...wds.objects].map((object, at) =>
    withFlags(object, flags[at % flags.length] ?? {}),
  )
  const world = {
    ...rest,
    wds: { ...wds, objects },
    its: { ...its, objects: its.objects.filter((object) => !away.has(nameOf(object))) },
  }
  return Object.assign(world, { [fc.toStringMethod]: () => textOfWorld(world) })
}

// Those that can be delivered to first.
function managedClustersIn(objects: readonly KubeObject[]): readonly KubeObject[] {
  const mailboxes = objects.filter(({ kind, metadata }) => kind === 'Namespace' && !isLeaving(metadata))
  const isUsable = ({ metadata }: KubeObject) =>
    !isLeaving(metadata) && mailboxes.some((one) => one.metadata['name'] === metadata['name'])
  const wecs = objects.filter(({ kind }) => kind === managedClusters.kind)
  return [...wecs.filter(isUsable), ...wecs.filter((one) => !isUsable(one))]
}

const isLeaving = (metadata: JsonObject) => metadata['deletionTimestamp'] !== undefined

function withFlags(object: KubeObject, flags: JsonObject): KubeObject {
  const clauses = listAt(object, 'spec', 'downsync')
  if (clauses.length === 0 || !clauses.every((clause) => isObject(clause))) return object
  const downsync = clauses.map((clause) => (isObject(clause) ? { ...clause, ...flags } : clause))
  return { ...object, spec: { ...(object['spec'] as JsonObject), downsync } }
}

function worldOf(made: Parts): World {
  const wds = once([
    ...made.namespaces,
    ...made.workload,
    ...made.policies,
    ...made.bindings,
    ...made.transforms,
    ...made.collectors,
    ...made.combined,
  ])
  const workload = [...made.namespaces, ...made.workload]
  const wrapped = made.mail.map((one) => wrappedObject(one, workload, `${one.wec}-${one.name}`))
  const records = wrapped.length === 0 || workload.length === 0 ? [] : made.records.map(recordOf)
  const world = {
    wds: { resources: wdsResources, objects: wds },
    its: {
      resources: itsResources,
      objects: once([...made.inventory, ...made.properties, ...wrapped, ...records]),
    },
    limits: made.limits,
    apiGroups: made.apiGroups,
  }
  function recordOf({ object, work, made: sketch }: StandingRecord): KubeObject {
    const manifest = workload[object % workload.length] as KubeObject
    return recordObject(sketch, manifest, wrapped[work % wrapped.length] as KubeObject)
  }
  // A counterexample is printed without the discovery that all worlds have.
  return Object.assign(world, { [fc.toStringMethod]: () => textOfWorld(world) })
}

// Each identity once, with the uid and resourceVersion that its server would give it.
function once(objects: readonly KubeObject[]): readonly KubeObject[] {
  const byIdentity = new Map<string, KubeObject>()
  for (const object of objects) {
    const namespace = stringAt(object, 'metadata', 'namespace') ?? ''
    const key = `${object.apiVersion} ${object.kind} ${namespace}/${stringAt(object, 'metadata', 'name')}`
    if (byIdentity.has(key)) continue
    const given = { uid: `uid-${key}`, resourceVersion: String(100 + byIdentity.size) }
    byIdentity.set(key, { ...object, metadata: { ...given, ...object.metadata } })
  }
  return [...byIdentity.values()]
}

/** A world with one more object, or another one in the place of one. */
export function withObject(world: World, space: 'wds' | 'its', object: KubeObject): World {
  const others = world[space].objects.filter((one) => !isSameIdentity(one, object))
  return { ...world, [space]: { ...world[space], objects: [...others, object] } }
}

function isSameIdentity(a: KubeObject, b: KubeObject): boolean {
  const text = ({ apiVersion, kind, metadata }: KubeObject) =>
    stringifyJson([apiVersion, kind, metadata['namespace'] ?? '', metadata['name'] ?? ''] as Json)
  return text(a) === text(b)
}

/** A world in which some resources are not completely seen. */
export function withUnknown(world: World, isUnknown: (space: 'wds' | 'its', at: number) => boolean): World {
  const blurred = (space: 'wds' | 'its') => ({
    ...world[space],
    resources: world[space].resources.map((info, at) =>
      isUnknown(space, at) ? { ...info, known: { why: 'not listed' } } : info,
    ),
  })
  return { ...world, wds: blurred('wds'), its: blurred('its') }
}

/** The JSON of a world, to be put into a test. */
export function textOfWorld(world: World): string {
  return stringifyJson({
    wds: world.wds.objects,
    its: world.its.objects,
    limits: world.limits as JsonObject,
    apiGroups: world.apiGroups ?? null,
  })
}
