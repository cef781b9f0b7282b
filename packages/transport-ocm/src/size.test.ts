import type { KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sizeOf } from './size.ts'
import { contents } from './testing/bundles.ts'

const withText = (text: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data: { k: text },
})
const BARE = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":""}}'.length

describe("a manifest's size, as OCM's webhook counts it", () => {
  it('WRP-1 has a byte of tag and the length in groups of seven bits', () => {
    expect(sizeOf(withText(''))).toBe(BARE + 2)
    expect(sizeOf(withText('x'.repeat(127 - BARE)))).toBe(127 + 2)
    expect(sizeOf(withText('x'.repeat(128 - BARE)))).toBe(128 + 3)
    expect(sizeOf(withText('x'.repeat(16383 - BARE)))).toBe(16383 + 3)
    expect(sizeOf(withText('x'.repeat(16384 - BARE)))).toBe(16384 + 4)
    expect(sizeOf(withText('x'.repeat(2_097_152 - BARE)))).toBe(2_097_152 + 5)
  })

  it("WRP-1 is that of Go's JSON: what HTML could read has six bytes", () => {
    expect(sizeOf(withText('<'))).toBe(BARE + 6 + 2)
    expect(sizeOf(withText('é'))).toBe(BARE + 2 + 2)
  })

  it('is there for every content', () => {
    fc.assert(fc.property(contents, (content) => sizeOf(content) > 2))
  })
})
