import { randomBytes, randomUUID } from 'node:crypto'

/** What a server takes from outside: all that makes two runs differ. */
export type World = Readonly<{
  /** Milliseconds since 1970. */
  now(): number
  uid(): string
  /** The end of a generated name: five signs. */
  suffix(): string
}>

// apimachinery's: no vowels, so that no words arise.
const SIGNS = 'bcdfghjklmnpqrstvwxz2456789'

export const realWorld: World = {
  now: () => Date.now(),
  uid: () => randomUUID(),
  suffix: () => Array.from(randomBytes(5), (byte) => SIGNS.charAt(byte % SIGNS.length)).join(''),
}

/** RFC 3339 in whole seconds, as in `metadata.creationTimestamp`. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}
