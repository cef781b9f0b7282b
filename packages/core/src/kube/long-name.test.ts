import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashText } from './hash.ts'
import { labelValueFor, nameFor } from './long-name.ts'
import { labelValueErrors, subdomainErrors } from './validation.ts'

const text = () =>
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', 'B', '0', '-', '.', '_', '/', 'é', '😀'), maxLength: 260 }),
    fc.string({ unit: fc.constantFrom('a', '-', '.'), minLength: 40, maxLength: 260 }),
  )

describe('names and label values for any text', () => {
  it('NAM-1 a label value stays what it is; anything else becomes one that ends in its hash', () => {
    fc.assert(
      fc.property(text(), (value) => {
        const label = labelValueFor(value)
        expect(labelValueErrors(label)).toEqual([])
        if (labelValueErrors(value).length === 0) expect(label).toBe(value)
        else expect(label.endsWith(hashText(value, 16))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('NAM-1 a name stays what it is; anything else becomes one that ends in its hash and the suffix', () => {
    fc.assert(
      fc.property(
        text(),
        fc.integer({ min: 30, max: 188 }),
        fc.constantFrom('', '-0', '-123'),
        (value, limit, suffix) => {
          const name = nameFor(value, limit, suffix)
          expect(subdomainErrors(name)).toEqual([])
          expect(name.length).toBeLessThanOrEqual(limit)
          const whole = value + suffix
          if (whole.length <= limit && subdomainErrors(whole).length === 0) expect(name).toBe(whole)
          else expect(name.endsWith(hashText(value, 16) + suffix)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('NAM-1 keeps as much of the beginning as fits', () => {
    expect(labelValueFor('a/b')).toBe('a-b-c14cddc033f64b9d')
    expect(labelValueFor('x'.repeat(64))).toBe(`${'x'.repeat(46)}-${hashText('x'.repeat(64), 16)}`)
    expect(labelValueFor('/-/')).toBe(hashText('/-/', 16))
    expect(nameFor('x'.repeat(200), 188, '-3')).toBe(`${'x'.repeat(169)}-${hashText('x'.repeat(200), 16)}-3`)
    expect(nameFor('x'.repeat(186), 188, '-3')).toBe(`${'x'.repeat(186)}-3`)
    expect(nameFor('Web.-.App')).toBe(`eb----pp-${hashText('Web.-.App', 16)}`)
  })
})
