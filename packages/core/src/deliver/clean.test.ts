import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  equalJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  objectOf,
  valueAt,
} from '../kube/index.ts'
import { anyJson, anyObject } from './clean.arbitrary.ts'
import { cleanObject } from './clean.ts'

/** Every path that a rule may take away, by the kinds that it holds for; `*` is any index. */
const removable: readonly Readonly<{ kinds: string; rule: string; paths: readonly string[] }>[] = [
  {
    kinds: '',
    rule: 'TRF-1',
    paths: [
      ...[
        'managedFields',
        'finalizers',
        'generation',
        'ownerReferences',
        'selfLink',
        'resourceVersion',
        'uid',
        'generateName',
        'creationTimestamp',
        'deletionTimestamp',
        'deletionGracePeriodSeconds',
        'annotations kubectl.kubernetes.io/last-applied-configuration',
        'labels managed-by.kubestellar.io/singletonstatus',
        'labels managed-by.kubestellar.io/multiwecstatus',
        'labels kubestellar.io/executing-count',
        'labels',
        'annotations',
      ].map((field) => `metadata ${field}`),
      'status',
    ],
  },
  {
    kinds: 'v1 Service',
    rule: 'TRF-2',
    paths: [
      'ipFamilies',
      'ipFamilyPolicy',
      'externalTrafficPolicy',
      'internalTrafficPolicy',
      'sessionAffinity',
      'sessionAffinityConfig',
      'clusterIP',
      'clusterIPs',
      'healthCheckNodePort',
      'ports * nodePort',
    ].map((field) => `spec ${field}`),
  },
  {
    kinds: 'batch/v1 Job',
    rule: 'TRF-3',
    paths: [
      'spec selector',
      'spec suspend',
      'metadata annotations batch.kubernetes.io/job-tracking',
      'metadata labels controller-uid',
      'metadata labels batch.kubernetes.io/controller-uid',
      'spec template metadata labels controller-uid',
      'spec template metadata labels batch.kubernetes.io/controller-uid',
    ],
  },
  {
    kinds: 'v1 Secret',
    rule: 'TRF-6',
    paths: ['data', 'metadata annotations kubernetes.io/service-account.uid'],
  },
]

/** The topmost paths of the first value that the second does not have, or has with another value. */
function lost(before: Json, after: Json | undefined, path: readonly string[] = []): readonly string[] {
  if (after === undefined) return [path.join(' ')]
  if (isObject(before) && isObject(after))
    return Object.entries(before).flatMap(([key, value]) =>
      lost(value, Object.hasOwn(after, key) ? after[key] : undefined, [...path, key]),
    )
  if (isList(before) && isList(after) && before.length === after.length)
    return before.flatMap((value, index) => lost(value, after[index], [...path, '*']))
  return equalJson(before, after) ? [] : [path.join(' ')]
}

function listedFor(object: KubeObject): readonly string[] {
  const kind = `${object.apiVersion} ${object.kind}`
  return removable.flatMap((rule) => (rule.kinds === '' || rule.kinds === kind ? rule.paths : []))
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) deepFreeze(member)
  return Object.freeze(value)
}

describe('cleanObject', () => {
  it('TRF-1 is idempotent, and gives back what it has nothing to do on', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const cleaned = cleanObject(object)
        expect(cleanObject(cleaned)).toBe(cleaned)
      }),
    )
  })

  it('TRF-1..3, TRF-6 take away what is listed for the kind, and nothing else', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const cleaned = cleanObject(object)
        const listed = listedFor(object)
        expect(lost(object, cleaned).filter((path) => !listed.includes(path))).toEqual([])
        // Only `clusterIPs` gets another value, so nothing else comes in.
        expect(lost(cleaned, object).filter((path) => path !== 'spec clusterIPs')).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('meets, in these properties, every path that a rule takes away', () => {
    const seen = new Set(
      fc
        .sample(anyObject, { seed: 7, numRuns: 4000 })
        .flatMap((object) =>
          lost(object, cleanObject(object)).map((path) => `${object.apiVersion} ${object.kind} ${path}`),
        ),
    )
    for (const { kinds, paths } of removable)
      for (const path of paths)
        expect(seen).toContain(`${kinds === '' ? 'apps/v1 Deployment' : kinds} ${path}`)
  })

  it('leaves its input as it was', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        cleanObject(deepFreeze(object))
      }),
    )
  })

  it('P-3 is total, whatever JSON is in the place of an object', () => {
    fc.assert(
      fc.property(anyJson, anyJson, anyJson, (metadata, spec, data) => {
        for (const [apiVersion, kind] of [
          ['v1', 'Service'],
          ['v1', 'Secret'],
          ['batch/v1', 'Job'],
        ])
          cleanObject({ apiVersion, kind, metadata, spec, data } as unknown as KubeObject)
      }),
    )
  })

  it('NUM-1 leaves numbers alone', () => {
    const spec = { big: 9007199254740993n, zero: -0, half: 0.5 }
    const cleaned = cleanObject({ apiVersion: 'v1', kind: 'X', metadata: { name: 'a', uid: '7' }, spec })
    expect(cleaned['spec']).toBe(spec)
  })
})

const cleanMetadata = (metadata: JsonObject, rest: JsonObject = {}): JsonObject =>
  cleanObject({ apiVersion: 'v1', kind: 'ConfigMap', ...rest, metadata: { name: 'a', ...metadata } })

describe('TRF-1 every object', () => {
  it.each([
    'managedFields',
    'finalizers',
    'generation',
    'ownerReferences',
    'selfLink',
    'resourceVersion',
    'uid',
    'generateName',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ])('TRF-1 removes metadata.%s', (field) => {
    expect(cleanMetadata({ [field]: 'x', namespace: 'b' })['metadata']).toEqual({ name: 'a', namespace: 'b' })
  })

  it('TRF-1 removes status, null or not', () => {
    expect(cleanMetadata({}, { status: null, data: {} })).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: {},
    })
  })

  it('TRF-1 removes what kubectl applied last, and keeps other annotations', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', note: '' }
    expect(cleanMetadata({ annotations })['metadata']).toEqual({ name: 'a', annotations: { note: '' } })
  })

  it.each([
    'managed-by.kubestellar.io/singletonstatus',
    'managed-by.kubestellar.io/multiwecstatus',
    'kubestellar.io/executing-count',
  ])('TRF-1 removes the label %s', (label) => {
    expect(cleanMetadata({ labels: { [label]: '1', app: 'x' } })['metadata']).toEqual({
      name: 'a',
      labels: { app: 'x' },
    })
  })

  it('TRF-1 removes labels and annotations that are empty, null or emptied', () => {
    const emptied = { 'kubestellar.io/executing-count': '1' }
    expect(cleanMetadata({ labels: emptied, annotations: {} })['metadata']).toEqual({ name: 'a' })
    expect(cleanMetadata({ labels: null, annotations: null })['metadata']).toEqual({ name: 'a' })
  })

  it('TRF-1 keeps every other map, even empty, and labels of a wrong type', () => {
    const rest = { data: {}, spec: { template: { metadata: { labels: {} } } } }
    expect(cleanMetadata({ labels: '' }, rest)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', labels: '' },
      ...rest,
    })
  })

  it('LBL-3 keeps labels with names such as __proto__', () => {
    const labels = objectOf([
      ['__proto__', 'x'],
      ['kubestellar.io/executing-count', '1'],
    ])
    const cleaned = cleanMetadata({ labels })
    expect(Object.entries(valueAt(cleaned, 'metadata', 'labels') ?? {})).toEqual([['__proto__', 'x']])
  })
})

const cleanService = (spec: Json, annotations: JsonObject = {}, apiVersion = 'v1'): Json | undefined =>
  cleanObject({ apiVersion, kind: 'Service', metadata: { name: 'a', annotations }, spec })['spec']

describe('TRF-2 Service', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['removes ipFamilies', { ipFamilies: ['IPv4'] }, {}],
    ['removes ipFamilyPolicy SingleStack', { ipFamilyPolicy: 'SingleStack' }, {}],
    [
      'keeps an ipFamilyPolicy that was asked for',
      { ipFamilyPolicy: 'PreferDualStack' },
      { ipFamilyPolicy: 'PreferDualStack' },
    ],
    ['removes externalTrafficPolicy Cluster', { externalTrafficPolicy: 'Cluster' }, {}],
    [
      'keeps externalTrafficPolicy Local',
      { externalTrafficPolicy: 'Local' },
      { externalTrafficPolicy: 'Local' },
    ],
    ['removes internalTrafficPolicy Cluster', { internalTrafficPolicy: 'Cluster' }, {}],
    [
      'keeps internalTrafficPolicy Local',
      { internalTrafficPolicy: 'Local' },
      { internalTrafficPolicy: 'Local' },
    ],
    [
      'removes sessionAffinity None with its configuration',
      { sessionAffinity: 'None', sessionAffinityConfig: {} },
      {},
    ],
    ['removes a configuration without an affinity', { sessionAffinityConfig: { clientIP: {} } }, {}],
    [
      'keeps sessionAffinity ClientIP with its configuration',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: {} } },
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: {} } },
    ],
    ['removes clusterIP', { clusterIP: '10.0.0.1' }, {}],
    ['removes an empty clusterIP', { clusterIP: '' }, {}],
    ['keeps clusterIP None', { clusterIP: 'None' }, { clusterIP: 'None' }],
    ['removes clusterIPs', { clusterIPs: ['10.0.0.1'] }, {}],
    ['removes clusterIPs of a wrong type', { clusterIPs: 'None' }, {}],
    ['keeps clusterIPs None', { clusterIPs: ['None'] }, { clusterIPs: ['None'] }],
    ['reduces clusterIPs to None', { clusterIPs: ['None', 'fd00::1'] }, { clusterIPs: ['None'] }],
    [
      'removes node ports',
      { healthCheckNodePort: 31000, ports: [{ port: 80, nodePort: 30080 }, { port: 81 }] },
      { ports: [{ port: 80 }, { port: 81 }] },
    ],
    ['keeps an empty list of ports', { ports: [] }, { ports: [] }],
    ['leaves ports of a wrong type', { ports: 'nodePort' }, { ports: 'nodePort' }],
    ['leaves a port of a wrong type', { ports: ['x', { nodePort: 0 }] }, { ports: ['x', {}] }],
    [
      'keeps type and selector',
      { type: 'NodePort', selector: { a: 'b' } },
      { type: 'NodePort', selector: { a: 'b' } },
    ],
  ])('TRF-2 %s', (_, spec, cleaned) => {
    expect(cleanService(spec)).toEqual(cleaned)
  })

  it('TRF-2 keeps all node ports with preserve: nodeport, and only then', () => {
    const spec = { healthCheckNodePort: 31000, ports: [{ port: 80, nodePort: 30080 }] }
    expect(cleanService(spec, { 'control.kubestellar.io/preserve': 'nodeport' })).toEqual(spec)
    expect(cleanService(spec, { 'control.kubestellar.io/preserve': 'nodePort' })).toEqual({
      ports: [{ port: 80 }],
    })
  })

  it('TRF-2 leaves a spec of a wrong type', () => {
    expect(cleanService('x')).toBe('x')
  })

  it("TRF-2 leaves a Service of somebody's own group", () => {
    expect(cleanService({ clusterIP: '10.0.0.1' }, {}, 'example.com/v1')).toEqual({ clusterIP: '10.0.0.1' })
  })
})

const cleanJob = (metadata: JsonObject, spec: Json, apiVersion = 'batch/v1'): JsonObject =>
  cleanObject({ apiVersion, kind: 'Job', metadata: { name: 'a', ...metadata }, spec })

describe('TRF-3 Job', () => {
  it('TRF-3 removes selector and suspend', () => {
    const spec = { selector: { matchLabels: { a: 'b' } }, suspend: true, completions: 3 }
    expect(cleanJob({}, spec)['spec']).toEqual({ completions: 3 })
  })

  it('TRF-3 removes the tracking annotation, of the Job alone', () => {
    const annotations = { 'batch.kubernetes.io/job-tracking': '' }
    const spec = { template: { metadata: { annotations } } }
    expect(cleanJob({ annotations }, spec)).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'a' },
      spec,
    })
  })

  it.each(['controller-uid', 'batch.kubernetes.io/controller-uid'])(
    'TRF-3 removes the label %s, of the Job and of its Pods, whose labels stay even empty',
    (label) => {
      const labels = { [label]: '7' }
      expect(cleanJob({ labels }, { template: { metadata: { labels } } })).toEqual({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'a' },
        spec: { template: { metadata: { labels: {} } } },
      })
    },
  )

  it('TRF-3 keeps the labels with the name of the Job', () => {
    const labels = { 'job-name': 'a', 'batch.kubernetes.io/job-name': 'a' }
    expect(cleanJob({ labels }, null)['metadata']).toEqual({ name: 'a', labels })
  })

  it.each(['batch/v1beta1', 'example.com/v1'])('TRF-3 leaves a Job of %s', (apiVersion) => {
    expect(cleanJob({}, { suspend: false }, apiVersion)['spec']).toEqual({ suspend: false })
  })
})

const cleanSecret = (type: Json, apiVersion = 'v1'): JsonObject =>
  cleanObject({
    apiVersion,
    kind: 'Secret',
    type,
    metadata: {
      name: 'a',
      annotations: { 'kubernetes.io/service-account.uid': '7', 'kubernetes.io/service-account.name': 'b' },
    },
    data: { token: 'eA==' },
  })

describe('TRF-6 Secret', () => {
  it('TRF-6 removes the data and the uid of a service account token', () => {
    expect(cleanSecret('kubernetes.io/service-account-token')).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: { name: 'a', annotations: { 'kubernetes.io/service-account.name': 'b' } },
    })
  })

  it('TRF-6 leaves every other Secret', () => {
    expect(cleanSecret('Opaque')['data']).toEqual({ token: 'eA==' })
    expect(cleanSecret(null)['data']).toEqual({ token: 'eA==' })
    expect(cleanSecret('kubernetes.io/service-account-token', 'example.com/v1')['data']).toEqual({
      token: 'eA==',
    })
  })
})
