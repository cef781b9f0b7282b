import { boundedLines } from '../bind/index.ts'
import { transformErrorLine, transformProblem, transformRef } from '../deliver/index.ts'
import {
  equalJson,
  generationOf,
  isObject,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  type Problem,
  problemOn,
  refKey,
  withMember,
} from '../kube/index.ts'
import { statusAction } from '../reconcile/index.ts'
import type { ControlActions } from './control-writes.ts'
import { type Inputs, listKey } from './inputs.ts'
import type { Stage } from './stage.ts'
import type { TransformStages } from './transforms.ts'
import { type UnboundedRemovals, unboundedLines } from './unbounded-removals.ts'

/** What is said of CustomTransforms, by name (TRF-4). */
export type TransformStatusStages = Readonly<{
  /** Its wanted `.status`; undefined: there is no such CustomTransform. */
  status: Stage<JsonObject | undefined>
  /** What is wrong with it, whether or not anything is listed that it is for. */
  problems: Stage<readonly Problem[]>
  /** The write of its status. */
  actions: Stage<ControlActions>
}>

/** The stages of the statuses of CustomTransforms, wired. */
export function transformStatusStages(
  inputs: Inputs,
  { unseen, compiled, transformsFor }: TransformStages,
  unbounded: UnboundedRemovals,
): TransformStatusStages {
  // The names of all that are for the resource of a CustomTransform, where that is not alone.
  const sharers: Stage<readonly string[]> = {
    name: 'transformSharers',
    compute: (read, name) => {
      const target = read.get(compiled, name)?.target
      if (target === undefined) return []
      const all = read.get(transformsFor, listKey('wds', target)).map((one) => one.name)
      return all.length > 1 && all.includes(name) ? all : []
    },
    same: (a, b) => equalJson(a, b),
  }
  const status: TransformStatusStages['status'] = {
    name: 'transformStatus',
    compute: (read, name) => {
      const object = read.get(inputs.object, refKey(transformRef(name)))
      const transform = read.get(compiled, name)
      if (object === undefined || transform === undefined) return undefined
      const shared = read.get(sharers, name)
      const warnings = shared.length === 0 ? [] : [sharedText(shared)]
      // SNP-2: what is not seen may share as well.
      const known = read.get(unseen, '') === undefined
      const found = unboundedLines([...read.bucket(unbounded, name).values()].flat())
      const errors = boundedLines([...transform.faults.map(transformErrorLine), ...found])
      return statusOf(object, errors, known ? warnings : standingWarnings(object))
    },
    same: (a, b) => equalJson(a, b),
  }
  const problems: TransformStatusStages['problems'] = {
    name: 'transformProblems',
    compute: (read, name) => {
      const transform = read.get(compiled, name)
      if (transform === undefined) return []
      const shared = read.get(sharers, name)
      const faults = transform.faults.map((fault) => transformProblem(name, transform.target, fault, []))
      return shared.length === 0 ? faults : [...faults, sharedProblem(name, shared)]
    },
  }
  const actions: TransformStatusStages['actions'] = {
    name: 'transformActions',
    compute: (read, name) => {
      const ref = transformRef(name)
      const there = read.get(inputs.object, refKey(ref))
      const wanted = read.get(status, name)
      const action = there && wanted && statusAction(ref, there, wanted, { rule: 'TRF-4', from: ref })
      if (action === undefined) return NOTHING
      const refusal = read.get(inputs.statusRefusal, refKey(ref))
      return refusal?.intent === action.intent
        ? { actions: [], refusedStatuses: [{ ref, message: refusal.message }] }
        : { actions: [action], refusedStatuses: [] }
    },
  }
  return { status, problems, actions }
}

const NOTHING: ControlActions = { actions: [], refusedStatuses: [] }

// In KubeStellar's words, Go's form of a set included: where that ran, nothing is written.
function sharedText(shared: readonly string[]): string {
  const set = shared.map((name) => `${name}:{}`).join(' ')
  return `multiple CustomTransform objects specify the same GroupResource; their names are map[${set}]`
}

function sharedProblem(name: string, shared: readonly string[]): Problem {
  const message = `several CustomTransforms are for the same group and resource, and all of them are applied: ${shared.join(', ')}`
  const fault = { code: 'TransformShared', path: 'spec.resource', message } as const
  return { ...problemOn(transformRef(name), fault), severity: 'warning' }
}

// What other writers put there stays.
function statusOf(object: KubeObject, errors: readonly string[], warnings: readonly string[]): JsonObject {
  const there = memberOf(object, 'status')
  const base: JsonObject = isObject(there) ? there : {}
  const observed = withMember(base, 'observedGeneration', generationOf(object))
  const withErrors = withMember(observed, 'errors', errors.length > 0 ? errors : undefined)
  return withMember(withErrors, 'warnings', warnings.length > 0 ? warnings : undefined)
}

function standingWarnings(object: KubeObject): readonly string[] {
  return listAt(object, 'status', 'warnings').filter((line) => typeof line === 'string')
}
