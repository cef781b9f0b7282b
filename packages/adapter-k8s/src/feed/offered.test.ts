import { resourceKey } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import type { Discovery, ServedResource } from '../discovery/types.ts'
import { isMissing, type Offered, offeredBy } from './offered.ts'

function served(version: string, resource = 'widgets', group = 'example.com'): ServedResource {
  return { group, version, resource, kind: 'Widget', namespaced: true, hasStatus: false, verbs: [] }
}

function discovery(resources: readonly ServedResource[], ...unread: readonly string[]): Discovery {
  const versions = unread.map((version) => ({ group: 'example.com', version, why: `no ${version}` }))
  return { resources, versions: resources, unread: versions }
}

const before = (...resources: readonly ServedResource[]): ReadonlyMap<string, Offered> =>
  new Map(resources.map((one) => [resourceKey(one), { served: one }]))
const after = (found: Discovery, was: ReadonlyMap<string, Offered>, doubted = new Map<string, string>()) => [
  ...offeredBy(found, was, doubted).values(),
]

describe('what a space offers', () => {
  it('is what discovery says', () => {
    expect(after(discovery([served('v2')]), before(served('v1'), served('v1', 'gadgets')))).toEqual([
      { served: served('v2') },
    ])
  })

  it('SNP-1 keeps its version while that cannot be read, though another could be', () => {
    const was = before(served('v1'))
    expect(after(discovery([served('v1beta1')], 'v1'), was)).toEqual([
      { served: served('v1'), unread: 'no v1' },
    ])
    expect(after(discovery([served('v1beta1')], 'v2'), was)).toEqual([{ served: served('v1beta1') }])
  })

  it('SNP-1 keeps what is shown nowhere while any version of its group cannot be read', () => {
    const was = before(served('v1'), served('v1', 'things', 'other.com'))
    const found = discovery([], 'v2')
    expect(after(found, was)).toEqual([{ served: served('v1'), unread: 'no v2' }])
    expect([...was.values()].map((one) => isMissing(found, one.served))).toEqual([false, true])
  })

  it('SNP-1 keeps what is missing but may not be gone', () => {
    const one = served('v1')
    expect(after(discovery([]), before(one), new Map([[resourceKey(one), 'perhaps']]))).toEqual([
      { served: one, unread: 'perhaps' },
    ])
  })
})
