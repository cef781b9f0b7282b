import type { Json } from './json.ts'
import type { Checked, Fault } from './problem.ts'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const INTEGER = /^-?\d+$/
const BLANK = /[ \t\n\r]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y

/** A list or object that is being read; the innermost stands last, so that nesting costs no call stack. */
type Open = { items: Json[] } | { members: Record<string, Json>; key: string }

/**
 * Reads one JSON text (RFC 8259), integers as they are (NUM-1); slower than JSON.parse, of which it accepts
 * exactly the texts, but for numbers beyond double range and nesting beyond `depth`.
 * @returns the value, or one fault with line, column, what was found and what was expected
 */
export function readJson(text: string, depth: number): Checked<Json> {
  const open: Open[] = []
  let at = 0
  let fault: Fault | undefined

  function fail(expected: string): undefined {
    fault ??= faultAt(text, at, expected)
  }

  function skip(): string | undefined {
    BLANK.lastIndex = at
    BLANK.test(text)
    at = BLANK.lastIndex
    return text[at]
  }

  function take(sign: string): boolean {
    if (skip() !== sign) return false
    at++
    return true
  }

  function readString(): string | undefined {
    if (skip() !== '"') return fail('a string')
    const end = endOfString(text, at)
    const token = text.slice(at, end)
    try {
      const value = JSON.parse(token) as string
      at = end
      return value
    } catch {
      at = wrongInString(text, at)
      return fail(at < text.length ? 'a character or an escape that a string can hold' : '"')
    }
  }

  function readNumber(): Json | undefined {
    NUMBER.lastIndex = at
    const [token] = NUMBER.exec(text) ?? []
    if (token === undefined) return fail('a value')
    const value = numberOf(token)
    if (value === undefined) return fail('a number that a double can hold')
    at += token.length
    return value
  }

  // The key and the colon of a member; its value comes next.
  function readKey(): string | undefined {
    const key = readString()
    if (key !== undefined && !take(':')) return fail(':')
    return key
  }

  function readWord(word: string, value: Json): Json | undefined {
    if (!text.startsWith(word, at)) return fail('a value')
    at += word.length
    return value
  }

  // A value that is complete at once, or undefined: a list or object was opened, or `fault` is set.
  function readStart(): Json | undefined {
    const sign = skip()
    if (sign === '"') return readString()
    if (sign === 't') return readWord('true', true)
    if (sign === 'f') return readWord('false', false)
    if (sign === 'n') return readWord('null', null)
    if (sign !== '[' && sign !== '{') return readNumber()
    if (open.length >= depth) return fail(`no more than ${depth} levels`)
    at++
    if (sign === '[') {
      if (take(']')) return []
      open.push({ items: [] })
      return undefined
    }
    if (take('}')) return {}
    const key = readKey()
    if (key !== undefined) open.push({ members: {}, key })
    return undefined
  }

  // Puts a complete value where it belongs. Returns the whole when nothing is open any more, undefined when
  // the next value is to be read.
  function place(value: Json): Json | undefined {
    let complete = value
    for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
      if ('items' in inner) {
        inner.items.push(complete)
        if (take(',')) return undefined
        if (!take(']')) return fail(', or ]')
        complete = inner.items
      } else {
        setMember(inner.members, inner.key, complete)
        if (take(',')) {
          inner.key = readKey() ?? ''
          return undefined
        }
        if (!take('}')) return fail(', or }')
        complete = inner.members
      }
      open.pop()
    }
    return complete
  }

  let whole: Json | undefined
  while (whole === undefined && fault === undefined) {
    const value = readStart()
    if (value !== undefined) whole = place(value)
  }
  if (fault === undefined && skip() !== undefined) fail('the end of the text')
  return fault !== undefined || whole === undefined
    ? { ok: false, faults: fault === undefined ? [] : [fault] }
    : { ok: true, value: whole }
}

// NUM-1: an int64 keeps every digit, and has no −0; anything else is the nearest double, as for the API
// servers.
function numberOf(token: string): Json | undefined {
  const double = Number(token)
  if (!Number.isFinite(double)) return undefined
  if (!INTEGER.test(token)) return double
  if (Number.isSafeInteger(double)) return double + 0
  const exact = BigInt(token)
  return exact < INT64_MIN || exact > INT64_MAX ? double : exact
}

// LBL-3: an assignment to `__proto__` would set the prototype.
function setMember(members: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(members, key, { value, writable: true, enumerable: true, configurable: true })
  else members[key] = value
}

// Behind the quote that ends the string, or the end of the text.
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    let escapes = 0
    while (text[at - 1 - escapes] === '\\') escapes++
    if (escapes % 2 === 0) return at + 1
  }
}

function wrongInString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) >= 0x20) {
    if (text[at] !== '\\') at++
    else {
      ESCAPE.lastIndex = at
      if (!ESCAPE.test(text)) return at
      at = ESCAPE.lastIndex
    }
  }
  return at
}

function faultAt(text: string, at: number, expected: string): Fault {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const found = text.slice(at, at + 20)
  const seen = at >= text.length ? 'the end of the text' : JSON.stringify(found)
  const message = `line ${line}, column ${column}: expected ${expected}, found ${seen}`
  return { code: 'JsonInvalid', path: '', message, found, expected }
}
