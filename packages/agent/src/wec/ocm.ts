import type { JsonObject, KubeObject } from '@downsync/core'
import { nameOf, uidOf } from '@downsync/core'

/** What an agent keeps in its WEC of a ManifestWork: which objects it has made for it. */
export const appliedManifestWorks = {
  group: 'work.open-cluster-management.io',
  version: 'v1',
  resource: 'appliedmanifestworks',
  kind: 'AppliedManifestWork',
} as const

export const APPLIED_WORK_API_VERSION = 'work.open-cluster-management.io/v1'

/** By these the agent has time to clean up. */
export const finalizers = {
  work: 'cluster.open-cluster-management.io/manifest-work-cleanup',
  appliedWork: 'cluster.open-cluster-management.io/applied-manifest-work-cleanup',
} as const

/** The name under which API servers record what the agent writes. */
export const FIELD_MANAGER = 'work-agent'

/** The reference by which an AppliedManifestWork owns an object. It is no controller: several may own one object. */
export function ownerReferenceOf(appliedWork: KubeObject): JsonObject {
  return {
    apiVersion: APPLIED_WORK_API_VERSION,
    kind: appliedManifestWorks.kind,
    name: nameOf(appliedWork),
    uid: uidOf(appliedWork),
  }
}
