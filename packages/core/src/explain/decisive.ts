import type { Fact, PolicyVerdict } from '../select/index.ts'
import type { Explanation } from './types.ts'

/**
 * The facts that decided (EXP-1). For a yes: of each policy that says yes, the first WEC selector and the first clause that hold. For a no: of each
 * policy, of its WEC selectors and of its clauses the one with the fewest failing facts, and of it those that fail.
 */
export function decisiveFacts(policies: readonly PolicyVerdict[]): Explanation['decisive'] {
  const yes = policies.filter(saysYes)
  const chosen = yes.length > 0 ? yes : policies
  return chosen.flatMap((verdict) => {
    const facts = [...decisiveIn(verdict.wec), ...decisiveIn(verdict.clauses)]
    return facts.map((fact) => ({ policy: verdict.policy, fact }))
  })
}

/** Whether a policy selects both the object and the WEC. */
export function saysYes(verdict: PolicyVerdict): boolean {
  return verdict.valid && verdict.wec.some(allHold) && verdict.clauses.some(allHold)
}

function decisiveIn(alternatives: readonly (readonly Fact[])[]): readonly Fact[] {
  const holding = alternatives.find(allHold)
  if (holding !== undefined) return holding
  const failing = alternatives.map((facts) => facts.filter((fact) => !fact.holds))
  return failing.sort((a, b) => a.length - b.length)[0] ?? []
}

function allHold(facts: readonly Fact[]): boolean {
  return facts.every((fact) => fact.holds)
}
