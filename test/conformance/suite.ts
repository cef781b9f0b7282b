import { equalJson, type Json, type JsonObject, stringifyJson } from '@downsync/core'

/** One file of vectors, and what our code says to each line of it. */
export type Suite = Readonly<{
  /** The file's name, without `.jsonl`. */
  file: string
  /** Where our answer differs from the vector's, in one line; undefined where it does not. */
  check: (vector: JsonObject) => string | undefined
  /** Why a vector says nothing that could be checked; absent: all can. */
  skips?: (vector: JsonObject) => string | undefined
  /** The vector with an expected value altered: `check` must then differ. For the runner's own test. */
  alter: (vector: JsonObject) => JsonObject
}>

/** Nothing when both are the same JSON, whatever the order of keys; else both, cut to a readable length. */
export function differenceOf(
  what: string,
  wanted: Json | undefined,
  got: Json | undefined,
): string | undefined {
  return equalJson(wanted, got) ? undefined : `${what}: wanted ${shown(wanted)}, got ${shown(got)}`
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : stringifyJson(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
