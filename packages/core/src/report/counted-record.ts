import { compareUtf8 } from '../kube/index.ts'
import type { Report } from '../transport/index.ts'
import type { ReportRecord } from './types.ts'

/** Whether a wrapped object exists, is of this WDS by its own labels and lists the object; undefined: it cannot be read. */
export type Holds = (wrapped: NonNullable<Report['wrapped']>) => boolean | undefined

/**
 * Of the records of one object in one WEC, the one that counts (RPT-7): of those whose wrapped object holds it the one whose
 * status was written last, then the lowest name.
 * @returns undefined when none counts, `'unreadable'` when that cannot be told (P-4)
 */
export function countedRecord(
  records: Iterable<ReportRecord>,
  holds: Holds,
): ReportRecord | 'unreadable' | undefined {
  let last: ReportRecord | undefined
  for (const record of records) {
    const { wrapped } = record.report
    const counts = wrapped === undefined ? false : holds(wrapped)
    if (counts === undefined) return 'unreadable'
    if (counts && (last === undefined || comesAfter(record, last))) last = record
  }
  return last
}

function comesAfter(a: ReportRecord, b: ReportRecord): boolean {
  const [left, right] = [timeOf(a), timeOf(b)]
  return left === right ? compareUtf8(a.ref.name, b.ref.name) < 0 : left > right
}

// One whose time is not known was written before all others.
function timeOf({ report }: ReportRecord): number {
  const time = Date.parse(report.at ?? '')
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time
}
