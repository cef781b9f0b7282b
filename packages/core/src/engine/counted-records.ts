import { manifestKey, refKey, refOfKey } from '../kube/index.ts'
import { countedRecord, type ReportRecord } from '../report/index.ts'
import type { Transport } from '../transport/index.ts'
import { type Inputs, listKey } from './inputs.ts'
import type { RecordStages } from './records.ts'
import type { Stage } from './stage.ts'
import { holdsManifest, type WrappedStages } from './wrapped.ts'

/** The record that counts (RPT-7); undefined: there is none; `unreadable`: it cannot be told which one (P-4). */
export type CountedRecord = ReportRecord | 'unreadable' | undefined

/** The key of a workload object, given by its `refKey`, in one WEC. */
export function placeKey(object: string, wec: string): string {
  return `${object}\u0000${wec}`
}

/** The object and the WEC of a `placeKey`. */
export function placeOfKey(key: string): Readonly<{ object: string; wec: string }> {
  const at = key.lastIndexOf('\u0000')
  return { object: key.slice(0, at), wec: key.slice(at + 1) }
}

/** The stage `countedRecord`: by `placeKey`, the record of a workload object in a WEC that counts (RPT-7). */
export function countedRecordStage(
  inputs: Inputs,
  records: RecordStages,
  wrapped: WrappedStages,
  transport: Transport,
): Stage<CountedRecord> {
  const { group, resource } = transport.resource
  return {
    name: 'countedRecord',
    compute: (read, key) => {
      const { object, wec } = placeOfKey(key)
      const ref = refOfKey(object)
      const kind = read.get(inputs.resource, listKey('wds', ref))?.kind
      if (kind === undefined) return undefined
      const manifest = manifestKey({ group: ref.group, kind, namespace: ref.namespace, name: ref.name })
      return countedRecord(records.recordsOf(read, ref, wec), ({ name, uid }) =>
        holdsManifest(
          read.get(wrapped.wrapped, refKey({ space: 'its', group, resource, namespace: wec, name })),
          uid,
          manifest,
        ),
      )
    },
  }
}
