import { readFloat } from '../../kube/index.ts'
import type { Bytes } from '../text/bytes.ts'
import { quoteString } from '../text/quote.ts'

export type Complex =
  | Readonly<{ ok: true; real: number; imaginary: number }>
  | Readonly<{ ok: false; message: Bytes }>

// What Go's Sscan takes as one float: digits of base ten or sixteen, no other base. An `i` in front is taken too,
// for it could be that of `Inf`.
const FLOAT_TOKEN =
  /[+-]?i?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eEpP][+-]?[\d_]*)?)/y

/** Reads a complex literal with both parts, such as `1+2i`. */
export function readComplex(text: Bytes): Complex {
  const real = tokenAt(text, 0)
  const imaginary = tokenAt(text, real.length)
  const isWhole = /^[+-]/.test(imaginary) && text[real.length + imaginary.length] === 'i'
  if (!isWhole) return { ok: false, message: 'syntax error scanning complex number' }
  const realPart = partOf(real)
  if (!realPart.ok) return realPart
  const imaginaryPart = partOf(imaginary)
  if (!imaginaryPart.ok) return imaginaryPart
  return { ok: true, real: realPart.value, imaginary: imaginaryPart.value }
}

function tokenAt(text: Bytes, index: number): Bytes {
  FLOAT_TOKEN.lastIndex = index
  return FLOAT_TOKEN.exec(text)?.[0] ?? ''
}

function partOf(text: Bytes): { ok: true; value: number } | { ok: false; message: Bytes } {
  const float = readFloat(text)
  if (float.ok) return float
  return { ok: false, message: `strconv.ParseFloat: parsing ${quoteString(text)}: ${float.why}` }
}
