// OCM's agent goes by kind alone, whatever the group (v1.3).
const ranks: readonly (readonly string[])[] = [
  [
    'PriorityClass',
    'Namespace',
    'CustomResourceDefinition',
    'StorageClass',
    'PersistentVolume',
    'PodSecurityPolicy',
  ],
  ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  ['NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodDisruptionBudget', 'ServiceAccount'],
  ['Secret', 'ConfigMap', 'PersistentVolumeClaim'],
  ['Service'],
  [
    'DaemonSet',
    'Pod',
    'ReplicationController',
    'ReplicaSet',
    'Deployment',
    'HorizontalPodAutoscaler',
    'StatefulSet',
    'Job',
    'CronJob',
  ],
  [
    'APIService',
    'MutatingWebhookConfiguration',
    'ValidatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ],
]

const rankOfKind: ReadonlyMap<string, number> = new Map(
  ranks.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)),
)

const EVERYTHING_ELSE = 1000

/** How early a kind is applied: the lower, the more needs it. */
export function kindRank(kind: string): number {
  return rankOfKind.get(kind) ?? EVERYTHING_ELSE
}
