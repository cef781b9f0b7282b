import { testClause } from './clause.ts'
import { unionModulation } from './modulation.ts'
import type { CompiledPolicy } from './policy.ts'
import type { Match, Modulation, Subject } from './types.ts'

/**
 * What a policy says of an object: selected when one clause matches, with the modulations of all that do (SEL-1, SEL-6). An invalid
 * policy selects nothing: that its Binding is frozen, not emptied, is decided where Bindings are (BND-5).
 */
export function matchPolicy(policy: CompiledPolicy, subject: Subject): Match {
  if (!policy.valid) return notSelected
  let sure: Modulation | undefined
  let unsure = false
  for (const clause of policy.clauses) {
    const verdict = testClause(clause, subject)
    if (verdict === 'yes')
      sure = sure === undefined ? clause.modulation : unionModulation(sure, clause.modulation)
    else if (verdict === 'unsure') unsure = true
  }
  return sure === undefined && !unsure ? notSelected : { sure, unsure }
}

const notSelected: Match = { sure: undefined, unsure: false }
