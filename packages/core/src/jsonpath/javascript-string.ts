/** Escapes of one character; any other that stands for itself is not here. */
const SHORT: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/**
 * What is between the quotes of a JavaScript string literal, decoded as sloppy mode does (octal escapes included); undefined
 * for what is no such literal. Unpaired surrogates become U+FFFD, as they do on the way to Go.
 * @example javaScriptString('\\x41\\q\\101') // 'AqA'
 */
export function javaScriptString(body: string): string | undefined {
  let decoded = ''
  for (let at = 0; at < body.length; ) {
    const character = body.charAt(at)
    if (character === '\n' || character === '\r') return undefined
    if (character !== '\\') {
      decoded += character
      at += 1
      continue
    }
    const found = escapeAt(body, at + 1)
    if (found === undefined) return undefined
    decoded += found.text
    at += 1 + found.length
  }
  return wellFormed(decoded)
}

/** Text with U+FFFD for each surrogate without its other half. */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}

type Escape = Readonly<{ text: string; length: number }>

// `at` is the place after the backslash.
function escapeAt(body: string, at: number): Escape | undefined {
  const character = String.fromCodePoint(body.codePointAt(at) ?? 0)
  if (at >= body.length) return undefined
  if (character === 'x') return hexadecimal(body.slice(at + 1, at + 3), 2, 1)
  if (character === 'u') {
    return body.charAt(at + 1) === '{'
      ? inBraces(body, at + 2)
      : hexadecimal(body.slice(at + 1, at + 5), 4, 1)
  }
  // goja, which reads them for KubeStellar, takes three digits whatever the first one is: `\400` is one character.
  const octal = /^[0-7]{1,3}/.exec(body.slice(at, at + 3))?.[0]
  if (octal !== undefined) {
    return { text: String.fromCodePoint(Number.parseInt(octal, 8)), length: octal.length }
  }
  // A line that goes on.
  if (character === '\r') return { text: '', length: body.charAt(at + 1) === '\n' ? 2 : 1 }
  if (character === '\n' || character === '\u2028' || character === '\u2029') return { text: '', length: 1 }
  return { text: SHORT[character] ?? character, length: character.length }
}

function hexadecimal(digits: string, wanted: number, before: number): Escape | undefined {
  if (digits.length !== wanted || !/^[\dA-Fa-f]+$/.test(digits)) return undefined
  return { text: String.fromCharCode(Number.parseInt(digits, 16)), length: before + wanted }
}

function inBraces(body: string, at: number): Escape | undefined {
  const end = body.indexOf('}', at)
  const digits = end < 0 ? '' : body.slice(at, end)
  if (!/^[\dA-Fa-f]+$/.test(digits)) return undefined
  const code = Number.parseInt(digits, 16)
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), length: digits.length + 3 }
}
