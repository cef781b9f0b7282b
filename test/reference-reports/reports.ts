import { groupOf, type JsonObject, type KubeObject, labelsOf, listAt, uidOf, valueAt } from '@downsync/core'
import type { ReferenceOutcome } from '../reference/deliveries.ts'
import { bytewise, controllerOf, idOf, type Listed, type ReferenceInput, textAt } from '../reference/world.ts'

/** RPT, AGG-5: what an object gets in a world at rest: whose record, whether that is current, the number of its WECs. */
export function reportOf({ id, ...one }: Listed, outcome: ReferenceOutcome, input: ReferenceInput) {
  const there = [...outcome.bindings].filter(([, { isThere }]) => isThere)
  const asking = (flag: string) =>
    there.filter(([, { workload }]) => workload.some((entry) => idOf(entry) === id && entry[flag] === true))
  const singleton = asking('wantSingletonReportedState')
  const askers = [...singleton, ...asking('wantMultiWECReportedState')]
  const wecs = new Set(askers.flatMap(([, { destinations }]) => destinations))
  const [wec = ''] = wecs
  return {
    record: wecs.size === 1 ? lastRecord({ id, ...one }, wec, input) : undefined,
    isCurrent: askers
      .filter(([, { destinations }]) => destinations.length > 0)
      .every(([name]) => outcome.delivered.get(wec)?.get(name)?.has(id) === true),
    count: singleton.length > 0 ? String(wecs.size) : undefined,
  }
}

// RPT-7
function lastRecord({ id, group, kind, namespace, name }: Listed, wec: string, { its }: ReferenceInput) {
  const identity = [group, kind, namespace, name].join()
  const identityOf = ({ apiVersion, kind: its, metadata }: KubeObject) =>
    [groupOf(apiVersion), its, textAt(metadata, 'namespace'), textAt(metadata, 'name')].join()
  const isHeld = (record: Listed) => {
    const work = its.find(({ object }) => uidOf(object) === textAt(controllerOf(record), 'uid'))?.object
    const manifests = listAt(work, 'spec', 'workload', 'manifests') as readonly KubeObject[]
    const isOurs = work && labelsOf(work)['transport.kubestellar.io/originWdsName'] === 'wds1'
    return isOurs === true && manifests.map(identityOf).includes(identity)
  }
  const isOf = ({ object }: Listed) => idOf(valueAt(object, 'spec', 'sourceRef') as JsonObject) === id
  const timeOf = ({ object }: Listed) =>
    Date.parse(textAt(listAt(object.metadata, 'managedFields')[0], 'time')) || 0
  return its
    .filter((one) => one.kind === 'WorkStatus' && one.namespace === wec && isOf(one) && isHeld(one))
    .sort((a, b) => timeOf(b) - timeOf(a) || bytewise(a.name, b.name))[0]?.object
}
