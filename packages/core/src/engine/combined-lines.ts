import { type ConditionValue, describeUnseen, objectLine } from '../bind/index.ts'
import { compareUtf8, refOfKey } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import type { CollectedStages } from './collected.ts'
import type { CollectorStages } from './collectors.ts'
import type { CombinedStages } from './combined.ts'
import type { ReportLine } from './report-lines.ts'
import type { Stage } from './stage.ts'

/** What a Binding says of what it collects, by name. */
export type CombinedLineStages = Readonly<{
  /** `StatusCollectorsAvailable` (BND-7). */
  condition: Stage<ConditionValue>
  lines: Stage<readonly ReportLine[]>
  /** Collectors that are named and not there, sorted; none while that cannot be told (SNP-2). */
  missing: Stage<readonly string[]>
}>

/** The stages of what is said of collectors, wired. */
export function combinedLineStages(
  bindings: BindingStages,
  collectors: CollectorStages,
  { collected, refsOf }: CollectedStages,
  { unseen, decision, namespace }: CombinedStages,
): CombinedLineStages {
  const listed: Stage<readonly string[]> = {
    name: 'listedCollectors',
    compute: (read, name) =>
      [...new Set(read.get(collected, name).flatMap((one) => one.collectors))].sort(compareUtf8),
    same: sameNames,
  }
  const missing: CombinedLineStages['missing'] = {
    name: 'missingCollectors',
    compute: (read, name) =>
      read.get(collectors.unseen, '') === undefined
        ? read.get(listed, name).filter((one) => read.get(collectors.compiled, one) === undefined)
        : [],
    same: sameNames,
  }
  return {
    missing,
    condition: {
      name: 'collectorsCondition',
      compute: (read, name) => {
        if (read.get(bindings.delivered, name).effective === undefined) return NO_BINDING
        const named = read.get(listed, name)
        if (named.length === 0) return AVAILABLE
        const unknown = read.get(collectors.unseen, '')
        if (unknown !== undefined)
          return {
            type: TYPE,
            status: 'Unknown',
            reason: 'ResourceUnseen',
            message: describeUnseen([unknown]),
          }
        const invalid = named.filter((one) => {
          const compiled = read.get(collectors.compiled, one)
          return compiled !== undefined && compiled.query === undefined
        })
        const message = [listOf('Missing', read.get(missing, name)), listOf('Invalid', invalid)]
          .flat()
          .join('; ')
        return message === '' ? AVAILABLE : { type: TYPE, status: 'False', reason: 'ReconcileError', message }
      },
      same: (a, b) => a.status === b.status && a.reason === b.reason && a.message === b.message,
    },
    lines: {
      name: 'combinedLines',
      compute: (read, name) => {
        if (read.get(collected, name).length === 0) return []
        const unknown = read.get(unseen, '')
        const ofNamespace = read.get(namespace, '').refused
        const refused = [...read.get(refsOf, name)].flatMap(([key, { key: object }]) => [
          ...read
            .get(decision, key)
            .refused.map(({ message }) => refusedLine(object, 'the write of its CombinedStatus', message)),
          ...(refOfKey(object).namespace === '' ? ofNamespace : []).map(({ ref, message }) =>
            refusedLine(object, `for its CombinedStatus, the creation of the Namespace ${ref.name}`, message),
          ),
        ])
        return unknown === undefined ? refused : [unseenLine(unknown.resource, unknown.why), ...refused]
      },
      same: (a, b) => a.length === b.length && a.every(({ line }, at) => line.text === b[at]?.line.text),
    },
  }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at])
}

const TYPE = 'StatusCollectorsAvailable'
const AVAILABLE: ConditionValue = {
  type: TYPE,
  status: 'True',
  reason: 'ReconcileSuccess',
  message: 'All StatusCollector(s) are available',
}
const NO_BINDING: ConditionValue = {
  type: TYPE,
  status: 'Unknown',
  reason: 'NoBinding',
  message: 'there is no Binding',
}

function listOf(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what} StatusCollector(s) [${names.join(' ')}]`]
}

// SNP-2
function unseenLine(resource: string, why: string): ReportLine {
  const text = `CombinedStatus: ${resource} are not completely known (${why}); they stay as they are`
  return { code: 'ResourceUnseen', severity: 'warning', line: { text } }
}

// P-6b
function refusedLine(object: string, what: string, message: string): ReportLine {
  const line = objectLine(refOfKey(object), `${what} was refused: ${message}`)
  return { code: 'WriteRefused', severity: 'error', line }
}
