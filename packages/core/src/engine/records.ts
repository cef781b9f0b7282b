import type { Unseen } from '../bind/index.ts'
import { manifestKey, type Problem, type Ref, refKey, refOf, refOfKey } from '../kube/index.ts'
import type { ReportRecord } from '../report/index.ts'
import type { Report, Transport } from '../transport/index.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { Gather, Read, Stage } from './stage.ts'

/** What one record of reported state says: that an object is there, and how it is; or that it says nothing. */
type Said =
  | (Readonly<{ kind: 'exists' }> & Existing)
  | Readonly<{ kind: 'record'; record: ReportRecord }>
  | Readonly<{ kind: 'unreadable'; problems: readonly Problem[] }>

/** That an object is said to exist: its `manifestKey`, and by what right: the `refKey` and uid of a wrapped object. */
export type Existing = Readonly<{ manifest: string; owner: string | undefined; uid: string }>

/** From records of reported state to who is reported where. */
export type RecordStages = Readonly<{
  unseen: Stage<Unseen | undefined>
  /** By WEC: `manifestKey`s of the objects that records say to exist; undefined: records are not completely seen (SNP-2, WRP-9). */
  reportedIn: Stage<ReadonlySet<string> | undefined>
  /** By what its records say, whether or not they count: what exists in a WEC. */
  existingIn: (read: Read, wec: string) => readonly Existing[]
  /** The records of a workload object in a WEC, whether or not they count (RPT-7). */
  recordsOf: (read: Read, object: Ref, wec: string) => readonly ReportRecord[]
  /** What is wrong with records that do not say of whom they speak (P-3). */
  problems: (read: Read) => readonly Problem[]
  gather: Gather<unknown>
}>

const UNREADABLE = '\u0000unreadable'

/** The stages that read records, wired. */
export function recordStages(inputs: Inputs, transport: Transport): RecordStages {
  const keys: Stage<readonly string[]> = {
    name: 'recordKeys',
    compute: (read) =>
      transport.reports.flatMap((resource) => read.get(inputs.keys, listKey('its', resource))),
  }
  const unseen: RecordStages['unseen'] = {
    name: 'recordsUnseen',
    compute: (read) =>
      transport.reports
        .map((resource) => unseenOf(inputs, read, 'its', resource))
        .find((found) => found !== undefined),
  }
  // Buckets: a WEC, and an object in a WEC, so that a status that changes touches that object alone.
  const said: Gather<Said> = {
    name: 'records',
    sources: keys,
    contributions: (read, key) => {
      const object = read.get(inputs.object, key)
      const report = object === undefined ? undefined : transport.reportOf(object)
      if (report === undefined) return new Map()
      if (!report.ok) return new Map([[UNREADABLE, { kind: 'unreadable', problems: report.problems }]])
      const { object: id, wec, wrapped } = report.value
      const kind = read.get(inputs.resource, listKey('wds', id))?.kind ?? id.resource
      const manifest = manifestKey({ group: id.group, kind, namespace: id.namespace, name: id.name })
      return new Map<string, Said>([
        [
          wec,
          { kind: 'exists', manifest, owner: ownerKey(transport, wec, wrapped), uid: wrapped?.uid ?? '' },
        ],
        [
          bucketOf(refOf('wds', id), wec),
          { kind: 'record', record: { ref: refOfKey(key), report: report.value } },
        ],
      ])
    },
    same: (a, b) =>
      a.kind === 'exists' &&
      b.kind === 'exists' &&
      a.manifest === b.manifest &&
      a.owner === b.owner &&
      a.uid === b.uid,
  }
  return {
    unseen,
    reportedIn: {
      name: 'reportedIn',
      compute: (read, wec) => {
        if (read.get(unseen, '') !== undefined) return undefined
        const there = [...read.bucket(said, wec).values()]
        return new Set(there.flatMap((one) => (one.kind === 'exists' ? [one.manifest] : [])))
      },
    },
    existingIn: (read, wec) =>
      [...read.bucket(said, wec).values()].flatMap((one) => (one.kind === 'exists' ? [one] : [])),
    recordsOf: (read, object, wec) =>
      [...read.bucket(said, bucketOf(object, wec)).values()].flatMap((one) =>
        one.kind === 'record' ? [one.record] : [],
      ),
    problems: (read) =>
      [...read.bucket(said, UNREADABLE).values()].flatMap((one) =>
        one.kind === 'unreadable' ? one.problems : [],
      ),
    gather: said,
  }
}

function ownerKey(
  { resource: { group, resource } }: Transport,
  wec: string,
  wrapped: Report['wrapped'],
): string | undefined {
  return wrapped && refKey({ space: 'its', group, resource, namespace: wec, name: wrapped.name })
}

function bucketOf(object: Ref, wec: string): string {
  return `${refKey(object)}\u0000${wec}`
}
