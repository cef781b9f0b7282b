import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../testing/hub-world.ts'
import { type AgentConnection, openAgentConnection } from './agent-connection.ts'
import { agentKubeconfig } from './hub-address.ts'

let server: Server
let url: string
let shown: string[]
let watches: ServerResponse[]

beforeEach(async () => {
  shown = []
  watches = []
  server = createServer((request, response) => {
    shown.push(request.headers.authorization ?? '')
    if (request.url?.includes('watch=true') !== true) return response.end('{}')
    response.writeHead(200).flushHeaders()
    return watches.push(response)
  })
  // Idle connections stay open until a client closes them.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // Listening on a port, not on a pipe.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe('AGT-1 the connection of an agent', () => {
  it('shows the new token from the next request on', async () => {
    const connection = await open('first')
    await ask(connection)
    expect(await connection.renew({ token: 'second', expires: 5 })).toEqual({ ok: true, value: undefined })
    await ask(connection)
    expect(shown).toEqual(['Bearer first', 'Bearer second'])
    // The old line, which nobody uses, is given up.
    await until(async () => (await connections()) === 1)
    expect(connection.kubeconfig()).toContain('"second"')
    expect(connection.kubeconfig()).not.toContain('first')
    expect(connection.life()).toEqual({ expires: 5 })
    connection.client.close()
  })

  it('lets a watch go on, and closes what is old when it has ended', async () => {
    const connection = await open('first')
    const heard: string[] = []
    const stopping = new AbortController()
    const watch = connection.client.watch(
      { path: '/watched', query: { watch: 'true' }, idleTimeout: 60_000 },
      ({ type }) => heard.push(type),
      stopping.signal,
    )
    const [stream] = await until(() => watches.length > 0 && watches)
    await connection.renew({ token: 'second', expires: 5 })
    await ask(connection)
    stream?.write('{"type":"ADDED","object":{}}\n')
    await until(() => heard.length > 0)
    expect(await connections()).toBe(2)
    stream?.end()
    expect(await watch).toEqual({ kind: 'ended' })
    await until(async () => (await connections()) === 1)
    connection.client.close()
    await until(async () => (await connections()) === 0)
  })

  it('keeps how the hub is reached, and renews nothing that is no token', async () => {
    const hub = {
      server: url,
      caData: Buffer.from(rootCertificates[0] ?? '').toString('base64'),
      tlsServerName: 'hub',
    }
    const text = agentKubeconfig(hub, 'edge', 'secret')
    if (!text.ok) throw new Error(text.message)
    const connection = await opened(text.value)
    await connection.renew({ token: 'second', expires: 5 })
    expect(JSON.parse(connection.kubeconfig())).toEqual(JSON.parse(text.value.replace('secret', 'second')))
    const without = await opened(text.value.replace('"token": "secret"', ''))
    expect(without.life()).toBeUndefined()
  })

  it('says what is wrong with the kubeconfig', async () => {
    expect(await openAgentConnection('{}', 'agent.kubeconfig', 'edge')).toMatchObject({
      ok: false,
      message: expect.stringContaining('agent.kubeconfig'),
    })
    expect(agentKubeconfig({ server: url, caFile: 'no-such-file' }, 'edge', 't')).toMatchObject({
      ok: false,
      message: expect.stringContaining('no-such-file'),
    })
  })
})

async function open(token: string): Promise<AgentConnection> {
  const text = agentKubeconfig({ server: url }, 'edge', token)
  if (!text.ok) throw new Error(text.message)
  return opened(text.value)
}

async function opened(kubeconfig: string): Promise<AgentConnection> {
  const connection = await openAgentConnection(kubeconfig, 'agent.kubeconfig', 'edge')
  if (!connection.ok) throw new Error(connection.message)
  return connection.value
}

async function ask(connection: AgentConnection): Promise<void> {
  await connection.client.request({ method: 'GET', path: '/asked' })
}

function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)))
  })
}
