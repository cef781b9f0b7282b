import { isObject, type Json, type JsonObject, type KubeObject, memberOf, names } from '../kube/index.ts'
import { cleanJob } from './clean-job.ts'
import { changeMember, withoutMembers } from './clean-members.ts'
import { cleanSecret } from './clean-secret.ts'
import { cleanService } from './clean-service.ts'

/** Members of `metadata` that belong to the WDS's own copy of an object (TRF-1). */
const ownMetadata = [
  'managedFields',
  'finalizers',
  'generation',
  'ownerReferences',
  'selfLink',
  'resourceVersion',
  'uid',
  'generateName',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]

/**
 * The object without what means something in the WDS only, in the form in which it goes to WECs: TRF-1, TRF-2, TRF-3, TRF-6.
 *
 * The input is untouched, and shared where nothing changes: an object that has nothing to remove comes back itself. Members of
 * unexpected types are left as they are. Nothing is added, and apiVersion, kind, name and namespace stay.
 * @example cleanObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', uid: '7' } })
 * // { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }
 */
export function cleanObject(object: KubeObject): KubeObject {
  // No rule takes apiVersion, kind or metadata away.
  return withoutEmptyMaps(withoutWdsFields(object)) as KubeObject
}

/** The object without what means something in the WDS only, labels and annotations that became empty aside (TRF-1, TRF-2, TRF-3, TRF-6). */
export function withoutWdsFields(object: KubeObject): JsonObject {
  return cleanKind(withoutOwnFields(object))
}

/** The object without what is the WDS's own of any object, labels and annotations that became empty aside (TRF-1). */
export function withoutOwnFields(object: JsonObject): JsonObject {
  return changeMember(withoutMembers(object, ['status']), 'metadata', (metadata) =>
    changeMember(
      changeMember(withoutMembers(metadata, ownMetadata), 'labels', (labels) =>
        withoutMembers(labels, names.ownLabels),
      ),
      'annotations',
      (annotations) => withoutMembers(annotations, [names.annotations.lastApplied]),
    ),
  )
}

/**
 * The object without what is the WDS's own of its kind (TRF-2, TRF-3, TRF-6). By apiVersion and kind: a batch/v1beta1 Job, or a Service of
 * somebody's own group, is nobody's special case.
 */
export function cleanKind(object: JsonObject): JsonObject {
  const kind = memberOf(object, 'kind')
  switch (memberOf(object, 'apiVersion')) {
    case 'v1':
      if (kind === 'Service') return cleanService(object)
      return kind === 'Secret' ? cleanSecret(object) : object
    case 'batch/v1':
      return kind === 'Job' ? cleanJob(object) : object
    default:
      return object
  }
}

/** The object without labels and annotations that are empty: TRF-1, after all other removals. */
export function withoutEmptyMaps(object: JsonObject): JsonObject {
  return changeMember(object, 'metadata', (metadata) =>
    withoutMembers(
      metadata,
      ['labels', 'annotations'].filter((key) => isEmpty(memberOf(metadata, key))),
    ),
  )
}

function isEmpty(map: Json | undefined): boolean {
  return map === null || (isObject(map) && Object.keys(map).length === 0)
}
