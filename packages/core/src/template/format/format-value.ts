import type { Bytes } from '../text/bytes.ts'
import type { GoMap } from '../value/go-map.ts'
import { typeName, type Value } from '../value/value.ts'
import { type Directive, PLAIN, pad } from './directive.ts'
import { formatComplex, formatFloat } from './format-float.ts'
import { formatInteger } from './format-integer.ts'
import { formatString } from './format-string.ts'

/** A value as Go's fmt prints it for a verb, which is one character. */
export function formatValue(value: Value, verb: Bytes, directive: Directive): Bytes {
  if (value.kind === 'nil') {
    return verb === 'v' || verb === 'T' ? pad('<nil>', directive) : `%!${verb}(<nil>)`
  }
  if (verb === 'T') return formatString(typeName(value), 's', directive) ?? ''
  return formattedOf(value, verb, directive) ?? badVerb(value, verb, directive)
}

/** A value as `%v` prints it. */
export function showValue(value: Value): Bytes {
  return formatValue(value, 'v', PLAIN)
}

type PresentValue = Exclude<Value, { kind: 'nil' }>

// Undefined: the verb has no meaning for the value.
function formattedOf(value: PresentValue, verb: Bytes, directive: Directive): Bytes | undefined {
  switch (value.kind) {
    case 'bool':
      return verb === 't' || verb === 'v' ? pad(String(value.value), directive) : undefined
    case 'int':
    case 'uint8':
      return formatInteger(value, verb, directive)
    case 'float64':
      return formatFloat(value.value, verb, directive)
    case 'complex128':
      return formatComplex(value.real, value.imaginary, verb, directive)
    case 'string':
      return formatString(value.value, verb, directive)
    case 'map':
      return verb === 'w' ? undefined : formatMap(value.value, verb, directive)
  }
}

// The value is still printed, with the same width and flags.
function badVerb(value: PresentValue, verb: Bytes, directive: Directive): Bytes {
  return `%!${verb}(${typeName(value)}=${formattedOf(value, 'v', directive) ?? ''})`
}

function formatMap(map: GoMap, verb: Bytes, directive: Directive): Bytes {
  const show = (text: Bytes): Bytes => {
    const value = { kind: 'string', value: text } as const
    return formattedOf(value, verb, directive) ?? badVerb(value, verb, directive)
  }
  const entries = map.sorted().map(([key, value]) => `${show(key)}:${show(value)}`)
  return directive.goSyntax ? `map[string]string{${entries.join(', ')}}` : `map[${entries.join(' ')}]`
}
