import { type FleetTransport, ocm } from '@downsync/cli'
import { type KubeObject, listAt, memberOf } from '@downsync/core'

/** How content travels in a system under test. */
export type Way = FleetTransport &
  Readonly<{
    /** Whether an object in a WEC is there for its mailbox, and goes with what holds it there. */
    isOwned(object: KubeObject): boolean
  }>

export const ocmWay: Way = {
  ...ocm,
  isOwned: (object) =>
    listAt(object.metadata, 'ownerReferences').some(
      (owner) => memberOf(owner, 'kind') === 'AppliedManifestWork',
    ),
}
