import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineSplitter } from './line-splitter.ts'

describe('cutting a stream of bytes into lines', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r]/.test(text) && text.trim() !== '')

  it('gives the same lines however the bytes arrive', () => {
    fc.assert(
      fc.property(fc.array(line), fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (lines, sizes) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
        const splitter = createLineSplitter()
        const found: string[] = []
        let from = 0
        for (const size of sizes) {
          if (from >= bytes.length) break
          found.push(...splitter.push(bytes.subarray(from, from + size)))
          from += size
        }
        expect(found).toEqual(lines)
        expect(splitter.isInside()).toBe(false)
      }),
    )
  })

  it('passes over blank lines, and knows whether one has begun', () => {
    const splitter = createLineSplitter()
    expect([...splitter.push(Buffer.from('\n \r\na\n'))]).toEqual(['a'])
    expect(splitter.isInside()).toBe(false)
    expect([...splitter.push(Buffer.from('b'))]).toEqual([])
    expect(splitter.isInside()).toBe(true)
    expect([...splitter.push(Buffer.from('\n'))]).toEqual(['b'])
    expect(splitter.isInside()).toBe(false)
  })

  it('takes a line of megabytes in small pieces', () => {
    // With a copy of the whole for each piece it would be a terabyte.
    const piece = Buffer.alloc(64, 'x')
    const splitter = createLineSplitter()
    const early: string[] = []
    for (let count = 0; count < 200_000; count++) early.push(...splitter.push(piece))
    const [long = ''] = splitter.push(Buffer.from('\n'))
    expect(early).toEqual([])
    expect(long.length).toBe(64 * 200_000)
  })
})
