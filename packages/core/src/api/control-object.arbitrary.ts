import fc from 'fast-check'
import { isList, isObject, type Json, type JsonObject, objectOf } from '../kube/index.ts'
import { nastyJson } from '../kube/json.arbitrary.ts'
import type { ControlKind } from './validate.ts'

/** Steps from an object down to something in it. */
export type Path = readonly (string | number)[]
/** A place in a sample. */
export type Place = Readonly<{ kind: ControlKind; path: Path }>

const entry = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  name: 'web',
  resourceVersion: '4711',
  createOnly: false,
  statusCollectors: ['replicas'],
  wantSingletonReportedState: false,
  wantMultiWECReportedState: true,
}
const selector = {
  matchLabels: { 'app.kubernetes.io/name': 'web', tier: '' },
  matchExpressions: [
    { key: 'env', operator: 'In', values: ['dev', 'test'] },
    { key: 'example.com/legacy', operator: 'DoesNotExist', values: [] },
  ],
}
const conditions = [
  {
    type: 'Synced',
    status: 'True',
    reason: 'ReconcileSuccess',
    message: '',
    lastTransitionTime: '2026-01-01T00:00:00Z',
    lastUpdateTime: '2026-01-01T00:00:00Z',
  },
]

/** An object of each kind in which every field is there and says something. */
export const samples: Readonly<Record<ControlKind, JsonObject>> = {
  BindingPolicy: {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    metadata: { name: 'web', labels: { team: 'shop' } },
    spec: {
      clusterSelectors: [{ matchLabels: { 'location-group': 'edge' }, matchExpressions: [] }, selector],
      downsync: [
        {
          apiGroup: '',
          resources: ['configmaps', 'services'],
          namespaces: ['shop'],
          namespaceSelectors: [selector],
          objectSelectors: [selector, selector],
          objectNames: ['*'],
          createOnly: true,
          statusCollectors: ['replicas', 'phases'],
          wantSingletonReportedState: true,
          wantMultiWECReportedState: false,
        },
        {
          resources: ['*'],
          namespaces: [],
          namespaceSelectors: [],
          objectSelectors: [],
          objectNames: [],
          createOnly: false,
          statusCollectors: [],
          wantSingletonReportedState: false,
          wantMultiWECReportedState: false,
        },
      ],
    },
    status: { conditions, observedGeneration: 3, errors: ['spec.downsync[0]: …'] },
  },
  Binding: {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'Binding',
    metadata: { name: 'web' },
    spec: {
      workload: {
        clusterScope: [{ ...entry, group: '', resource: 'namespaces', name: 'shop' }],
        namespaceScope: [{ ...entry, namespace: 'shop' }],
      },
      destinations: [{ clusterId: 'cluster1' }, { clusterId: 'cluster2' }],
    },
    status: { conditions, observedGeneration: 3, errors: [] },
  },
  CustomTransform: {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'CustomTransform',
    metadata: { name: 'no-replicas' },
    spec: { apiGroup: 'apps', resource: 'deployments', remove: ['$.spec.replicas'] },
    status: { observedGeneration: 1, errors: [], warnings: ['…'] },
  },
  StatusCollector: {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'StatusCollector',
    metadata: { name: 'phases' },
    spec: {
      filter: 'has(returned.status.phase)',
      groupBy: [{ name: 'phase', def: 'returned.status.phase' }],
      combinedFields: [
        { name: 'count', type: 'COUNT' },
        { name: 'replicas', type: 'SUM', subject: 'returned.status.replicas' },
      ],
      select: [{ name: 'wec', def: 'inventory.name' }],
      limit: 10,
    },
    status: { observedGeneration: 1, errors: [] },
  },
  CombinedStatus: {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'CombinedStatus',
    metadata: { name: 'uid-1.uid-2', namespace: 'shop' },
    results: [
      {
        name: 'phases',
        columnNames: ['wec', 'replicas', 'status', 'ready', 'phase', 'hosts'],
        rows: [
          {
            columns: [
              { type: 'String', string: 'cluster1' },
              { type: 'Number', float: '+Inf' },
              { type: 'Object', object: { replicas: 1, paused: null } },
              { type: 'Bool', bool: false },
              { type: 'Null' },
              { type: 'Array', array: [1, 2.5, 'a', null] },
            ],
          },
        ],
        rowErrors: [{ wec: { clusterId: 'cluster2' }, columnName: '', error: 'no such key: phase' }],
        aggregationErrors: [{ columnName: 'replicas', error: 'no values to average' }],
      },
    ],
  },
  WorkStatus: {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'WorkStatus',
    metadata: { name: 'uid-appsv1-deployment-shop-web', namespace: 'cluster1' },
    spec: {
      sourceRef: {
        group: 'apps',
        version: 'v1',
        resource: 'deployments',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
      },
    },
    status: { replicas: 2, conditions: [{ type: 'Available', status: 'True' }], paused: null },
  },
}

/** Every kind of the control API. */
export const kinds = Object.keys(samples) as readonly ControlKind[]

/** A place that an author writes, in `spec` or in the results, where what stands passes the test. */
export const placeOf = (test: (value: Json) => boolean = () => true): fc.Arbitrary<Place> =>
  fc.constantFrom(
    ...kinds.flatMap((kind) =>
      pathsOf(samples[kind])
        .filter(([first]) => first === 'spec' || first === 'results')
        .filter((path) => !isPassedOn(path) && test(at(samples[kind], path)))
        .map((path) => ({ kind, path })),
    ),
  )

/** What may stand there instead: any JSON, and such as is nearly right. */
export const replacement = (): fc.Arbitrary<Json> =>
  fc.oneof(
    nastyJson(),
    fc.constantFrom<Json>(null, '', 'In', 'COUNT', 'Number', 'a/b', 5, true, [], {}, ['x'], [{}], {
      name: 'x',
    }),
  )

/** The value with what stands at a path replaced, or taken away with `undefined`. */
export function edited(value: Json, path: Path, replacement: Json | undefined): Json {
  const [step, ...rest] = path
  if (step === undefined) return replacement ?? null
  if (isList(value)) {
    const items = value.flatMap((item, index) => {
      if (index !== step) return [item]
      return rest.length === 0 && replacement === undefined ? [] : [edited(item, rest, replacement)]
    })
    return step === value.length && replacement !== undefined ? [...items, replacement] : items
  }
  if (!isObject(value)) return value
  const key = String(step)
  const others = Object.entries(value).filter(([name]) => name !== key)
  if (rest.length === 0) return objectOf(replacement === undefined ? others : [...others, [key, replacement]])
  return objectOf([...others, [key, edited(value[key] ?? null, rest, replacement)]])
}

/** The paths of everything in a value, itself first. */
export function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (isList(value)) return [path, ...value.flatMap((item, index) => pathsOf(item, [...path, index]))]
  if (!isObject(value)) return [path]
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))]
}

/** What stands at a path. */
export function at(value: Json, path: Path): Json {
  return path.reduce<Json>((above, step) => (above as Record<string | number, Json>)[step] ?? null, value)
}

// Below `object` and `array` of a value there is plain JSON.
function isPassedOn(path: Path): boolean {
  return path.some((step, index) => (step === 'object' || step === 'array') && index < path.length - 1)
}
