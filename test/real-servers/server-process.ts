import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export type ServerProcess = Readonly<{
  port: number
  /** Its own temporary folder; gone after `close`. */
  folder: string
  /** Ends it at once and removes its folder. The log stays where `DOWNSYNC_SERVER_LOGS` names a folder for logs. */
  close(): Promise<void>
}>

export type Launch = Readonly<{
  /** Of the log, and in messages. */
  name: string
  binary: string
  /** All arguments, given a free port and an empty folder. */
  args(port: number, folder: string): readonly string[]
  /** What answers 200 once it is ready. */
  ready: Readonly<{
    scheme: 'http' | 'https'
    path: string
    /** PEM file with the authority to trust, below the folder; it may come to be later. */
    trust?: string
  }>
}>

const READY_SECONDS = 90
const POLL_MILLISECONDS = 50
/** Somebody else may take a free port before the server does. */
const TRIES = 3

/**
 * Runs a server until it ends, or standard input does: that is so, too, when whoever started it was killed, so no server is left
 * behind. What runs beside in a shell has no standard input of its own, so it is passed on as number 3.
 */
const GUARD = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
{ cat <&3 >/dev/null; kill -9 $server; } 2>/dev/null &
exec 3<&-
wait $server
`

/** Starts a server and waits until it is ready; throws with the end of its log when it does not come to be. */
export async function startServer(launch: Launch): Promise<ServerProcess> {
  for (let tries = 1; ; tries += 1) {
    const attempt = await tryToStart(launch)
    if ('port' in attempt) return attempt
    if (tries >= TRIES || !attempt.log.includes('address already in use'))
      throw new Error(
        `${launch.name} ${attempt.why}; its log (${attempt.logFile}) ends:\n${endOf(attempt.log)}`,
      )
  }
}

async function tryToStart(
  launch: Launch,
): Promise<ServerProcess | Readonly<{ why: string; log: string; logFile: string }>> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), `${launch.name}-`))
  const logs = process.env['DOWNSYNC_SERVER_LOGS'] ?? folder
  mkdirSync(logs, { recursive: true })
  const logFile = join(logs, `${launch.name}-${port}.log`)
  const output = openSync(logFile, 'a')
  const child = spawn('/bin/sh', ['-c', GUARD, 'sh', launch.binary, ...launch.args(port, folder)], {
    stdio: ['pipe', output, output],
  })
  let ended: string | undefined
  const end = new Promise<void>((resolve) => {
    const note = (how: string) => {
      ended ??= how
      child.stdin?.destroy()
      resolve()
    }
    child.once('error', (error) => note(`did not start: ${error.message}`))
    child.once('exit', (code, signal) => note(`ended with ${code ?? signal ?? 'nothing'}`))
  })
  const until = Date.now() + READY_SECONDS * 1000
  while (ended === undefined && Date.now() < until) {
    if (await isReady(launch.ready, port, folder))
      return {
        port,
        folder,
        async close() {
          child.stdin?.destroy()
          await end
          rmSync(folder, { recursive: true, force: true })
        },
      }
    await Promise.race([end, wait(POLL_MILLISECONDS)])
  }
  child.stdin?.destroy()
  const why = ended ?? `was not ready in ${READY_SECONDS} s`
  await end
  // The folder stays: whoever reads the message looks there.
  return { why, log: readFileSync(logFile, 'utf8'), logFile }
}

const endOf = (log: string) => log.split('\n').slice(-30).join('\n')

function isReady({ scheme, path, trust }: Launch['ready'], port: number, folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    let ca: Buffer | undefined
    try {
      ca = trust === undefined ? undefined : readFileSync(join(folder, trust))
    } catch {
      return resolve(false)
    }
    const send = scheme === 'https' ? httpsRequest : httpRequest
    const url = `${scheme}://127.0.0.1:${port}${path}`
    const outgoing = send(url, { agent: false, timeout: 5_000, ...(ca && { ca }) }, (incoming) => {
      incoming.resume()
      resolve(incoming.statusCode === 200)
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')))
    outgoing.once('error', () => resolve(false))
    outgoing.end()
  })
}

/** A port of this machine that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      // Listening on a port, not on a pipe.
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
