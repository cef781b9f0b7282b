import type { Untruth } from '../aggregate/index.ts'
import type { Json, Ref } from '../kube/index.ts'
import type { Report } from '../transport/index.ts'

/** A record of reported state, and where it stands. */
export type ReportRecord = Readonly<{ ref: Ref; report: Report }>

/** What Bindings ask for of one object (section 9). */
export type Asked = Readonly<{
  singleton: boolean
  multi: boolean
  /** The qualified WECs, sorted: destinations of the Bindings that list it with either flag. */
  wecs: readonly string[]
}>

/** An object in one of its qualified WECs. */
export type Place = Readonly<{
  wec: string
  /** The record that counts (RPT-7); undefined: it is silent. */
  record: ReportRecord | 'unreadable' | undefined
  /** It runs what the WDS wants now, as far as delivery tells (AGG-5). */
  isCurrent: boolean
}>

/** The WECs that decided a field, by its path as a JSON pointer (AGG-10). */
export type Provenance = ReadonlyMap<string, readonly string[]>

/** What is to become of an object's `.status`; `untruths`: what of it upstream does not let be taken back (AGG-2). */
export type StatusWish = Readonly<
  /** RPT-1: what this WEC reports, with generations as they are counted in the WDS (AGG-5). */
  | { kind: 'copy'; status: Json; provenance: Provenance; untruths: readonly Untruth[] }
  /** RPT-2: one status for several WECs. */
  | { kind: 'aggregate'; status: Json; provenance: Provenance; untruths: readonly Untruth[] }
  /** RPT-3: what came from a WEC goes, but what has to stay; a status that did not come from one is left alone. */
  | { kind: 'none'; status: Json | undefined; untruths: readonly Untruth[] }
  /** RPT-5, SNP-2: whatever stands there stays. */
  | { kind: 'untouched' }
>

/** What is to be written on a workload object. */
export type ReportWish = Readonly<{
  status: StatusWish
  /** RPT-4: the number of qualified WECs; undefined: singleton reported state is not asked for. */
  executing: number | undefined
}>
