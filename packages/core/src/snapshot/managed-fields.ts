import {
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  names,
  objectOf,
  type Space,
  withMember,
} from '../kube/index.ts'

const KEPT_MEMBERS = ['manager', 'operation', 'subresource', 'time']

/**
 * SNP-4: the object as a snapshot keeps it. Managed fields go; those of reports stay whole, of any other
 * object what says who wrote its status and when.
 */
export function withoutManagedFields(space: Space, object: KubeObject): KubeObject {
  if (memberOf(object.metadata, 'managedFields') === undefined || isReport(space, object)) return object
  const entries = listAt(object.metadata, 'managedFields').filter(isOfStatus).map(withoutFields)
  const metadata = withMember(object.metadata, 'managedFields', entries.length === 0 ? undefined : entries)
  return { ...object, metadata }
}

// A record of reported state (resource workstatuses): the time at which its status was written stands there
// (RPT-7). Told by its kind, since what comes in may be kept before discovery knows its resource.
function isReport(space: Space, object: KubeObject): boolean {
  return space === 'its' && object.kind === 'WorkStatus' && groupOf(object.apiVersion) === names.CONTROL_GROUP
}

function isOfStatus(entry: Json): entry is JsonObject {
  return isObject(entry) && memberOf(entry, 'subresource') === 'status'
}

// `subresource` stays, so that what was dropped once is the same when it is dropped again.
function withoutFields(entry: JsonObject): JsonObject {
  return objectOf(Object.entries(entry).filter(([key]) => KEPT_MEMBERS.includes(key)))
}
