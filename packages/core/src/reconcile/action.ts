import type { Json, KubeObject, ManifestId, Ref } from '../kube/index.ts'

/** Why a write is made: the rule, and the object it follows from (P-7). */
export type Why = Readonly<{ rule: string; from: Ref }>

/**
 * What a write in a mailbox does to an object that its WEC has: it gets other content, or is brought about in another way; it goes; or
 * it is left there by itself, orphaned. With the rules that ask for it, sorted.
 */
export type PairEffect = Readonly<{
  what: 'change' | 'vanish' | 'orphan'
  manifest: ManifestId
  rules: readonly string[]
}>

/**
 * One write: `after` are the writes that must have landed first. `intent` is a digest of what is to be written, without what it was computed from: a
 * refused intent is not repeated (P-6b). `effects`: what it does in a WEC to what is there, where it does anything.
 */
export type Action = Readonly<{
  ref: Ref
  why: Why
  after: readonly Ref[]
  intent: string
  effects?: readonly PairEffect[]
}> &
  Readonly<
    | { kind: 'create'; object: KubeObject }
    | {
        kind: 'patch'
        subresource: '' | 'status'
        format: 'json' | 'merge'
        patch: Json
        uid: string
        /** Absent only where a write needs none (ACT-1). */
        resourceVersion?: string
      }
    | { kind: 'delete'; uid: string; resourceVersion: string }
  >

/** What a plan does to pairs (object, WEC), wrapped objects aside (EXP-4). */
export type Impact = Readonly<{
  appear: number
  change: number
  vanish: number
  held: number
  wecs: number
  policies: readonly string[]
}>

/** What to write so that the spaces become what is wanted; no actions when they are (P-6). */
export type Plan = Readonly<{ actions: readonly Action[]; impact: Impact }>
