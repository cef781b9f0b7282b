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

/** What is to become of an object's `.status`. */
export type StatusWish = Readonly<
  /** RPT-1: what this WEC reports, with generations as they are counted in the WDS (AGG-5). */
  | { kind: 'copy'; status: Json; wec: string }
  /** RPT-3: what came from a WEC goes; a status that did not is left alone. */
  | { kind: 'none' }
  /** RPT-5, SNP-2: whatever stands there stays. */
  | { kind: 'untouched' }
>

/** What is to be written on a workload object. */
export type ReportWish = Readonly<{
  status: StatusWish
  /** RPT-4: the number of qualified WECs; undefined: singleton reported state is not asked for. */
  executing: number | undefined
}>
