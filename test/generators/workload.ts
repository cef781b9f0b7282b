import { type Json, type JsonObject, type KubeObject, objectOf, type ResourceInfo } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { cleaned } from '../reference/content.ts'
import { labels, ownLabels } from './policies.ts'
import { templating } from './properties.ts'
import { statuses } from './records.ts'
import {
  namespaceNames,
  namespaces,
  objectKinds,
  objectOfKind,
  oneIn,
  pick,
  present,
  rarely,
  SMALL_BYTES,
  WDS_ID,
  withheldNames,
  workloadNames,
} from './vocabulary.ts'
import { wrappedBytes } from './wrapped-bytes.ts'

/** What makes a server refuse metadata in a manifest (WRP-12). */
const badLabels = pick<JsonObject>({ '-app': 'web' }, { app: 'not a value' }, { app: 7 })

const objectLabels: Arbitrary<JsonObject> = fc.oneof(
  { weight: 12, arbitrary: labels() },
  { weight: 4, arbitrary: fc.tuple(labels(), ownLabels()).map(([a, b]) => ({ ...a, ...b })) },
  { weight: 1, arbitrary: fc.tuple(labels(), badLabels).map(([a, b]) => ({ ...a, ...b })) },
)

const annotations: Arbitrary<JsonObject> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ 'control.kubestellar.io/expand-templates': 'true' }) },
  { weight: 1, arbitrary: fc.constant({ 'control.kubestellar.io/preserve': 'nodeport' }) },
  { weight: 1, arbitrary: fc.constant({ 'kubectl.kubernetes.io/last-applied-configuration': '{}' }) },
  { weight: 1, arbitrary: fc.constant({ 'Upper.example/Key': 'x', note: '<&>' }) },
)

const controllers = pick<Json>(
  [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'o1', controller: true }],
  [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'o2', controller: true }],
  [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'web', uid: 'o3' }],
)

/** Bodies with what JSON parsers, cleaners and size formulas trip over; big ones go over the limits of a small transport. */
const plainBody: Arbitrary<JsonObject> = fc.oneof(
  {
    weight: 10,
    arbitrary: pick<JsonObject>(
      {},
      { data: { k: 'v' } },
      { spec: { replicas: 2, big: 9_007_199_254_740_993n, zero: -0, half: 0.5 } },
      { data: objectOf([['__proto__', 'p']]) },
      { data: { html: '<a href="x">&</a>\u2028', lone: '\ud800', wide: '😀～' } },
      { spec: { template: { metadata: { creationTimestamp: null, labels: {} } } }, status: { ready: true } },
    ),
  },
  { weight: 2, arbitrary: pick(300, 700).map((length) => ({ data: { long: 'x'.repeat(length) } })) },
  { weight: 1, arbitrary: pick(1_500, 5_000).map((length) => ({ data: { long: 'x'.repeat(length) } })) },
  { weight: 2, arbitrary: pick('exactly', 'exactly', 'one more').map((exact) => ({ exact, padding: '' })) },
)

/** Fills an object that asks for it, so that as a manifest it has exactly as many bytes as fit, or one more (WRP-5). */
function filled(object: KubeObject): KubeObject {
  const { exact } = object
  if (exact !== 'exactly' && exact !== 'one more') return object
  const wanted = SMALL_BYTES + (exact === 'exactly' ? 0 : 1)
  const padded = (length: number) => ({ ...object, padding: 'x'.repeat(length) })
  let length = wanted
  while (wrappedBytes(cleaned(padded(length))) > wanted) length--
  return padded(length)
}

const bodiesByKind: Readonly<Record<string, Arbitrary<JsonObject>>> = {
  Service: fc
    .record(
      {
        clusterIP: pick('10.0.0.1', 'None', ''),
        clusterIPs: pick<Json>(['10.0.0.1'], ['None'], []),
        ipFamilies: pick<Json>(['IPv4']),
        ipFamilyPolicy: pick('SingleStack', 'PreferDualStack'),
        externalTrafficPolicy: pick('Cluster', 'Local'),
        internalTrafficPolicy: pick('Cluster', 'Local'),
        sessionAffinity: pick('None', 'ClientIP'),
        sessionAffinityConfig: pick<Json>({ clientIP: { timeoutSeconds: 1 } }),
        healthCheckNodePort: pick<Json>(30_001),
        ports: pick<Json>([{ port: 80, nodePort: 30_000 }], [{ port: 1 }, 'odd']),
      },
      { requiredKeys: [] },
    )
    .map((spec) => ({ spec: present(spec) })),
  Job: fc
    .record({
      metadata: pick<Json>(
        { labels: { 'controller-uid': 'x', app: 'web' } },
        { labels: { 'batch.kubernetes.io/controller-uid': 'x' } },
      ),
      suspend: fc.boolean(),
    })
    .map(({ metadata, suspend }) => ({ spec: { selector: { x: 1 }, suspend, template: { metadata } } })),
  Secret: pick<JsonObject>(
    { type: 'Opaque', data: { k: 'dg==' } },
    { type: 'kubernetes.io/service-account-token', data: { token: 'dA==' } },
    { type: 'bootstrap.kubernetes.io/token', data: {} },
  ),
  CustomResourceDefinition: pick('example.com', 'work.open-cluster-management.io').map((group) => ({
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} } }],
    },
  })),
}

/** Everything about an object but its kind and where it is. */
const traits = fc.record({
  labels: fc.oneof({ weight: 5, arbitrary: objectLabels }, fc.constant(undefined)),
  annotations,
  controllers: rarely(6, controllers),
  isDeleting: oneIn(12),
  hasServerFields: fc.boolean(),
  generation: fc.integer({ min: 1, max: 4 }),
  status: rarely(3, statuses('zeros')),
})

// A few kinds are met often, so that objects of one kind stand beside one another.
const kinds = fc.oneof(
  pick(...objectKinds),
  pick(...objectKinds.filter(({ kind }) => ['ConfigMap', 'ClusterRole', 'Service'].includes(kind))),
)

/** An object of a world of workload: its kind decides its scope and its body. */
export const workloadObject: Arbitrary<KubeObject> = fc
  .record({ info: kinds, traits })
  .chain(({ info, traits: made }) =>
    fc
      .record({
        name: nameFor(info),
        namespace: fc.oneof(
          { weight: 8, arbitrary: pick(...namespaceNames) },
          { weight: 1, arbitrary: pick('default', 'kube-system') },
        ),
        body: bodiesByKind[info.kind] ?? plainBody,
        templated: rarely(6, templating),
      })
      .map(({ name, namespace, body, templated = asItIs }) =>
        templated(
          objectOfKind(
            info,
            present({
              name,
              namespace: info.namespaced ? namespace : undefined,
              labels: made.labels,
              annotations: made.annotations,
              ownerReferences: made.controllers,
              finalizers: made.isDeleting ? ['example.com/hold'] : undefined,
              deletionTimestamp: made.isDeleting ? '2026-01-01T00:00:00Z' : undefined,
              ...(made.hasServerFields && {
                creationTimestamp: '2026-01-01T00:00:00Z',
                generation: made.generation,
                generateName: 'web-',
                managedFields: [{ manager: 'kubectl', operation: 'Update', time: 't', fieldsV1: {} }],
              }),
            }),
            made.status === undefined ? body : { ...body, status: made.status },
          ),
        ),
      )
      .map(filled),
  )

const asItIs = (object: KubeObject) => object

function nameFor(info: ResourceInfo): Arbitrary<string> {
  if (info.kind === 'CustomResourceDefinition') return fc.constant('widgets.example.com')
  return fc.oneof(
    { weight: 8, arbitrary: pick(...workloadNames) },
    { weight: 1, arbitrary: pick(...withheldNames) },
  )
}

const ownNamespaceLabels = fc.uniqueArray(
  fc.record({ name: pick(...namespaceNames, 'default'), labels: labels(), isDeleting: oneIn(15) }),
  { selector: ({ name }) => name, minLength: 2, maxLength: 5 },
)

/** Namespaces of the WDS, some missing; nearly always kube-system, by whose uid the WDS is known (WRP-6). */
export const wdsNamespaces: Arbitrary<readonly KubeObject[]> = fc
  .tuple(ownNamespaceLabels, oneIn(15))
  .map(([made, isNameless]) => [
    ...made.map((one) => namespaceObject(one.name, one.labels, one.isDeleting)),
    ...(isNameless ? [] : [objectOfKind(namespaces, { name: 'kube-system', uid: WDS_ID })]),
  ])

/** A Namespace; one that is being deleted waits for a finalizer. */
export function namespaceObject(name: string, itsLabels: JsonObject, isDeleting: boolean): KubeObject {
  return objectOfKind(
    namespaces,
    present({
      name,
      labels: itsLabels,
      deletionTimestamp: isDeleting ? '2026-01-01T00:00:00Z' : undefined,
      finalizers: isDeleting ? ['example.com/hold'] : undefined,
    }),
  )
}
