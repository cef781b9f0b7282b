import type { Environment, SpaceClient } from '@downsync/adapter-k8s'
import type { ProfileName } from './work/profile.ts'

export type WecAgentOptions = Readonly<{
  /** With rights to its own mailbox: ManifestWorks and their status, WorkStatuses. */
  its: SpaceClient
  /** With rights to AppliedManifestWorks and to whatever is to be delivered; what it may not do is reported. */
  wec: SpaceClient
  /** Its name in the inventory, which is that of its mailbox. */
  wecName: string
  /** As the hub is called, scheme and host: objects belong to it by the hash of this text. */
  hubUrl: string
  environment: Environment
  /** The version of OCM's agent that is followed; default `v1.3`. */
  profile?: ProfileName
  /** Whose AppliedManifestWorks are ours, also those of a former hub; default: the hash of the hub's URL. */
  agentId?: string
  /**
   * Milliseconds after which a work is looked at again though nothing happened, where its objects may be read but not watched; by up
   * to a half longer; default 4 minutes.
   */
  resyncInterval?: number
  /** Milliseconds for which an AppliedManifestWork without a ManifestWork is kept; default 60 minutes. */
  evictionGrace?: number
  /** Works on which it is busy at the same time; default 8. */
  concurrency?: number
  signal?: AbortSignal
}>

/** The agent of one WEC: what its mailbox holds is applied, and what becomes of it is reported. */
export interface WecAgent {
  /** Resolves once the mailbox, and what was applied before, is known; everything that follows from them is then under way. */
  readonly ready: Promise<void>
  /** Resolves when nothing is to be done, under way or waiting to be repeated; what the WEC or the ITS refuses is waited for by nobody. */
  idle(): Promise<void>
  /** Begins nothing any more, and waits for what is under way. */
  stop(): Promise<void>
}
