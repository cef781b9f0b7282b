import type { RawFault } from '../fault.ts'
import { INT_MAX, isInt64, isUint64 } from '../value/value.ts'
import type { Token } from './token.ts'

const NUMBER = /0x([0-9a-fA-F]+)([uU]?)|(\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)|(\d+)([uU]?)/y
/** A number of more digits is out of range, and would take long to read. */
const MAX_DIGITS = 1000

/** The number that starts here, in range (int and uint: 64 bits; a double is finite). */
export function readNumber(source: string, at: number, isNegated: boolean): Token | RawFault {
  NUMBER.lastIndex = at
  const [text = '', hexadecimal, hexadecimalSuffix, double, decimal, suffix] = NUMBER.exec(source) ?? []
  const end = at + text.length
  if (double !== undefined) {
    const fits = Number.isFinite(Number(double))
    return fits ? { kind: 'number', text, start: at, end } : outOfRange('double', at, text)
  }
  const isUnsigned = hexadecimalSuffix !== undefined ? hexadecimalSuffix !== '' : suffix !== ''
  const digits = hexadecimal ?? decimal ?? ''
  const type = isUnsigned ? 'uint' : 'int'
  if (digits.length > MAX_DIGITS) return outOfRange(type, at, `${text.slice(0, 20)}…`)
  const value = BigInt(hexadecimal === undefined ? digits : `0x${digits}`)
  const isInRange = isUnsigned ? isUint64(value) : isInt64(isNegated ? -value : value)
  if (!isInRange) return outOfRange(type, at, text)
  return { kind: 'number', text: isUnsigned ? `${value}u` : String(value), start: at, end }
}

function outOfRange(type: string, at: number, found: string): RawFault {
  const range =
    type === 'double'
      ? 'finite'
      : `${type === 'int' ? 'at most ' : 'from 0 to '}${type === 'int' ? INT_MAX : 2n ** 64n - 1n}`
  const message = `the number ${found} is out of range: a ${type} is ${range}`
  return { code: 'LiteralInvalid', at, message, found, expected: type }
}
