const NANOS_A_SECOND = 1_000_000_000n
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z, in nanoseconds since 1970. */
export const EARLIEST = -62_135_596_800n * NANOS_A_SECOND
const LATEST = 253_402_300_800n * NANOS_A_SECOND - 1n

/** Whether a timestamp of CEL can stand there. */
export function isInRange(nanos: bigint): boolean {
  return nanos >= EARLIEST && nanos <= LATEST
}

export function nanosOf(seconds: bigint, nanos = 0n): bigint {
  return seconds * NANOS_A_SECOND + nanos
}

/** Whole seconds and the nanoseconds after them, which are never negative. */
export function secondsOf(nanos: bigint): Readonly<{ seconds: number; rest: number }> {
  const rest = ((nanos % NANOS_A_SECOND) + NANOS_A_SECOND) % NANOS_A_SECOND
  return { seconds: Number((nanos - rest) / NANOS_A_SECOND), rest: Number(rest) }
}
