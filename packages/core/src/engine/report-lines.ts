import { type ErrorLine, objectLine } from '../bind/index.ts'
import { describeId, type Problem, refKey, refOfKey } from '../kube/index.ts'
import type { AskedBy, AskedStages, Flagged } from './asked.ts'
import { listKey } from './inputs.ts'
import type { RecordStages } from './records.ts'
import type { RefusedReport, ReportStages } from './reports.ts'
import type { Stage } from './stage.ts'

/** A line about reported state for the errors of a Binding, with what kind of problem it is. */
export type ReportLine = Readonly<{ line: ErrorLine }> & Pick<Problem, 'code' | 'severity'>

/** The stage `reportLines`: by the name of a Binding, what of the reported state that it asks for does not come, and why. */
export function reportLinesStage(
  { flagged, asked }: AskedStages,
  records: RecordStages,
  { refused }: ReportStages,
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
        ...aggregates(listed),
        ...refusals(
          listed,
          [...resources].flatMap((resource) => read.get(refused, resource)),
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

// RPT-2, which is still to come.
function aggregates(listed: readonly Listed[]): readonly ReportLine[] {
  const several = listed.filter(({ asks }) => asks?.exists === true && asks.multi && asks.wecs.length > 1)
  if (several.length === 0) return []
  const text =
    'reported state of several WECs in one .status (wantMultiWECReportedState) is not made by this version yet; ' +
    `the objects are delivered, and no .status is written, for example: ${examples(several)}`
  return [{ code: 'FeatureMissing', severity: 'warning', line: { text } }]
}

const MOST_EXAMPLES = 4

function examples(listed: readonly Listed[]): string {
  const shown = listed
    .slice(0, MOST_EXAMPLES)
    .map(({ entry, asks }) => `${describeId(entry.id)} (${asks?.wecs.length ?? 0} WECs)`)
  return shown.join(', ')
}

// P-6b, RPT-11
function refusals(listed: readonly Listed[], refused: readonly RefusedReport[]): readonly ReportLine[] {
  const byKey = new Map(refused.map((one) => [refKey(one.ref), one] as const))
  return listed.flatMap(({ key, entry }): ReportLine[] => {
    const one = byKey.get(key)
    if (one === undefined) return []
    const line = objectLine(entry.id, `the write of its ${one.part} was refused: ${one.message}`)
    return [{ code: 'WriteRefused', severity: 'error', line }]
  })
}
