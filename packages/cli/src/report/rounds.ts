import {
  type Action,
  evaluate,
  type Outcome,
  plan,
  type Settings,
  type Snapshot,
  tryActions,
} from '@downsync/core'

/** Plans, applied one after the other until nothing is left to write (P-6). */
export type Rounds = Readonly<{
  /** What is decided on the world as it was given. */
  first: Outcome
  /** What is decided on the world as it is in the end. */
  last: Outcome
  /** The writes of each round; the last plan, which is empty, is not among them. */
  rounds: readonly (readonly Action[])[]
  /** Whether the last plan is empty. */
  settled: boolean
  /** Writes that a server would refuse, with its reason. */
  dropped: readonly Readonly<{ action: Action; why: string }>[]
}>

const MOST_ROUNDS = 10

/** Plans and applies until there is nothing to write, ten times at most. WECs do not answer meanwhile: nothing is reported as applied. */
export function runRounds(snapshot: Snapshot, settings: Settings): Rounds {
  const first = evaluate(snapshot, settings)
  const rounds: (readonly Action[])[] = []
  const dropped: Readonly<{ action: Action; why: string }>[] = []
  let last = first
  for (;;) {
    const { actions } = plan(last)
    if (actions.length === 0 || rounds.length === MOST_ROUNDS)
      return { first, last, rounds, settled: actions.length === 0, dropped }
    rounds.push(actions)
    const applied = tryActions(last.snapshot, actions)
    dropped.push(...applied.dropped)
    last = evaluate(applied.snapshot, settings)
  }
}
