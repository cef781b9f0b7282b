import {
  conditionOf,
  conditionsOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  objectOf,
  stringAt,
} from '@downsync/core'
import { given, objectAt, statusOf } from '../shared/object.ts'
import { countAt, timeOf, timeText } from '../shared/read.ts'

type Run = Readonly<{ since: number; now: number; restarts: number; isReady: boolean }>
type End = Readonly<{ exitCode: number; now: number; restarts: number }>
type Judgement = Readonly<{ status: 'True' | 'False'; reason?: string; message?: string }>

const yes: Judgement = { status: 'True' }

/** Not started yet. */
export function waiting(pod: KubeObject, now: number): JsonObject {
  return pending(pod, now, { reason: 'ContainerCreating' })
}

/** Its image is not to be had. */
export function unpullable(pod: KubeObject, now: number): JsonObject {
  return pending(pod, now, { reason: 'ImagePullBackOff' })
}

/** Not to be placed until its gates are taken away. */
export function gated(pod: KubeObject, now: number): JsonObject {
  const conditions = judged(pod, now, {
    PodScheduled: {
      status: 'False',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    },
  })
  return { ...statusOf(pod), phase: 'Pending', conditions }
}

function pending(pod: KubeObject, now: number, state: Readonly<{ reason: string }>): JsonObject {
  const statuses = containers(pod).map((container) => {
    const image = stringAt(container, 'image') ?? ''
    const message =
      state.reason === 'ImagePullBackOff' ? { message: `Back-off pulling image "${image}"` } : {}
    return containerStatus(container, { waiting: { ...state, ...message } }, { restarts: 0, isReady: false })
  })
  return {
    ...statusOf(pod),
    phase: 'Pending',
    conditions: judged(pod, now, { Initialized: yes, ...unready(pod), PodScheduled: yes }),
    ...startTime(pod, now),
    containerStatuses: statuses,
    ...initStatuses(pod, now, true),
  }
}

/** Its containers run. */
export function running(pod: KubeObject, { since, now, restarts, isReady }: Run): JsonObject {
  const state = { running: { startedAt: timeText(since) } }
  const gates = listAt(pod, 'spec', 'readinessGates').map((gate) => stringAt(gate, 'conditionType') ?? '')
  const closed = gates.find((gate) => conditionOf(conditionsOf(pod), gate)?.status !== 'True')
  const ready: Judgement =
    closed === undefined
      ? yes
      : {
          status: 'False',
          reason: 'ReadinessGatesNotReady',
          message: `corresponding condition of pod readiness gate "${closed}" does not exist or is not "True".`,
        }
  return {
    ...statusOf(pod),
    phase: 'Running',
    conditions: judged(pod, now, {
      Initialized: yes,
      ...(isReady ? { Ready: ready, ContainersReady: yes } : unready(pod)),
      PodScheduled: yes,
    }),
    ...startTime(pod, now),
    containerStatuses: containers(pod).map((container) =>
      containerStatus(container, state, { restarts, isReady }, lastStateOf(pod, container)),
    ),
    ...initStatuses(pod, now, true),
  }
}

/** A container has ended and is going to be started again. */
export function backingOff(pod: KubeObject, { exitCode, now, restarts }: End): JsonObject {
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off restarting failed container' } }
  return {
    ...statusOf(pod),
    phase: 'Running',
    conditions: judged(pod, now, { Initialized: yes, ...unready(pod), PodScheduled: yes }),
    ...startTime(pod, now),
    containerStatuses: containers(pod).map((container) =>
      containerStatus(
        container,
        state,
        { restarts, isReady: false },
        termination(pod, container, exitCode, now),
      ),
    ),
    ...initStatuses(pod, now, true),
  }
}

/** All over. */
export function ended(pod: KubeObject, { exitCode, now, restarts }: End): JsonObject {
  const reason = exitCode === 0 ? { reason: 'PodCompleted' } : { reason: 'PodFailed' }
  const no: Judgement = { status: 'False', ...reason }
  return {
    ...statusOf(pod),
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    conditions: judged(pod, now, {
      Initialized: exitCode === 0 ? { status: 'True', ...reason } : yes,
      Ready: no,
      ContainersReady: no,
      PodScheduled: yes,
    }),
    ...startTime(pod, now),
    containerStatuses: containers(pod).map((container) =>
      containerStatus(
        container,
        termination(pod, container, exitCode, now),
        { restarts, isReady: false },
        lastStateOf(pod, container),
      ),
    ),
    ...initStatuses(pod, now, false),
  }
}

/** It was active for longer than its spec allows. */
export function expired(pod: KubeObject, now: number): JsonObject {
  const restarts = countAt(listAt(pod, 'status', 'containerStatuses')[0], 'restartCount')
  return {
    ...ended(pod, { exitCode: 137, now, restarts }),
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
  }
}

function containers(pod: KubeObject): readonly Json[] {
  return listAt(pod, 'spec', 'containers')
}

function unready(pod: KubeObject): Readonly<Record<string, Judgement>> {
  const names = containers(pod).map((container) => stringAt(container, 'name') ?? '')
  const no: Judgement = {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${names.join(' ')}]`,
  }
  return { Ready: no, ContainersReady: no }
}

function startTime(pod: KubeObject, now: number): JsonObject {
  return { startTime: stringAt(pod, 'status', 'startTime') ?? timeText(now) }
}

/** A Pod's conditions with these judgements; those of others stay, and times move only with what is said. */
function judged(
  pod: KubeObject,
  now: number,
  judgements: Readonly<Record<string, Judgement>>,
): readonly Json[] {
  const there = listAt(pod, 'status', 'conditions').filter(isObject)
  const others = there.filter((one) => !Object.hasOwn(judgements, stringAt(one, 'type') ?? ''))
  const ours = Object.entries(judgements).map(([type, judgement]) => {
    const before = there.find((one) => stringAt(one, 'type') === type)
    const isSame = stringAt(before, 'status') === judgement.status
    return {
      type,
      ...judgement,
      lastProbeTime: null,
      lastTransitionTime: (isSame ? stringAt(before, 'lastTransitionTime') : undefined) ?? timeText(now),
    }
  })
  return [...ours, ...others]
}

function containerStatus(
  container: Json,
  state: JsonObject,
  { restarts, isReady }: Readonly<{ restarts: number; isReady: boolean }>,
  lastState: JsonObject = {},
): JsonObject {
  return {
    name: stringAt(container, 'name') ?? '',
    image: stringAt(container, 'image') ?? '',
    imageID: '',
    ready: isReady,
    started: memberOf(state, 'running') !== undefined,
    restartCount: restarts,
    state,
    lastState,
  }
}

function statusNamed(pod: KubeObject, name: string | undefined): Json | undefined {
  return listAt(pod, 'status', 'containerStatuses').find((status) => stringAt(status, 'name') === name)
}

function lastStateOf(pod: KubeObject, container: Json): JsonObject {
  return objectAt(statusNamed(pod, stringAt(container, 'name')), 'lastState')
}

function termination(pod: KubeObject, container: Json, exitCode: number, now: number): JsonObject {
  const since = timeOf(
    stringAt(statusNamed(pod, stringAt(container, 'name')), 'state', 'running', 'startedAt'),
  )
  return {
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: timeText(since ?? now),
      finishedAt: timeText(now),
    },
  }
}

// Those that are to run on beside the others do so while these run; the rest is done before.
function initStatuses(pod: KubeObject, now: number, isAlive: boolean): JsonObject {
  const inits = listAt(pod, 'spec', 'initContainers')
  if (inits.length === 0) return {}
  const before = listAt(pod, 'status', 'initContainerStatuses')
  const statuses = inits.map((container) => {
    const name = stringAt(container, 'name')
    const there = before.find((status) => stringAt(status, 'name') === name)
    const runsOn = stringAt(container, 'restartPolicy') === 'Always' && isAlive
    const kept = objectAt(there, 'state')
    const state = runsOn
      ? { running: memberOf(kept, 'running') ?? { startedAt: timeText(now) } }
      : objectOf(Object.entries(kept).filter(([key]) => key === 'terminated'))
    const isKept = Object.keys(state).length > 0
    const done = given({
      terminated: {
        exitCode: 0,
        reason: 'Completed',
        startedAt: timeText(now),
        finishedAt: timeText(now),
      },
    })
    return containerStatus(container, isKept ? state : done, { restarts: 0, isReady: true })
  })
  return { initContainerStatuses: statuses }
}
