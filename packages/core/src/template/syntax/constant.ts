import { readFloat } from '../../kube/index.ts'
import type { Bytes } from '../text/bytes.ts'
import { quoteString } from '../text/quote.ts'
import { unquoteCharacter } from '../text/unquote.ts'
import { intValue, type Value } from '../value/value.ts'
import { readComplex } from './read-complex.ts'
import { readInteger } from './read-integer.ts'

/** What a numeric literal stands for. No value: it is an integer beyond int, which fails when it is evaluated. */
export type Constant =
  | Readonly<{ ok: true; value: Value | undefined }>
  | Readonly<{ ok: false; message: Bytes }>

/** A character literal is its code point, as an int. */
export function characterConstant(literal: Bytes): Constant {
  const character = unquoteCharacter(literal)
  if (character === undefined) return { ok: false, message: 'invalid syntax' }
  if (!character.isWhole) return { ok: false, message: `malformed character constant: ${literal}` }
  return { ok: true, value: intValue(character.code) }
}

export function complexConstant(literal: Bytes): Constant {
  const complex = readComplex(literal)
  return complex.ok ? complexOf(complex.real, complex.imaginary) : complex
}

/** A number without a second part: an int, a float64 where its text has a point or an exponent, or imaginary. */
export function numberConstant(literal: Bytes): Constant {
  if (literal.endsWith('i')) {
    const imaginary = readFloat(literal.slice(0, -1))
    if (imaginary.ok) return complexOf(0, imaginary.value)
  }
  const integer = readInteger(literal)
  if (integer?.kind === 'unsigned') return { ok: true, value: undefined }
  if (integer !== undefined) return { ok: true, value: integerValue(literal, integer.value) }
  const float = readFloat(literal)
  if (!float.ok) return { ok: false, message: `illegal number syntax: ${quoteString(literal)}` }
  if (!looksLikeFloat(literal)) {
    return { ok: false, message: `integer overflow: ${quoteString(literal)}` }
  }
  return { ok: true, value: { kind: 'float64', value: float.value } }
}

// The e of -0x1e makes it a float: Go takes only a text that begins with `0x` as hexadecimal here.
function integerValue(literal: Bytes, value: bigint): Value {
  return looksLikeFloat(literal) ? { kind: 'float64', value: Number(value) } : intValue(value)
}

function looksLikeFloat(literal: Bytes): boolean {
  const isHexadecimalInteger = literal.length > 2 && /^0[xX]/.test(literal) && !/[pP]/.test(literal)
  return !isHexadecimalInteger && /[.eEpP]/.test(literal)
}

function complexOf(real: number, imaginary: number): Constant {
  return { ok: true, value: { kind: 'complex128', real, imaginary } }
}
