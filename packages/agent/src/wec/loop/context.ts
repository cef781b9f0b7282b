import type { Environment, LogEntry } from '@downsync/adapter-k8s'
import type { Profile } from '../work/profile.ts'
import type { ManifestMeta } from '../work/work-manifests.ts'
import type { Api } from './api.ts'
import type { Collection } from './collection.ts'
import type { Kinds } from './kinds.ts'
import type { Memory } from './memory.ts'
import type { FollowedObject } from './watch-scopes.ts'
import type { WecObjects } from './wec-objects.ts'
import type { Verdict } from './work-queue.ts'

/** All that the loops of an agent share. */
export type Context = Readonly<{
  wecName: string
  hubHash: string
  agentId: string
  profile: Profile
  environment: Environment
  resyncInterval: number
  evictionGrace: number
  its: Api
  wec: Api
  /** ManifestWorks of the mailbox. */
  works: Collection
  /** AppliedManifestWorks of the WEC. */
  appliedWorks: Collection
  /** WorkStatuses of the mailbox. */
  records: Collection
  /** CustomResourceDefinitions of the WEC, where they may be read. */
  definitions: Collection
  objects: WecObjects
  kinds: Kinds
  /** The uids, by name, of what this agent has let go by taking its finalizer off. */
  released: Map<string, string>
  memory: Memory
  /** Follows these objects for somebody, and no others for them. */
  follow(who: string, objects: readonly FollowedObject[]): void
  /** Tells others than the one who did it that an object is not as it was. */
  touched(object: FollowedObject, by: string): void
  /** An object was made that was not there: what was refused for the want of it is asked for again. */
  made(): void
  /** Says which objects of a work are to be reported; what was reported of it besides is taken back. */
  expectReports(workName: string, expected: ExpectedReports): void
  /** Brings a record up to date with its object as it is now. */
  report(recordName: string): Promise<Verdict>
  log(level: LogEntry['level'], message: string, about?: string): void
}>

/** The objects of a work that are reported, by the names of their records. */
export type ExpectedReports = Readonly<{
  appliedWorkUid: string
  metas: ReadonlyMap<string, ManifestMeta>
  /** Of kinds that cannot be read now, what is recorded stays; as `group/kind`. */
  unread: ReadonlySet<string>
}>

/** Keys of those who follow objects. */
export const followers = {
  work: (name: string) => `works/${name}`,
  appliedWork: (name: string) => `appliedWorks/${name}`,
} as const

/** The one who has this key. */
export function followerOf(key: string): Readonly<{ kind: 'works' | 'appliedWorks'; name: string }> {
  const name = key.slice(key.indexOf('/') + 1)
  return { kind: key.startsWith('works/') ? 'works' : 'appliedWorks', name }
}

/** Seconds count: API times have no fractions. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The object of a manifest, to be asked for in the WEC. */
export function followedOf(meta: ManifestMeta): FollowedObject {
  const { group, version, kind, resource, namespace, name } = meta
  // OCM names cluster-scoped kinds without a namespace.
  return { group, version, kind, resource, namespace, name, namespaced: namespace !== '' }
}
