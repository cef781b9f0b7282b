import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../testing/certificate.ts'
import { createSpaceClient } from './create-space-client.ts'
import { loadKubeConfig } from './load-kubeconfig.ts'

const cleanUp: (() => unknown)[] = []
afterEach(() => {
  for (const one of cleanUp.splice(0)) one()
})

const config = `
current-context: dev
contexts:
- {name: dev, context: {cluster: one, user: me}}
- {name: production, context: {cluster: two, user: me}}
- {name: nobody, context: {cluster: one}}
- {name: lost, context: {cluster: three, user: me}}
- {name: stranger, context: {cluster: one, user: you}}
- {name: empty, context: {}}
- {name: odd, context: {cluster: odd}}
- {name: bare, context: {cluster: bare}}
- {name: groups, context: {cluster: one, user: groups}}
clusters:
- {name: one, cluster: {server: 'https://one:6443/'}}
- {name: two, cluster: {server: 'https://two:6443'}}
- {name: odd, cluster: {server: 'ftp://odd'}}
- {name: bare, cluster: {}}
users:
- {name: me, user: {token: t0ken}}
- {name: groups, user: {token: t0ken, as: jane, as-groups: [admins]}}
`

async function messageFor(text: string, context?: string): Promise<string> {
  const loaded = await loadKubeConfig(text, { where: 'my.yaml', ...(context !== undefined && { context }) })
  return loaded.ok ? 'loaded' : loaded.message
}

describe('loading a kubeconfig', () => {
  it('takes the current context, or the one that is asked for', async () => {
    for (const [context, server] of [
      [undefined, 'https://one:6443'],
      ['production', 'https://two:6443'],
      ['nobody', 'https://one:6443'],
    ] as const) {
      const loaded = await loadKubeConfig(config, { where: 'my.yaml', ...(context && { context }) })
      const client = loaded.ok ? createSpaceClient(loaded.value) : loaded
      expect(client).toMatchObject({ ok: true, value: { server } })
    }
  })

  it('says which contexts there are, and which may be meant', async () => {
    const names = 'it has dev, production, nobody, lost, stranger, empty, odd, bare, groups'
    expect(await messageFor(config, 'prodution')).toBe(
      `my.yaml has no context prodution; ${names}; did you mean production?`,
    )
    expect(await messageFor(config, 'something-else')).toBe(`my.yaml has no context something-else; ${names}`)
    expect(await messageFor(config.replace('current-context: dev', ''))).toBe(
      `my.yaml has no current-context, and no context was asked for; ${names}`,
    )
    expect(await messageFor('contexts: []')).toContain('it has none at all')
  })

  it('says what a context lacks', async () => {
    expect(await messageFor(config, 'lost')).toBe(
      'context lost of my.yaml names the cluster three, which is not in the file',
    )
    expect(await messageFor(config, 'stranger')).toBe(
      'context stranger of my.yaml names the user you, who is not in the file',
    )
    expect(await messageFor(config, 'empty')).toBe('context empty of my.yaml names no cluster')
    expect(await messageFor(config, 'odd')).toContain('ftp://odd, is neither https nor http')
    expect(await messageFor(config, 'bare')).toContain('its cluster has no server')
    expect(await messageFor(config, 'groups')).toContain('as-groups, which is not supported')
  })

  it('says so when a text is no kubeconfig, without showing what stands in it', async () => {
    for (const text of ['', 'hello', '[1]', 'null', 'users: []'])
      expect(await messageFor(text)).toBe('my.yaml is no kubeconfig file: it has no contexts')
    const message = await messageFor('users:\n  token: "s3cret\n  x')
    expect(message).toMatch(/^my.yaml is no kubeconfig file: .*line \d+/)
    expect(message).not.toContain('s3cret')
  })

  it('finds certificates and keys beside the file, and says which it cannot read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'downsync-'))
    cleanUp.push(() => rmSync(folder, { recursive: true }))
    const text = config.replace("server: 'https://two:6443'", "$&, certificate-authority: 'pki/ca.crt'")
    const where = join(folder, 'config')
    const load = () => loadKubeConfig(text, { where, context: 'production' })
    const file = join(folder, 'pki', 'ca.crt')
    expect(await load()).toMatchObject({
      ok: false,
      message: expect.stringContaining(`${file} cannot be read (ENOENT`),
    })
    mkdirSync(join(folder, 'pki'))
    writeFileSync(file, 'nonsense')
    expect(await load()).toEqual({
      ok: false,
      message: `certificate-authority of ${where}: ${file} is no PEM text`,
    })
    writeFileSync(file, selfSignedCertificate().cert)
    const loaded = await load()
    expect(loaded.ok && loaded.value.getCurrentCluster()?.caFile).toBe(file)
  })

  it('says so when a certificate in the file is none', async () => {
    const text = config.replace("server: 'https://one:6443/'", '$&, certificate-authority-data: bm9uc2Vuc2U=')
    expect(await messageFor(text)).toBe('certificate-authority-data of my.yaml is no PEM text in base64')
  })
})
