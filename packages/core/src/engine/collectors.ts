import { boundedLines, type Unseen } from '../bind/index.ts'
import {
  COLLECTORS,
  type CompiledCollector,
  collectorErrorLine,
  collectorRef,
  compileCollector,
} from '../collect/index.ts'
import {
  compareUtf8,
  equalJson,
  generationOf,
  isObject,
  type JsonObject,
  type KubeObject,
  memberOf,
  type Problem,
  problemOn,
  refKey,
  refOfKey,
  withMember,
} from '../kube/index.ts'
import { statusAction } from '../reconcile/index.ts'
import type { ControlActions } from './control-writes.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import { sameBody } from './selection.ts'
import type { Stage } from './stage.ts'

/** From StatusCollectors to what they ask for, and what is said of them (COL-9); by name. */
export type CollectorStages = Readonly<{
  unseen: Stage<Unseen | undefined>
  /** Sorted. */
  collectorNames: Stage<readonly string[]>
  /** Undefined: there is no such collector. The same while only its status changes. */
  compiled: Stage<CompiledCollector | undefined>
  /** Its wanted `.status`; undefined: there is no such collector. */
  status: Stage<JsonObject | undefined>
  problems: Stage<readonly Problem[]>
  /** The write of its status. */
  actions: Stage<ControlActions>
}>

/** The stages of StatusCollectors, wired. */
export function collectorStages(inputs: Inputs): CollectorStages {
  const body: Stage<KubeObject | undefined> = {
    name: 'collectorBody',
    compute: (read, name) => read.get(inputs.object, refKey(collectorRef(name))),
    same: sameBody,
  }
  const compiled: CollectorStages['compiled'] = {
    name: 'compiledCollector',
    compute: (read, name) => {
      const collector = read.get(body, name)
      return collector === undefined ? undefined : compileCollector(collector)
    },
  }
  const status: CollectorStages['status'] = {
    name: 'collectorStatus',
    compute: (read, name) => {
      const object = read.get(inputs.object, refKey(collectorRef(name)))
      const collector = read.get(compiled, name)
      if (object === undefined || collector === undefined) return undefined
      return statusOf(object, boundedLines(collector.faults.map(collectorErrorLine)))
    },
    same: (a, b) => equalJson(a, b),
  }
  return {
    unseen: {
      name: 'collectorsUnseen',
      compute: (read) => unseenOf(inputs, read, 'wds', COLLECTORS),
    },
    collectorNames: {
      name: 'collectorNames',
      compute: (read) =>
        read
          .get(inputs.keys, listKey('wds', COLLECTORS))
          .map((key) => refOfKey(key).name)
          .sort(compareUtf8),
    },
    compiled,
    status,
    problems: {
      name: 'collectorProblems',
      compute: (read, name) =>
        (read.get(compiled, name)?.faults ?? []).map((fault) => problemOn(collectorRef(name), fault)),
    },
    actions: {
      name: 'collectorActions',
      compute: (read, name) => {
        const ref = collectorRef(name)
        const there = read.get(inputs.object, refKey(ref))
        const wanted = read.get(status, name)
        const action = there && wanted && statusAction(ref, there, wanted, { rule: 'COL-9', from: ref })
        if (action === undefined) return NOTHING
        const refusal = read.get(inputs.statusRefusal, refKey(ref))
        return refusal?.intent === action.intent
          ? { actions: [], refusedStatuses: [{ ref, message: refusal.message }] }
          : { actions: [action], refusedStatuses: [] }
      },
    },
  }
}

const NOTHING: ControlActions = { actions: [], refusedStatuses: [] }

// What other writers put there stays.
function statusOf(object: KubeObject, errors: readonly string[]): JsonObject {
  const there = memberOf(object, 'status')
  const base: JsonObject = isObject(there) ? there : {}
  const observed = withMember(base, 'observedGeneration', generationOf(object))
  return withMember(observed, 'errors', errors.length > 0 ? errors : undefined)
}
