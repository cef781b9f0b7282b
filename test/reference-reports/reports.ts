import { groupOf, type JsonObject, type KubeObject, labelsOf, listAt, uidOf, valueAt } from '@downsync/core'
import type { ReferenceOutcome } from '../reference/deliveries.ts'
import { bytewise, controllerOf, idOf, type Listed, type ReferenceInput, textAt } from '../reference/world.ts'

/** One qualified WEC of an object: its record that counts, and whether it runs what the WDS wants. */
export type ReferenceMember = Readonly<{ wec: string; record: KubeObject | undefined; isCurrent: boolean }>

/** RPT, AGG-5: what an object gets in a world at rest: of which WECs its status is, and the number of its WECs. */
export function reportOf({ id, ...one }: Listed, outcome: ReferenceOutcome, input: ReferenceInput) {
  const there = [...outcome.bindings].filter(([, { isThere }]) => isThere)
  const asking = (flag: string) =>
    there.filter(([, { workload }]) => workload.some((entry) => idOf(entry) === id && entry[flag] === true))
  const singleton = asking('wantSingletonReportedState')
  const multi = asking('wantMultiWECReportedState')
  const askers = [...singleton, ...multi]
  const wecs = [...new Set(askers.flatMap(([, { destinations }]) => destinations))].sort(bytewise)
  const memberIn = (wec: string): ReferenceMember => ({
    wec,
    record: lastRecord({ id, ...one }, wec, input),
    isCurrent: askers
      .filter(([, { destinations }]) => destinations.includes(wec))
      .every(
        ([name]) => outcome.delivered.get(wec)?.get(name)?.has(id) === true && isApplied(one, wec, input),
      ),
  })
  return {
    // RPT-1, RPT-2; of several WECs there is no state of one.
    members: wecs.length === 1 || multi.length > 0 ? wecs.map(memberIn) : [],
    count: singleton.length > 0 ? String(wecs.length) : undefined,
  }
}

// AGG-5: said by every wrapped object that holds it, of its present generation.
function isApplied(
  { group, kind, namespace, name }: Omit<Listed, 'id'>,
  wec: string,
  { its }: ReferenceInput,
) {
  return its
    .filter((one) => one.kind === 'ManifestWork' && one.namespace === wec)
    .flatMap(({ object }) =>
      listAt(object, 'status', 'resourceStatus', 'manifests').map((said) => ({ object, said })),
    )
    .filter(({ said }) => {
      const meta = ['group', 'kind', 'namespace', 'name'].map((key) => textAt(said, 'resourceMeta', key))
      return meta.join() === [group, kind, namespace, name].join()
    })
    .every(({ object, said }) => {
      const applied = listAt(said, 'conditions').find((one) => textAt(one, 'type') === 'Applied')
      return valueAt(applied, 'observedGeneration') === valueAt(object.metadata, 'generation')
    })
}

/** RPT-7: the record that counts. */
export function lastRecord(
  { id, group, kind, namespace, name }: Listed,
  wec: string,
  { its }: ReferenceInput,
) {
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
