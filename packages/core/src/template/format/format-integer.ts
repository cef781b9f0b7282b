import type { Bytes } from '../text/bytes.ts'
import { isPrintable } from '../text/printable.ts'
import { quoteRune } from '../text/quote.ts'
import { encodeRune } from '../text/utf8.ts'
import { type Directive, pad, padding } from './directive.ts'

/** An `int` or a `uint8`. */
export type IntegerValue = Readonly<{ kind: 'int' | 'uint8'; value: bigint }>

/** An integer as a verb wants it; undefined for a verb that has no meaning for integers. */
export function formatInteger(integer: IntegerValue, verb: string, directive: Directive): Bytes | undefined {
  const { kind, value } = integer
  switch (verb) {
    case 'v':
      return kind === 'uint8' && directive.goSyntax
        ? numeral(value, 16, verb, { ...directive, sharp: true })
        : numeral(value, 10, verb, directive)
    case 'd':
      return numeral(value, 10, verb, directive)
    case 'b':
      return numeral(value, 2, verb, directive)
    case 'o':
    case 'O':
      return numeral(value, 8, verb, directive)
    case 'x':
    case 'X':
      return numeral(value, 16, verb, directive)
    case 'c':
      return pad(encodeRune(codePointOf(value)), directive)
    case 'q':
      return pad(quoteRune(codePointOf(value), { asciiOnly: directive.plus }), directive)
    case 'U':
      return pad(unicode(value, directive), { ...directive, zero: false })
    default:
      return undefined
  }
}

// What is no code point is shown as U+FFFD.
function codePointOf(value: bigint): number {
  return value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd
}

function unicode(value: bigint, { precision = 0, sharp }: Directive): Bytes {
  const digits = BigInt.asUintN(64, value).toString(16).toUpperCase()
  const number = `U+${digits.padStart(Math.max(precision, 4), '0')}`
  const code = Number(BigInt.asUintN(64, value))
  return sharp && code <= 0x10ffff && isPrintable(code) ? `${number} '${encodeRune(code)}'` : number
}

function numeral(value: bigint, base: number, verb: string, directive: Directive): Bytes {
  const { width = 0, precision, minus, plus, space, zero } = directive
  // A precision of 0 prints nothing of a zero.
  if (precision === 0 && value === 0n) return padding(width, { ...directive, zero: false })
  const isNegative = value < 0n
  const sign = isNegative ? '-' : plus ? '+' : space ? ' ' : ''
  const plain = (isNegative ? -value : value).toString(base)
  // Zeros up to a width are digits as those of a precision, which goes before them.
  const filled = zero && !minus && directive.width !== undefined ? width - sign.length : 0
  const digits = (verb === 'X' ? plain.toUpperCase() : plain).padStart(precision ?? filled, '0')
  return pad(sign + prefixed(digits, base, verb, directive), { ...directive, zero: false })
}

function prefixed(digits: string, base: number, verb: string, { sharp }: Directive): string {
  const octal = verb === 'O' ? '0o' : ''
  if (!sharp) return octal + digits
  if (base === 2) return `0b${digits}`
  if (base === 16) return `0${verb === 'X' ? 'X' : 'x'}${digits}`
  if (base === 8) return octal + (digits.startsWith('0') ? digits : `0${digits}`)
  return digits
}
