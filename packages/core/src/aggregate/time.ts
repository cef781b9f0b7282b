/** Whether a time (RFC 3339) is after another; one that is missing or unreadable is before all. */
export function comesLater(time: string | undefined, than: string | undefined): boolean {
  return instantOf(time) > instantOf(than)
}

/** Milliseconds since 1970; −∞ for what is no time. */
export function instantOf(time: string | undefined): number {
  const instant = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(instant) ? Number.NEGATIVE_INFINITY : instant
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** Whether a text is a time as API servers read it. */
export function isTime(text: string): boolean {
  return RFC_3339.test(text) && instantOf(text) !== Number.NEGATIVE_INFINITY
}
