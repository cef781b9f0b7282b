const SHORT: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/**
 * A text in quotes as Go's `%q` writes it, for messages that are to read as Kubernetes' own.
 * @example goQuote('a\n"b"') // "a\n\"b\""
 */
export function goQuote(text: string): string {
  let quoted = '"'
  for (const character of text) quoted += SHORT[character] ?? plainOrEscaped(character)
  return `${quoted}"`
}

// Go prints letters, marks, numbers, punctuation, symbols and the ASCII space; a lone surrogate has become
// U+FFFD before.
function plainOrEscaped(character: string): string {
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) return character
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return `\\x${hex(code, 2)}`
  if (code >= 0xd800 && code < 0xe000) return '\ufffd'
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
