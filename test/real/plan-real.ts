import {
  type Action,
  applyActions,
  evaluate,
  nameOf,
  type Outcome,
  plan,
  type Snapshot,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'

/** One round: plan, and apply what was planned. */
export type Round = Readonly<{
  planned: number
  planMs: number
  applyMs: number
  byKind: Readonly<Record<string, number>>
}>

/** What came of planning until nothing was left to write. */
export type RealResult = Readonly<{
  rounds: readonly Round[]
  outcome: Outcome
  /** ManifestWorks that stand at the end, with the bytes of their manifests as OCM counts. */
  works: readonly Readonly<{ wec: string; name: string; bytes: number; manifests: number }>[]
}>

const MOST_ROUNDS = 12

/** Plans and applies until the plan is empty. */
export function planToTheEnd(start: Snapshot): RealResult {
  const rounds: Round[] = []
  let snapshot = start
  for (;;) {
    const before = performance.now()
    const outcome = evaluate(snapshot, { transport: ocmTransport })
    const { actions } = plan(outcome)
    const planned = performance.now()
    if (actions.length > 0 && rounds.length < MOST_ROUNDS) snapshot = applyActions(snapshot, actions)
    rounds.push({
      planned: actions.length,
      planMs: Math.round(planned - before),
      applyMs: Math.round(performance.now() - planned),
      byKind: countByKind(actions),
    })
    if (actions.length === 0 || rounds.length > MOST_ROUNDS)
      return { rounds, outcome, works: worksIn(snapshot) }
  }
}

function countByKind(actions: readonly Action[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const action of actions) {
    const what = action.kind === 'patch' && action.subresource === 'status' ? 'status' : action.kind
    const key = `${what} ${action.ref.resource}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

function worksIn(snapshot: Snapshot): RealResult['works'] {
  return [...snapshot.objects('its', ocmTransport.resource)].map((work) => {
    const bundle = ocmTransport.unwrap(work)
    if (!bundle.ok) throw new Error(`${nameOf(work)} cannot be read back`)
    const { wec, name, items } = bundle.value
    const bytes = items.reduce((sum, item) => sum + ocmTransport.sizeOf(item.content), 0)
    return { wec, name, bytes, manifests: items.length }
  })
}
