import {
  createEngine,
  evaluate,
  type KubeObject,
  plan,
  type Snapshot,
  type Space,
  type WorldEvent,
  withEvents,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentManner } from '../generators/agent.ts'
import { collectorObject, collectorSpecs } from '../generators/collectors.ts'
import { collectorNames } from '../generators/policies.ts'
import { recordSketches } from '../generators/records.ts'
import { collectors, objectOfKind, policies } from '../generators/vocabulary.ts'
import {
  referenceSettingsOf,
  settingsOf,
  snapshotOfWorld,
  type World,
  withObject,
  worldsWithoutMail,
} from '../generators/worlds.ts'
import { referenceOutcome } from '../reference/deliveries.ts'
import { referenceInput } from '../reference/world.ts'
import { combinedOf, standingCombined } from '../reference-reports/combined.ts'
import { runs, textOf, toRest } from './support.ts'

const MOST = 14

/** Agents that record anything of anything, once and for all by its name. */
const manners: Arbitrary<AgentManner> = fc
  .array(fc.uniqueArray(recordSketches('zeros'), { selector: ({ suffix }) => suffix, maxLength: 3 }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((drawn) => ({ reports: (manifest) => drawn[textOf(manifest).length % drawn.length] ?? [] }))

/** Worlds in which everything is collected by several collectors, some of which are there. */
const worldsThatCollect: Arbitrary<World> = fc
  .record({
    world: worldsWithoutMail,
    made: fc.array(collectorObject, { maxLength: 2 }),
    spec: collectorSpecs,
  })
  .map(({ world, made: drawn, spec }) => {
    const statusCollectors: readonly string[] = collectorNames
    const all = { clusterSelectors: [{}], downsync: [{ resources: ['*'], statusCollectors }] }
    const collects = objectOfKind(
      policies,
      { name: 'collects', uid: 'uid-collects', resourceVersion: '90' },
      { spec: all },
    )
    const collector = objectOfKind(
      collectors,
      { name: collectorNames[0], uid: 'uid-collector', resourceVersion: '91' },
      { spec },
    )
    const named = drawn.map((one, at) => ({
      ...one,
      metadata: { uid: `uid-made-${at}`, resourceVersion: String(92 + at), ...one.metadata },
    }))
    const standing = world.wds.objects.filter(({ kind }) => kind !== 'CombinedStatus')
    const bare = { ...world, wds: { ...world.wds, objects: standing } }
    return [collects, ...named, collector].reduce<World>((made, one) => withObject(made, 'wds', one), bare)
  })

describe('CombinedStatuses', () => {
  it('COL-1, COL-2, COL-9..11, RPT-7 at rest: exactly those that the reference says, with its results', () => {
    fc.assert(
      fc.property(worldsThatCollect, manners, (world, manner) => {
        expectExactly(world, toRest(snapshotOfWorld(world), settingsOf(world), manner, MOST).snapshot)
      }),
      runs(30),
    )
  })

  it('SNP-2 while anything that decides is not seen, none is changed or deleted, whatever happens', () => {
    const deciding = [
      'bindingpolicies',
      'bindings',
      'statuscollectors',
      'combinedstatuses',
      'managedclusters',
      'manifestworks',
      'workstatuses',
    ]
    fc.assert(
      fc.property(
        worldsThatCollect,
        fc.constantFrom(...deciding),
        collectorSpecs,
        fc.nat(),
        (world, resource, spec, at) => {
          const settings = settingsOf(world)
          const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
          const lost = withEvents(
            snapshot,
            (['wds', 'its'] as const).flatMap((space) =>
              snapshot
                .resources(space)
                .filter((info) => info.resource === resource)
                .map(
                  (info) => ({ kind: 'resource', space, info: { ...info, known: { why: 'lost' } } }) as const,
                ),
            ),
          )
          const objects = [...lost.objects('wds')].filter(({ kind }) => kind !== 'CombinedStatus')
          const gone = objects[at % Math.max(1, objects.length)]
          const edited = collectorNames.map((name) =>
            objectOfKind(collectors, { name, uid: `uid-${name}`, resourceVersion: '90000' }, { spec }),
          )
          const changed = withEvents(lost, [
            ...edited.map((object) => ({ kind: 'put', space: 'wds', object }) as const),
            ...(gone === undefined ? [] : deletionOf(lost, 'wds', gone)),
          ])
          const outcome = evaluate(changed, settings)
          const touched = plan(outcome).actions.filter(
            ({ kind, ref }) => ref.resource === 'combinedstatuses' && kind !== 'create',
          )
          expect(touched).toEqual([])
        },
      ),
      runs(15),
    )
  })

  it('COL-10, COL-11 when a WEC reports something else, or a policy, a collector, an object or a WEC goes, they follow', () => {
    let changed = 0
    fc.assert(
      fc.property(worldsThatCollect, fc.constantFrom(...turns), fc.nat(), (world, turn, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const events = turn(snapshot, at)
        const engine = createEngine(settings, snapshot)
        engine.outcome()
        engine.accept(events)
        const after = withEvents(snapshot, events)
        const actions = plan(engine.outcome()).actions
        expect(textOf(actions)).toBe(textOf(plan(evaluate(after, settings)).actions))
        if (actions.some(({ ref }) => ref.resource === 'combinedstatuses')) changed++
        const deaf: AgentManner = { reports: () => [] }
        expectExactly(world, toRest(after, settings, deaf, MOST).snapshot)
      }),
      runs(20),
    )
    expect(changed).toBeGreaterThan(3)
  })
})

/** One thing that happens to a world at rest. */
type Turn = (snapshot: Snapshot, at: number) => readonly WorldEvent[]

const turns: readonly Turn[] = [
  reportsAnew,
  reportsAnew,
  goes('wds', ({ kind, metadata }) => kind === 'BindingPolicy' && metadata['name'] === 'collects'),
  goes('wds', ({ kind }) => kind === 'StatusCollector'),
  goes('wds', ({ kind }) => ['Deployment', 'ConfigMap', 'ClusterRole', 'Service', 'Job'].includes(kind)),
  // SNP-3: without the last of them the inventory would count as not seen.
  goes('its', ({ kind }) => kind === 'ManagedCluster', 1),
]

function reportsAnew(snapshot: Snapshot, at: number): readonly WorldEvent[] {
  return [...snapshot.objects('its')]
    .filter(({ kind }) => kind === 'WorkStatus')
    .map((record, index) => {
      const metadata = { ...record.metadata, resourceVersion: '99999' }
      const status = { readyReplicas: (at + index) % 9, note: 'x' }
      return { kind: 'put', space: 'its', object: { ...record, metadata, status } }
    })
}

function goes(space: Space, isOne: (object: KubeObject) => boolean, staying = 0): Turn {
  return (snapshot, at) => {
    const found = [...snapshot.objects(space)].filter(isOne)
    const object = found[at % Math.max(1, found.length)]
    return object === undefined || found.length <= staying ? [] : deletionOf(snapshot, space, object)
  }
}

function expectExactly(world: World, snapshot: Snapshot): void {
  const input = inputAt(world, snapshot)
  const wanted = combinedOf(referenceOutcome(input), input)
  const standing = standingCombined(input)
  expect([...standing.keys()].sort()).toEqual([...wanted.keys()].sort())
  for (const [key, one] of wanted) {
    expect(standing.get(key)?.namespace, key).toBe(one.namespace)
    expect(textOf(standing.get(key)?.results), key).toBe(textOf(one.results))
  }
}

function deletionOf(snapshot: Snapshot, space: Space, object: KubeObject) {
  const info = snapshot.resources(space).find(({ kind }) => kind === object.kind)
  if (info === undefined) return []
  const { name = '', namespace = '', uid = '' } = object.metadata
  const ref = {
    space,
    group: info.group,
    resource: info.resource,
    namespace: String(namespace),
    name: String(name),
  } as const
  return [{ kind: 'deleted', ref, uid: String(uid) } as const]
}

function inputAt(world: World, snapshot: Snapshot) {
  const at = (space: 'wds' | 'its') => ({ ...world[space], objects: [...snapshot.objects(space)] })
  return referenceInput({ ...referenceSettingsOf(world), wds: at('wds'), its: at('its') })
}
