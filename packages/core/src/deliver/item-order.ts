import { compareUtf8, type ManifestId } from '../kube/index.ts'
import { isCrd, isNamespace } from './placement-class.ts'

/** The order within a shard: what others need comes first (WRP-9); it is not content (WRP-4). */
export function compareForDelivery(a: ManifestId, b: ManifestId): number {
  return (
    rankOf(a) - rankOf(b) ||
    compareUtf8(a.group, b.group) ||
    compareUtf8(a.kind, b.kind) ||
    compareUtf8(a.namespace, b.namespace) ||
    compareUtf8(a.name, b.name)
  )
}

const RIGHTS = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'ServiceAccount'])
const CONFIGURATION = new Set([
  'ConfigMap',
  'Secret',
  'PriorityClass',
  'StorageClass',
  'LimitRange',
  'ResourceQuota',
])

function rankOf(id: ManifestId): number {
  if (isNamespace(id)) return 0
  if (isCrd(id)) return 1
  if (RIGHTS.has(id.kind)) return 2
  return CONFIGURATION.has(id.kind) ? 3 : 4
}
