import type { Budget } from '../execute/budget.ts'
import type { Bytes } from '../text/bytes.ts'
import { typeName, type Value } from '../value/value.ts'
import { type Directive, PLAIN } from './directive.ts'
import { formatCost } from './format-cost.ts'
import { type FormatReading, formatReadingOf } from './format-reading.ts'
import { formatValue, showValue } from './format-value.ts'
import { type ReadDirective, readDirective } from './read-directive.ts'

/** A text, or why there is none. */
export type Printed = Readonly<{ ok: true; text: Bytes } | { ok: false; message: Bytes }>

/**
 * Formats values as Go's fmt.Sprintf; mistakes in the format show in the text (`%!d(string=x)`).
 * @returns what was made before the budget was spent, if it is; no text where Go's would differ from run to run
 */
export function printf(format: Bytes, values: readonly Value[], budget: Budget): Printed {
  const reading = formatReadingOf(format, values)
  let text = ''
  while (reading.at < format.length) {
    const percent = format.indexOf('%', reading.at)
    const end = percent < 0 ? format.length : percent
    if (!budget.spend(1) || !budget.spendBytes(end - reading.at)) break
    text += format.slice(reading.at, end)
    if (percent < 0) break
    reading.at = percent + 1
    const read = readDirective(reading)
    if (read.verb === 'p' && usedValue(reading, read)?.kind === 'map') return ADDRESS
    text += read.complaints + directiveText(reading, read, budget)
    if (usedValue(reading, read) !== undefined) reading.next++
  }
  const isComplete = reading.wasReordered || reading.next >= values.length
  return { ok: true, text: isComplete ? text : text + extra(values.slice(reading.next), budget) }
}

const ADDRESS: Printed = { ok: false, message: '%p of a map would be an address of memory' }

// The value that a directive prints, if it prints one.
function usedValue({ values, next, isIndexGood }: FormatReading, { verb }: ReadDirective): Value | undefined {
  return verb === undefined || verb === '%' || !isIndexGood ? undefined : values[next]
}

function directiveText(reading: FormatReading, read: ReadDirective, budget: Budget): Bytes {
  const { verb, directive } = read
  if (verb === undefined) return '%!(NOVERB)'
  if (verb === '%') return '%'
  if (!reading.isIndexGood) return `%!${verb}(BADINDEX)`
  const value = usedValue(reading, read)
  if (value === undefined) return `%!${verb}(MISSING)`
  if (!budget.spendBytes(formatCost(value, directive))) return ''
  return formatValue(value, verb, forVerb(verb, directive))
}

// `%#v` and `%+v` are forms of their own rather than flags.
function forVerb(verb: Bytes, directive: Directive): Directive {
  if (verb !== 'v' && verb !== 'w') return directive
  return { ...directive, goSyntax: directive.sharp, sharp: false, plus: false }
}

function extra(values: readonly Value[], budget: Budget): Bytes {
  const shown = values.map((value) => {
    if (!budget.spendBytes(formatCost(value, PLAIN))) return ''
    return value.kind === 'nil' ? '<nil>' : `${typeName(value)}=${showValue(value)}`
  })
  return `%!(EXTRA ${shown.join(', ')})`
}
