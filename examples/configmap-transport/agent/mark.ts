import { hashText, type KubeObject, labelsOf, type ManifestId, manifestKey, memberOf } from '@downsync/core'
import { manifestIdOf } from '../transport/entry.ts'

/** On an object of a WEC: that it goes when nothing in the mailbox holds it any more. */
export const MARK = 'configmap-transport.downsync/of'

/** The value is of the object itself: what copies labels, as a Service's go to its EndpointSlices, copies no ownership. */
export function markOf(id: ManifestId): string {
  return hashText(manifestKey(id), 32)
}

/** Whether an object of a WEC is there for its mailbox. */
export function isMarked(object: KubeObject): boolean {
  return memberOf(labelsOf(object), MARK) === markOf(manifestIdOf(object))
}
