import type { ReflectorTarget } from '@downsync/adapter-k8s'

/** A built-in resource, as it is followed and written. */
export type Resource = ReflectorTarget & Readonly<{ namespaced: boolean }>

export const PODS: Resource = resource('', 'pods', 'Pod')
export const NODES: Resource = { ...resource('', 'nodes', 'Node'), namespaced: false }
export const CLAIMS: Resource = resource('', 'persistentvolumeclaims', 'PersistentVolumeClaim')
export const DEPLOYMENTS: Resource = resource('apps', 'deployments', 'Deployment')
export const REPLICA_SETS: Resource = resource('apps', 'replicasets', 'ReplicaSet')
export const STATEFUL_SETS: Resource = resource('apps', 'statefulsets', 'StatefulSet')
export const DAEMON_SETS: Resource = resource('apps', 'daemonsets', 'DaemonSet')
export const REVISIONS: Resource = resource('apps', 'controllerrevisions', 'ControllerRevision')
export const JOBS: Resource = resource('batch', 'jobs', 'Job')

function resource(group: string, plural: string, kind: string): Resource {
  return { group, version: 'v1', resource: plural, kind, namespaced: true }
}
