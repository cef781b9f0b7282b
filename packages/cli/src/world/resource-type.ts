import type { GroupResource } from '@downsync/core'

/** What discovery says of one resource, with the names that a user may call it by. */
export type ResourceType = GroupResource &
  Readonly<{
    kind: string
    /** Served versions, the preferred one first. */
    versions: readonly string[]
    namespaced: boolean
    hasStatus: boolean
    /** Besides plural, singular and kind. */
    shortNames: readonly string[]
  }>

/** `deployments.apps`, `services`. */
export function resourceText({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`
}
