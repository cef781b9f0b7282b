import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modulation } from '../../../../test/generators/policies.ts'
import { compileClause } from './compile-clause.ts'
import { equalModulation, noModulation, unionModulation } from './modulation.ts'

const compiled = () => modulation().map((asks) => compileClause(asks, '').clause.modulation)

describe('modulations', () => {
  it('SEL-6 the union is associative, commutative and idempotent, and noModulation adds nothing', () => {
    fc.assert(
      fc.property(compiled(), compiled(), compiled(), (a, b, c) => {
        expect(unionModulation(a, unionModulation(b, c))).toEqual(unionModulation(unionModulation(a, b), c))
        expect(unionModulation(a, b)).toEqual(unionModulation(b, a))
        expect(unionModulation(a, a)).toEqual(a)
        expect(unionModulation(a, noModulation)).toEqual(a)
        expect(unionModulation(noModulation, a)).toEqual(a)
      }),
    )
  })

  it('SEL-6 a union has what either has, and nothing else', () => {
    fc.assert(
      fc.property(compiled(), compiled(), (a, b) => {
        const both = unionModulation(a, b)
        expect(both.createOnly).toBe(a.createOnly || b.createOnly)
        expect(both.wantSingletonReportedState).toBe(
          a.wantSingletonReportedState || b.wantSingletonReportedState,
        )
        expect(both.wantMultiWECReportedState).toBe(
          a.wantMultiWECReportedState || b.wantMultiWECReportedState,
        )
        expect(new Set(both.statusCollectors)).toEqual(
          new Set([...a.statusCollectors, ...b.statusCollectors]),
        )
        expect(both.statusCollectors.length).toBe(new Set(both.statusCollectors).size)
      }),
    )
  })

  it('equal ones ask for the same', () => {
    fc.assert(
      fc.property(compiled(), compiled(), (a, b) => {
        expect(equalModulation(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b))
        expect(equalModulation(a, { ...a, statusCollectors: [...a.statusCollectors] })).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
