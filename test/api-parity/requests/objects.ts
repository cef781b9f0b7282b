import type { Json, JsonObject } from '@downsync/core'
import { get, post, type Step, untold } from '../scenario.ts'

/** Paths and objects that scenarios are made of. */

export const CORE = '/api/v1/namespaces/$ns'
export const CONFIG_MAPS = `${CORE}/configmaps`
export const SECRETS = `${CORE}/secrets`
export const SERVICES = `${CORE}/services`
export const PODS = `${CORE}/pods`
export const CLAIMS = `${CORE}/persistentvolumeclaims`
export const APPS = '/apis/apps/v1/namespaces/$ns'
export const DEPLOYMENTS = `${APPS}/deployments`
export const STATEFUL_SETS = `${APPS}/statefulsets`
export const DAEMON_SETS = `${APPS}/daemonsets`
export const REPLICA_SETS = `${APPS}/replicasets`
export const BATCH = '/apis/batch/v1/namespaces/$ns'
export const JOBS = `${BATCH}/jobs`
export const LEASES = '/apis/coordination.k8s.io/v1/namespaces/$ns/leases'
export const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
export const WIDGETS = '/apis/$group/v1/namespaces/$ns/widgets'

const object =
  (apiVersion: string, kind: string) =>
  (name: string, content: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
    apiVersion,
    kind,
    metadata: { name, ...metadata },
    ...content,
  })

const configMapOf = object('v1', 'ConfigMap')
export const configMap = (name: string, data: JsonObject = { k: 'v' }, metadata: JsonObject = {}) =>
  configMapOf(name, { data }, metadata)
export const secret = object('v1', 'Secret')
export const service = object('v1', 'Service')
export const namespace = object('v1', 'Namespace')
export const pod = object('v1', 'Pod')
export const claim = object('v1', 'PersistentVolumeClaim')
export const lease = object('coordination.k8s.io/v1', 'Lease')
export const role = object('rbac.authorization.k8s.io/v1', 'Role')
export const job = object('batch/v1', 'Job')

export const container = (name = 'main', more: JsonObject = {}): JsonObject => ({
  name,
  image: 'registry.example.com/app:1',
  ...more,
})
export const podTemplate = (name: string, spec: JsonObject = {}): JsonObject => ({
  metadata: { labels: { app: name } },
  spec: { containers: [container()], ...spec },
})

/** A Deployment or what looks like one, of the least that is accepted. */
const workload =
  (kind: string, needs: JsonObject = {}) =>
  (name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, ...metadata },
    spec: { ...needs, selector: { matchLabels: { app: name } }, template: podTemplate(name), ...spec },
  })
export const deployment = workload('Deployment')
export const daemonSet = workload('DaemonSet')
export const replicaSet = workload('ReplicaSet')
export const statefulSet = workload('StatefulSet', { serviceName: 'web' })

export const widget = (name: string, spec: Json = { mode: 'a' }, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: '$group/v1',
  kind: 'Widget',
  metadata: { name, ...metadata },
  spec,
})

const text = { type: 'string' }
/** Something of everything that structural schemas have. */
const widgetSpec: JsonObject = {
  type: 'object',
  required: ['mode'],
  properties: {
    mode: { type: 'string', enum: ['a', 'b'] },
    size: { type: 'integer', minimum: 1, maximum: 10, default: 3 },
    count: { type: 'integer', format: 'int64' },
    ratio: { type: 'number' },
    isOn: { type: 'boolean' },
    name: { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 5 },
    when: { type: 'string', format: 'date-time' },
    tags: { type: 'array', maxItems: 3, items: text, 'x-kubernetes-list-type': 'set' },
    plain: { type: 'array', items: text },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: text,
          port: { 'x-kubernetes-int-or-string': true },
          protocol: { type: 'string', default: 'TCP' },
        },
      },
    },
    labels: { type: 'object', additionalProperties: text, maxProperties: 2 },
    exact: { type: 'object', properties: { a: text, b: text }, 'x-kubernetes-map-type': 'atomic' },
    perhaps: { type: 'string', nullable: true },
    inner: {
      type: 'object',
      properties: { deep: { type: 'integer', default: 1 }, other: text },
    },
    any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    template: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    },
  },
}

/** A version of widgets; status has a subresource unless `subresources` says otherwise. */
export const widgetVersion = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  served: true,
  storage: true,
  subresources: { status: {} },
  schema: {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        spec: widgetSpec,
        status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
  ...more,
})

export const widgetDefinition = (more: JsonObject = {}): JsonObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.$group' },
  spec: {
    group: '$group',
    names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'] },
    scope: 'Namespaced',
    versions: [widgetVersion('v1')],
    ...more,
  },
})

/** Makes widgets, and waits until they are served. */
export const withWidgets = (definition: JsonObject = widgetDefinition()): readonly Step[] =>
  untold(post(CRDS, definition), get(WIDGETS, { until: { code: 200 } }))
