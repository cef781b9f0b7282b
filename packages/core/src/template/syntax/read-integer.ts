import { areUnderscoresPlaced } from '../../kube/index.ts'
import type { Bytes } from '../text/bytes.ts'

const MAX_INT = 2n ** 63n - 1n
const MAX_UINT = 2n ** 64n - 1n

/** An integer that a literal may stand for: an `int` of 64 bits, or one that only an unsigned one could hold. */
export type Integer = Readonly<{ kind: 'int'; value: bigint } | { kind: 'unsigned' }>

/**
 * Reads an integer with the prefix of its base (`0x`, `0o`, `0b`, `0`), as Go's literals have it.
 * @returns undefined for what is no integer, or one that has no room in 64 bits
 */
export function readInteger(text: Bytes): Integer | undefined {
  const sign = /^[+-]/.test(text) ? text.charAt(0) : ''
  const { base, digits } = partsOf(text.slice(sign.length))
  const magnitude = magnitudeOf(digits.replaceAll('_', ''), base)
  if (magnitude === undefined || !areUnderscoresPlaced(text)) return undefined
  if (sign === '-') return magnitude > MAX_INT + 1n ? undefined : { kind: 'int', value: -magnitude }
  if (magnitude <= MAX_INT) return { kind: 'int', value: magnitude }
  return sign === '' && magnitude <= MAX_UINT ? { kind: 'unsigned' } : undefined
}

type Base = 2 | 8 | 10 | 16

const PREFIXES = new Map<string, Base>([
  ['b', 2],
  ['o', 8],
  ['x', 16],
])

function partsOf(text: Bytes): { base: Base; digits: string } {
  if (!text.startsWith('0') || text.length === 1) return { base: 10, digits: text }
  const base = text.length > 2 ? PREFIXES.get(text.charAt(1).toLowerCase()) : undefined
  return base === undefined ? { base: 8, digits: text.slice(1) } : { base, digits: text.slice(2) }
}

const SHAPES: Readonly<Record<Base, { digits: RegExp; prefix: string }>> = {
  2: { digits: /^[01]+$/, prefix: '0b' },
  8: { digits: /^[0-7]+$/, prefix: '0o' },
  10: { digits: /^\d+$/, prefix: '' },
  16: { digits: /^[\da-fA-F]+$/, prefix: '0x' },
}

// More digits than 64 bits need in any base are not worth converting.
const MOST_DIGITS = 64

function magnitudeOf(digits: string, base: Base): bigint | undefined {
  const shape = SHAPES[base]
  if (!shape.digits.test(digits)) return undefined
  const significant = digits.replace(/^0+/, '')
  if (significant.length > MOST_DIGITS) return undefined
  return BigInt(`${shape.prefix}${significant === '' ? '0' : significant}`)
}
