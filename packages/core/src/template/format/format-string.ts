import type { Bytes } from '../text/bytes.ts'
import { firstCharacters } from '../text/character.ts'
import { canBackquote, quoteString } from '../text/quote.ts'
import { type Directive, pad, padding } from './directive.ts'

/** A string as a verb wants it; undefined for a verb that has no meaning for strings. */
export function formatString(value: Bytes, verb: string, directive: Directive): Bytes | undefined {
  switch (verb) {
    case 'v':
      return directive.goSyntax ? quoted(value, directive) : pad(cut(value, directive), directive)
    case 's':
      return pad(cut(value, directive), directive)
    case 'q':
      return quoted(value, directive)
    case 'x':
      return hexadecimal(value, directive)
    case 'X':
      return hexadecimal(value, directive).toUpperCase()
    default:
      return undefined
  }
}

function cut(value: Bytes, { precision }: Directive): Bytes {
  return precision === undefined ? value : firstCharacters(value, precision)
}

function quoted(value: Bytes, directive: Directive): Bytes {
  const text = cut(value, directive)
  if (directive.sharp && canBackquote(text)) return pad(`\`${text}\``, directive)
  return pad(quoteString(text, { asciiOnly: directive.plus }), directive)
}

// The precision counts bytes here; a blank separates them, and then each may have its own prefix.
function hexadecimal(value: Bytes, directive: Directive): Bytes {
  const { width = 0, precision, minus, sharp, space } = directive
  const prefix = sharp ? '0x' : ''
  const bytes = value.slice(0, precision)
  let digits = ''
  for (let index = 0; index < bytes.length; index++) {
    const separator = index === 0 ? prefix : space ? ` ${prefix}` : ''
    digits += separator + bytes.charCodeAt(index).toString(16).padStart(2, '0')
  }
  const missing = padding(width - digits.length, directive)
  return minus ? digits + missing : missing + digits
}
