import { didYouMean } from '../near-name.ts'
import { pairsText, policiesText } from '../print/policies-text.ts'
import { styleFor } from '../print/text.ts'
import { type PolicyStanding, policyStandings } from './policy-standings.ts'
import type { Listing } from './show-listing.ts'

/** How far policies have come. */
export const policyListing: Listing<PolicyStanding> = {
  choose(outcome, { wanted, given }) {
    const all = policyStandings(outcome)
    const names = all.map(({ name }) => name)
    const missing = wanted.find((name) => !names.includes(name))
    if (missing !== undefined && !given.flag('watch'))
      return { ok: false, message: `there is no BindingPolicy ${missing}${didYouMean(missing, names)}` }
    return { ok: true, value: wanted.length === 0 ? all : all.filter(({ name }) => wanted.includes(name)) }
  },
  lines(standings, { machine, wanted, output }) {
    const now = machine.environment.now()
    const style = styleFor(machine.colours)
    // Of policies that are named, and with -o wide, the pairs are shown.
    const details =
      wanted.length > 0 || output === 'wide'
        ? standings.flatMap((standing) => ['', ...pairsText(standing, now, style)])
        : []
    return [...policiesText(standings, now), ...details]
  },
  json: ({ name, applied, total, reason, message, pairs }) => ({
    name,
    ready: { applied, total, reason, message },
    pairs: pairs.map(({ id, wec, state, current, in: wrapped, message: text, since }) => ({
      object: { ...id },
      wec,
      state,
      current,
      ...(wrapped !== undefined && { wrapped }),
      ...(text !== '' && { message: text }),
      ...(since !== undefined && { since }),
    })),
  }),
}
