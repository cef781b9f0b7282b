import { boundedLines, type Unseen } from '../bind/index.ts'
import {
  type CompiledTransform,
  compileTransform,
  transformErrorLine,
  transformProblem,
  transformRef,
} from '../deliver/index.ts'
import {
  compareUtf8,
  equalJson,
  generationOf,
  isDeleting,
  isObject,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  names,
  type Problem,
  problemOn,
  refKey,
  refOfKey,
  withMember,
} from '../kube/index.ts'
import { statusAction } from '../reconcile/index.ts'
import type { ControlActions } from './actions.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import { sameBody } from './selection.ts'
import type { Stage } from './stage.ts'

const TRANSFORMS = { group: names.CONTROL_GROUP, resource: 'customtransforms' }

/** From CustomTransforms to what is said of them (TRF-4). */
export type TransformStages = Readonly<{
  unseen: Stage<Unseen | undefined>
  /** Sorted. */
  transformNames: Stage<readonly string[]>
  /** By the `listKey` of a resource: those that are for it, in the order of their names; the same while nothing about them changes. */
  transformsFor: Stage<readonly CompiledTransform[]>
  /** By name: its wanted `.status`; undefined: there is no such CustomTransform. */
  status: Stage<JsonObject | undefined>
  /** By name: what is wrong with it, whether or not anything is listed that it is for. */
  problems: Stage<readonly Problem[]>
  /** By name: the write of its status. */
  actions: Stage<ControlActions>
}>

/** The stages of CustomTransforms, wired. */
export function transformStages(inputs: Inputs): TransformStages {
  const unseen: TransformStages['unseen'] = {
    name: 'transformsUnseen',
    compute: (read) => unseenOf(inputs, read, 'wds', TRANSFORMS),
  }
  const transformNames: TransformStages['transformNames'] = {
    name: 'transformNames',
    compute: (read) =>
      read
        .get(inputs.keys, listKey('wds', TRANSFORMS))
        .map((key) => refOfKey(key).name)
        .sort(compareUtf8),
  }
  const body: Stage<KubeObject | undefined> = {
    name: 'transformBody',
    compute: (read, name) => read.get(inputs.object, refKey(transformRef(name))),
    same: (a, b) => sameBody(a, b) && isLeaving(a) === isLeaving(b),
  }
  const compiled: Stage<CompiledTransform | undefined> = {
    name: 'compiledTransform',
    compute: (read, name) => {
      const transform = read.get(body, name)
      return transform === undefined ? undefined : compileTransform(transform)
    },
  }
  const transformsFor: TransformStages['transformsFor'] = {
    name: 'transformsFor',
    compute: (read, key) => {
      const { group, resource } = refOfKey(key)
      return read.get(transformNames, '').flatMap((name) => {
        const transform = read.get(compiled, name)
        const isMeant = transform?.target?.group === group && transform.target.resource === resource
        // Deleting one is deliberate and takes effect, whoever's finalizer still holds it.
        return isMeant && !isLeaving(read.get(body, name)) ? [transform] : []
      })
    },
    same: (a, b) => a.length === b.length && a.every((transform, at) => transform === b[at]),
  }
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
  const status: TransformStages['status'] = {
    name: 'transformStatus',
    compute: (read, name) => {
      const object = read.get(inputs.object, refKey(transformRef(name)))
      const transform = read.get(compiled, name)
      if (object === undefined || transform === undefined) return undefined
      const shared = read.get(sharers, name)
      const warnings = shared.length === 0 ? [] : [sharedText(shared)]
      // SNP-2: what is not seen may share as well.
      const known = read.get(unseen, '') === undefined
      return statusOf(object, transform, known ? warnings : standingWarnings(object))
    },
    same: (a, b) => equalJson(a, b),
  }
  const problems: TransformStages['problems'] = {
    name: 'transformProblems',
    compute: (read, name) => {
      const transform = read.get(compiled, name)
      if (transform === undefined) return []
      const shared = read.get(sharers, name)
      const faults = transform.faults.map((fault) => transformProblem(name, transform.target, fault, []))
      return shared.length === 0 ? faults : [...faults, sharedProblem(name, shared)]
    },
  }
  const actions: TransformStages['actions'] = {
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
  return { unseen, transformNames, transformsFor, status, problems, actions }
}

const NOTHING: ControlActions = { actions: [], refusedStatuses: [] }

function isLeaving(transform: KubeObject | undefined): boolean {
  return transform !== undefined && isDeleting(transform)
}

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
function statusOf(
  object: KubeObject,
  { faults }: CompiledTransform,
  warnings: readonly string[],
): JsonObject {
  const there = memberOf(object, 'status')
  const base: JsonObject = isObject(there) ? there : {}
  const errors = boundedLines(faults.map(transformErrorLine))
  const observed = withMember(base, 'observedGeneration', generationOf(object))
  const withErrors = withMember(observed, 'errors', errors.length > 0 ? errors : undefined)
  return withMember(withErrors, 'warnings', warnings.length > 0 ? warnings : undefined)
}

function standingWarnings(object: KubeObject): readonly string[] {
  return listAt(object, 'status', 'warnings').filter((line) => typeof line === 'string')
}
