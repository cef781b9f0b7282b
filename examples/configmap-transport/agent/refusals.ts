/** What servers would not have, so that it is not asked for all the time (P-6b). */
export type Refusals = Readonly<{
  /** The text of a refusal that is not to be asked again yet. */
  standing(key: string, now: number): string | undefined
  refused(key: string, message: string, now: number): void
  /** Something was made that may be what was missing. */
  forget(): void
  /** When the next one may be asked again; milliseconds since 1970. */
  next(now: number): number | undefined
}>

const FIRST_WAIT = 500
const LONGEST_WAIT = 120_000
/** More would be those of objects that are long gone. */
const MOST = 10_000

export function createRefusals(): Refusals {
  const all = new Map<string, Readonly<{ message: string; count: number; until: number }>>()
  return {
    standing(key, now) {
      const found = all.get(key)
      return found !== undefined && found.until > now ? found.message : undefined
    },
    refused(key, message, now) {
      const count = (all.get(key)?.count ?? 0) + 1
      if (all.size > MOST) all.clear()
      all.set(key, { message, count, until: now + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - 1)) })
    },
    forget: () => all.clear(),
    next(now) {
      const times = [...all.values()].map(({ until }) => until).filter((until) => until > now)
      return times.length === 0 ? undefined : Math.min(...times)
    },
  }
}
