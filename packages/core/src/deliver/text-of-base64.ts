const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES: ReadonlyMap<string, number> = new Map(
  Array.from(ALPHABET, (digit, value) => [digit, value] as const),
)

/**
 * The text that a `binaryData` value holds: base64 as API servers store it, its bytes read as UTF-8.
 * @returns the bytes themselves where they are no UTF-8, as a string of Go has them; undefined for what is no base64
 */
export function textOfBase64(base64: string): string | Uint8Array | undefined {
  const bytes = bytesOf(base64)
  return bytes === undefined ? undefined : (textOf(bytes) ?? Uint8Array.from(bytes))
}

function bytesOf(base64: string): readonly number[] | undefined {
  const text = base64.replace(/[\r\n]/g, '')
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.slice(0, text.length - padding)
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const digit of digits) {
    const value = VALUES.get(digit)
    if (value === undefined) return undefined
    bits = (bits << 6) | value
    held += 6
    if (held < 8) continue
    held -= 8
    bytes.push((bits >> held) & 0xff)
    bits &= (1 << held) - 1
  }
  return bytes
}

function textOf(bytes: readonly number[]): string | undefined {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length === 0) return undefined
    text += characterOf(bytes.slice(at, at + length))
    at += length
  }
  return text
}

/** How many bytes the character that begins here has; 0: none begins here. */
function sequenceLength(bytes: readonly number[], at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf5 || first < 0xc2 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (length === 0) return 0
  // Overlong forms, surrogates, and what is beyond U+10FFFF show in the second byte.
  const [low, high] = secondByte.get(first) ?? [0x80, 0xbf]
  const second = bytes[at + 1] ?? 0
  if (second < low || second > high) return 0
  for (let next = at + 2; next < at + length; next++) {
    const byte = bytes[next] ?? 0
    if (byte < 0x80 || byte > 0xbf) return 0
  }
  return length
}

const secondByte: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
])

function characterOf(bytes: readonly number[]): string {
  const [first = 0, ...rest] = bytes
  if (rest.length === 0) return String.fromCodePoint(first)
  const lead = first & (0x3f >> rest.length)
  return String.fromCodePoint(rest.reduce((code, byte) => (code << 6) | (byte & 0x3f), lead))
}
