import { type Json, type JsonObject, objectOf, parseJson } from '@downsync/core'
import { type Field, fieldsOf } from './layout.ts'
import { double, readFields, signed, type WireField } from './wire.ts'

type Value = WireField['value']

// Schemas nest; nothing that anybody writes nests so deep.
const DEEPEST = 200
const NOTHING = new Uint8Array()

/** Reads one message, and remembers what could not be read of it. */
export type MessageReader = Readonly<{
  /** As the Go type of the message stands in JSON. Fields that are not known are left out, as Go leaves them out. */
  read(message: string, bytes: Uint8Array): JsonObject
  /** The first thing that could not be read; undefined while all could. */
  problem(): string | undefined
}>

export function createMessageReader(): MessageReader {
  let problem: string | undefined
  let depth = 0

  function unreadable<T>(what: string, instead: T): T {
    problem ??= what
    return instead
  }

  function read(message: string, bytes: Uint8Array): JsonObject {
    if (depth === DEEPEST) return unreadable('messages lie too deep in one another', {})
    depth++
    const values = valuesIn(bytes)
    const object = objectOf(
      fieldsOf(message).flatMap((field) => membersOf(field, values.get(field.number) ?? [])),
    )
    depth--
    return object
  }

  function membersOf(
    { name, type, isAlwaysThere }: Field,
    values: readonly Value[],
  ): readonly (readonly [string, Json])[] {
    const [last] = values.slice(-1)
    // A list or a map that is not there; anything else that must be there is.
    if (last === undefined)
      return isAlwaysThere && (type.many !== 'one' || type.isOptional) ? [[name, null]] : []
    if (type.many === 'list') return [[name, values.map((value) => readValue(type.of, value))]]
    if (type.many === 'map')
      return [[name, objectOf(values.map((value) => entryOf(type.of, bytesOf(value))))]]
    // The last one counts, as protobuf has it.
    const value = readValue(type.of, last)
    if (name === '.') return Object.entries(value ?? {})
    const isEmpty = 'sibf'.includes(type.of) && (value === '' || value === 0 || value === false)
    return isEmpty && !type.isOptional && !isAlwaysThere ? [] : [[name, value]]
  }

  function readValue(type: string, value: Value): Json {
    switch (type) {
      case 's':
        return textOf(value)
      case 'i':
        return signed(numberOf(value))
      case 'b':
        return numberOf(value) !== 0n
      case 'f':
        return double(numberOf(value))
      case 'y':
        return Buffer.from(bytesOf(value)).toString('base64')
      case 'L':
        return all(bytesOf(value), 1).map(textOf)
      case 'T':
        return timeOf(bytesOf(value), 0)
      case 'U':
        return timeOf(bytesOf(value), 6)
      case 'Q':
        return textOf(only(bytesOf(value), 1) ?? NOTHING)
      case 'I':
        return integerOrText(bytesOf(value))
      case 'R':
        return jsonOf(textOf(only(bytesOf(value), 1) ?? NOTHING))
      case 'A':
        return schemaOr(bytesOf(value), 1, (bytes) => all(bytes, 2).map(schemaOf))
      case 'B':
        return schemaOr(bytesOf(value), 2, (bytes) => numberOf(only(bytes, 1) ?? 0n) !== 0n)
      case 'C':
        return schemaOr(bytesOf(value), 1, (bytes) => all(bytes, 2).map(textOf))
      default:
        return read(type, bytesOf(value))
    }
  }

  function schemaOr(bytes: Uint8Array, number: number, other: (bytes: Uint8Array) => Json): Json {
    const schema = only(bytes, number)
    return schema === undefined ? other(bytes) : schemaOf(schema)
  }

  function schemaOf(value: Value): Json {
    return read('apiextensions.JSONSchemaProps', bytesOf(value))
  }

  function entryOf(type: string, bytes: Uint8Array): readonly [string, Json] {
    // An empty value may be left out.
    const empty = type === 'i' || type === 'b' ? 0n : NOTHING
    return [textOf(only(bytes, 1) ?? NOTHING), readValue(type, only(bytes, 2) ?? empty)]
  }

  function integerOrText(bytes: Uint8Array): Json {
    const isText = numberOf(only(bytes, 1) ?? 0n) === 1n
    return isText ? textOf(only(bytes, 3) ?? NOTHING) : signed(numberOf(only(bytes, 2) ?? 0n))
  }

  function timeOf(bytes: Uint8Array, digits: number): Json {
    // The zero of Go's time.
    if (bytes.length === 0) return null
    const seconds = Number(signed(numberOf(only(bytes, 1) ?? 0n)))
    const nanoseconds = Number(signed(numberOf(only(bytes, 2) ?? 0n)))
    const date = new Date(seconds * 1000)
    if (Number.isNaN(date.getTime())) return unreadable('a time is out of range', null)
    const fraction = digits === 0 ? '' : `.${String(nanoseconds).padStart(9, '0').slice(0, digits)}`
    return date.toISOString().replace(/\.\d+Z$/, `${fraction}Z`)
  }

  function jsonOf(text: string): Json {
    if (text === '') return null
    const json = parseJson(text)
    return json.ok ? json.value : unreadable('raw content is no JSON', null)
  }

  function valuesIn(bytes: Uint8Array): ReadonlyMap<number, readonly Value[]> {
    const values = new Map<number, Value[]>()
    for (const { number, value } of readFields(bytes) ?? unreadable('a message ends too early', [])) {
      const list = values.get(number)
      if (list === undefined) values.set(number, [value])
      else list.push(value)
    }
    return values
  }

  function all(bytes: Uint8Array, number: number): readonly Value[] {
    return valuesIn(bytes).get(number) ?? []
  }

  function only(bytes: Uint8Array, number: number): Value | undefined {
    return all(bytes, number).at(-1)
  }

  function numberOf(value: Value): bigint {
    return typeof value === 'bigint' ? value : unreadable('bytes stand where a number should', 0n)
  }

  function bytesOf(value: Value): Uint8Array {
    return typeof value === 'bigint' ? unreadable('a number stands where bytes should', NOTHING) : value
  }

  function textOf(value: Value): string {
    return Buffer.from(bytesOf(value)).toString('utf8')
  }

  return { read, problem: () => problem }
}
