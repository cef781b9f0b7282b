import { parseJson, valueAt } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { startTestSpace } from './testing/client.ts'

describe('kubeconfig files', () => {
  it('lead a user to the space, and there is none for a stranger', async () => {
    const { space } = await startTestSpace({ name: 'wds1' })
    await space.close()
    const read = parseJson(space.kubeconfig('bob') ?? '')
    const config = read.ok ? read.value : null
    expect(valueAt(config, 'current-context')).toBe('wds1')
    expect(valueAt(config, 'clusters')).toEqual([{ name: 'wds1', cluster: { server: space.url } }])
    expect(valueAt(config, 'users')).toEqual([{ name: 'bob', user: { token: 'plain' } }])
    expect(space.kubeconfig('stranger')).toBeUndefined()
  })
})
