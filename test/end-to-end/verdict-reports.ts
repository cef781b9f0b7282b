import {
  compareUtf8,
  type Json,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  type Outcome,
  pairsOf,
  stringAt,
  uidOf,
} from '@downsync/core'

const COLLECTOR = 'ready'

/** Objects of each WEC, as they are there. */
export type Wecs = ReadonlyMap<string, readonly KubeObject[]>

/**
 * In what the state of several WECs differs from what is there: aggregates of Deployments, and what stands in CombinedStatuses, read off the
 * WECs themselves (RPT-2, AGG-6, COL-1, COL-10).
 */
export function reportDifferences(outcome: Outcome, wecs: Wecs): readonly string[] {
  const here = [...outcome.snapshot.objects('wds')]
  const isCollected = here.some(
    (one) => one.kind === 'StatusCollector' && nameOf(one) === COLLECTOR && isRight(one),
  )
  const standing = here.filter(({ kind }) => kind === 'CombinedStatus')
  const expected = new Set<string>()
  const found: string[] = []
  for (const [name, { binding }] of outcome.bindings)
    for (const entry of entriesOf(binding)) {
      if (memberOf(entry, 'wantMultiWECReportedState') !== true) continue
      const object = here.find((one) => isOf(one, entry, outcome))
      if (object === undefined) continue
      const destinations = listAt(binding, 'spec', 'destinations').flatMap(
        (wec) => stringAt(wec, 'clusterId') ?? [],
      )
      const inWecs = destinations.map((wec) => [wec, thereIn(wecs, wec, object)] as const)
      const label = `${object.kind} ${namespaceOf(object)}/${nameOf(object)}`
      found.push(...aggregateDifferences(outcome, name, object, inWecs, label))
      const combined = standing.filter((one) => isAbout(one, object, name))
      for (const one of combined) expected.add(uidOf(one))
      if (combined.length !== 1) found.push(`${combined.length} CombinedStatuses of ${label} in ${name}`)
      const [result] = listAt(combined[0], 'results')
      if (!isCollected && result !== undefined) found.push(`results without a collector, of ${label}`)
      if (isCollected) found.push(...resultDifferences(result, inWecs, label))
    }
  for (const one of standing)
    if (!expected.has(uidOf(one))) found.push(`a CombinedStatus too many: ${nameOf(one)}`)
  return found
}

function isRight(collector: KubeObject): boolean {
  return listAt(memberOf(collector, 'status'), 'errors').length === 0
}

function entriesOf(binding: KubeObject): readonly Json[] {
  return [
    ...listAt(binding, 'spec', 'workload', 'clusterScope'),
    ...listAt(binding, 'spec', 'workload', 'namespaceScope'),
  ]
}

function isOf(object: KubeObject, entry: Json, { snapshot }: Outcome): boolean {
  const text = (key: string) => stringAt(entry, key) ?? ''
  const id = {
    group: text('group'),
    resource: text('resource'),
    namespace: text('namespace'),
    name: text('name'),
  }
  return snapshot.get({ space: 'wds', ...id }) === object
}

function thereIn(wecs: Wecs, wec: string, object: KubeObject): KubeObject | undefined {
  return wecs
    .get(wec)
    ?.find(
      (one) =>
        one.kind === object.kind &&
        nameOf(one) === nameOf(object) &&
        namespaceOf(one) === namespaceOf(object),
    )
}

type Members = readonly (readonly [string, KubeObject | undefined])[]

// At rest all WECs run the same, so the least of each is what all have; createOnly and other Bindings make them differ.
function aggregateDifferences(
  outcome: Outcome,
  name: string,
  object: KubeObject,
  members: Members,
  label: string,
): readonly string[] {
  const isAlone = [...outcome.bindings].every(
    ([other, { binding }]) =>
      other === name || !entriesOf(binding).some((entry) => isOf(object, entry, outcome)),
  )
  const delivered = pairsOf(outcome, name).filter(({ state }) => state === 'applied').length
  if (object.kind !== 'Deployment' || members.length < 2 || !isAlone || delivered === 0) return []
  if (members.some(([, there]) => there === undefined)) return []
  const least = Math.min(...members.map(([, there]) => readyIn(there)))
  const said = readyIn(object)
  const isMarked = memberOf(labelsOf(object), 'managed-by.kubestellar.io/multiwecstatus') === 'true'
  return said === least && isMarked
    ? []
    : [
        `${label}: ${said} ready in the WDS${isMarked ? '' : ', without the label'}, ${least} in the worst WEC`,
      ]
}

function isAbout(combined: KubeObject, object: KubeObject, binding: string): boolean {
  const isOwned = listAt(combined.metadata, 'ownerReferences').some(
    (owner) => stringAt(owner, 'uid') === uidOf(object),
  )
  return isOwned && memberOf(labelsOf(combined), 'status.kubestellar.io/binding-policy') === binding
}

function resultDifferences(result: Json | undefined, members: Members, label: string): readonly string[] {
  const rows = listAt(result, 'rows').map((row) =>
    listAt(row, 'columns').map((cell) => stringAt(cell, 'string') ?? stringAt(cell, 'float') ?? ''),
  )
  const isCount = listAt(result, 'columnNames').includes('wecs')
  const wanted = isCount
    ? [[String(members.length)]]
    : members
        .map(([wec, there]) => [wec, String(readyIn(there))] as const)
        .sort(([a], [b]) => compareUtf8(a, b))
  const [found, expected] = [rows, wanted].map((table) => JSON.stringify(table))
  return found === expected || members.length === 0
    ? []
    : [`${label}: the table is ${found}, not ${expected}`]
}

function readyIn(object: KubeObject | undefined): number {
  const ready = memberOf(memberOf(object, 'status'), 'readyReplicas')
  return typeof ready === 'number' ? ready : 0
}
