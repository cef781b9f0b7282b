import {
  equalJson,
  groupOf,
  isKubeObject,
  nameOf,
  namespaceOf,
  type Ref,
  refKey,
  resourceVersionOf,
  type Space,
} from '../kube/index.ts'
import type { Action } from '../reconcile/index.ts'
import { type Snapshot, type WorldEvent, withEvents } from '../snapshot/index.ts'
import { listKey, type World } from './inputs.ts'
import { type Outcome, plan, withDetails } from './outcome.ts'
import { outcomeStage } from './outcome-stage.ts'
import { Runner } from './runner.ts'
import type { Settings } from './settings.ts'
import { type Stages, stagesOf } from './stages.ts'

/** The same outcome as `evaluate`'s, kept up to date; the one part of core with an identity and a life cycle. */
export interface Engine {
  /** Takes events in; evaluates nothing. */
  accept(events: Iterable<WorldEvent>): void
  /** Works off what is dirty until `pause` says so; pausing is the caller's, core has no clock (P-1). */
  work(pause?: () => boolean): 'done' | 'more'
  /** Finishes the work and gives a value that later events do not change. */
  outcome(): Outcome
  /** Actions on targets that changed since the last call, and on those given back. */
  takeActions(): readonly Action[]
  /** Gives a target back after a conflict or failure: it is planned again. */
  retry(ref: Ref): void
}

/** An engine over a snapshot; of a world of which nothing is known yet, that is one without resources. */
export function createEngine(settings: Settings, from: Snapshot): Engine {
  const world: World = { snapshot: from }
  const stages = stagesOf(world, settings)
  const results = outcomeStage(stages)
  const runner = new Runner(stages.gathers)
  const taken = new Map<string, Taken>()
  let current: Outcome | undefined

  return {
    accept(events) {
      const list = [...events]
      if (list.length === 0) return
      const before = world.snapshot
      world.snapshot = withEvents(before, list)
      for (const event of list) invalidate(runner, stages, before, world.snapshot, event)
      for (const space of SPACES) followDiscovery(runner, stages, before, world.snapshot, space)
      current = undefined
    },
    work(pause = () => false) {
      if (current !== undefined) return 'done'
      // Read one by one, so that a caller can do something else in between; what is read stays computed for the outcome.
      for (const wec of runner.get(stages.mailboxes.mailboxNames, '')) {
        if (pause()) return 'more'
        runner.get(stages.mailboxActions, wec)
      }
      for (const info of runner.get(stages.inputs.resources, 'wds')) {
        if (pause()) return 'more'
        runner.get(stages.reports.reports, listKey('wds', info))
      }
      for (const key of runner.get(stages.combined.keys, '')) {
        if (pause()) return 'more'
        runner.get(stages.combined.decision, key)
      }
      finish()
      return 'done'
    },
    outcome: finish,
    takeActions() {
      const found = plan(finish()).actions.map((action) => takenFrom(world.snapshot, action))
      const changed = found.filter((one) => !isSameTaken(taken.get(refKey(one.action.ref)), one))
      taken.clear()
      for (const one of found) taken.set(refKey(one.action.ref), one)
      return changed.map(({ action }) => action)
    },
    retry(ref) {
      taken.delete(refKey(ref))
    },
  }

  function finish(): Outcome {
    if (current !== undefined) return current
    const { details, ...views } = runner.get(results, '')
    // What `work` asked for and the outcome does not read: mailboxes that went away in between.
    runner.release(stages.mailboxActions)
    runner.release(stages.reports.reports)
    runner.release(stages.combined.decision)
    current = withDetails({ snapshot: world.snapshot, settings, ...views }, details)
    return current
  }
}

const SPACES: readonly Space[] = ['wds', 'its']

/** An action that was handed out, and the resourceVersion of what its target was: it need not say that itself (ACT-1). */
type Taken = Readonly<{ action: Action; version: string }>

function takenFrom(snapshot: Snapshot, action: Action): Taken {
  const there = snapshot.get(action.ref)
  return { action, version: there === undefined ? '' : resourceVersionOf(there) }
}

function isSameTaken(before: Taken | undefined, { action: b, version }: Taken): boolean {
  const a = before?.action
  if (a === undefined || a.kind !== b.kind || a.intent !== b.intent) return false
  if (a.kind === 'create' || b.kind === 'create') return true
  return a.uid === b.uid && before?.version === version
}

function invalidate(
  runner: Runner,
  stages: Stages,
  before: Snapshot,
  after: Snapshot,
  event: WorldEvent,
): void {
  const { inputs } = stages
  switch (event.kind) {
    case 'put': {
      // A watch may bring what is no object, whatever the type says (P-3).
      const info = isKubeObject(event.object)
        ? after.resourceOfKind(event.space, groupOf(event.object.apiVersion), event.object.kind)
        : undefined
      if (info === undefined) return
      const name = nameOf(event.object)
      const namespace = info.namespaced ? namespaceOf(event.object) : ''
      touched({ space: event.space, group: info.group, resource: info.resource, namespace, name })
      return
    }
    case 'deleted':
      touched(event.ref)
      return
    case 'refused':
      runner.invalidate(inputs.refusal, refKey(event.ref))
      runner.invalidate(inputs.statusRefusal, refKey(event.ref))
      return
    case 'now':
      runner.invalidate(inputs.now, '')
      return
    case 'resource':
    case 'resourceGone':
      discoveryChanged(runner, stages, event.space)
      return
  }

  function touched(ref: Ref): void {
    runner.invalidate(inputs.object, refKey(ref))
    runner.invalidate(inputs.refusal, refKey(ref))
    runner.invalidate(inputs.statusRefusal, refKey(ref))
    if ((before.get(ref) === undefined) !== (after.get(ref) === undefined)) {
      runner.invalidate(inputs.keys, listKey(ref.space, ref))
    }
    if (ref.space === 'wds' && ref.group === '' && ref.resource === 'namespaces')
      runner.invalidate(inputs.wdsId, '')
  }
}

// A CustomResourceDefinition that is not served makes its resource unknown (SNP-1), and so does what cannot be read (P-4).
function followDiscovery(
  runner: Runner,
  stages: Stages,
  before: Snapshot,
  after: Snapshot,
  space: Space,
): void {
  if (!equalJson(before.resources(space), after.resources(space))) discoveryChanged(runner, stages, space)
}

function discoveryChanged(runner: Runner, { inputs }: Stages, space: Space): void {
  runner.invalidate(inputs.resources, space)
  runner.invalidateAll(inputs.resource)
  runner.invalidateAll(inputs.keys)
  runner.invalidateAll(inputs.object)
  runner.invalidateAll(inputs.refusal)
  runner.invalidateAll(inputs.statusRefusal)
  runner.invalidate(inputs.wdsId, '')
}
