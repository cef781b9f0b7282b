import {
  describeId,
  equalJson,
  evaluate,
  isList,
  isObject,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  type Outcome,
  objectOf,
  pairsOf,
  plan,
  snapshotOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { ITS, WDS, WECS } from './change.ts'
import { readSpace } from './read-space.ts'
import type { System } from './system.ts'
import { reportDifferences, type Wecs } from './verdict-reports.ts'
import type { Way } from './way.ts'

/**
 * In what a system at rest differs from what follows from its two spaces: writes that are still to be made, objects in WECs that are
 * missing, too many or other than they should be, and states that did not come back. Empty: it has converged.
 */
export async function differences(system: System): Promise<readonly string[]> {
  const [wds, its, ...wecs] = await Promise.all(
    [WDS, ITS, ...WECS].map((name) => readSpace(system.client(name))),
  )
  if (wds === undefined || its === undefined) throw new Error('there are no spaces')
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const { snapshot, problems } = snapshotOf({ wdsName: WDS, now, wds, its })
  const outcome = evaluate(snapshot, { transport: system.way.transport })
  const unread = problems.map(({ on, message }) => `cannot be read: ${on.resource} ${on.name}: ${message}`)
  const left = plan(outcome).actions.map(
    ({ kind, ref, why }) =>
      `to be written: ${kind} ${ref.resource} ${ref.namespace}/${ref.name} (${why.rule})`,
  )
  const there = new Map(WECS.map((wec, index) => [wec as string, wecs[index]?.objects ?? []] as const))
  return [
    ...unread,
    ...left,
    ...contentDifferences(outcome, there, system.way),
    ...statusDifferences(outcome, there),
    ...reportDifferences(outcome, there),
  ]
}

function contentDifferences(outcome: Outcome, wecs: Wecs, { isOwned }: Way): readonly string[] {
  const wanted = new Map<string, Set<string>>([...wecs.keys()].map((wec) => [wec, new Set<string>()]))
  const found: string[] = []
  for (const [name, bundles] of outcome.mailboxes)
    for (const { items } of bundles)
      for (const { content, strategy } of items) {
        const objects = wecs.get(name) ?? []
        const key = keyOf(content)
        wanted.get(name)?.add(key)
        const object = objects.find((one) => keyOf(one) === key)
        if (object === undefined) found.push(`missing in ${name}: ${key}`)
        else if (!isOwned(object)) found.push(`not owned in ${name}: ${key}`)
        else if (strategy !== 'createOnly') {
          const path = firstOutside(content, object)
          if (path !== undefined) found.push(`differs in ${name}: ${key} at ${path}`)
        }
      }
  for (const [name, objects] of wecs)
    for (const object of objects)
      if (isOwned(object) && wanted.get(name)?.has(keyOf(object)) !== true)
        found.push(`too many in ${name}: ${keyOf(object)}`)
  return found
}

// RPT-1: where one WEC is asked for the state of an object, the WDS says what that WEC says.
function statusDifferences(outcome: Outcome, wecs: Wecs): readonly string[] {
  const found: string[] = []
  for (const [name, { binding }] of outcome.bindings) {
    const pairs = pairsOf(outcome, name)
    for (const entry of listAt(binding, 'spec', 'workload', 'namespaceScope')) {
      if (memberOf(entry, 'wantSingletonReportedState') !== true) continue
      const text = (key: string) => stringAt(entry, key) ?? ''
      const id = {
        group: text('group'),
        resource: text('resource'),
        namespace: text('namespace'),
        name: text('name'),
      }
      const mine = pairs.filter(({ id: other }) => describeId(other) === describeId(id))
      const qualified = new Set(
        [...outcome.bindings].flatMap(([, { binding: one }]) =>
          asks(one, id)
            ? listAt(one, 'spec', 'destinations').flatMap((wec) => stringAt(wec, 'clusterId') ?? [])
            : [],
        ),
      )
      const [pair] = mine
      if (pair === undefined || mine.length !== 1 || qualified.size !== 1) continue
      const here = outcome.snapshot.get({ space: 'wds', ...id })
      const there = wecs.get(pair.wec)?.find((one) => here !== undefined && keyOf(one) === keyOf(here))
      if (here === undefined || there === undefined) continue
      const [reported, real] = [here, there].map((object) =>
        withoutGenerations(memberOf(object, 'status') ?? null),
      )
      if (!equalJson(reported ?? null, real ?? null))
        found.push(
          `state of ${describeId(id)} in ${pair.wec}: ${JSON.stringify(real)}, but the WDS says ${JSON.stringify(reported)}`,
        )
    }
  }
  return found
}

function asks(
  binding: KubeObject,
  id: Readonly<{ resource: string; namespace: string; name: string }>,
): boolean {
  return listAt(binding, 'spec', 'workload', 'namespaceScope').some(
    (entry) =>
      memberOf(entry, 'wantSingletonReportedState') === true &&
      stringAt(entry, 'resource') === id.resource &&
      stringAt(entry, 'namespace') === id.namespace &&
      stringAt(entry, 'name') === id.name,
  )
}

function withoutGenerations(value: Json): Json {
  if (isList(value)) return value.map(withoutGenerations)
  if (!isObject(value)) return value
  return objectOf(
    Object.entries(value)
      .filter(([key]) => key !== 'observedGeneration')
      .map(([key, member]) => [key, withoutGenerations(member)] as const),
  )
}

function keyOf(object: KubeObject): string {
  return `${object.kind} ${namespaceOf(object)}/${nameOf(object)}`
}

// The first field of a manifest that an object does not have so; lists must be equal in length, server defaults may be more.
function firstOutside(manifest: Json, object: Json | undefined, path = ''): string | undefined {
  if (isObject(manifest)) {
    for (const [key, member] of Object.entries(manifest)) {
      const outside = firstOutside(member, valueAt(object, key), `${path}.${key}`)
      if (outside !== undefined) return outside
    }
    return undefined
  }
  if (isList(manifest)) {
    if (!isList(object) || object.length !== manifest.length) return path
    for (const [index, item] of manifest.entries()) {
      const outside = firstOutside(item, object[index], `${path}[${index}]`)
      if (outside !== undefined) return outside
    }
    return undefined
  }
  return equalJson(manifest, object ?? null) ? undefined : path
}
