import { names } from '@downsync/core'
import { manifestWorks } from '@downsync/transport-ocm'

/** A resource as the hub follows and writes it. */
export type HubResource = Readonly<{
  group: string
  version: string
  resource: string
  kind: string
  namespaced: boolean
}>

const RBAC = 'rbac.authorization.k8s.io'

/** What the hub reads and writes. */
export const resources = {
  clusters: {
    group: names.INVENTORY_GROUP,
    version: 'v1',
    resource: 'managedclusters',
    kind: 'ManagedCluster',
    namespaced: false,
  },
  namespaces: { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', namespaced: false },
  leases: {
    group: 'coordination.k8s.io',
    version: 'v1',
    resource: 'leases',
    kind: 'Lease',
    namespaced: true,
  },
  accounts: {
    group: '',
    version: 'v1',
    resource: 'serviceaccounts',
    kind: 'ServiceAccount',
    namespaced: true,
  },
  roles: { group: RBAC, version: 'v1', resource: 'roles', kind: 'Role', namespaced: true },
  roleBindings: {
    group: RBAC,
    version: 'v1',
    resource: 'rolebindings',
    kind: 'RoleBinding',
    namespaced: true,
  },
  clusterRoles: {
    group: RBAC,
    version: 'v1',
    resource: 'clusterroles',
    kind: 'ClusterRole',
    namespaced: false,
  },
  clusterRoleBindings: {
    group: RBAC,
    version: 'v1',
    resource: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    namespaced: false,
  },
  works: { ...manifestWorks, namespaced: true },
} as const satisfies Readonly<Record<string, HubResource>>

/** Names of OCM's that its users and its other programs know. */
export const ocm = {
  /** The Lease in the mailbox that the agent renews. */
  lease: 'managed-cluster-lease',
  /** Label on all that is made for a WEC: its name. */
  clusterName: 'open-cluster-management.io/cluster-name',
  /** Finalizer on a ManagedCluster: its mailbox is to be emptied first. */
  finalizer: 'cluster.open-cluster-management.io/api-resource-cleanup',
  /** Annotation on a ManagedCluster that was accepted without being asked for: when. It is never accepted so again. */
  acceptedOn: 'open-cluster-management.io/automatically-accepted-on',
  /** Annotation on what is deleted with a ManagedCluster: 0 to 100, higher comes later. */
  cleanupPriority: 'open-cluster-management.io/cleanup-priority',
  /** The claim with the uid of the WEC's namespace kube-system. */
  idClaim: 'id.k8s.io',
  /** The claim with the version of the WEC's API server. */
  versionClaim: 'kubeversion.open-cluster-management.io',
} as const

/** How often a lease is renewed where a ManagedCluster does not say. */
export const LEASE_SECONDS = 60

/** The name of the agent's ServiceAccount, Role and RoleBinding in its mailbox. */
export const AGENT_NAME = 'downsync-agent'

const CLUSTER_ROLE_PREFIX = 'downsync:agent:'

/** The name of the ClusterRole and ClusterRoleBinding with an agent's rights on its own ManagedCluster. */
export function clusterRoleNameOf(wec: string): string {
  return CLUSTER_ROLE_PREFIX + wec
}

/** The WEC of such a name; undefined for any other. */
export function wecOfClusterRole(name: string): string | undefined {
  return name.startsWith(CLUSTER_ROLE_PREFIX) ? name.slice(CLUSTER_ROLE_PREFIX.length) : undefined
}
