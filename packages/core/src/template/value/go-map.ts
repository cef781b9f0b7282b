import type { Bytes } from '../text/bytes.ts'
import { decodeUtf8, encodeUtf8 } from '../text/utf8.ts'

/** The data of an execution as Go's `map[string]string`. */
export type GoMap = Readonly<{
  size: number
  get: (key: Bytes) => Bytes | undefined
  /** All entries, in the order of their keys' bytes: the order in which Go ranges and prints. */
  sorted: () => readonly (readonly [Bytes, Bytes])[]
}>

/** Entries are brought into Go's form when they are asked for: most templates use few of many. */
export function goMapOf(data: ReadonlyMap<string, string | Uint8Array>): GoMap {
  let entries: readonly (readonly [Bytes, Bytes])[] | undefined
  return {
    size: data.size,
    get(key) {
      const text = decodeUtf8(key)
      // Bytes that are no UTF-8 show as U+FFFD, and are no key with a U+FFFD.
      const value = encodeUtf8(text) === key ? data.get(text) : undefined
      return value === undefined ? undefined : bytesOf(value)
    },
    sorted() {
      entries ??= [...data]
        .map(([key, value]) => [encodeUtf8(key), bytesOf(value)] as const)
        .sort(([left], [right]) => (left < right ? -1 : 1))
      return entries
    },
  }
}

function bytesOf(value: string | Uint8Array): Bytes {
  if (typeof value === 'string') return encodeUtf8(value)
  let bytes = ''
  for (const byte of value) bytes += String.fromCharCode(byte)
  return bytes
}
