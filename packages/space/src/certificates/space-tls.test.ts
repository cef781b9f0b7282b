import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedSpace } from '../embedded-space.ts'
import type { ServerTls } from '../kubeconfig.ts'
import { openSpaceTls } from './space-tls.ts'

const DAY = 24 * 60 * 60_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'downsync-tls-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function tlsIn(path: string | undefined, now = Date.now()): Promise<ServerTls> {
  const opened = await openSpaceTls(now, path)
  if (!opened.ok) throw new Error(opened.message)
  return opened.value
}

function codeOfGet(url: string, authority: string | undefined): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request(url, { agent: false, ...(authority && { ca: authority }) }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    outgoing.on('error', (error) => resolve(String(Reflect.get(error, 'code'))))
    outgoing.end()
  })
}

describe('certificates of spaces', () => {
  it.each(['127.0.0.1', 'localhost'])(
    'let who trusts the authority, and nobody else, reach %s',
    async (host) => {
      const tls = await tlsIn(undefined)
      const space = await startEmbeddedSpace({ name: 'wds1', tls })
      const url = `${space.url.replace('127.0.0.1', host)}/readyz`
      expect(await codeOfGet(url, tls.authority)).toBe(200)
      expect(await codeOfGet(url, undefined)).toMatch(/CERT|SIGNATURE|ISSUER/)
      expect(await codeOfGet(url, (await tlsIn(undefined)).authority)).toMatch(/CERT|SIGNATURE|ISSUER/)
      await space.close()
    },
  )

  it('are those of a year, with serials of their own', async () => {
    const now = Date.UTC(2026, 0, 1)
    const [one, other] = [await tlsIn(undefined, now), await tlsIn(undefined, now)]
    const cert = new X509Certificate(one.cert)
    expect(Date.parse(cert.validTo)).toBe(now + 365 * DAY)
    expect(Date.parse(cert.validFrom)).toBeLessThanOrEqual(now)
    expect(cert.ca).toBe(false)
    expect(new X509Certificate(one.authority ?? '').ca).toBe(true)
    expect(new X509Certificate(other.cert).serialNumber).not.toBe(cert.serialNumber)
  })

  it('stay in their folder, keys for their owner alone', async () => {
    const first = await tlsIn(join(folder, 'a', 'b'))
    expect(await tlsIn(join(folder, 'a', 'b'))).toEqual(first)
    for (const key of ['ca.key', 'server.key'])
      expect((await stat(join(folder, 'a', 'b', key))).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'a'))).mode & 0o077).toBe(0)
  })

  it('are renewed when their end is near, by the same authority', async () => {
    const now = Date.UTC(2026, 0, 1)
    const first = await tlsIn(folder, now)
    expect(await tlsIn(folder, now + 330 * DAY)).toEqual(first)
    const renewed = await tlsIn(folder, now + 340 * DAY)
    expect(renewed.authority).toBe(first.authority)
    expect(renewed.cert).not.toBe(first.cert)
    expect(await tlsIn(folder, now + 350 * DAY)).toEqual(renewed)
    const late = await tlsIn(folder, now + 10 * 365 * DAY)
    expect(late.authority).not.toBe(first.authority)
    expect(new X509Certificate(late.cert).verify(new X509Certificate(late.authority ?? '').publicKey)).toBe(
      true,
    )
  })

  it.each(['server.crt', 'server.key', 'ca.crt'])('are issued again when %s is spoilt', async (file) => {
    const first = await tlsIn(folder)
    await writeFile(join(folder, file), 'spoilt')
    const again = await tlsIn(folder)
    expect(again.key).not.toBe(first.key)
    expect(await readFile(join(folder, file), 'utf8')).toContain('-----BEGIN')
    expect(await tlsIn(folder)).toEqual(again)
  })

  it('say which folder they cannot have', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(await openSpaceTls(Date.now(), join(folder, 'file', 'tls'))).toEqual({
      ok: false,
      message: `cannot create the folder ${join(folder, 'file', 'tls')}: a part of the path is a file, not a folder`,
    })
  })
})
