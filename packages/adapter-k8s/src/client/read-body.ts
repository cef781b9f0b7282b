import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type Json, parseJson } from '@downsync/core'

const unzip = promisify(gunzip)

/** The JSON of an answer, without loss (NUM-1); null where it is empty or no JSON. Rejects when the connection breaks. */
export async function readBody(response: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const isZipped = response.headers['content-encoding'] === 'gzip'
  const read = parseJson((isZipped ? await unzip(bytes) : bytes).toString())
  return read.ok ? read.value : null
}

/** Seconds from `Retry-After`, where it is a number of them, as an API server says it. */
export function retryAfterOf(response: IncomingMessage): Readonly<{ retryAfter?: number }> {
  const text = response.headers['retry-after'] ?? ''
  return /^\d{1,9}$/.test(text) ? { retryAfter: Number(text) } : {}
}
