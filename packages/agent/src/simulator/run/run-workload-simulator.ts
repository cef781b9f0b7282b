import {
  type Environment,
  type ReflectorEvent,
  type SpaceClient,
  startReflector,
} from '@downsync/adapter-k8s'
import type { StartDelay } from '../pod/decide-pod.ts'
import type { Resource } from '../shared/resources.ts'
import { affectedBy } from './affected.ts'
import { createAgenda } from './agenda.ts'
import { createAwaited } from './awaited.ts'
import { partsOf, type SimulatedKind, simulatedKinds } from './kinds.ts'
import { createObjectIndex } from './object-index.ts'
import { createRound } from './round.ts'

export type SimulatorOptions = Readonly<{
  /** Of the WEC; its user may read and write everything that is simulated. */
  wec: SpaceClient
  environment: Environment
  /** Default: all of them. */
  kinds?: readonly SimulatedKind[]
  /** Milliseconds from when a Pod is made until its containers run; default 0. */
  podStartDelay?: StartDelay
  /** Stops it, as `stop` does. */
  signal?: AbortSignal
}>

/** Timers count no further than some weeks. */
const LONGEST_SLEEP = 3_600_000

/** Workload of one WEC that behaves as if there were nodes and controllers. */
export interface WorkloadSimulator {
  /**
   * Resolves when nothing is to be done, under way or to be tried again; what is due later, as the start of a Pod, is not waited for.
   * What the server has not told yet is not known.
   */
  idle(): Promise<void>
  /** Writes nothing more; resolves when the writes under way are through. */
  stop(): Promise<void>
}

/**
 * Makes Deployments, StatefulSets, DaemonSets, Jobs and Pods of an API server without controllers and nodes behave: what
 * kube-controller-manager, a scheduler and kubelets would write is written, containers excepted. All it knows is in the
 * server: it may be ended and started at any time.
 *
 * Nothing is scheduled: each Pod is started, bound to no node. How a Pod turns out: see `OUTCOME_ANNOTATION`.
 */
export function runWorkloadSimulator(options: SimulatorOptions): WorkloadSimulator {
  const { wec, environment, kinds = simulatedKinds, podStartDelay = () => 0 } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const parts = kinds.map((kind) => partsOf(kind, podStartDelay))
  const deciders = parts.flatMap((part) => part.deciders)
  const index = createObjectIndex()
  const agenda = createAgenda()
  const awaited = createAwaited(index)
  const round = createRound({ client: wec, environment, deciders, index, agenda, awaited, signal })

  let wake = (): void => undefined
  let isWorking = false
  let waiting: (() => void)[] = []

  const followed = new Set([
    ...deciders.map(({ resource }) => resource),
    ...parts.flatMap((part) => part.reads),
  ])
  const reflectors = [...followed].map((target) =>
    startReflector({
      client: wec,
      target,
      environment,
      onEvents: (events) => {
        for (const event of events) take(target, event)
        wake()
      },
    }),
  )

  function take(resource: Resource, event: ReflectorEvent): void {
    if (event.kind === 'put') {
      const before = index.put(resource, event.object, environment.now())
      awaited.told(resource, event.object)
      for (const subject of affectedBy(index, resource, before, event.object)) agenda.add(subject)
    } else if (event.kind === 'deleted') {
      const { namespace, name } = event.id
      const before = index.remove(resource, namespace, name, event.uid)
      awaited.gone(resource, namespace, name)
      for (const subject of affectedBy(index, resource, before, undefined)) agenda.add(subject)
    }
  }

  // From where something may have been missed nothing is concluded.
  const knowsAll = () => reflectors.every(({ known }) => known === true)

  function isIdle(): boolean {
    const now = environment.now()
    return knowsAll() && !isWorking && awaited.until(now) === undefined && agenda.isDone(now)
  }

  /** Resolves at the next event, or when this time has come. */
  async function pause(until: number | undefined): Promise<void> {
    const sleeping = new AbortController()
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const stopped = AbortSignal.any([sleeping.signal, signal])
    const left =
      until === undefined ? undefined : Math.min(LONGEST_SLEEP, Math.max(0, until - environment.now()))
    await (left === undefined ? woken : Promise.race([woken, environment.sleep(left, stopped)]))
    sleeping.abort()
  }

  async function step(): Promise<void> {
    const now = environment.now()
    if (!knowsAll()) return pause(undefined)
    const patience = awaited.until(now)
    if (patience !== undefined) return pause(patience)
    const subjects = agenda.take(now)
    if (subjects.length > 0) {
      isWorking = true
      await round(subjects)
      isWorking = false
      return
    }
    if (isIdle()) tellIdle()
    await pause(agenda.next())
  }

  function tellIdle(): void {
    for (const resolve of waiting) resolve()
    waiting = []
  }

  async function run(): Promise<void> {
    await Promise.all(reflectors.map(({ synced }) => synced))
    while (!signal.aborted) await step()
  }

  function halt(): void {
    stopping.abort()
    for (const reflector of reflectors) reflector.stop()
    wake()
  }

  const ran = run()
    .catch((error: unknown) => {
      const message = `the workload simulator has ended: ${error instanceof Error ? error.message : String(error)}`
      environment.log({ level: 'error', message })
      halt()
    })
    .finally(tellIdle)
  if (options.signal?.aborted) halt()
  else options.signal?.addEventListener('abort', halt, { once: true })

  return {
    idle: () =>
      isIdle() || signal.aborted ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
    async stop() {
      halt()
      options.signal?.removeEventListener('abort', halt)
      await ran
    },
  }
}
