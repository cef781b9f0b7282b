/** How often an object was put back of late, and when last; milliseconds since 1970. */
export type Repairs = Readonly<{ count: number; at: number }>

const FIRST_WAIT = 1000
const LONGEST_WAIT = 300_000
const CALM = 5000

/**
 * How long to wait before an object is put back that somebody has changed: not at all, unless that happens again and again, as when two
 * writers want different things. Then ever longer, up to five minutes, which is how often OCM's agent looks.
 * @param now milliseconds since 1970
 */
export function repairDelay(repairs: Repairs | undefined, now: number): number {
  return repairs === undefined || isCalm(repairs, now)
    ? 0
    : Math.max(0, waitAfter(repairs) - (now - repairs.at))
}

/** What is remembered when an object is put back now. */
export function afterRepair(repairs: Repairs | undefined, now: number): Repairs {
  return { count: repairs === undefined || isCalm(repairs, now) ? 1 : repairs.count + 1, at: now }
}

function waitAfter({ count }: Repairs): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - 1))
}

// Long enough after the wait was over that it is another matter.
function isCalm(repairs: Repairs, now: number): boolean {
  return now - repairs.at > 2 * waitAfter(repairs) + CALM
}
