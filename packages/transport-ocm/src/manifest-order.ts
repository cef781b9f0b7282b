import type { Item, ManifestId } from '@downsync/core'

// WRP-9: what others need comes first. OCM's agent ranks the same kinds from v1.3 on, by kind alone and less finely; here a
// kind counts in its own group only, so that a custom resource called Service is one of the rest.
const ranks: readonly (readonly string[])[] = [
  ['Namespace'],
  ['CustomResourceDefinition.apiextensions.k8s.io'],
  ['PriorityClass.scheduling.k8s.io', 'StorageClass.storage.k8s.io', 'PersistentVolume'],
  ['ServiceAccount'],
  ['ClusterRole.rbac.authorization.k8s.io', 'Role.rbac.authorization.k8s.io'],
  ['ClusterRoleBinding.rbac.authorization.k8s.io', 'RoleBinding.rbac.authorization.k8s.io'],
  ['NetworkPolicy.networking.k8s.io', 'ResourceQuota', 'LimitRange', 'PodDisruptionBudget.policy'],
  ['Secret', 'ConfigMap', 'PersistentVolumeClaim'],
  ['Service'],
  [
    'Pod',
    'ReplicationController',
    'DaemonSet.apps',
    'ReplicaSet.apps',
    'Deployment.apps',
    'StatefulSet.apps',
    'HorizontalPodAutoscaler.autoscaling',
    'Job.batch',
    'CronJob.batch',
  ],
  [
    'APIService.apiregistration.k8s.io',
    'MutatingWebhookConfiguration.admissionregistration.k8s.io',
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
    'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
    'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  ],
]

const rankOfKind = new Map(ranks.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)))

/** How early a manifest comes within a wrapped object: the lower, the more depends on it (WRP-9). */
export function rankOf(id: ManifestId): number {
  return rankOfKind.get(id.group === '' ? id.kind : `${id.kind}.${id.group}`) ?? ranks.length
}

/** Items in the order of their ranks; the given order holds within a rank. */
export function inManifestOrder(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => rankOf(a.id) - rankOf(b.id))
}
