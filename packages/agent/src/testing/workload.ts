import type { JsonObject } from '@downsync/core'

export const collections = {
  Deployment: '/apis/apps/v1/namespaces/default/deployments',
  ReplicaSet: '/apis/apps/v1/namespaces/default/replicasets',
  StatefulSet: '/apis/apps/v1/namespaces/default/statefulsets',
  DaemonSet: '/apis/apps/v1/namespaces/default/daemonsets',
  Job: '/apis/batch/v1/namespaces/default/jobs',
  Pod: '/api/v1/namespaces/default/pods',
  Node: '/api/v1/nodes',
} as const

export const image = (tag: string): JsonObject => ({
  template: { spec: { containers: [{ name: 'main', image: `registry.example/web:${tag}` }] } },
})

export function template(annotations: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    metadata: { labels: { app: 'web' }, annotations },
    spec: { containers: [{ name: 'main', image: 'registry.example/web:1' }], ...more },
  }
}

function workload(kind: 'Deployment' | 'StatefulSet' | 'DaemonSet', spec: JsonObject): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
  }
}

export const deployment = (spec: JsonObject = {}) => workload('Deployment', { replicas: 3, ...spec })
export const statefulSet = (spec: JsonObject = {}) =>
  workload('StatefulSet', { replicas: 3, serviceName: 'web', ...spec })
export const daemonSet = (spec: JsonObject = {}) => workload('DaemonSet', spec)

export function job(spec: JsonObject = {}, annotations: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'web', namespace: 'default' },
    spec: { template: template(annotations, { restartPolicy: 'Never' }), ...spec },
  }
}
