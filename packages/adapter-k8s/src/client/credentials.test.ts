import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedSpace, startEmbeddedSpace } from '@downsync/space'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../testing/certificate.ts'
import { clientByKubeconfig, clientOf, kubeconfigFor, startHandMadeServer } from '../testing/test-client.ts'
import type { ApiAnswer } from './types.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const one of cleanUp.splice(0).reverse()) await one()
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'downsync-'))
  cleanUp.push(() => rmSync(path, { recursive: true }))
  return path
}

// Answers with the Authorization header that it sees.
async function startMirror(): Promise<string> {
  const server = await startHandMadeServer((request, response) => {
    const { authorization = '', 'impersonate-user': other = '' } = request.headers
    response.end(JSON.stringify(`${authorization}${String(other)}`))
  })
  cleanUp.push(server.close)
  return server.url
}

async function ask(text: string): Promise<ApiAnswer> {
  const client = await clientByKubeconfig(text)
  cleanUp.push(() => client.close())
  return client.request({ method: 'GET', path: '/version' })
}

describe('who a client is', () => {
  it('is the bearer of a token, a name with a password, somebody else, or nobody', async () => {
    const url = await startMirror()
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`
    const users = [
      [{ token: 'secret' }, 'Bearer secret'],
      [{ username: 'me', password: 'secret' }, basic],
      [{ token: 'secret', as: 'jane' }, 'Bearer secretjane'],
      [{}, ''],
    ] as const
    for (const [user, seen] of users)
      expect(await ask(kubeconfigFor(url, {}, user))).toMatchObject({ code: 200, body: seen })
  })

  it('may be nobody where the context names no user, and the server is trusted all the same', async () => {
    const tls = selfSignedCertificate()
    const space = await startSpace(tls)
    const text = JSON.parse(space.kubeconfig() ?? '') as { contexts: { context: { user?: string } }[] }
    delete text.contexts[0]?.context.user
    expect(await ask(JSON.stringify(text))).toMatchObject({ kind: 'answer', code: 200 })
  })

  it('is read from a file again and again, which goes before a token', async () => {
    const path = join(folder(), 'token')
    writeFileSync(path, 'from-file\n')
    expect(
      await ask(kubeconfigFor(await startMirror(), {}, { tokenFile: path, token: 'old' })),
    ).toMatchObject({
      body: 'Bearer from-file',
    })
  })

  it('is asked of a program for each request, which is run once for all that start together', async () => {
    const url = await startMirror()
    const path = folder()
    const program = join(path, 'token')
    writeFileSync(join(path, 'count'), '')
    writeFileSync(
      program,
      `#!/bin/sh
echo x >> ${path}/count
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$(grep -c x ${path}/count)'"}}'
`,
    )
    chmodSync(program, 0o755)
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: program }
    const client = await clientByKubeconfig(kubeconfigFor(url, {}, { exec }))
    cleanUp.push(() => client.close())
    const get = () => client.request({ method: 'GET', path: '/' })
    for (const answer of await Promise.all([get(), get(), get()]))
      expect(answer).toMatchObject({ body: 'Bearer 1' })
    expect(await get()).toMatchObject({ body: 'Bearer 2' })
  })

  it('is unknown when the program fails, which the answer says', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/no/such/program' }
    const url = await startMirror()
    const answer = await ask(kubeconfigFor(url, {}, { exec }))
    expect(answer).toMatchObject({ kind: 'noAnswer', mayHaveLanded: false })
    expect(answer).toHaveProperty(
      'message',
      expect.stringContaining(`no credentials for ${url}: spawn /no/such/program`),
    )
  })
})

async function startSpace(tls: Readonly<{ key: string; cert: string }>): Promise<EmbeddedSpace> {
  const space = await startEmbeddedSpace({ name: 'wds1', tls })
  cleanUp.push(space.close)
  return space
}

describe('whom a client trusts', () => {
  it('is the server with a certificate of the authority of the kubeconfig', async () => {
    const space = await startSpace(selfSignedCertificate())
    const client = await clientOf(space)
    cleanUp.push(() => client.close())
    expect(await client.request({ method: 'GET', path: '/version' })).toMatchObject({ code: 200 })
  })

  it('is nobody else, and the message says why', async () => {
    const { url } = await startSpace(selfSignedCertificate())
    const other = Buffer.from(selfSignedCertificate().cert).toString('base64')
    for (const cluster of [{}, { 'certificate-authority-data': other }]) {
      const answer = await ask(kubeconfigFor(url, cluster))
      expect(answer).toMatchObject({ kind: 'noAnswer', mayHaveLanded: false })
      expect(answer).toHaveProperty(
        'message',
        expect.stringContaining(`the certificate of ${url} is not trusted`),
      )
    }
  })

  it('is anybody where the kubeconfig says so', async () => {
    const { url } = await startSpace(selfSignedCertificate())
    expect(await ask(kubeconfigFor(url, { 'insecure-skip-tls-verify': true }))).toMatchObject({
      kind: 'answer',
    })
  })

  it('is nobody with a certificate for another address, or of another time', async () => {
    const hour = 3_600_000
    const now = Date.now()
    const cases = [
      [selfSignedCertificate('127.0.0.2'), 'is for another name'],
      [selfSignedCertificate('127.0.0.1', new Date(now - 2 * hour), new Date(now - hour)), 'has expired'],
      [
        selfSignedCertificate('127.0.0.1', new Date(now + hour), new Date(now + 2 * hour)),
        'is not valid yet',
      ],
    ] as const
    for (const [tls, text] of cases) {
      const space = await startSpace(tls)
      const answer = await ask(space.kubeconfig() ?? '')
      expect(answer).toHaveProperty(
        'message',
        expect.stringContaining(`the certificate of ${space.url} ${text}`),
      )
    }
  })

  it('takes a certificate that was replaced in its file', async () => {
    const [first, second] = [selfSignedCertificate(), selfSignedCertificate()]
    const path = join(folder(), 'ca.crt')
    writeFileSync(path, first.cert)
    const old = await startEmbeddedSpace({ name: 'wds1', tls: first })
    const client = await clientByKubeconfig(kubeconfigFor(old.url, { 'certificate-authority': path }))
    cleanUp.push(() => client.close())
    const get = () => client.request({ method: 'GET', path: '/version' })
    expect(await get()).toMatchObject({ kind: 'answer' })
    await old.close()
    const renewed = await startEmbeddedSpace({
      name: 'wds1',
      tls: second,
      port: Number(new URL(old.url).port),
    })
    cleanUp.push(renewed.close)
    expect(await get()).toMatchObject({ kind: 'noAnswer' })
    writeFileSync(path, second.cert)
    expect(await get()).toMatchObject({ kind: 'answer' })
  })
})
