import { describeId } from '@downsync/core'
import type { PolicyStanding } from '../live/policy-standings.ts'
import { ageText } from './age.ts'
import { type Style, table } from './text.ts'

/** One line for each policy: how many of its pairs are applied, and if not all, why not. */
export function policiesText(standings: readonly PolicyStanding[], now: number): readonly string[] {
  if (standings.length === 0) return ['There are no BindingPolicies.']
  return table(
    ['NAME', 'READY', 'REASON', 'AGE', 'MESSAGE'],
    standings.map(({ name, applied, total, reason, created, message }) => [
      name,
      `${applied}/${total}`,
      reason,
      ageText(created, now),
      message,
    ]),
    0,
  )
}

/** The pairs of a policy, object by object: how each stands in each WEC, since when and why. */
export function pairsText(standing: PolicyStanding, now: number, style: Style): readonly string[] {
  const { name, applied, total, pairs } = standing
  const rows = [...pairs]
    .map((pair) => ({ ...pair, object: describeId(pair.id) }))
    .sort((a, b) => (a.object === b.object ? compare(a.wec, b.wec) : compare(a.object, b.object)))
    .map(({ object, wec, state, current, message, since, in: wrapped }) => [
      object,
      wec,
      state === 'applied' && !current ? 'outdated' : state,
      ageText(since, now),
      wrapped ?? '-',
      message,
    ])
  return [
    style.heading(`BindingPolicy ${name}: ${applied} of ${total} ready`),
    ...table(['OBJECT', 'WEC', 'STATE', 'AGE', 'IN', 'MESSAGE'], rows),
  ]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
