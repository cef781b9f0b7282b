import {
  compileSelector,
  equalJson,
  type Json,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  type ObjectId,
  testSelector,
} from '@downsync/core'
import type { Site } from '../write/index.ts'
import { change } from './change.ts'

const CLUSTER_ROLES = { group: 'rbac.authorization.k8s.io', resource: 'clusterroles' }

/** Whether a change of this object may change the rules of ClusterRoles that gather others. */
export function isClusterRole({ group, resource }: ObjectId): boolean {
  return group === CLUSTER_ROLES.group && resource === CLUSTER_ROLES.resource
}

/** Gives each ClusterRole with an `aggregationRule` the rules of those that it selects. */
export function aggregateRoles(site: Site): void {
  const roles = site.store.list({ resource: CLUSTER_ROLES }) ?? []
  for (const role of roles) {
    const selectors = listAt(role, 'aggregationRule', 'clusterRoleSelectors')
    if (selectors.length === 0) continue
    const rules = gathered(role, roles, selectors)
    if (equalJson(rules, listAt(role, 'rules'))) continue
    const id = { ...CLUSTER_ROLES, namespace: '', name: nameOf(role) }
    change(site, id, (object): KubeObject => ({ ...object, rules }))
  }
}

function gathered(
  role: KubeObject,
  roles: readonly KubeObject[],
  selectors: readonly Json[],
): readonly Json[] {
  const rules: Json[] = []
  for (const selector of selectors) {
    const compiled = compileSelector(selector, '')
    // One that cannot be read selects nothing.
    if (!compiled.ok) continue
    for (const other of roles)
      if (nameOf(other) !== nameOf(role) && testSelector(compiled.value, labelsOf(other)))
        for (const rule of listAt(other, 'rules'))
          if (!rules.some((one) => equalJson(one, rule))) rules.push(rule)
  }
  return rules
}
