import { type ErrorLine, objectLine } from '../bind/index.ts'
import { describeId, type Problem, refKey, refOfKey } from '../kube/index.ts'
import type { AskedBy, AskedStages, Flagged } from './asked.ts'
import { listKey } from './inputs.ts'
import type { RecordStages } from './records.ts'
import type { ReportRemark } from './report-remarks.ts'
import type { ReportStages } from './reports.ts'
import type { Stage } from './stage.ts'

/** A line about reported state for the errors of a Binding, with what kind of problem it is. */
export type ReportLine = Readonly<{ line: ErrorLine }> & Pick<Problem, 'code' | 'severity'>

/** The stage `reportLines`: by the name of a Binding, what of the reported state that it asks for does not come, and why. */
export function reportLinesStage(
  { flagged, asked }: AskedStages,
  records: RecordStages,
  { remarks }: ReportStages,
): Stage<readonly ReportLine[]> {
  return {
    name: 'reportLines',
    compute: (read, name) => {
      const listed = read.get(flagged, name).map((one) => ({ ...one, asks: read.get(asked, one.key) }))
      if (listed.length === 0) return []
      const unseen = read.get(records.unseen, '')
      const resources = new Set(listed.map(({ key }) => listKey('wds', refOfKey(key))))
      return [
        ...(unseen === undefined ? [] : [unseenLine(unseen.resource, unseen.why)]),
        ...wrongCounts(listed),
        ...remarkLines(
          listed,
          [...resources].flatMap((resource) => read.get(remarks, resource)),
        ),
      ]
    },
    same: (a, b) => a.length === b.length && a.every(({ line }, at) => line.text === b[at]?.line.text),
  }
}

type Listed = Flagged & Readonly<{ asks: AskedBy | undefined }>

// SNP-2: conditions say what deliveries hang on; this is no more than what comes back.
function unseenLine(resource: string, why: string): ReportLine {
  const text = `reported state: ${resource} are not completely known (${why}); every .status stays as it is`
  return { code: 'ResourceUnseen', severity: 'warning', line: { text } }
}

// BND-8
function wrongCounts(listed: readonly Listed[]): readonly ReportLine[] {
  const wrong = listed.filter(
    ({ entry, asks }) =>
      entry.modulation.wantSingletonReportedState &&
      asks?.exists === true &&
      !asks.multi &&
      asks.wecs.length !== 1,
  )
  if (wrong.length === 0) return []
  const text =
    'Singleton reported status return is requested but some objects have the wrong number of associated WECs, ' +
    `for example: ${examples(wrong)}`
  return [{ code: 'SingletonNotSingle', severity: 'error', line: { text } }]
}

const MOST_EXAMPLES = 4

function examples(listed: readonly Listed[]): string {
  const shown = listed
    .slice(0, MOST_EXAMPLES)
    .map(({ entry, asks }) => `${describeId(entry.id)} (${asks?.wecs.length ?? 0} WECs)`)
  return shown.join(', ')
}

// P-6b, RPT-11, RPT-12, AGG-2
function remarkLines(listed: readonly Listed[], remarks: readonly ReportRemark[]): readonly ReportLine[] {
  const byKey = new Map<string, ReportRemark[]>()
  for (const one of remarks) {
    const known = byKey.get(refKey(one.ref))
    if (known === undefined) byKey.set(refKey(one.ref), [one])
    else known.push(one)
  }
  return listed.flatMap(({ key, entry }) =>
    (byKey.get(key) ?? []).map(
      ({ code, severity, text }): ReportLine => ({ code, severity, line: objectLine(entry.id, text) }),
    ),
  )
}
