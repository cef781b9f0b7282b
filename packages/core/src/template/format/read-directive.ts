import type { Bytes } from '../text/bytes.ts'
import { characterAt } from '../text/character.ts'
import { encodeRune } from '../text/utf8.ts'
import type { Directive } from './directive.ts'
import {
  type FormatReading,
  takeFlags,
  takeIndex,
  takeNumber,
  takeSign,
  takeValue,
} from './format-reading.ts'

/** What stands behind a `%`. */
export type ReadDirective = Readonly<{
  directive: Directive
  /** One character; undefined: the format ends before. */
  verb: Bytes | undefined
  /** What Go prints of a width or precision that is no good. */
  complaints: Bytes
}>

/** Reads a directive, from behind its `%`; which value it is for stands in the reading then. */
export function readDirective(reading: FormatReading): ReadDirective {
  reading.isIndexGood = true
  const flags = takeFlags(reading)
  const width = readWidth(reading, takeIndex(reading))
  const precision = readPrecision(reading, width.isBehindIndex)
  if (!precision.isBehindIndex) takeIndex(reading)
  return {
    directive: {
      width: width.number === undefined ? undefined : Math.abs(width.number),
      precision: precision.number,
      // A negative width asks for padding on the right, which is of blanks.
      minus: flags.includes('-') || (width.number ?? 0) < 0,
      zero: flags.includes('0') && (width.number ?? 0) >= 0,
      plus: flags.includes('+'),
      sharp: flags.includes('#'),
      space: flags.includes(' '),
      goSyntax: false,
    },
    verb: takeVerb(reading),
    complaints: `${width.complaint}${precision.complaint}`,
  }
}

type ReadNumber = Readonly<{
  number: number | undefined
  complaint: Bytes
  /** Whether what was read last is an index, behind which only the verb is in place. */
  isBehindIndex: boolean
}>

function readWidth(reading: FormatReading, isBehindIndex: boolean): ReadNumber {
  if (takeSign(reading, '*')) {
    const number = takeValue(reading)
    return { number, complaint: number === undefined ? '%!(BADWIDTH)' : '', isBehindIndex: false }
  }
  const number = takeNumber(reading)
  if (isBehindIndex && number !== undefined) reading.isIndexGood = false
  return { number, complaint: '', isBehindIndex }
}

function readPrecision(reading: FormatReading, isBehindIndex: boolean): ReadNumber {
  const isLast = reading.at + 1 >= reading.format.length
  if (isLast || !takeSign(reading, '.')) return { number: undefined, complaint: '', isBehindIndex }
  if (isBehindIndex) reading.isIndexGood = false
  const isIndex = takeIndex(reading)
  if (!takeSign(reading, '*')) {
    return { number: takeNumber(reading) ?? 0, complaint: '', isBehindIndex: isIndex }
  }
  const number = takeValue(reading)
  return number === undefined || number < 0
    ? { number: undefined, complaint: '%!(BADPREC)', isBehindIndex: false }
    : { number, complaint: '', isBehindIndex: false }
}

function takeVerb(reading: FormatReading): Bytes | undefined {
  if (reading.at >= reading.format.length) return undefined
  const { code, width } = characterAt(reading.format, reading.at)
  reading.at += width
  return encodeRune(code)
}
