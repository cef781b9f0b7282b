import type { ServedResource } from './types.ts'

/** What a server says of one version of a group; `why` where it could not say. */
export type GroupVersion = Readonly<{
  group: string
  version: string
  resources: readonly ServedResource[] | Readonly<{ why: string }>
}>
