import {
  controllerOwnerOf,
  equalJson,
  evaluate,
  isDeleting,
  type Json,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  stringAt,
  stringifyJson,
  uidOf,
  valueAt,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isValidPolicy } from '../reference/bindings.ts'
import { settingsOf, snapshotOfWorld, type World, worlds } from './worlds.ts'

const SAMPLES = 400

// What a property says is worth nothing where its worlds never have what it speaks of.
const features: Readonly<Record<string, (world: World) => boolean>> = {
  'a Service': inWds((one) => one.kind === 'Service'),
  'a Job': inWds((one) => one.kind === 'Job'),
  'a Secret': inWds((one) => one.kind === 'Secret'),
  'a claim': inWds((one) => one.kind === 'PersistentVolumeClaim'),
  'a CustomResourceDefinition': inWds((one) => one.kind === 'CustomResourceDefinition'),
  'a custom resource': inWds((one) => one.kind === 'Widget'),
  RBAC: inWds((one) => one.kind === 'ClusterRole'),
  'an object that is no workload': inWds((one) => one.kind === 'Event'),
  'an object that waits for a finalizer': inWds((one) => isWorkload(one) && isDeleting(one)),
  'a key __proto__': inWds((one) => memberOf(memberOf(one, 'data'), '__proto__') !== undefined),
  'an integer beyond 2^53': inWds((one) => typeof valueAt(one, 'spec', 'big') === 'bigint'),
  'a name __proto__': inWds((one) => nameOf(one) === '__proto__'),
  'labels that no hub accepts': inWds((one) => Object.hasOwn(labelsOf(one), '-app')),
  'an object that asks for expansion': inWds((one) => isTemplated(one)),
  'a template that is to be expanded': inWds((one) => isTemplated(one) && /\{\{\./.test(stringifyJson(one))),
  'a template that is not': inWds((one) => !isTemplated(one) && /\{\{\./.test(stringifyJson(one))),
  'a template that is expanded': (world) =>
    itemsIn(world).some(({ item }) => /as wec-/.test(stringifyJson(item.content))),
  'a template that fails': (world) => failuresIn(world).length > 0,
  'a template that fails in one WEC, and not in another': (world) =>
    failuresIn(world).some(({ on, freezes }) =>
      itemsIn(world).some(
        ({ wec, item: { id, resource } }) =>
          resource === on.resource &&
          id.namespace === on.namespace &&
          id.name === on.name &&
          !freezes.some((frozen) => frozen.wec === wec),
      ),
    ),
  'properties in a ConfigMap': inIts((one) => one.kind === 'ConfigMap'),
  'properties in annotations': inIts(
    (one) => one.kind === 'ManagedCluster' && Object.hasOwn(one.metadata, 'annotations'),
  ),
  'a controller owner': inWds(
    (one) => listAt(one, 'metadata', 'ownerReferences').length > 0 && isWorkload(one),
  ),
  'an object over the hard limit': inWds((one) => (stringAt(one, 'data', 'long') ?? '').length > 2_000),
  'an object in a Namespace that is missing': (world) =>
    world.wds.objects.some(
      (one) =>
        namespaceOf(one) !== '' &&
        !world.wds.objects.some((other) => other.kind === 'Namespace' && nameOf(other) === namespaceOf(one)),
    ),
  'no kube-system': ({ wds }) => !wds.objects.some((one) => nameOf(one) === 'kube-system'),
  'a valid policy': inWds((one) => isPolicy(one) && isValidPolicy(one)),
  'an invalid policy': inWds((one) => isPolicy(one) && !isValidPolicy(one)),
  'a paused policy': inWds((one) => isPolicy(one) && /downsync.paused/.test(stringifyJson(one.metadata))),
  'a policy being deleted': inWds((one) => isPolicy(one) && isDeleting(one)),
  "a user's Binding": inWds(
    (one) => one.kind === 'Binding' && listAt(one, 'metadata', 'ownerReferences').length === 0,
  ),
  "a former policy's Binding": inWds(
    (one) => one.kind === 'Binding' && /former/.test(stringifyJson(one.metadata)),
  ),
  "somebody's Binding with a policy's name": (world) =>
    [...evaluate(snapshotOfWorld(world), settingsOf(world)).problems].some(([, problems]) =>
      problems.some(({ code }) => code === 'BindingForeign'),
    ),
  'a Binding being deleted': inWds((one) => one.kind === 'Binding' && isDeleting(one)),
  'a CustomTransform': inWds((one) => one.kind === 'CustomTransform'),
  'a CustomTransform being deleted': inWds((one) => one.kind === 'CustomTransform' && isDeleting(one)),
  ...Object.fromEntries(
    (['FieldInvalid', 'QueryInvalid', 'RemovalForbidden', 'TransformShared'] as const).map((code) => [
      `a CustomTransform with ${code}`,
      (world: World) => codesOfTransforms(world).has(code),
    ]),
  ),
  'an object that a CustomTransform freezes': (world) =>
    problemsOfTransforms(world).some(({ freezes }) => freezes.length > 0),
  'a StatusCollector': inWds((one) => one.kind === 'StatusCollector'),
  'a CombinedStatus that stands': inWds((one) => one.kind === 'CombinedStatus'),
  ...Object.fromEntries(
    ['rows', 'rowErrors', 'aggregationErrors'].map((list) => [
      `a CombinedStatus with ${list}`,
      (world: World) => resultsIn(world).some((result) => listAt(result, list).length > 0),
    ]),
  ),
  'a ManagedCluster being deleted': inIts((one) => one.kind === 'ManagedCluster' && isDeleting(one)),
  'a ManagedCluster without labels': inIts(
    (one) => one.kind === 'ManagedCluster' && !Object.hasOwn(one.metadata, 'labels'),
  ),
  'a WEC that is the WDS': inIts(
    (one) => one.kind === 'ManagedCluster' && /uid-of-wds1/.test(stringifyJson(one)),
  ),
  'a WEC that is not available': inIts(
    (one) => one.kind === 'ManagedCluster' && /"False"/.test(stringifyJson(one)),
  ),
  'a mailbox that is missing': ({ its }) =>
    its.objects.some(
      (one) =>
        one.kind === 'ManagedCluster' &&
        !its.objects.some((other) => other.kind === 'Namespace' && nameOf(other) === nameOf(one)),
    ),
  'a mailbox that is terminating': inIts((one) => one.kind === 'Namespace' && isDeleting(one)),
  'a wrapped object of ours': onWork((work) => wdsOf(work) === 'wds1'),
  "another WDS's wrapped object": onWork((work) => wdsOf(work) === 'wds2'),
  "nobody's wrapped object": onWork((work) => wdsOf(work) === undefined),
  'a wrapped object of another WDS of our name': onWork((work) =>
    /uid-of-another/.test(stringifyJson(work.metadata)),
  ),
  "KubeStellar's, without an id": onWork((work) => !/originWdsId/.test(stringifyJson(work.metadata))),
  'a wrapped object being deleted': onWork(isDeleting),
  'an unreadable wrapped object': onWork((work) => !ocmTransport.unwrap(work).ok),
  'one with an object twice': onWork((work) => {
    const manifests = listAt(work, 'spec', 'workload', 'manifests').map((one) => stringifyJson(one))
    return new Set(manifests).size < manifests.length
  }),
  'one that is applied': onWork((work) => ocmTransport.isSettled(work)),
  'one that failed': onWork((work) => ocmTransport.deliveryOf(work).some(({ state }) => state === 'failed')),
  'one that failed for good': onWork((work) =>
    ocmTransport.deliveryOf(work).some(({ cause }) => cause !== undefined),
  ),
  'one applied at an old generation': onWork((work) =>
    ocmTransport.deliveryOf(work).some(({ state, current }) => state === 'applied' && !current),
  ),
  'orphan rules': onWork((work) => valueAt(work, 'spec', 'deleteOption') !== undefined),
  createOnly: onWork((work) => /CreateOnly/.test(stringifyJson(work))),
  'configuration with wildcards': onWork((work) => /"name":"\*"/.test(stringifyJson(work))),
  'a status that came from a WEC': inWds((one) => isFromWec(one) && memberOf(one, 'status') !== undefined),
  'a status that came from nowhere': inWds((one) => !isFromWec(one) && memberOf(one, 'status') !== undefined),
  'a record of a wrapped object of ours': onRecord((record, { its }) =>
    its.objects.some((one) => isWork(one) && wdsOf(one) === 'wds1' && isOwner(one, record)),
  ),
  "a record of another WDS's wrapped object": onRecord((record, { its }) =>
    its.objects.some((one) => isWork(one) && wdsOf(one) === 'wds2' && isOwner(one, record)),
  ),
  'a record without owner': onRecord((record) => controllerOwnerOf(record) === undefined),
  'a record of what is gone': onRecord(
    (record, { its }) =>
      controllerOwnerOf(record) !== undefined && !its.objects.some((one) => isOwner(one, record)),
  ),
  'a record with the generation that it is of': onRecord((record) =>
    /downsync.generation/.test(stringifyJson(record.metadata)),
  ),
  'two records of one object': onRecord((record, { its }) =>
    its.objects.some(
      (one) => one !== record && isSourceOf(one, record) && namespaceOf(one) === namespaceOf(record),
    ),
  ),
  'small limits': ({ limits }) => limits.objects !== undefined,
  'groups narrowed': ({ apiGroups }) => apiGroups !== undefined,
}

describe('the worlds of the properties', () => {
  const sample = fc.sample(worlds, { numRuns: SAMPLES, seed: 1 })
  const reached = Object.entries(features).map(
    ([name, has]) => [name, sample.filter(has).length / SAMPLES] as const,
  )

  it.each(reached)('have %s (%d of them)', (name, proportion) => {
    expect(proportion, name).toBeGreaterThan(0)
  })
})

function itemsIn(world: World) {
  const { mailboxes } = evaluate(snapshotOfWorld(world), settingsOf(world))
  return [...mailboxes].flatMap(([wec, bundles]) =>
    bundles.flatMap(({ items }) => items.map((item) => ({ wec, item }))),
  )
}

function failuresIn(world: World) {
  const { problems } = evaluate(snapshotOfWorld(world), settingsOf(world))
  return [...problems].flatMap(([, found]) => found.filter(({ code }) => code === 'TemplateFailed'))
}

function isTemplated(object: KubeObject): boolean {
  return /expand-templates/.test(stringifyJson(object.metadata)) && isWorkload(object)
}

function inWds(has: (object: KubeObject) => boolean) {
  return ({ wds }: World) => wds.objects.some(has)
}

function inIts(has: (object: KubeObject) => boolean) {
  return ({ its }: World) => its.objects.some(has)
}

function onWork(has: (work: KubeObject) => boolean) {
  return inIts((object) => object.kind === 'ManifestWork' && has(object))
}

function onRecord(has: (record: KubeObject, world: World) => boolean) {
  return (world: World) => world.its.objects.some((one) => one.kind === 'WorkStatus' && has(one, world))
}

function isWork({ kind }: KubeObject): boolean {
  return kind === 'ManifestWork'
}

function isOwner(object: KubeObject, record: KubeObject): boolean {
  return uidOf(object) === controllerOwnerOf(record)?.uid
}

function isSourceOf(one: KubeObject, record: KubeObject): boolean {
  const [a, b] = [one, record].map((object) => valueAt(object, 'spec', 'sourceRef'))
  return one.kind === 'WorkStatus' && equalJson(a, b)
}

function isFromWec(object: KubeObject): boolean {
  return stringAt(labelsOf(object), 'managed-by.kubestellar.io/singletonstatus') === 'true'
}

function problemsOfTransforms(world: World) {
  const { problems } = evaluate(snapshotOfWorld(world), settingsOf(world))
  return [...problems].flatMap(([ref, found]) => (ref.resource === 'customtransforms' ? found : []))
}

function codesOfTransforms(world: World): ReadonlySet<string> {
  return new Set(problemsOfTransforms(world).map(({ code }) => code))
}

function resultsIn(world: World): readonly Json[] {
  const { combined } = evaluate(snapshotOfWorld(world), settingsOf(world))
  return [...combined].flatMap(([, object]) => listAt(object, 'results'))
}

function isPolicy(object: KubeObject): boolean {
  return object.kind === 'BindingPolicy'
}

function isWorkload(object: KubeObject): boolean {
  return !object.apiVersion.startsWith('control.kubestellar.io/')
}

function wdsOf(work: KubeObject): string | undefined {
  return stringAt(labelsOf(work), 'transport.kubestellar.io/originWdsName')
}
