import { aggregate, type KindTable, type Member, permittedStatus } from '../aggregate/index.ts'
import {
  type GroupResource,
  generationOf,
  type KubeObject,
  labelsOf,
  memberOf,
  names,
  resourceKey,
} from '../kube/index.ts'
import { translatedStatus, withoutGenerations } from './translated-status.ts'
import type { Asked, Place, ReportWish, StatusWish } from './types.ts'

/** What decides about the reported state of one object, all of it seen. */
export type ReportInput = Readonly<{
  resource: GroupResource
  object: KubeObject
  /** The kind has a status subresource. */
  hasStatus: boolean
  /** Undefined: no Binding asks. */
  asked: Asked | undefined
  /** The object in each of `shownWecs`. */
  places: readonly Place[]
  /** How kinds aggregate. */
  tables: readonly KindTable[]
}>

/** What is to be written on an object: its `.status`, and the number of its WECs (RPT-1..6). */
export function decideReport(input: ReportInput): ReportWish {
  const { asked } = input
  return {
    status: isNeverWritten(input.resource) ? { kind: 'untouched' } : statusOf(input),
    executing: asked?.singleton === true ? asked.wecs.length : undefined,
  }
}

/** The WECs whose reports are shown on an object: the one that is qualified, or all where an aggregate is asked for (RPT-1, RPT-2). */
export function shownWecs(resource: GroupResource, asked: Asked | undefined): readonly string[] {
  if (asked === undefined || isNeverWritten(resource)) return []
  return asked.wecs.length === 1 || asked.multi ? asked.wecs : []
}

/** Whether the `.status` that stands came from a WEC, as its labels tell (RPT-3). */
export function cameFromWec(object: KubeObject): boolean {
  const labels = labelsOf(object)
  const { singletonStatus, multiWecStatus } = names.labels
  return [singletonStatus, multiWecStatus].some((name) => memberOf(labels, name) === 'true')
}

const NEVER_WRITTEN: ReadonlySet<string> = new Set([
  resourceKey({ group: '', resource: 'namespaces' }),
  resourceKey({ group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' }),
])

// RPT-5
function isNeverWritten(resource: GroupResource): boolean {
  return NEVER_WRITTEN.has(resourceKey(resource))
}

function statusOf(input: ReportInput): StatusWish {
  const { object, places } = input
  // P-4
  if (places.some(({ record }) => record === 'unreadable')) return { kind: 'untouched' }
  const [only, ...others] = places
  if (only === undefined) return noneOf(input)
  if (others.length === 0) return copyOf(input, only)
  const members = places.map((place) => memberIn(input, place))
  const there = memberOf(object, 'status')
  const { status, provenance, problems } = aggregate(object, members, there, tablesFor(input))
  return { kind: 'aggregate', status, provenance, untruths: problems }
}

// RPT-1, and what of it upstream lets be written (AGG-2).
function copyOf(input: ReportInput, place: Place): StatusWish {
  const { object, hasStatus } = input
  const member = memberIn(input, place)
  if (member.status === undefined) return noneOf(input)
  const there = memberOf(object, 'status')
  const how = {
    isCurrent: member.current,
    reported: member.generation,
    generation: generationOf(object),
    there: cameFromWec(object) ? there : undefined,
  }
  const copy = hasStatus ? translatedStatus(member.status, how) : member.status
  const { status, problems } = permittedStatus(object, copy, member, there, tablesFor(input))
  const provenance = new Map([['', [place.wec]]])
  return { kind: 'copy', status: status ?? copy, provenance, untruths: problems }
}

// RPT-3, and what of it upstream refuses (AGG-2).
function noneOf(input: ReportInput): StatusWish {
  const { object } = input
  if (!cameFromWec(object)) return { kind: 'none', status: undefined, untruths: [] }
  const there = memberOf(object, 'status')
  const { status, problems } = permittedStatus(object, undefined, undefined, there, tablesFor(input))
  return { kind: 'none', status, untruths: problems }
}

function memberIn({ hasStatus }: ReportInput, { wec, record, isCurrent }: Place): Member {
  const report = record === 'unreadable' ? undefined : record?.report
  const status = report?.status
  return {
    wec,
    // RPT-6
    status: hasStatus || status === undefined ? status : withoutGenerations(status),
    current: isCurrent,
    generation: report?.generation,
  }
}

// RPT-6
function tablesFor({ hasStatus, tables }: ReportInput): readonly KindTable[] {
  return hasStatus ? tables : tables.map((table) => ({ ...table, observesGeneration: false }))
}
