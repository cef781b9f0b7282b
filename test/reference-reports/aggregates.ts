import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
} from '@downsync/core'
import { textAt } from '../reference/world.ts'
import type { ReferenceMember } from './reports.ts'

/** What an aggregate says, as far as the rules leave no choice: counts (absent: 0), words, and conditions by type. */
export type ReferenceAggregate = Readonly<{
  numbers: ReadonlyMap<string, number>
  words: ReadonlyMap<string, string | undefined>
  conditions: ReadonlyMap<string, string | undefined>
  /** Every WEC reports what the WDS wants now (AGG-5). */
  isCurrent: boolean
  /** Whether `observedGeneration` is of this kind, or said by anybody. */
  isCounted: boolean
}>

type State = Readonly<{ status: JsonObject | undefined; isCurrent: boolean }>

const COUNTED = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']
/** Kinds whose rules are others (AGG-8). */
const OTHERS = ['Pod', 'PersistentVolumeClaim', 'Service', 'Ingress', 'HorizontalPodAutoscaler', 'CronJob']

/** AGG-3..7, AGG-9: one status of several WECs, field by field, from the rules alone; undefined: for this kind not by these. */
export function aggregateOf(
  object: KubeObject,
  members: readonly ReferenceMember[],
): ReferenceAggregate | undefined {
  if (OTHERS.includes(object.kind)) return undefined
  const states = members.map(({ record, isCurrent }): State => {
    const status = memberOf(record, 'status')
    return {
      status: isObject(status) ? nested(object.kind, status) : undefined,
      isCurrent: isCurrent && isObserved(record),
    }
  })
  const isCounted =
    COUNTED.includes(object.kind) ||
    states.some(({ status }) => memberOf(status, 'observedGeneration') !== undefined)
  const isCurrent = ({ status, isCurrent: own }: State) =>
    own &&
    status !== undefined &&
    (!isCounted || object.kind === 'Job' || numberIn(status, 'observedGeneration') > 0)
  return {
    ...(object.kind === 'Job'
      ? jobOf(states)
      : { numbers: numbersOf(object, states), conditions: conditionsOf(states) }),
    words: wordsOf(object, states),
    isCurrent: states.every(isCurrent),
    isCounted: isCounted && object.kind !== 'Job',
  }
}

// AGG-2: what no server would take is read as it could have been.
function nested(kind: string, status: JsonObject): JsonObject {
  if (!COUNTED.includes(kind) || kind === 'DaemonSet') return status
  const inner = ['readyReplicas', 'updatedReplicas', 'currentReplicas', 'fullyLabeledReplicas']
  const replicas = Math.max(...['replicas', ...inner].map((field) => numberIn(status, field)))
  const least = Math.min(numberIn(status, 'availableReplicas'), numberIn(status, 'readyReplicas'))
  return { ...status, replicas, availableReplicas: least }
}

// AGG-5: of an older generation than the object has there.
function isObserved(record: KubeObject | undefined): boolean {
  const there = Number(
    textAt(memberOf(memberOf(record, 'metadata'), 'annotations'), 'downsync/generation') || 0,
  )
  const seen = memberOf(memberOf(record, 'status'), 'observedGeneration')
  return seen === undefined || Number(seen) >= there
}

function numberIn(status: JsonObject | undefined, field: string): number {
  const value = memberOf(status, field)
  return typeof value === 'number' ? value : 0
}

// AGG-6
function numbersOf(object: KubeObject, states: readonly State[]): ReadonlyMap<string, number> {
  const all = (field: string) => states.map(({ status }) => numberIn(status, field))
  const least = (field: string) => Math.min(...all(field))
  const most = (field: string) => Math.max(...all(field))
  const over = (base: number, from: readonly number[], field: string, worst: 'least' | 'most') => {
    const beyond = all(field).map((value, at) => value - (from[at] ?? 0))
    return Math.max(0, base + (worst === 'least' ? Math.min(...beyond) : Math.max(...beyond)))
  }
  switch (object.kind) {
    case 'Deployment': {
      const [up, replicas] = [all('updatedReplicas'), memberOf(memberOf(object, 'spec'), 'replicas')]
      const isLow = Math.min(...up) < (typeof replicas === 'number' ? replicas : 1)
      const isPlain = isLow && typeof replicas === 'number'
      const isEven = ['readyReplicas', 'availableReplicas'].every((field) => over(9, up, field, 'least') >= 9)
      const isBare = isEven && over(0, up, 'replicas', 'most') <= 0
      const base = isPlain || (isLow && isBare) ? Math.min(...up) : Math.max(...up)
      return new Map([
        ['updatedReplicas', base],
        ['replicas', isPlain ? most('replicas') : over(base, up, 'replicas', 'most')],
        ...['readyReplicas', 'availableReplicas'].map(
          (field) => [field, isPlain ? least(field) : over(base, up, field, 'least')] as const,
        ),
        ['unavailableReplicas', most('unavailableReplicas')],
      ])
    }
    case 'ReplicaSet':
    case 'StatefulSet': {
      const fields = [
        'readyReplicas',
        'availableReplicas',
        'fullyLabeledReplicas',
        'currentReplicas',
        'updatedReplicas',
      ]
      const own = fields.filter((field) => states.some(({ status }) => memberOf(status, field) !== undefined))
      return new Map([['replicas', most('replicas')], ...own.map((field) => [field, least(field)] as const)])
    }
    case 'DaemonSet': {
      // A silent WEC is short of at least one.
      const wanted = states.map(({ status }) =>
        status === undefined ? 1 : numberIn(status, 'desiredNumberScheduled'),
      )
      const base = Math.max(...wanted)
      const good = ['numberReady', 'numberAvailable', 'currentNumberScheduled', 'updatedNumberScheduled']
      return new Map([
        ['desiredNumberScheduled', base],
        ...good.map((field) => [field, over(base, wanted, field, 'least')] as const),
        ['numberMisscheduled', most('numberMisscheduled')],
      ])
    }
    default:
      // AGG-9: the least; absent is 0 (AGG-3).
      return new Map(fieldsOf(states, 'number').map((field) => [field, least(field)]))
  }
}

// AGG-9: fields that have values of that type and no others.
function fieldsOf(states: readonly State[], type: 'number' | 'string'): readonly string[] {
  const fields = new Set(states.flatMap(({ status }) => Object.keys(status ?? {})))
  return [...fields].filter(
    (field) =>
      field !== 'observedGeneration' &&
      states.every(({ status }) => {
        const value = memberOf(status, field)
        return value === undefined || typeof value === type
      }),
  )
}

// AGG-9: words that all have alike. StatefulSet: from the first WEC in which the two differ, else the first that has some.
function wordsOf(object: KubeObject, states: readonly State[]): ReadonlyMap<string, string | undefined> {
  if (object.kind === 'StatefulSet') {
    const fields = ['currentRevision', 'updateRevision'] as const
    const of = ({ status }: State) => fields.map((field) => stringAt(status, field))
    const differing = states.find((one) => of(one)[0] !== of(one)[1])
    const chosen = differing ?? states.find(({ status }) => status !== undefined)
    return new Map(fields.map((field) => [field, stringAt(chosen?.status, field)]))
  }
  if ([...COUNTED, 'Job'].includes(object.kind)) return new Map()
  return new Map(
    fieldsOf(states, 'string').map((field) => {
      const said = new Set(states.map(({ status }) => stringAt(status, field)))
      return [field, said.size === 1 ? [...said][0] : undefined]
    }),
  )
}

// AGG-7; what kstatus has words for is said by rules of its own.
function conditionsOf(states: readonly State[]): ReadonlyMap<string, string | undefined> {
  const types = new Set(
    states.flatMap(({ status }) => listAt(status, 'conditions').map((one) => stringAt(one, 'type'))),
  )
  const merged = new Map<string, string | undefined>()
  for (const type of types) {
    if (type === undefined || ['Stalled', 'Reconciling'].includes(type)) continue
    const all = states.map(({ status }) => conditionIn(status, type))
    const late = all.filter(
      (one) => type === 'Progressing' && stringAt(one, 'reason') === 'ProgressDeadlineExceeded',
    )
    const said = (late.length > 0 ? late : all).map((one) => stringAt(one, 'status'))
    const isSilent = late.length === 0 && states.some(({ status }) => status === undefined)
    const isBad = type === 'ReplicaFailure'
    const [worst, best] = isBad ? ['True', 'False'] : ['False', 'True']
    const isBest = said.every((one) => one === best || (isBad && one === undefined)) && !isSilent
    merged.set(type, said.includes(worst) ? worst : isBest ? best : 'Unknown')
  }
  return merged
}

function conditionIn(status: JsonObject | undefined, type: string): Json | undefined {
  return listAt(status, 'conditions').find((one) => stringAt(one, 'type') === type)
}

// AGG-6: complete when it is so in all; failed when it is so in some, and all have ended.
function jobOf(states: readonly State[]) {
  const is = (type: string) => (one: State) =>
    one.isCurrent && stringAt(conditionIn(one.status, type), 'status') === 'True'
  const [complete, failed] = [is('Complete'), is('Failed')]
  const isComplete = states.every(complete)
  const isFailed = !isComplete && states.every((one) => complete(one) || failed(one))
  const all = (field: string) => states.map(({ status }) => numberIn(status, field))
  const running = isComplete || isFailed ? 0 : Math.max(...all('active'))
  return {
    numbers: new Map([
      ['active', running],
      ['failed', Math.max(...all('failed'))],
      ['succeeded', Math.min(...all('succeeded'))],
    ]),
    conditions: new Map([
      ['Complete', isComplete ? 'True' : undefined],
      ['Failed', isFailed ? 'True' : undefined],
    ]),
  }
}
