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
import type { Asked, ReportRecord, ReportWish, StatusWish } from './types.ts'

/** What decides about the reported state of one object, all of it seen. */
export type ReportInput = Readonly<{
  resource: GroupResource
  object: KubeObject
  /** The kind has a status subresource. */
  hasStatus: boolean
  /** Undefined: no Binding asks. */
  asked: Asked | undefined
  /** Where one WEC is qualified: what it reports, and whether it is current as far as delivery tells (AGG-5). */
  record: ReportRecord | 'unreadable' | undefined
  isCurrent: boolean
}>

/** What is to be written on an object: its `.status`, and the number of its WECs (RPT-1, RPT-3..6). */
export function decideReport(input: ReportInput): ReportWish {
  const { asked } = input
  return {
    status: isNeverWritten(input.resource) ? { kind: 'untouched' } : statusOf(input),
    executing: asked?.singleton === true ? asked.wecs.length : undefined,
  }
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

function statusOf({ object, hasStatus, asked, record, isCurrent }: ReportInput): StatusWish {
  // RPT-3; of several WECs there is no state of one.
  if (asked?.wecs.length !== 1) return { kind: 'none' }
  if (record === 'unreadable') return { kind: 'untouched' }
  if (record === undefined) return { kind: 'none' }
  const { status, generation: reported, wec } = record.report
  if (status === undefined) return { kind: 'none' }
  if (!hasStatus) return { kind: 'copy', status: withoutGenerations(status), wec }
  const there = cameFromWec(object) ? memberOf(object, 'status') : undefined
  const how = { isCurrent, reported, generation: generationOf(object), there }
  return { kind: 'copy', status: translatedStatus(status, how), wec }
}
