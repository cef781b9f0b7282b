import {
  annotationsOf,
  type Bundle,
  type Fault,
  type Item,
  isObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  namespaceOf,
  problemOn,
  type Result,
  refOf,
} from '@downsync/core'
import { entriesOf, itemOfEntry } from './entry.ts'
import { configMaps } from './names.ts'

/**
 * The bundle that a ConfigMap carries. An entry that cannot be read makes the whole unreadable: nothing may be rewritten or withdrawn
 * for the want of it (P-4).
 */
export function unwrap(wrapped: KubeObject): Result<Bundle> {
  const faults: Fault[] = []
  const items: Item[] = []
  const data = memberOf(wrapped, 'data')
  if (data !== undefined && data !== null && !isObject(data))
    faults.push({ code: 'WrappedUnreadable', path: 'data', message: 'is no object' })
  for (const [key, text] of entriesOf(wrapped)) {
    const read = itemOfEntry(key, text)
    if ('item' in read) items.push(read.item)
    else faults.push(read.fault)
  }
  const [wec, name] = [namespaceOf(wrapped), nameOf(wrapped)]
  if (faults.length > 0) {
    const on = refOf('its', { ...configMaps, namespace: wec, name })
    return { ok: false, problems: faults.map((fault) => problemOn(on, fault)) }
  }
  return {
    ok: true,
    value: { wec, name, labels: labelsOf(wrapped), annotations: annotationsOf(wrapped), items },
  }
}
