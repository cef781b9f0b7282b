/** How soon an object is put back that somebody changes: at once, unless that happens again and again, as when two writers disagree. */
export type Repairs = Readonly<{
  /** Milliseconds to wait. */
  wait(key: string, now: number): number
  repaired(key: string, now: number): void
  /** When the next one may be put back; milliseconds since 1970. */
  next(now: number): number | undefined
}>

const FIRST_WAIT = 500
const LONGEST_WAIT = 120_000

export function createRepairs(): Repairs {
  const all = new Map<string, Readonly<{ count: number; until: number }>>()
  return {
    wait: (key, now) => Math.max(0, (all.get(key)?.until ?? 0) - now),
    repaired(key, now) {
      const before = all.get(key)
      // Long enough after the last one it is another matter.
      const isCalm = before === undefined || now > before.until + LONGEST_WAIT
      const count = isCalm ? 1 : before.count + 1
      const wait = count <= AT_ONCE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - AT_ONCE - 1))
      all.set(key, { count, until: now + wait })
    },
    next(now) {
      const times = [...all.values()].map(({ until }) => until).filter((until) => until > now)
      return times.length === 0 ? undefined : Math.min(...times)
    },
  }
}

/** Repairs that are not held back. */
const AT_ONCE = 5
