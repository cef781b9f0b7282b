import type { IncomingMessage } from 'node:http'
import { type Json, parseJson, stringifyJson } from '@downsync/core'
import { PROTOBUF, readKubernetesProtobuf } from '../protobuf/index.ts'
import { badRequest, done, type Outcome, refused } from '../status/index.ts'

const LIMIT = 3 * 1024 * 1024

/** The body of a request with its type; protobuf has become JSON. */
export type Body = Readonly<{ text: string; contentType: string | undefined }>

/** The body of a request, whole; refused beyond 3 MiB. */
export async function readBody(request: IncomingMessage): Promise<Outcome<Body>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    // Streams of requests give buffers: no encoding is set.
    const buffer = chunk as Buffer
    size += buffer.length
    if (size <= LIMIT) chunks.push(buffer)
  }
  if (size > LIMIT)
    return refused({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: `Request entity too large: limit is ${LIMIT}`,
    })
  const contentType = request.headers['content-type']
  const bytes = Buffer.concat(chunks)
  if (contentType?.split(';')[0]?.trim() !== PROTOBUF || bytes.length === 0)
    return done({ text: bytes.toString('utf8'), contentType })
  const json = readKubernetesProtobuf(bytes)
  return json.ok ? done({ text: stringifyJson(json.value), contentType: 'application/json' }) : json
}

/** JSON from a body; undefined where it is empty. */
export function jsonOf(text: string, failing: string): Outcome<Json | undefined> {
  if (text.trim() === '') return done(undefined)
  const read = parseJson(text)
  if (read.ok) return done(read.value)
  return refused(badRequest(`${failing}: ${read.faults.map((fault) => fault.message).join(', ')}`))
}
