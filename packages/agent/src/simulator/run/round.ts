import type { Environment, SpaceClient } from '@downsync/adapter-k8s'
import { generationOf, type KubeObject, nameOf, namespaceOf } from '@downsync/core'
import { type Decision, nothing, type Write } from '../shared/decision.ts'
import {
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  PODS,
  REPLICA_SETS,
  type Resource,
  STATEFUL_SETS,
} from '../shared/resources.ts'
import type { FailedWrite } from '../shared/world.ts'
import type { Subject } from './affected.ts'
import { type Agenda, keyOf } from './agenda.ts'
import type { Awaited } from './awaited.ts'
import type { Decider } from './kinds.ts'
import type { ObjectIndex } from './object-index.ts'
import { type Sent, sendWrite } from './send-write.ts'

/** Decides about subjects, all from the same world, and writes what follows. */
export type Round = (subjects: readonly Subject[]) => Promise<void>

type Setting = Readonly<{
  client: SpaceClient
  environment: Environment
  deciders: readonly Decider[]
  index: ObjectIndex
  agenda: Agenda
  awaited: Awaited
  signal: AbortSignal
}>

const CONCURRENCY = 8
const FIRST_DELAY = 200
const LAST_DELAY = 30_000

/** Who decides first, for where two would write the same object: owners before what they own. */
const RANKS: readonly Resource[] = [DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, DAEMON_SETS, JOBS, PODS]
const byRank = (a: Subject, b: Subject) => RANKS.indexOf(a.resource) - RANKS.indexOf(b.resource)

export function createRound(setting: Setting): Round {
  const { client, environment, deciders, index, agenda, awaited, signal } = setting
  const failedWrites = new Map<string, FailedWrite>()
  const failures = new Map<string, number>()
  const refusals = new Map<string, string>()

  function decide(subject: Subject, now: number): readonly Write[] {
    const { resource, namespace, name } = subject
    const object = index.get(resource, namespace, name)
    if (object === undefined) {
      for (const notes of [failedWrites, failures, refusals]) notes.delete(keyOf(subject))
      return []
    }
    const world = index.world(now, failedWrites.get(keyOf(subject)))
    const decisions = deciders
      .filter((decider) => decider.resource === resource)
      .map((decider) => decider.decide(world, object))
    for (const decision of decisions) note(subject, object, decision)
    // Of several that would write, one after the other: they may be about the same object.
    const [first = nothing, ...others] = decisions.filter(({ writes }) => writes.length > 0)
    if (others.length > 0) agenda.add(subject)
    return first.writes
  }

  function note(subject: Subject, object: KubeObject, { wakeAt, refusal }: Decision): void {
    if (wakeAt !== undefined) agenda.add(subject, wakeAt)
    if (refusal === undefined) return
    const said = `${generationOf(object)} ${refusal}`
    if (refusals.get(keyOf(subject)) === said) return
    refusals.set(keyOf(subject), said)
    const { kind } = subject.resource
    const message = `${kind} ${namespaceOf(object)}/${nameOf(object)} is not simulated: ${refusal}`
    environment.log({ level: 'warn', message })
  }

  async function send(subject: Subject, writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      if (signal.aborted) return
      const sent = await sendWrite(client, write, signal)
      if (sent.kind === 'done') {
        awaited.landed(write, sent.name || nameOf(write.object), sent.awaited, environment.now())
        if (failedWrites.get(keyOf(subject))?.verb === write.verb) failedWrites.delete(keyOf(subject))
      } else {
        failed(subject, write, sent)
        return
      }
    }
    failures.delete(keyOf(subject))
  }

  function failed(subject: Subject, write: Write, sent: Exclude<Sent, { kind: 'done' }>): void {
    const key = keyOf(subject)
    // What was made from an old version is decided again as soon as the new one is told.
    if (sent.kind === 'outdated' && write.verb !== 'create') {
      awaited.outdated(write, environment.now())
      agenda.add(subject)
      return
    }
    if (sent.kind === 'refused') {
      if (sent.isFinal) return
      failedWrites.set(key, { verb: write.verb, message: sent.message })
    }
    const count = (failures.get(key) ?? 0) + 1
    failures.set(key, count)
    const delay = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** (count - 1)) * (0.75 + environment.random() / 2)
    const asked = sent.kind === 'failed' ? (sent.retryAfter ?? 0) * 1000 : 0
    agenda.addAgain(subject, environment.now() + Math.max(delay, asked))
    if (sent.kind === 'outdated') return
    const message = `cannot ${write.verb} a ${write.resource.kind}: ${sent.message}`
    environment.log({ level: 'warn', message })
  }

  return async (subjects) => {
    const now = environment.now()
    const written = new Set<string>()
    const plans: { subject: Subject; writes: readonly Write[] }[] = []
    for (const subject of [...subjects].sort(byRank)) {
      const wanted = decide(subject, now)
      // Two writes of one object would be made from the same version: the later one waits for the next round.
      const clash = wanted.findIndex((write) => written.has(addressOf(write)))
      const writes = clash < 0 ? wanted : wanted.slice(0, clash)
      if (clash >= 0) agenda.add(subject)
      for (const write of writes) written.add(addressOf(write))
      if (writes.length > 0) plans.push({ subject, writes })
    }
    const worker = async () => {
      for (let plan = plans.shift(); plan !== undefined; plan = plans.shift())
        await send(plan.subject, plan.writes)
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  }
}

// What is new and without a name clashes with nothing.
function addressOf({ resource, object }: Write): string {
  const name = nameOf(object)
  return name === '' ? '' : keyOf({ resource, namespace: namespaceOf(object), name })
}
