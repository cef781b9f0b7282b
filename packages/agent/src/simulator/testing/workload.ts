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

export function template(more: JsonObject = {}, annotations: JsonObject = {}): JsonObject {
  return {
    metadata: { labels: { app: 'web' }, annotations },
    spec: { containers: [{ name: 'main', image: 'registry.example/web:1' }], ...more },
  }
}

export function deployment(spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
  }
}
