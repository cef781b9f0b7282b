import { parseJson, valueAt } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { kubeconfigText } from './kubeconfig.ts'
import { startTestSpace } from './testing/client.ts'

describe('kubeconfig files', () => {
  it('lead a user to the space, and there is none for a stranger', async () => {
    const { space } = await startTestSpace({ name: 'wds1' })
    await space.close()
    const read = parseJson(space.kubeconfig('bob') ?? '')
    const config = read.ok ? read.value : null
    expect(valueAt(config, 'current-context')).toBe('wds1')
    expect(valueAt(config, 'clusters')).toEqual([{ name: 'wds1', cluster: { server: space.url } }])
    expect(valueAt(config, 'users')).toEqual([{ name: 'bob@wds1', user: { token: 'plain' } }])
    expect(space.kubeconfig('stranger')).toBeUndefined()
  })

  it('trust the certificate of a space that has one', () => {
    const user = { name: 'bob', groups: [], token: 'plain' }
    const read = parseJson(kubeconfigText('wds1', 'https://127.0.0.1:1', user, { key: 'k', cert: 'CERT' }))
    expect(valueAt(read.ok ? read.value : null, 'clusters')).toEqual([
      { name: 'wds1', cluster: { server: 'https://127.0.0.1:1', 'certificate-authority-data': 'Q0VSVA==' } },
    ])
  })
})
