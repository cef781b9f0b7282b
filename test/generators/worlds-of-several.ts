import { type JsonObject, type KubeObject, labelsOf, nameOf } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { statusArbitrary } from '../law/members.arbitrary.ts'
import type { AgentManner } from './agent.ts'
import { type RecordSketch, recordSketches } from './records.ts'
import { objectOfKind, oneIn, pick, present, workloadResources } from './vocabulary.ts'
import { asking, type World, withObject, worldsWithoutMail } from './worlds.ts'

/** Kinds with rules of their own for several WECs, whose statuses are drawn as servers take them (AGG-6). */
const KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'] as const
const kindsMet = workloadResources.filter(({ kind }) => [...KINDS, 'Widget'].includes(kind))

const counted: Arbitrary<KubeObject> = fc
  .record({
    info: pick(...kindsMet),
    name: pick('one', 'two', 'three'),
    generation: fc.integer({ min: 1, max: 4 }),
    replicas: fc.option(fc.nat(3), { nil: undefined }),
  })
  .map(({ info, name, generation, replicas }) =>
    objectOfKind(
      info,
      { name, namespace: 'prod', generation, uid: `uid-of-${info.kind}-${name}`, resourceVersion: '97' },
      { spec: present({ replicas: info.kind === 'Job' ? undefined : replicas }) },
    ),
  )

/** Worlds with several WECs, in which the state of all is often asked for, of kinds that have rules for it. */
export const worldsOfSeveral: Arbitrary<World> = fc
  .record({
    world: worldsWithoutMail,
    more: fc.uniqueArray(counted, {
      selector: ({ kind, metadata }) => `${kind} ${String(metadata['name'])}`,
      maxLength: 4,
      minLength: 1,
    }),
    flags: fc.array(
      pick<JsonObject>(
        { wantMultiWECReportedState: true, createOnly: false },
        { wantMultiWECReportedState: true, createOnly: false },
        { wantSingletonReportedState: true, wantMultiWECReportedState: true },
        { wantSingletonReportedState: true },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    wecs: pick(2, 2, 3, 4),
  })
  .map(({ world, more, flags, wecs }) =>
    more.reduce((all, object) => withObject(all, 'wds', object), asking(world, flags, wecs)),
  )

/** A status that stands from before, under our label; `contested`: somebody else wrote it last. */
type Standing = Readonly<{ byKind: Readonly<Record<string, JsonObject>>; contested: boolean }>

const standing: Arbitrary<Standing> = fc.record({
  byKind: fc.record(Object.fromEntries(KINDS.map((kind) => [kind, statusArbitrary(kind)]))),
  contested: oneIn(3),
})

/** The same worlds, with aggregates that stand from before: what ended, counted up or failed may not be taken back (AGG-2). */
export const worldsThatStand: Arbitrary<World> = fc
  .tuple(worldsOfSeveral, fc.array(standing, { minLength: 1, maxLength: 3 }))
  .map(([world, all]) => {
    const objects = world.wds.objects.map((object, at) => {
      const { byKind, contested } = all[at % all.length] ?? { byKind: {}, contested: false }
      const status = byKind[object.kind]
      if (status === undefined) return object
      const time = '2026-01-01T00:00:00Z'
      const entry = { manager: 'another', operation: 'Update', subresource: 'status', time }
      const labels = { ...labelsOf(object), 'managed-by.kubestellar.io/multiwecstatus': 'true' }
      const metadata = { ...object.metadata, labels, ...(contested && { managedFields: [entry] }) }
      return { ...object, metadata, status }
    })
    return { ...world, wds: { ...world.wds, objects } }
  })

type Drawn = Readonly<{
  sketch: RecordSketch
  byKind: Readonly<Record<string, JsonObject>>
  isSilent: boolean
  age: number
}>

const drawn: Arbitrary<Drawn> = fc.record({
  sketch: recordSketches('no zeros'),
  byKind: fc.record(Object.fromEntries(KINDS.map((kind) => [kind, statusArbitrary(kind)]))),
  isSilent: oneIn(5),
  // How many generations what is observed lies behind the object's there.
  age: pick(0, 0, 1),
})

/**
 * Agents that report of each object in each WEC as they like, once and for all: nothing, what is of an older generation, a status of its
 * kind, or any; of kinds that are counted by records that count.
 */
export const unevenAgents: Arbitrary<AgentManner> = fc
  .array(drawn, { minLength: 2, maxLength: 6 })
  .map((all) => ({
    reports: (manifest, _, wec) => {
      const text = `${manifest.kind}${nameOf(manifest)}${wec}`
      const number = Array.from(text, (one) => one.codePointAt(0) ?? 0).reduce((sum, one) => sum + one, 0)
      const one = all[number % all.length]
      if (one === undefined || one.isSilent) return []
      const own = one.byKind[manifest.kind]
      if (own === undefined) return [one.sketch]
      const observed = own['observedGeneration'] === undefined ? {} : { observedGeneration: 2 }
      const { generation } = one.sketch
      return [
        {
          ...one.sketch,
          owner: 'work',
          status: { ...own, ...observed },
          generation: generation === undefined ? undefined : 2 + one.age,
        },
      ]
    },
  }))
