import { crc32 } from 'node:zlib'
import { type Json, parseJson, stringifyJson } from '@downsync/core'

const DIGITS = 8

/** A value as it is kept: a checksum in eight hexadecimal digits, and its JSON. */
export function recordOf(value: Json): string {
  const text = stringifyJson(value)
  return checksumOf(text) + text
}

/** The value of a record; undefined where it is not what was written. */
export function readRecord(record: string): Json | undefined {
  const text = record.slice(DIGITS)
  if (record.slice(0, DIGITS) !== checksumOf(text)) return undefined
  const read = parseJson(text)
  return read.ok ? read.value : undefined
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(DIGITS, '0')
}
