import {
  type Action,
  evaluate,
  finalizersOf,
  isDeleting,
  type KubeObject,
  labelsOf,
  listAt,
  manifestKey,
  memberOf,
  nameOf,
  namespaceOf,
  plan,
  refKey,
  type Snapshot,
  stringAt,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindings, manifestWorks, policies } from '../generators/vocabulary.ts'
import { namespaceObject } from '../generators/workload.ts'
import {
  settingsOf,
  snapshotOfWorld,
  type World,
  withObject,
  withUnknown,
  worlds,
} from '../generators/worlds.ts'
import { written } from '../generators/writer.ts'
import { runs, textOf } from './support.ts'

const anyUnknown = fc.record({ space: fc.constantFrom('wds' as const, 'its' as const), at: fc.nat(40) })

describe('what is not seen', () => {
  it('SNP-2 one resource that is not seen causes no departure', () => {
    fc.assert(
      fc.property(worlds, anyUnknown, (given, unknown) => {
        const world = withMailboxes(given)
        const before = departuresOf(world)
        const after = departuresOf(
          withUnknown(
            world,
            (space, at) => space === unknown.space && at === unknown.at % world[space].resources.length,
          ),
        )
        for (const departure of after) expect(before).toContain(departure)
      }),
      runs(80),
    )
  })

  it('SNP-2 with nothing seen no mailbox, list or workload changes; our finalizers are added at most', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const blind = withUnknown(world, () => true)
        const before = snapshotOfWorld(blind)
        const after = written(evaluate(before, settingsOf(blind)))
        expect(textOf([...after.objects('its')])).toBe(textOf([...before.objects('its')]))
        // BND-4: that a policy is being deleted is seen, and takes effect.
        const isDecided = (name: string) =>
          policiesIn(before).some((policy) => isDeleting(policy) && nameOf(policy) === name)
        for (const [name, lists] of Object.entries(listsIn(before)))
          if (!isDecided(name)) expect(listsIn(after)[name]).toEqual(lists)
        expect(Object.keys(listsIn(before))).toEqual(expect.arrayContaining(Object.keys(listsIn(after))))
        const kept = finalizersIn(after)
        for (const [key, finalizers] of finalizersIn(before))
          for (const one of finalizers) expect(kept.get(key) ?? finalizers).toContain(one)
      }),
      runs(60),
    )
  })

  it('P-4 a resource that is lost after everything came to rest takes nothing away, and back again nothing changes', () => {
    fc.assert(
      fc.property(worlds, anyUnknown, (world, unknown) => {
        const settings = settingsOf(world)
        const space = unknown.space
        const infos = world[space].resources
        const info = infos[unknown.at % infos.length]
        if (info === undefined) return
        const lost = withUnknown(world, (one, at) => one === space && infos[at] === info)
        const actions = plan(evaluate(snapshotOfWorld(lost), settings)).actions
        expect(
          actions.filter((action) => action.kind === 'delete' && !isDeletionWanted(world, action)),
        ).toEqual([])
      }),
      runs(35),
    )
  })
})

function policiesIn(snapshot: Snapshot): readonly KubeObject[] {
  return [...snapshot.objects('wds', policies)]
}

// What each Binding lists; a list that somebody wrote in another order, or twice, may be tidied up.
function listsIn(snapshot: Snapshot): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...snapshot.objects('wds', bindings)].map((binding) => {
      const entries = ['clusterScope', 'namespaceScope'].flatMap((scope) =>
        listAt(binding, 'spec', 'workload', scope).map((entry) =>
          textOf(['group', 'resource', 'namespace', 'name'].map((key) => memberOf(entry, key) ?? '')),
        ),
      )
      const wecs = listAt(binding, 'spec', 'destinations').map(textOf)
      return [nameOf(binding), [...new Set([...entries, ...wecs])].sort()]
    }),
  )
}

// What is in a Namespace that is not there, or is going, is no departure worth a rule.
function withMailboxes(world: World): World {
  const wecs = world.its.objects.flatMap((object) =>
    object.kind === 'ManifestWork'
      ? [namespaceOf(object)]
      : object.kind === 'Namespace'
        ? [nameOf(object)]
        : [],
  )
  const made = [...new Set(wecs)].map((wec) => namespaceObject(wec, {}, false))
  return made.reduce((all, namespace) => withObject(all, 'its', namespace), world)
}

function isDeletionWanted(world: World, action: Action): boolean {
  const { actions } = plan(evaluate(snapshotOfWorld(world), settingsOf(world)))
  return actions.some((one) => one.kind === 'delete' && refKey(one.ref) === refKey(action.ref))
}

/** Everything that one plan takes away: deletions, finalizers, manifests that leave the last wrapped object of a mailbox. */
function departuresOf(world: World): ReadonlySet<string> {
  const snapshot = snapshotOfWorld(world)
  const outcome = evaluate(snapshot, settingsOf(world))
  const after = written(outcome)
  const departures = new Set<string>()
  for (const action of plan(outcome).actions)
    if (action.kind === 'delete') departures.add(`deletion of ${refKey(action.ref)}`)
  for (const [key, finalizers] of finalizersIn(snapshot))
    for (const one of finalizers)
      if (!(finalizersIn(after).get(key) ?? []).includes(one)) departures.add(`${key} loses ${one}`)
  const held = manifestsIn(after)
  for (const one of manifestsIn(snapshot)) if (!held.has(one)) departures.add(`${one} leaves`)
  return departures
}

function finalizersIn(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> {
  const objects = [...snapshot.objects('wds'), ...snapshot.objects('its')]
  return new Map(
    objects.map((object) => [
      `${object.kind} ${JSON.stringify(nameIn(object.metadata))}`,
      finalizersOf(object),
    ]),
  )
}

function nameIn(metadata: Parameters<typeof memberOf>[0]) {
  return [memberOf(metadata, 'namespace') ?? '', memberOf(metadata, 'name') ?? '']
}

// By mailbox: a wrapped object that is being deleted holds nothing.
function manifestsIn(snapshot: Snapshot): ReadonlySet<string> {
  const held = new Set<string>()
  for (const work of snapshot.objects('its', manifestWorks)) {
    if (memberOf(work.metadata, 'deletionTimestamp') !== undefined) continue
    if (memberOf(labelsOf(work), 'transport.kubestellar.io/originWdsName') === undefined) continue
    for (const manifest of listAt(work, 'spec', 'workload', 'manifests')) {
      const group = (stringAt(manifest, 'apiVersion') ?? '').split('/').slice(0, -1).join('/')
      const kind = stringAt(manifest, 'kind') ?? ''
      const namespace = stringAt(manifest, 'metadata', 'namespace') ?? ''
      const key = manifestKey({ group, kind, namespace, name: stringAt(manifest, 'metadata', 'name') ?? '' })
      held.add(`${String(memberOf(work.metadata, 'namespace'))}: ${key.replaceAll('\u0000', '/')}`)
    }
  }
  return held
}
