import type { IncomingMessage } from 'node:http'
import { type Json, parseJson } from '@downsync/core'
import { badRequest, done, type Outcome, refused } from '../status/index.ts'

const LIMIT = 3 * 1024 * 1024

/** The body of a request, whole; refused beyond 3 MiB. */
export async function readBody(request: IncomingMessage): Promise<Outcome<string>> {
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
  return done(Buffer.concat(chunks).toString('utf8'))
}

/** JSON from a body; undefined where it is empty. */
export function jsonOf(text: string, failing: string): Outcome<Json | undefined> {
  if (text.trim() === '') return done(undefined)
  const read = parseJson(text)
  if (read.ok) return done(read.value)
  return refused(badRequest(`${failing}: ${read.faults.map((fault) => fault.message).join(', ')}`))
}
