import { isObject, type Json } from '@downsync/core'

/** WRP-1: the bytes of a manifest as OCM's webhook counts them, with the tag and the length that Protobuf puts before it. */
export function wrappedBytes(content: Json): number {
  const length = Buffer.byteLength(goText(content))
  return 1 + Math.ceil(length.toString(2).length / 7) + length
}

// Go escapes what HTML and JavaScript could read otherwise, and has no lone surrogates.
function goText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goText).join()}]`
  const members = isObject(value) && Object.entries(value).map((entry) => entry.map(goText).join(':'))
  if (members) return `{${members.join()}}`
  if (typeof value !== 'string') return Object.is(value, -0) ? '-0' : String(value)
  return JSON.stringify(Buffer.from(value).toString()).replace(/[<>&\u2028\u2029]/g, '\\u0000')
}
