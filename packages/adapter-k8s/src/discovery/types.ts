import type { GroupResource } from '@downsync/core'

/** One resource that a server offers, at the version that it prefers (ID-1). */
export type ServedResource = GroupResource &
  Readonly<{
    version: string
    kind: string
    namespaced: boolean
    hasStatus: boolean
    verbs: readonly string[]
  }>

/** What a server offers. `unread` are group versions of which it could not be learnt: their resources are unknown, not gone (SNP-1). */
export type Discovery = Readonly<{
  resources: readonly ServedResource[]
  /** Everything that is served, at each version, in the server's order. */
  versions: readonly ServedResource[]
  unread: readonly Readonly<{ group: string; version: string; why: string }>[]
}>
