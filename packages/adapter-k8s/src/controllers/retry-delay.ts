const FIRST = 200
const LONGEST = 30_000
/** What a server may ask for at most: more would look like a standstill. */
const LONGEST_ASKED = 600_000

/**
 * Milliseconds until a write that failed so often in a row is tried again: 0.2 s, doubled up to 30 s, and a random quarter more
 * or less, so that many that failed at once do not come back at once; what the server asked for at least.
 * @param failures at least 1
 * @param random at least 0, less than 1
 * @param retryAfter seconds
 */
export function retryDelay(failures: number, random: number, retryAfter = 0): number {
  const own = Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (0.75 + random / 2)
  const asked = Math.min(LONGEST_ASKED, retryAfter * 1000) * (1 + random / 4)
  return Math.round(Math.max(own, asked))
}
