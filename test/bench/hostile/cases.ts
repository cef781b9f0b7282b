import {
  createEngine,
  evaluate,
  type Json,
  listAt,
  memberOf,
  plan,
  refOf,
  type Snapshot,
  stringifyJson,
  type WorldEvent,
} from '@downsync/core'
import fc from 'fast-check'
import { aggregate } from '../../../packages/core/src/aggregate/index.ts'
import {
  collectorActivation,
  collectorEnvironment,
  compileExpression,
  evaluateExpression,
  jsonOf,
} from '../../../packages/core/src/cel/index.ts'
import { anyJson, mangled } from '../../generators/any-json.ts'
import { workStatuses } from '../../generators/vocabulary.ts'
import { statusFaults } from '../../oracles/index.ts'
import { bombs } from './bombs.ts'
import { reporting, settings, settled } from './worlds.ts'

/** What one case measures; it prints what came of it. */
export type Case = Readonly<{ name: string; run: (print: (what: string) => void) => void }>

const STEPS = 100_000
const kinds = [
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((kind) => ['apps/v1', kind] as const),
  ...['Job', 'CronJob'].map((kind) => ['batch/v1', kind] as const),
  ...['Pod', 'PersistentVolumeClaim', 'Service'].map((kind) => ['v1', kind] as const),
  ['networking.k8s.io/v1', 'Ingress'] as const,
  ['autoscaling/v2', 'HorizontalPodAutoscaler'] as const,
  ['policy/v1', 'PodDisruptionBudget'] as const,
  ['example.com/v1', 'Widget'] as const,
]

const usual = (ready: number): Json => ({
  observedGeneration: 1,
  replicas: 3,
  updatedReplicas: 3,
  readyReplicas: ready,
  availableReplicas: ready,
})

const large = (bytes: number) => (): Json => ({
  ...(usual(3) as object),
  conditions: Array.from({ length: Math.floor(bytes / 500) }, (_, at) => ({
    type: `Type${at}`,
    status: 'False',
    reason: 'Some',
    message: 'm'.repeat(400),
  })),
})

/** Inputs as nobody means well with, each with what it is to be compared with. */
export const cases: readonly Case[] = [
  { name: 'nothing', run: () => undefined },
  ...[1_000, 1_000_000].map(
    (bytes): Case => ({
      name: `20 WECs that report ${bytes.toLocaleString('en')} bytes`,
      run: (print) => decide(settled(20, large(bytes)), print),
    }),
  ),
  { name: '20,000 statuses of the right kinds and wrong types', run: wrongTypes },
  ...[100, 1_000, 10_000].map(
    (wecs): Case => ({
      name: `${wecs.toLocaleString('en')} WECs`,
      run: (print) => follow(wecs, print),
    }),
  ),
  ...bombs.map(
    ({ name, expression, status }): Case => ({
      name,
      run: (print) => {
        const [made, compileTime] = timed(() => compileExpression(expression, collectorEnvironment))
        if (!made.ok) return print(`refused in ${compileTime}: ${short(made.faults[0]?.message)}`)
        const activation = collectorActivation({
          inventory: { name: 'wec', labels: {}, annotations: {} },
          obj: {},
          returned: { status: status ?? {} },
          lastReturnedUpdateTimestamp: undefined,
        })
        const [found, time] = timed(() => evaluateExpression(made.value, activation, STEPS))
        const what = found.ok
          ? `gives ${short(stringifyJson(jsonOf(found.value) ?? null))}`
          : `ends: ${short(found.error.message)}`
        print(`${what}, after ${time}`)
      },
    }),
  ),
]

function decide(snapshot: Snapshot, print: (what: string) => void): void {
  const [outcome, time] = timed(() => evaluate(snapshot, settings))
  const status = memberOf(
    snapshot.get(refOf('wds', { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' })),
    'status',
  )
  const bytes = JSON.stringify(status ?? null).length.toLocaleString('en')
  print(
    `decided in ${time}, ${plan(outcome).actions.length} writes left; the aggregate has ${bytes} characters`,
  )
}

function wrongTypes(print: (what: string) => void): void {
  const status = fc.oneof(anyJson(), mangled(fc.constant(usual(3))), mangled(fc.constant(large(2_000)())))
  const states = fc.sample(fc.array(status, { minLength: 2, maxLength: 4 }), { numRuns: 7_000, seed: 1 })
  let [refused, count] = [0, 0]
  const [, time] = timed(() => {
    for (const [at, members] of states.entries()) {
      const [apiVersion, kind] = kinds[at % kinds.length] ?? ['v1', 'Pod']
      const object = { apiVersion, kind, metadata: { name: 'x', namespace: 'x', generation: 1 }, spec: {} }
      const reported = members.map((one, index) => ({
        wec: `wec-${index}`,
        status: typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as never) : undefined,
        current: true,
      }))
      count += members.length
      const { status: whole } = aggregate(object, reported, undefined)
      if (statusFaults({ ...object, status: {} }, { ...object, status: whole }).length > 0) refused++
    }
  })
  print(
    `${count.toLocaleString('en')} statuses in ${states.length.toLocaleString('en')} aggregates: ${time}, none threw, ${refused} that a server refuses`,
  )
}

function follow(wecs: number, print: (what: string) => void): void {
  const snapshot = settled(wecs, () => usual(3))
  const [, all] = timed(() => evaluate(snapshot, settings))
  const engine = createEngine(settings, snapshot)
  engine.outcome()
  const later = reporting(snapshot, (wec) => usual(wec === 'wec-7' ? 2 : 3))
  const changed = [...later.objects('its', workStatuses)].filter(
    (record) =>
      record.metadata['namespace'] === 'wec-7' && listAt(record.metadata, 'ownerReferences').length > 0,
  )
  const events = changed.map((object): WorldEvent => ({ kind: 'put', space: 'its', object }))
  const [actions, one] = timed(() => {
    engine.accept(events)
    return plan(engine.outcome()).actions
  })
  const what = actions.map(({ ref }) => ref.resource).sort()
  print(`all from nothing in ${all}; the report of one WEC in ${one}, which writes ${what.join(', ')}`)
}

function timed<T>(run: () => T): readonly [T, string] {
  const begun = performance.now()
  const result = run()
  const time = performance.now() - begun
  return [result, time < 1000 ? `${time.toFixed(0)} ms` : `${(time / 1000).toFixed(1)} s`]
}

function short(text = ''): string {
  return text.length > 90 ? `${text.slice(0, 90)}…` : text
}
