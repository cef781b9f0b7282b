import type { Json, JsonObject } from '../kube/index.ts'

/** A qualified WEC, and what it reports of one object (section 10). */
export type Member = Readonly<{
  wec: string
  /** Its `.status`; undefined: it has reported nothing (AGG-4). */
  status: Json | undefined
  /** It runs what the WDS wants now, as far as delivery and the report's own generation tell (AGG-5). */
  current: boolean
  /** The object's generation in the WEC, where the report carries it: what is observed of an older one is not current (AGG-5). */
  generation?: number | undefined
}>

/** What cannot be written as it is, since upstream would refuse it (AGG-2); `path` is a JSON pointer into `.status`. */
export type Untruth = Readonly<{ path: string; message: string }>

/** One `.status` for an object that runs in several WECs. */
export type Aggregate = Readonly<{
  status: JsonObject
  /**
   * For each field, as a JSON pointer into `.status` (`/readyReplicas`, and of conditions by type: `/conditions/Available`), the WECs that decided it: the
   * aggregate over these alone has the same (AGG-10). Empty: it is what stood there before.
   */
  provenance: ReadonlyMap<string, readonly string[]>
  problems: readonly Untruth[]
}>

/** A value and the WECs that decided it. */
export type Decided = Readonly<{ value: Json; from: readonly string[] }>
