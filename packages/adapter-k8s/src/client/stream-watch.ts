import type { IncomingMessage } from 'node:http'
import { memberOf, parseJson } from '@downsync/core'
import { connectionErrorText } from './connection-error.ts'
import type { Access } from './credentials.ts'
import type { Lifeline } from './lifeline.ts'
import { createLineSplitter } from './line-splitter.ts'
import { openRequest } from './open-request.ts'
import { readBody, retryAfterOf } from './read-body.ts'
import { accessOf, type Line, withQuery } from './send-request.ts'
import type { WatchEnd, WatchLine, WatchRequest } from './types.ts'

/** One watch, from its request to its end. */
export async function streamWatch(
  line: Line,
  watch: WatchRequest,
  onLine: (line: WatchLine) => void,
  signal: AbortSignal,
  onOpen?: () => void,
): Promise<WatchEnd> {
  const lifeline = line.lifelines.create(signal)
  lifeline.expire(line.requestTimeout, `${line.server} did not answer within ${line.requestTimeout / 1000} s`)
  try {
    const access = await accessOf(line)
    if (!access.ok) return ended(lifeline, access.message)
    if (lifeline.reason() !== undefined) return ended(lifeline)
    const response = await failure(line, begin(line, watch, access.value, lifeline))
    if ('problem' in response) return ended(lifeline, response.problem)
    return await follow(line, watch, response.value, lifeline, onLine, onOpen)
  } finally {
    lifeline.release()
  }
}

async function begin(
  line: Line,
  watch: WatchRequest,
  access: Access,
  lifeline: Lifeline,
): Promise<IncomingMessage> {
  const path = withQuery(watch.path, { ...watch.query, watch: 'true' })
  const headers = { accept: 'application/json', 'user-agent': line.userAgent }
  const open = openRequest({ base: line.base, method: 'GET', path, headers }, access)
  lifeline.onGiveUp(open.giveUp)
  return open.response
}

async function follow(
  line: Line,
  watch: WatchRequest,
  response: IncomingMessage,
  lifeline: Lifeline,
  onLine: (line: WatchLine) => void,
  onOpen: (() => void) | undefined,
): Promise<WatchEnd> {
  const code = response.statusCode ?? 0
  if (code !== 200) {
    const body = await failure(line, readBody(response))
    if ('problem' in body) return ended(lifeline, body.problem)
    return { kind: 'refused', code, body: body.value, ...retryAfterOf(response) }
  }
  if (lifeline.reason() !== undefined) return ended(lifeline)
  const silence = `${line.server} said nothing for ${watch.idleTimeout / 1000} s`
  lifeline.expire(watch.idleTimeout, silence)
  onOpen?.()
  const splitter = createLineSplitter()
  const chunks = response[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await failure(line, chunks.next())
      if ('problem' in next) return ended(lifeline, next.problem)
      if (next.value.done === true) break
      lifeline.expire(watch.idleTimeout, silence)
      for (const text of splitter.push(next.value.value as Buffer)) {
        // Nothing is told once it was given up, which a line before may have done.
        if (lifeline.reason() !== undefined) return ended(lifeline)
        const event = lineOf(text)
        if (event === undefined)
          return ended(lifeline, `${line.server} sent something that is no watch event`)
        onLine(event)
      }
    }
  } finally {
    response.destroy()
  }
  if (lifeline.reason() !== undefined) return ended(lifeline)
  if (splitter.isInside()) return ended(lifeline, `${line.server} ended a watch in the middle of an event`)
  return { kind: 'ended' }
}

function lineOf(text: string): WatchLine | undefined {
  const read = parseJson(text)
  if (!read.ok) return undefined
  const type = memberOf(read.value, 'type')
  const object = memberOf(read.value, 'object')
  return typeof type === 'string' && object !== undefined ? { type, object } : undefined
}

// The caller's wish to end is an end in order; everything else that we or the connection did is a break.
function ended(lifeline: Lifeline, problem?: string): WatchEnd {
  const reason = lifeline.reason()
  if (reason?.kind === 'aborted' || reason?.kind === 'closed') return { kind: 'ended' }
  return { kind: 'broken', message: reason?.message ?? problem ?? 'given up' }
}

// Only what the connection does is a value here: an exception of a listener goes to the caller.
async function failure<T>(
  line: Line,
  promise: Promise<T>,
): Promise<Readonly<{ value: T } | { problem: string }>> {
  try {
    return { value: await promise }
  } catch (error) {
    return { problem: connectionErrorText(error, line.server) }
  }
}
