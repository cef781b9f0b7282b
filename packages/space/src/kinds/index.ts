import type { Resource } from '../resources/index.ts'
import { definitions } from './definitions.ts'
import { cronJobs, jobs } from './jobs.ts'
import type { Kind } from './kind.ts'
import { namespaces } from './namespaces.ts'
import { autoscalers, endpoints, ingresses, leases, nodes, storageClasses, volumes } from './others.ts'
import { pods } from './pods.ts'
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from './rbac.ts'
import { services } from './services.ts'
import { configMaps, secrets } from './texts.ts'
import { claims } from './volumes.ts'
import { daemonSets, deployments, replicaSets, replicationControllers, statefulSets } from './workloads.ts'

export { holdsNamespace, isForGood, withNameLabel } from './namespaces.ts'
export { withEncodedTexts } from './texts.ts'
export { withStructDefaults } from './with-kind-defaults.ts'

const kinds: Readonly<Record<string, Kind>> = {
  'apiextensions.CustomResourceDefinition': definitions,
  'apps.DaemonSet': daemonSets,
  'apps.Deployment': deployments,
  'apps.ReplicaSet': replicaSets,
  'apps.StatefulSet': statefulSets,
  'autoscaling.HorizontalPodAutoscaler': autoscalers,
  'batch.CronJob': cronJobs,
  'batch.Job': jobs,
  'coordination.Lease': leases,
  'core.ConfigMap': configMaps,
  'core.Endpoints': endpoints,
  'core.Namespace': namespaces,
  'core.Node': nodes,
  'core.PersistentVolume': volumes,
  'core.PersistentVolumeClaim': claims,
  'core.Pod': pods,
  'core.ReplicationController': replicationControllers,
  'core.Secret': secrets,
  'core.Service': services,
  'networking.Ingress': ingresses,
  'rbac.ClusterRole': clusterRoles,
  'rbac.ClusterRoleBinding': clusterRoleBindings,
  'rbac.Role': roles,
  'rbac.RoleBinding': roleBindings,
  'storage.StorageClass': storageClasses,
}

const plain: Kind = {}

/** What is known of the kind of a resource; nothing of custom resources. */
export function kindOf(resource: Resource): Kind {
  const { struct } = resource
  return struct !== undefined && Object.hasOwn(kinds, struct) ? (kinds[struct] ?? plain) : plain
}
