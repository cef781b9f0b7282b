import type { Json, JsonObject, KubeObject } from '@downsync/core'
import { badness, HEALTHY, type MemberVerdict, memberVerdict, type Oracle, oracles } from './judge.ts'
import type { MemberState, Round, Scope } from './scope.ts'

/** Statuses for one combination: ours first, then those of rules that are compared with it. */
export type AggregateRules = (
  object: KubeObject,
  states: readonly MemberState[],
  earlier: Json | undefined,
) => readonly JsonObject[]

/** What was counted for one judge of one kind. */
export type Tally = {
  combinations: number
  healthy: number
  progressing: number
  degraded: number
  /** Healthy, although some WEC is not. */
  falseHealthy: number
  /** Not healthy, although every WEC is. */
  falseProgressing: number
  /** All WECs are current, and the verdict is not the worst of theirs. */
  notWorst: number
  /** The first of each kind of mistake. */
  examples: { what: string; object: KubeObject; states: readonly MemberState[]; status: JsonObject }[]
}

export type Tallies = Readonly<Record<Oracle, Tally>>

/**
 * Tries every combination of a scope.
 * @param stride one of so many combinations is tried; 1: all
 */
export function tryScope(
  scope: Scope,
  rules: AggregateRules,
  observes: boolean,
  stride = 1,
): readonly Tallies[] {
  const tallies = rules(objectOfScope(scope), [], undefined).map(() => ({
    kubectl: newTally(),
    kstatus: newTally(),
    argocd: newTally(),
  }))
  for (const round of scope.rounds)
    for (const object of round.objects) tryObject(round, object, rules, observes, tallies, stride)
  return tallies
}

function objectOfScope(scope: Scope): KubeObject {
  const object = scope.rounds[0]?.objects[0]
  if (object === undefined) throw new Error(`the scope of ${scope.kind} has no object`)
  return object
}

function tryObject(
  round: Round,
  object: KubeObject,
  rules: AggregateRules,
  observes: boolean,
  tallies: readonly Tallies[],
  stride: number,
): void {
  const judged = oracles.map((oracle) =>
    round.states.map((state) => memberVerdict(oracle, object, state, observes)),
  )
  let number = 0
  for (const chosen of combinations(round.states.length, round.wecs)) {
    if (number++ % stride !== 0) continue
    const states = pick(round.states, chosen)
    const members = judged.map((verdicts) => pick(verdicts, chosen))
    for (const [which, status] of rules(object, states, round.earlier).entries()) {
      const aggregate = { ...object, status }
      for (const [at, oracle] of oracles.entries()) {
        const tally = tallies[which]?.[oracle]
        if (tally !== undefined)
          count(tally, members[at] ?? [], badness(oracle, aggregate), { object, states, status })
      }
    }
  }
}

function pick<T>(items: readonly T[], chosen: readonly number[]): readonly T[] {
  const picked: T[] = []
  for (const at of chosen) {
    const item = items[at]
    if (item !== undefined) picked.push(item)
  }
  return picked
}

/** Every choice of so many of `size`, with repetition, order aside. */
export function* combinations(size: number, wecs: 2 | 3): Generator<readonly number[]> {
  for (let a = 0; a < size; a++)
    for (let b = a; b < size; b++) {
      if (wecs === 2) yield [a, b]
      else for (let c = b; c < size; c++) yield [a, b, c]
    }
}

/** Takes one combination into a tally. */
export function count(
  tally: Tally,
  members: readonly MemberVerdict[],
  whole: number | undefined,
  example: Omit<Tally['examples'][number], 'what'>,
): void {
  if (whole === undefined) return
  tally.combinations++
  if (whole === HEALTHY) tally.healthy++
  else if (whole <= 3) tally.progressing++
  else tally.degraded++
  const wrong = mistakeOf(members, whole)
  if (wrong === undefined) return
  tally[wrong]++
  if (tally.examples.length < 5) tally.examples.push({ what: wrong, ...example })
}

/** AGG-1, as it is written: (a) healthy if and only if all are; (b) where all are current, as bad as the worst. */
export function mistakeOf(
  members: readonly MemberVerdict[],
  whole: number,
): 'falseHealthy' | 'falseProgressing' | 'notWorst' | undefined {
  const isAllCurrent = members.every(({ isCurrent }) => isCurrent)
  const worst = members.reduce((most, { badness: own }) => Math.max(most, own ?? 0), 0)
  const isAllHealthy = isAllCurrent && worst === HEALTHY
  if (whole === HEALTHY && !isAllHealthy) return 'falseHealthy'
  if (whole !== HEALTHY && isAllHealthy) return 'falseProgressing'
  return isAllCurrent && whole !== worst ? 'notWorst' : undefined
}

function newTally(): Tally {
  return {
    combinations: 0,
    healthy: 0,
    progressing: 0,
    degraded: 0,
    falseHealthy: 0,
    falseProgressing: 0,
    notWorst: 0,
    examples: [],
  }
}
