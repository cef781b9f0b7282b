import type { RequestListener, ServerResponse } from 'node:http'
import { stringifyJson } from '@downsync/core'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { clientByKubeconfig, kubeconfigFor, startHandMadeServer } from '../testing/test-client.ts'
import type { SpaceClient, WatchEnd, WatchLine } from './types.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const one of cleanUp.splice(0).reverse()) await one()
})

async function serve(listener: RequestListener, requestTimeout?: number): Promise<SpaceClient> {
  const server = await startHandMadeServer(listener)
  const client = await clientByKubeconfig(kubeconfigFor(server.url), requestTimeout)
  cleanUp.push(server.close, () => client.close())
  return client
}

type Seen = Readonly<{ lines: WatchLine[]; opened: number; end: WatchEnd }>

async function watch(
  client: SpaceClient,
  signal = new AbortController().signal,
  idleTimeout = 30_000,
  onLine: (line: WatchLine) => void = () => undefined,
): Promise<Seen> {
  const lines: WatchLine[] = []
  let opened = 0
  const take = (line: WatchLine): void => {
    lines.push(line)
    onLine(line)
  }
  const end = await client.watch({ path: '/w', query: { limit: '1' }, idleTimeout }, take, signal, () => {
    opened++
  })
  return { lines, opened, end }
}

const added: WatchLine = { type: 'ADDED', object: { name: 'ä€😀', big: 9007199254740993n } }
const textOf = (line: WatchLine): string => `${stringifyJson(line)}\n`

describe('a watch', () => {
  it('tells each line as it comes, then its end', async () => {
    let url: string | undefined
    const error: WatchLine = { type: 'ERROR', object: { kind: 'Status', code: 410 } }
    const client = await serve((request, response) => {
      url = request.url
      response.end(textOf(added) + textOf(error))
    })
    expect(await watch(client)).toEqual({ lines: [added, error], opened: 1, end: { kind: 'ended' } })
    expect(url).toBe('/w?limit=1&watch=true')
  })

  it('is the same wherever the stream is cut into chunks', async () => {
    const text = Buffer.from(textOf(added) + textOf(added))
    let cuts: readonly number[] = []
    const client = await serve((_request, response) => void writeInParts(response, text, cuts))
    const cut = fc.array(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(cut, async (some) => {
        cuts = some.sort((a, b) => a - b)
        expect(await watch(client)).toEqual({ lines: [added, added], opened: 1, end: { kind: 'ended' } })
      }),
      { numRuns: 30 },
    )
  })

  it('takes a line of many megabytes', async () => {
    const object = { text: 'x'.repeat(8_000_000) }
    const client = await serve((_request, response) => response.end(textOf({ type: 'ADDED', object })))
    const { lines } = await watch(client)
    expect(lines).toEqual([{ type: 'ADDED', object }])
  })

  it('is refused by any other answer than 200', async () => {
    const status = { kind: 'Status', code: 410, message: 'too old' }
    const client = await serve((_request, response) => {
      response.writeHead(410, { 'retry-after': '3' }).end(stringifyJson(status))
    })
    expect(await watch(client)).toEqual({
      lines: [],
      opened: 0,
      end: { kind: 'refused', code: 410, body: status, retryAfter: 3 },
    })
  })

  it('is broken when the connection is, at the end of a line or within', async () => {
    for (const text of [textOf(added), `${textOf(added)}{"type":`]) {
      const client = await serve((_request, response) => {
        response.write(text, () => response.destroy())
      })
      const { lines, end } = await watch(client)
      expect(lines).toEqual([added])
      expect(end).toEqual({ kind: 'broken', message: `${client.server} broke the connection` })
    }
  })

  it('is broken when it ends in the middle of a line, or says what is no event', async () => {
    for (const text of ['{"type":"ADDED","object":{}}', '<html>\n', '{"type":"ADDED"}\n', '[]\n']) {
      const client = await serve((_request, response) => response.end(text))
      const { lines, end } = await watch(client)
      expect(lines).toEqual([])
      expect(end.kind).toBe('broken')
    }
  })

  it('is broken when nothing has come for a while, even though it stays open', async () => {
    const client = await serve((_request, response) => {
      response.write(textOf(added))
    })
    expect(await watch(client, undefined, 400)).toEqual({
      lines: [added],
      opened: 1,
      end: { kind: 'broken', message: `${client.server} said nothing for 0.4 s` },
    })
  })

  it('is not broken as long as something comes in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    cleanUp.push(() => vi.useRealTimers())
    const streams: ServerResponse[] = []
    const client = await serve((_request, response) => {
      streams.push(response)
      response.write(textOf(added))
    })
    let count = 0
    const seen = await watch(client, undefined, 1000, () => {
      count++
      vi.advanceTimersByTime(count < 4 ? 600 : 1000)
      for (const stream of streams) stream.write(textOf(added))
    })
    expect(count).toBe(4)
    expect(seen.end).toEqual({ kind: 'broken', message: `${client.server} said nothing for 1 s` })
  })

  it('is broken when the server does not accept it in the time of a request', async () => {
    const client = await serve(() => undefined, 50)
    expect(await watch(client)).toEqual({
      lines: [],
      opened: 0,
      end: { kind: 'broken', message: `${client.server} did not answer within 0.05 s` },
    })
  })

  it('calls nothing any more once it is given up, not even for lines that came together', async () => {
    const giving = new AbortController()
    const client = await serve((_request, response) => {
      response.write(textOf(added).repeat(3))
    })
    const seen = await watch(client, giving.signal, 30_000, () => giving.abort())
    expect(seen).toEqual({ lines: [added], opened: 1, end: { kind: 'ended' } })
    expect(await watch(client, giving.signal)).toEqual({ lines: [], opened: 0, end: { kind: 'ended' } })
  })

  it('ends with the client', async () => {
    const client = await serve((_request, response) => {
      response.write(textOf(added))
    })
    expect(await watch(client, undefined, 30_000, () => client.close())).toMatchObject({
      end: { kind: 'ended' },
    })
  })

  it('gives an exception of its listener to its caller, and its connection up', async () => {
    let closed = (): void => undefined
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve
    })
    const client = await serve((_request, response) => {
      response.on('close', closed)
      response.write(textOf(added))
    })
    const failing = watch(client, undefined, 30_000, () => {
      throw new Error('of the listener')
    })
    await expect(failing).rejects.toThrow('of the listener')
    await isClosed
  })
})

async function writeInParts(response: ServerResponse, text: Buffer, cuts: readonly number[]): Promise<void> {
  let from = 0
  for (const to of [...cuts, text.length]) {
    await new Promise((resolve) => {
      response.write(text.subarray(from, to), resolve)
    })
    from = to
  }
  response.end()
}
