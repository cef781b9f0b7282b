import type { IncomingMessage } from 'node:http'
import { type Json, memberOf, parseJson } from '@downsync/core'
import { open, type Target } from './raw-http.ts'
import type { WatchStep } from './scenario.ts'

/** A watch under way. */
export type WatchStream = Readonly<{
  code: number
  contentType: string
  /** What came: that many lines, or all until its end where there are fewer. Closes it. */
  lines(count: number): Promise<readonly Json[]>
  close(): void
}>

/** How long lines are waited for: they come at once, or not at all. */
const PATIENCE = 20_000

export async function openWatch(target: Target, step: WatchStep): Promise<WatchStream> {
  const incoming = await open(target, {
    method: 'GET',
    path: step.path,
    user: step.as ?? 'admin',
    headers: {},
    text: undefined,
  })
  const lines: Json[] = []
  let isEnded = false
  let wake: () => void = () => undefined
  const read = readLines(incoming, (line) => {
    if (step.withBookmarks === true || memberOf(line, 'type') !== 'BOOKMARK') lines.push(line)
    wake()
  }).finally(() => {
    isEnded = true
    wake()
  })
  return {
    code: incoming.statusCode ?? 0,
    contentType: incoming.headers['content-type'] ?? '',
    async lines(count) {
      const deadline = setTimeout(() => incoming.destroy(), PATIENCE)
      while (lines.length < count && !isEnded)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      clearTimeout(deadline)
      incoming.destroy()
      await read
      return lines.slice(0, count)
    },
    close: () => incoming.destroy(),
  }
}

async function readLines(incoming: IncomingMessage, onLine: (line: Json) => void): Promise<void> {
  let rest = ''
  incoming.setEncoding('utf8')
  try {
    for await (const chunk of incoming) {
      rest += String(chunk)
      const whole = rest.split('\n')
      rest = whole.pop() ?? ''
      for (const line of whole) onLine(lineOf(line))
    }
  } catch {
    // Closed by us, or cut: what came is what counts.
  }
  if (rest !== '') onLine(lineOf(rest))
}

function lineOf(text: string): Json {
  const read = parseJson(text)
  return read.ok ? read.value : text
}
