import type { Snapshot } from '@downsync/core'
import { controlResources } from './control-resources.ts'
import { kubernetesResources } from './kubernetes-resources.ts'
import { type ResourceType, resourceText } from './resource-type.ts'

/** What a WDS serves, with the short names that users know of it; those of custom resources are not told by discovery. */
export function servedTypes(snapshot: Snapshot): readonly ResourceType[] {
  const shortNames = new Map(
    [...kubernetesResources, ...controlResources].map((type) => [resourceText(type), type.shortNames]),
  )
  return snapshot.resources('wds').map((info) => ({
    ...info,
    versions: [info.version],
    shortNames: shortNames.get(resourceText(info)) ?? [],
  }))
}
