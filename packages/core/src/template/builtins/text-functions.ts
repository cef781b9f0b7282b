import { println as printLine, print as printValues } from '../format/print.ts'
import { printf as formatValues } from '../format/printf.ts'
import type { Bytes } from '../text/bytes.ts'
import { stringValue, type Value } from '../value/value.ts'
import { type Builtin, returnedString } from './builtin.ts'
import { escapeHtml, escapeJavaScript, escapeQuery } from './escape.ts'

export const print: Builtin = {
  arity: 0,
  isVariadic: true,
  call: (values, { budget }) => returnedString(printValues(values, budget)),
}

export const println: Builtin = {
  arity: 0,
  isVariadic: true,
  call: (values, { budget }) => returnedString(printLine(values, budget)),
}

export const printf: Builtin = {
  arity: 1,
  isVariadic: true,
  takesFormat: true,
  call([format, ...values], { budget }) {
    const printed = formatValues(format?.kind === 'string' ? format.value : '', values, budget)
    return printed.ok ? returnedString(printed.text) : printed
  },
}

export const html = escaping(escapeHtml)
export const js = escaping(escapeJavaScript)
export const urlquery = escaping(escapeQuery)

function escaping(escapeText: (text: Bytes) => Bytes): Builtin {
  return {
    arity: 0,
    isVariadic: true,
    call(values, { budget }) {
      const text = printValues(values.map(printable), budget)
      // No sign becomes longer than six bytes.
      return budget.spendBytes(6 * text.length) ? returnedString(escapeText(text)) : returnedString('')
    },
  }
}

// As an action prints it, not as `print` does.
function printable(value: Value): Value {
  return value.kind === 'nil' ? stringValue('<no value>') : value
}
