import { type GroupResource, names, type Ref, refOf } from '../kube/index.ts'

/** The resource of StatusCollectors, which are cluster-scoped. */
export const COLLECTORS: GroupResource = { group: names.CONTROL_GROUP, resource: 'statuscollectors' }

/** The resource of CombinedStatuses, which are namespaced. */
export const COMBINED_STATUSES: GroupResource = { group: names.CONTROL_GROUP, resource: 'combinedstatuses' }

/** The StatusCollector of a name. */
export function collectorRef(name: string): Ref {
  return refOf('wds', { ...COLLECTORS, namespace: '', name })
}
