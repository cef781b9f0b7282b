import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ObjectId } from '../kube/index.ts'
import { type ErrorLine, errorLines, objectLine } from './errors.ts'

const id = (group: string, resource: string, name: string): ObjectId => ({
  group,
  resource,
  namespace: 'shop',
  name,
})
const line: fc.Arbitrary<ErrorLine> = fc
  .record({
    object: fc.option(
      fc.constantFrom(id('', 'secrets', '～'), id('', 'secrets', '😀'), id('apps', 'deployments', 'a')),
      { nil: undefined },
    ),
    wec: fc.option(fc.constantFrom('east', 'west'), { nil: undefined }),
    text: fc.constantFrom('x', 'y', '～', '😀'),
  })
  .map(({ object, wec, text }) => ({ text, ...(object && { object }), ...(wec && { wec }) }))

describe('the errors of a status (BND-11)', () => {
  it('BND-11 the order of what is found changes nothing', () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (own, others) => {
        expect(errorLines([...own].reverse(), [...others].reverse())).toEqual(errorLines(own, others))
      }),
    )
  })

  it('BND-11 own lines come first; then by object, WEC and text, bytewise', () => {
    const lines = [
      objectLine(id('apps', 'deployments', 'a'), 'wrong'),
      objectLine(id('', 'secrets', '😀'), 'wrong'),
      objectLine(id('', 'secrets', '～'), 'wrong', 'west'),
      objectLine(id('', 'secrets', '～'), 'wrong', 'east'),
      { wec: 'west', text: 'west: no mailbox' },
    ]
    expect(errorLines([{ text: 'zzz' }], lines)).toEqual([
      'zzz',
      'west: no mailbox',
      'secrets shop/～ in east: wrong',
      'secrets shop/～ in west: wrong',
      'secrets shop/😀: wrong',
      'deployments.apps shop/a: wrong',
    ])
  })

  it('BND-11 says each line once, at most 100 of them, and how many more there are', () => {
    const many = Array.from({ length: 103 }, (_, index) => ({
      text: `line ${String(index).padStart(3, '0')}`,
    }))
    const lines = errorLines(many, many)
    expect(lines).toHaveLength(101)
    expect(lines.slice(-2)).toEqual(['line 099', '… and 3 more'])
    expect(errorLines(many.slice(0, 100), [])).toHaveLength(100)
  })

  it('BND-11 cuts a line at 1,000 characters, never through one', () => {
    for (const text of ['x'.repeat(1_001), '😀'.repeat(600), `x${'😀'.repeat(600)}`]) {
      const [cut = ''] = errorLines([{ text }], [])
      expect(cut.length).toBeLessThanOrEqual(1_000)
      expect(cut.length).toBeGreaterThan(996)
      expect(cut.endsWith('…')).toBe(true)
      expect(encodeURIComponent(cut)).toContain('%E2%80%A6')
    }
    expect(errorLines([{ text: 'x'.repeat(1_000) }], [])).toEqual(['x'.repeat(1_000)])
  })
})
