import type { RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { clientByKubeconfig, kubeconfigFor, startHandMadeServer } from '../testing/test-client.ts'
import type { SpaceClient } from './types.ts'

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

describe('a request', () => {
  it('sends path, query, body and token as given', async () => {
    const seen: string[] = []
    const client = await serve((request, response) => {
      const { authorization, accept, 'content-type': type, 'user-agent': agent } = request.headers
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (text: string) => {
        body += text
      })
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${authorization} ${accept} ${type} ${agent} ${body}`)
        response.end('{}')
      })
    })
    await client.request({
      method: 'PATCH',
      path: '/api/v1/configmaps/W.Mixed%2F%C3%A4',
      query: { fieldManager: 'a b&c' },
      contentType: 'application/merge-patch+json',
      body: { text: 'ü', none: null },
    })
    await client.request({ method: 'DELETE', path: '/x' })
    expect(seen).toEqual([
      'PATCH /api/v1/configmaps/W.Mixed%2F%C3%A4?fieldManager=a+b%26c Bearer secret application/json application/merge-patch+json downsync {"text":"ü","none":null}',
      'DELETE /x Bearer secret application/json undefined downsync ',
    ])
  })

  it('NUM-1 loses no digit on the way there and back', async () => {
    const client = await serve((request, response) => request.pipe(response))
    const body = { big: 9007199254740993n, zero: -0, double: 1e300 }
    expect(await client.request({ method: 'POST', path: '/', body })).toEqual({
      kind: 'answer',
      code: 200,
      body,
    })
  })

  it('reads answers in gzip', async () => {
    const client = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip')
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync('{"a":"ä"}'))
    })
    expect(await client.request({ method: 'GET', path: '/' })).toMatchObject({ body: { a: 'ä' } })
  })

  it('gives null for a body that is empty or no JSON, and seconds to wait as a number', async () => {
    const client = await serve((request, response) => {
      response.statusCode = 500
      response.setHeader('retry-after', request.url === '/html' ? '7' : 'Wed, 21 Oct 2026 07:28:00 GMT')
      response.end(request.url === '/html' ? '<html>oops</html>' : '')
    })
    expect(await client.request({ method: 'GET', path: '/html' })).toEqual({
      kind: 'answer',
      code: 500,
      body: null,
      retryAfter: 7,
    })
    expect(await client.request({ method: 'GET', path: '/none' })).toEqual({
      kind: 'answer',
      code: 500,
      body: null,
    })
  })

  it('follows no redirect', async () => {
    let requests = 0
    const client = await serve((_request, response) => {
      requests++
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(await client.request({ method: 'GET', path: '/' })).toEqual({
      kind: 'answer',
      code: 302,
      body: null,
    })
    expect(requests).toBe(1)
  })

  it('goes below the path of the server', async () => {
    const server = await startHandMadeServer((request, response) => response.end(`"${request.url}"`))
    const client = await clientByKubeconfig(kubeconfigFor(`${server.url}/k8s/clusters/c-1/`))
    cleanUp.push(server.close, () => client.close())
    expect(await client.request({ method: 'GET', path: '/api' })).toMatchObject({
      body: '/k8s/clusters/c-1/api',
    })
  })

  it('keeps a connection for the next request, and asks again when the server closed it meanwhile', async () => {
    const ports = new Set<number | undefined>()
    let requests = 0
    const client = await serve((request, response) => {
      requests++
      ports.add(request.socket.remotePort)
      // The third finds the connection of the two before, which breaks under it.
      if (requests === 3) request.socket.destroy()
      else response.end('{}')
    })
    for (let count = 0; count < 3; count++)
      expect(await client.request({ method: 'GET', path: '/' })).toMatchObject({ kind: 'answer' })
    expect({ requests, connections: ports.size }).toEqual({ requests: 4, connections: 2 })
  })
})

describe('a request without an answer', () => {
  it('says that the connection was refused, and that nothing can have landed', async () => {
    const server = await startHandMadeServer(() => undefined)
    await server.close()
    const client = await clientByKubeconfig(kubeconfigFor(server.url))
    expect(await client.request({ method: 'POST', path: '/', body: {} })).toEqual({
      kind: 'noAnswer',
      message: `connection refused by ${server.url}`,
      mayHaveLanded: false,
    })
  })

  it('says that a name cannot be resolved', async () => {
    const client = await clientByKubeconfig(kubeconfigFor('https://no-such-host.invalid:6443'))
    const answer = await client.request({ method: 'GET', path: '/' })
    expect(answer).toMatchObject({ kind: 'noAnswer', mayHaveLanded: false })
    expect(answer).toHaveProperty('message', expect.stringContaining('no-such-host.invalid'))
  })

  it('says that a write may have landed when the connection broke after it was sent', async () => {
    const client = await serve((request) => request.on('end', () => request.socket.destroy()).resume())
    expect(await client.request({ method: 'POST', path: '/', body: {} })).toEqual({
      kind: 'noAnswer',
      message: `${client.server} broke the connection`,
      mayHaveLanded: true,
    })
  })

  it('says so when an answer breaks off', async () => {
    const client = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"half":', () => response.destroy())
    })
    expect(await client.request({ method: 'GET', path: '/' })).toEqual({
      kind: 'noAnswer',
      message: `${client.server} broke the connection`,
      mayHaveLanded: true,
    })
  })

  it('gives up when time is up, also in the middle of an answer', async () => {
    const client = await serve((request, response) => {
      if (request.url === '/slow') response.write('{')
    })
    for (const path of ['/silent', '/slow'])
      expect(await client.request({ method: 'GET', path, timeout: 400 })).toEqual({
        kind: 'noAnswer',
        message: `${client.server} did not answer within 0.4 s`,
        mayHaveLanded: true,
      })
  })

  it('gives up when told so, before and after it was sent', async () => {
    const giving = new AbortController()
    const client = await serve(() => giving.abort())
    const expected = { kind: 'noAnswer', message: `the request to ${client.server} was given up` }
    expect(await client.request({ method: 'GET', path: '/' }, giving.signal)).toMatchObject({
      ...expected,
      mayHaveLanded: true,
    })
    expect(await client.request({ method: 'GET', path: '/' }, giving.signal)).toMatchObject({
      ...expected,
      mayHaveLanded: false,
    })
  })

  it('ends with the client, and so does every later one', async () => {
    const client = await serve(() => client.close())
    const message = `the connection to ${client.server} has been closed by its user`
    expect(await client.request({ method: 'GET', path: '/' })).toMatchObject({ kind: 'noAnswer', message })
    expect(await client.request({ method: 'GET', path: '/' })).toMatchObject({ kind: 'noAnswer', message })
  })

  it('says that the server speaks no TLS, or no HTTP', async () => {
    const plain = await startHandMadeServer((_request, response) => response.end('{}'))
    const strange = createSocketServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
    await new Promise<void>((resolve) => {
      strange.listen(0, '127.0.0.1', resolve)
    })
    cleanUp.push(plain.close, () => strange.close())
    const secure = await clientByKubeconfig(kubeconfigFor(plain.url.replace('http:', 'https:')))
    expect(await secure.request({ method: 'GET', path: '/' })).toHaveProperty(
      'message',
      expect.stringContaining('is it an http server?'),
    )
    const { port } = strange.address() as AddressInfo
    const other = await clientByKubeconfig(kubeconfigFor(`http://127.0.0.1:${port}`))
    expect(await other.request({ method: 'GET', path: '/' })).toHaveProperty(
      'message',
      expect.stringContaining('does not answer in HTTP'),
    )
  })
})
