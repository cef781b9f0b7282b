import { apiVersionOf, type Json, type JsonObject, type KubeObject } from '@downsync/core'
import { manifestWorks, workStatuses } from '@downsync/transport-ocm'
import { AGENT_NAME, clusterRoleNameOf, type HubResource, ocm, resources } from './names.ts'

/** An object as it is to be, and what it is. */
export type WantedObject = Readonly<{ resource: HubResource; object: KubeObject }>

/** The mailbox of a WEC: a namespace of its name. */
export function mailboxOf(wec: string): WantedObject {
  return wanted(resources.namespaces, '', wec, wec)
}

/** The objects that let an agent into its mailbox; what takes effect comes last. */
export function agentObjectsOf(wec: string): Readonly<{
  account: WantedObject
  role: WantedObject
  clusterRole: WantedObject
  roleBinding: WantedObject
  clusterRoleBinding: WantedObject
}> {
  const clusterRole = clusterRoleNameOf(wec)
  const subjects = [{ kind: resources.accounts.kind, name: AGENT_NAME, namespace: wec }]
  return {
    account: wanted(resources.accounts, wec, AGENT_NAME, wec),
    role: wanted(resources.roles, wec, AGENT_NAME, wec, { rules: mailboxRules }),
    clusterRole: wanted(resources.clusterRoles, '', clusterRole, wec, { rules: clusterRulesOf(wec) }),
    roleBinding: wanted(resources.roleBindings, wec, AGENT_NAME, wec, {
      roleRef: { apiGroup: resources.roles.group, kind: resources.roles.kind, name: AGENT_NAME },
      subjects,
    }),
    clusterRoleBinding: wanted(resources.clusterRoleBindings, '', clusterRole, wec, {
      roleRef: { apiGroup: resources.roles.group, kind: resources.clusterRoles.kind, name: clusterRole },
      subjects,
    }),
  }
}

/** The lease of a WEC as the hub makes it: held from now on, renewed by nobody yet. */
export function leaseOf(wec: string, now: string): WantedObject {
  return wanted(resources.leases, wec, ocm.lease, wec, {
    spec: { holderIdentity: ocm.lease, acquireTime: now, renewTime: now },
  })
}

const mailboxRules: Json = [
  rule(manifestWorks.group, [manifestWorks.resource], ['get', 'list', 'watch', 'update', 'patch']),
  rule(manifestWorks.group, [`${manifestWorks.resource}/status`], ['update', 'patch']),
  rule(
    workStatuses.group,
    [workStatuses.resource, `${workStatuses.resource}/status`],
    ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  ),
  rule(resources.leases.group, [resources.leases.resource], ['get', 'update', 'patch'], [ocm.lease]),
  // AGT-1: its credentials run out, and it asks for new ones itself.
  rule(resources.accounts.group, [`${resources.accounts.resource}/token`], ['create'], [AGENT_NAME]),
]

function clusterRulesOf(wec: string): Json {
  const { group, resource } = resources.clusters
  return [
    rule(group, [resource], ['get', 'list', 'watch'], [wec]),
    rule(group, [`${resource}/status`], ['update', 'patch'], [wec]),
  ]
}

function rule(
  group: string,
  covered: readonly string[],
  verbs: readonly string[],
  resourceNames?: readonly string[],
): JsonObject {
  return { apiGroups: [group], resources: covered, ...(resourceNames && { resourceNames }), verbs }
}

function wanted(
  resource: HubResource,
  namespace: string,
  name: string,
  wec: string,
  rest: JsonObject = {},
): WantedObject {
  const { group, version, kind } = resource
  const apiVersion = apiVersionOf(group, version)
  const metadata = { name, ...(namespace === '' ? {} : { namespace }), labels: { [ocm.clusterName]: wec } }
  return { resource, object: { apiVersion, kind, metadata, ...rest } }
}
