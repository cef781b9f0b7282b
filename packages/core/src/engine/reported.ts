import { manifestKey } from '../kube/index.ts'
import type { Transport } from '../transport/index.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { Gather, Stage } from './stage.ts'

/** Which objects a report says to exist in which WEC (WRP-9). */
export type ReportedStages = Readonly<{
  /** By WEC: `manifestKey`s; undefined: reports are not completely seen, so any object may exist there (SNP-2). */
  reportedIn: Stage<ReadonlySet<string> | undefined>
  byWec: Gather<string>
}>

/** The stages that read records of reported state, as far as delivery asks for them. */
export function reportedStages(inputs: Inputs, transport: Transport): ReportedStages {
  const keys: Stage<readonly string[]> = {
    name: 'reportKeys',
    compute: (read) =>
      transport.reports.flatMap((resource) => read.get(inputs.keys, listKey('its', resource))),
  }
  const byWec: Gather<string> = {
    name: 'reportsByWec',
    sources: keys,
    contributions: (read, key) => {
      const object = read.get(inputs.object, key)
      const report = object === undefined ? undefined : transport.reportOf(object)
      if (report === undefined || !report.ok) return new Map()
      const { group, resource, namespace, name } = report.value.object
      const info = read.get(inputs.resource, listKey('wds', report.value.object))
      const kind = info?.kind ?? resource
      return new Map([[report.value.wec, manifestKey({ group, kind, namespace, name })]])
    },
  }
  const reportedIn: ReportedStages['reportedIn'] = {
    name: 'reportedIn',
    compute: (read, wec) => {
      const unseen = transport.reports.some(
        (resource) => unseenOf(inputs, read, 'its', resource) !== undefined,
      )
      return unseen ? undefined : new Set(read.bucket(byWec, wec).values())
    },
  }
  return { reportedIn, byWec }
}
