import {
  applyActions,
  evaluate,
  explain,
  isKubeObject,
  isObject,
  type Json,
  type KubeObject,
  type Outcome,
  plan,
  refOf,
  type Snapshot,
  type Space,
  snapshotOf,
  type WorldEvent,
  withEvents,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyJson, mangled } from '../generators/any-json.ts'
import {
  itsResources,
  objectOfKind,
  pick,
  WDS_NAME,
  wdsResources,
  wecNames,
} from '../generators/vocabulary.ts'
import { NOW, settingsOf, snapshotOfWorld, type World, worlds } from '../generators/worlds.ts'
import { runs } from './support.ts'

// Nearly an object: of a kind that discovery knows, everything else anything.
const nearlyAnObject: Arbitrary<Json> = fc
  .record({
    info: pick(...wdsResources, ...itsResources),
    name: pick('web', '__proto__', 'p', 'a', 'wec-1'),
    namespace: pick<Json>('a', 'wec-1', '', null, 7),
    labels: anyJson(),
    more: anyJson(),
    spec: anyJson(),
    status: anyJson(),
  })
  .map(({ info, name, namespace, labels, more, spec, status }) => {
    const place = info.namespaced ? { namespace } : {}
    const others = isObject(more) ? more : {}
    return objectOfKind(info, { ...others, name, ...place, labels }, { ...others, spec, status })
  })

const anyObjects = fc.array(
  fc.oneof({ weight: 4, arbitrary: nearlyAnObject }, { weight: 1, arbitrary: anyJson() }),
  { maxLength: 12 },
)

/** A world in which some objects were mangled at random places. */
const mangledWorlds = fc.tuple(worlds, fc.nat(2)).chain(([world, start]) => {
  const all = [...world.wds.objects, ...world.its.objects]
  const chosen = all.filter((_, index) => (index + start) % 3 === 0)
  return fc
    .tuple(...chosen.map((object) => mangled(fc.constant(object))))
    .map((made) => ({ world, replaced: new Map(chosen.map((object, at) => [object, made[at]])) }))
})

describe('totality', () => {
  it('P-3 any JSON as objects of either space: nothing throws, every problem has a message', () => {
    fc.assert(
      fc.property(anyObjects, anyObjects, worlds, (wds, its, world) => {
        const { snapshot, problems } = snapshotOf({
          wdsName: WDS_NAME,
          now: NOW,
          wds: { resources: wdsResources, objects: [...world.wds.objects, ...wds] },
          its: { resources: itsResources, objects: [...world.its.objects, ...its] },
        })
        for (const problem of problems) expect(problem.message).not.toBe('')
        runAll(snapshot, world)
      }),
      runs(60),
    )
  })

  it('P-3 worlds mangled at any place', () => {
    fc.assert(
      fc.property(mangledWorlds, ({ world, replaced }) => {
        const mangle = (object: KubeObject): Json => replaced.get(object) ?? object
        const { snapshot } = snapshotOf({
          wdsName: WDS_NAME,
          now: NOW,
          wds: { resources: wdsResources, objects: world.wds.objects.map(mangle) },
          its: { resources: itsResources, objects: world.its.objects.map(mangle) },
        })
        runAll(snapshot, world)
      }),
      runs(60),
    )
  })

  it('P-3 any JSON as an event', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.tuple(pick<Space>('wds', 'its'), nearlyAnObject)), (world, puts) => {
        const events = puts.map(([space, object]): WorldEvent => {
          // A watch brings JSON; the type is what it should be.
          return { kind: 'put', space, object: object as KubeObject }
        })
        runAll(withEvents(snapshotOfWorld(world), events), world)
      }),
      runs(30),
    )
  })
})

function runAll(snapshot: Snapshot, world: World): void {
  const outcome = evaluate(snapshot, settingsOf(world))
  for (const [, problems] of outcome.problems)
    for (const { message, code } of problems) expect(message, code).not.toBe('')
  explainSome(outcome)
  const after = applyActions(snapshot, plan(outcome).actions)
  evaluate(after, settingsOf(world))
}

function explainSome(outcome: Outcome): void {
  const objects = [...outcome.snapshot.objects('wds')].filter(isKubeObject).slice(0, 6)
  for (const object of objects) {
    const info = outcome.snapshot.resourceOfKind(
      'wds',
      object.apiVersion.split('/').slice(0, -1).join('/'),
      object.kind,
    )
    if (info === undefined) continue
    const ref = refOf('wds', {
      group: info.group,
      resource: info.resource,
      namespace: String(object.metadata['namespace'] ?? ''),
      name: String(object.metadata['name']),
    })
    for (const wec of [wecNames[0], 'nowhere']) explain(outcome, { object: ref, wec })
  }
}
