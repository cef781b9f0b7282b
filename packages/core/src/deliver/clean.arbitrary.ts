import fc from 'fast-check'
import { type Json, type JsonObject, type KubeObject, objectOf } from '../kube/index.ts'

/** Any JSON, with the keys and numbers that go wrong. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, -0, 1.5, 9007199254740993n, '', 'None', 'Cluster', '\ud800'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', '__proto__', 'constructor', 'nodePort', '\u0000'), tie('json')), {
        maxLength: 3,
      })
      .map(objectOf),
  ),
})).json

/** An object with some of these members; `__proto__` and a name nobody knows are always among the choices. */
function someOf(members: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<JsonObject> {
  const choices = [
    ...Object.entries(members),
    ['other', anyJson] as const,
    ['__proto__', anyJson] as const,
  ].map(([key, value]) => fc.tuple(fc.constant(key), value))
  const [first, ...rest] = choices
  if (first === undefined) return fc.constant({})
  return fc.array(fc.oneof(first, ...rest), { maxLength: 2 * choices.length }).map(objectOf)
}

/** Now and then something of another type. */
function mostly(value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: anyJson })
}

const text = fc.constantFrom('', 'x', 'true')

const labels = mostly(
  someOf({
    app: text,
    'controller-uid': text,
    'batch.kubernetes.io/controller-uid': text,
    'managed-by.kubestellar.io/singletonstatus': text,
    'managed-by.kubestellar.io/multiwecstatus': text,
    'kubestellar.io/executing-count': text,
  }),
)

const annotations = mostly(
  someOf({
    note: text,
    'kubectl.kubernetes.io/last-applied-configuration': text,
    'control.kubestellar.io/preserve': fc.constantFrom('nodeport', 'nodePort', ''),
    'batch.kubernetes.io/job-tracking': text,
    'kubernetes.io/service-account.uid': text,
  }),
)

const metadata = fc
  .tuple(
    fc.constantFrom('web', '.', ''),
    someOf({
      namespace: fc.constantFrom('shop', ''),
      labels,
      annotations,
      managedFields: anyJson,
      finalizers: anyJson,
      generation: fc.constantFrom<Json>(0, 3, 9007199254740993n),
      ownerReferences: anyJson,
      selfLink: text,
      resourceVersion: text,
      uid: text,
      generateName: text,
      creationTimestamp: fc.constantFrom<Json>(null, '2026-01-01T00:00:00Z'),
      deletionTimestamp: fc.constantFrom<Json>(null, '2026-01-01T00:00:00Z'),
      deletionGracePeriodSeconds: fc.constantFrom<Json>(0, -0, 30),
    }),
  )
  .map(([name, rest]): JsonObject => objectOf([['name', name], ...Object.entries(rest)]))

const port = mostly(
  someOf({ port: fc.constantFrom<Json>(80), nodePort: fc.constantFrom<Json>(0, null, 30080) }),
)

const spec = someOf({
  ipFamilies: anyJson,
  ipFamilyPolicy: fc.constantFrom('SingleStack', 'PreferDualStack'),
  externalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
  internalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
  sessionAffinity: fc.constantFrom('None', 'ClientIP', ''),
  sessionAffinityConfig: anyJson,
  clusterIP: fc.constantFrom('None', '10.0.0.1', ''),
  clusterIPs: mostly(fc.array(fc.constantFrom('None', '10.0.0.1', 'fd00::1'), { maxLength: 2 })),
  healthCheckNodePort: fc.constantFrom<Json>(0, 31000),
  ports: mostly(fc.array(port, { maxLength: 3 })),
  selector: anyJson,
  suspend: fc.constantFrom<Json>(true, false),
  template: mostly(someOf({ metadata: mostly(someOf({ labels, annotations })), spec: anyJson })),
})

/** Every kind that has rules of its own, and those that only look like one. */
const typeMeta = fc.constantFrom(
  ['v1', 'Service'],
  ['v1', 'Secret'],
  ['v1', 'ConfigMap'],
  ['batch/v1', 'Job'],
  ['batch/v1beta1', 'Job'],
  ['example.com/v1', 'Service'],
  ['example.com/v1', 'Secret'],
  ['apps/v1', 'Deployment'],
)

/** An object as an API server could store it, often with what the rules of TRF take away, sometimes with nonsense in its place. */
export const anyObject: fc.Arbitrary<KubeObject> = fc
  .tuple(
    typeMeta,
    metadata,
    someOf({
      spec: mostly(spec),
      status: anyJson,
      data: anyJson,
      type: fc.constantFrom('kubernetes.io/service-account-token', 'Opaque'),
    }),
  )
  .map(([[apiVersion = '', kind = ''], ownMetadata, rest]) => ({
    ...rest,
    apiVersion,
    kind,
    metadata: ownMetadata,
  }))
