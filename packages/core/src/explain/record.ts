import { holdsManifest, type Outcome, readWrapped } from '../engine/index.ts'
import {
  idKey,
  type ManifestId,
  manifestKey,
  nameOf,
  namespaceOf,
  type ObjectId,
  refOf,
} from '../kube/index.ts'
import { countedRecord, type ReportRecord } from '../report/index.ts'

/** The record that counts of an object in a WEC, as the decision sees it (RPT-7). */
export function recordOf(
  { snapshot, settings }: Outcome,
  object: ObjectId,
  manifest: ManifestId,
  wec: string,
): ReportRecord | 'unreadable' | undefined {
  const { transport } = settings
  const records = transport.reports.flatMap((resource) =>
    [...snapshot.objects('its', resource)].flatMap((one): ReportRecord[] => {
      const read = transport.reportOf(one)
      if (read?.ok !== true) return []
      const report = read.value
      if (report.wec !== wec || idKey(report.object) !== idKey(object)) return []
      return [{ ref: refOf('its', { ...resource, namespace: namespaceOf(one), name: nameOf(one) }), report }]
    }),
  )
  return countedRecord(records, ({ name, uid }) => {
    const there = snapshot.get(refOf('its', { ...transport.resource, namespace: wec, name }))
    const wrapped = there && readWrapped(there, transport, snapshot.wdsName)
    return holdsManifest(wrapped, uid, manifestKey(manifest))
  })
}
