import type { Difference } from './compare.ts'

/** Differences that are known, and why they may be. */
export type AllowedDifference = Readonly<{
  reason: string
  /** Where in the answers; default: anywhere. */
  at?: RegExp
  /** The numbers of steps, by scenario. */
  in: Readonly<Record<string, string>>
}>

/** What the list makes of the differences: those it does not know, and what of it matches none any more. */
export type Judgement = Readonly<{ unknown: readonly Difference[]; stale: readonly string[] }>

export function judgeDifferences(
  differences: readonly Difference[],
  allowed: readonly AllowedDifference[],
): Judgement {
  const used = new Set<string>()
  const unknown = differences.filter((difference) => {
    const [scenario = '', step = ''] = difference.request.split(/: (?=\d\d )/)
    const number = step.slice(0, 2)
    const hits = allowed.flatMap((entry, index) => {
      const steps = Object.hasOwn(entry.in, scenario) ? (entry.in[scenario] ?? '').split(' ') : []
      const isHere = steps.includes(number) && (entry.at?.test(difference.path) ?? true)
      return isHere ? [`${index} ${scenario}: ${number}`] : []
    })
    for (const hit of hits) used.add(hit)
    return hits.length === 0
  })
  const stale = allowed.flatMap((entry, index) =>
    Object.entries(entry.in).flatMap(([scenario, steps]) =>
      steps
        .split(' ')
        .filter((number) => !used.has(`${index} ${scenario}: ${number}`))
        .map((number) => `${scenario}: ${number} (${entry.reason})`),
    ),
  )
  return { unknown, stale }
}
