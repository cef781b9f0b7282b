import { isList, isObject, type Json } from './json.ts'
import { isDeeperThan } from './json-depth.ts'

// JSON.stringify recurs; well below what any engine's stack allows.
const NATIVE_DEPTH = 500
// Where JavaScript, and Go, begin to write a double with an exponent.
const EXPONENT_FROM = 1e21

/**
 * JSON text of a value, without loss (NUM-1): a bigint as its digits, −0 as `-0.0`, since a Go receiver takes
 * `-0` for 0.
 * @param indent spaces for each level; 0 gives one line without spaces
 * @example stringifyJson({ big: 9007199254740993n }) // {"big":9007199254740993}
 */
export function stringifyJson(value: Json, indent = 0): string {
  if (isPlain(value, NATIVE_DEPTH)) return JSON.stringify(value, undefined, indent)
  return write(value, { indent: ' '.repeat(indent), keysOf: Object.keys })
}

/**
 * The one text of a value whatever the order of its keys: keys sorted by UTF-16 units, no spaces. Two values
 * have the same text exactly when they are equal (`equalJson`).
 */
export function canonicalJson(value: Json): string {
  return write(value, { indent: '', keysOf: sortedKeys })
}

type Style = Readonly<{
  indent: string
  keysOf: (object: object) => readonly string[]
}>

type Pending = Readonly<{ text: string }> | Readonly<{ value: Json; level: number }>

// What is still to be written stands on a stack of our own, so that nesting costs no call stack.
function write(root: Json, style: Style): string {
  const pending: Pending[] = [{ value: root, level: 0 }]
  let written = ''
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('text' in next) written += next.text
    else if (isList(next.value)) {
      const items = next.value.map((item) => ({ before: '', value: item }))
      written += openUp(items, '[]', next.level, style, pending)
    } else if (isObject(next.value)) {
      const object = next.value
      const colon = style.indent === '' ? ':' : ': '
      const items = style
        .keysOf(object)
        .map((key) => ({ before: JSON.stringify(key) + colon, value: object[key] ?? null }))
      written += openUp(items, '{}', next.level, style, pending)
    } else written += scalarText(next.value)
  }
  return written
}

// Puts the members on the stack, the first on top, and returns the sign that begins the list or object.
function openUp(
  items: readonly Readonly<{ before: string; value: Json }>[],
  signs: '[]' | '{}',
  level: number,
  style: Style,
  pending: Pending[],
): string {
  if (items.length === 0) return signs
  const newLine = style.indent === '' ? '' : `\n${style.indent.repeat(level)}`
  pending.push({ text: newLine + signs.charAt(1) })
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    if (item === undefined) continue
    pending.push({ value: item.value, level: level + 1 })
    pending.push({
      text: (index === 0 ? '' : ',') + newLine + (newLine === '' ? '' : style.indent) + item.before,
    })
  }
  return signs.charAt(0)
}

function scalarText(value: Json): string {
  return typeof value === 'number' || typeof value === 'bigint' ? numberText(value) : JSON.stringify(value)
}

// NUM-1: an integral double beyond ±2^53 with all its digits, since it will be read as the integer that it
// shows; no bigint is beyond int64.
function numberText(value: number | bigint): string {
  if (Object.is(value, -0)) return '-0.0'
  return isLongInteger(value) ? String(BigInt(value)) : String(value)
}

function isLongInteger(value: Json): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(Number(value)) < EXPONENT_FROM
}

function sortedKeys(object: object): readonly string[] {
  return Object.keys(object).sort()
}

// What JSON.stringify writes without loss.
function isPlain(value: Json, depth: number): boolean {
  return !isDeeperThan(value, depth) && holdsOnlyPlain(value)
}

function holdsOnlyPlain(value: Json | undefined): boolean {
  if (typeof value === 'bigint' || Object.is(value, -0) || isLongInteger(value ?? null)) return false
  if (isList(value)) return value.every(holdsOnlyPlain)
  return !isObject(value) || Object.keys(value).every((key) => holdsOnlyPlain(value[key]))
}
