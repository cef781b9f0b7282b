import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  names,
  objectOf,
  type Ref,
  withMember,
} from '../kube/index.ts'

/** Records of reported state: the time at which their status was written is in their managed fields (RPT-7). */
const REPORTS = { space: 'its', group: names.CONTROL_GROUP, resource: 'workstatuses' }

const KEPT_MEMBERS = ['manager', 'operation', 'subresource', 'time']

/**
 * SNP-4: the object as a snapshot keeps it. Managed fields go; those of reports stay whole, of any other object what says who wrote
 * its status and when.
 */
export function withoutManagedFields(ref: Ref, object: KubeObject): KubeObject {
  if (memberOf(object.metadata, 'managedFields') === undefined || isReport(ref)) return object
  const entries = listAt(object.metadata, 'managedFields').filter(isOfStatus).map(withoutFields)
  const metadata = withMember(object.metadata, 'managedFields', entries.length === 0 ? undefined : entries)
  return { ...object, metadata }
}

function isReport(ref: Ref): boolean {
  return ref.space === REPORTS.space && ref.group === REPORTS.group && ref.resource === REPORTS.resource
}

function isOfStatus(entry: Json): entry is JsonObject {
  return isObject(entry) && memberOf(entry, 'subresource') === 'status'
}

// `subresource` stays, so that what was dropped once is the same when it is dropped again.
function withoutFields(entry: JsonObject): JsonObject {
  return objectOf(Object.entries(entry).filter(([key]) => KEPT_MEMBERS.includes(key)))
}
