import type { Json } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreeWhere, blankIn, isSameValue, saysAll } from './compare.ts'

const builtIn = blankIn('apps')
const custom = blankIn('example.com')

// A small vocabulary, so that values collide.
const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, false, 0, 1, '', 'x', 9007199254740993n),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value

describe('comparison of content', () => {
  it('AGT-2 a value says all that it says, and the same as itself', () => {
    fc.assert(
      fc.property(values, (value) => {
        for (const isBlank of [builtIn, custom]) {
          expect(saysAll(value, structuredClone(value), isBlank)).toBe(true)
          expect(isSameValue(value, structuredClone(value), isBlank)).toBe(true)
          expect(agreeWhere(value, value, structuredClone(value))).toBe(true)
        }
      }),
    )
  })

  it('AGT-2 the same say all of each other', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const isSame = isSameValue(a, b, custom)
        expect(isSame).toBe(isSameValue(b, a, custom))
        if (isSame) expect(saysAll(a, b, custom) && saysAll(b, a, custom)).toBe(true)
      }),
    )
  })

  it('AGT-2 where all is wanted, two values agree only if they are equal', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(agreeWhere(a, a, b) && agreeWhere(b, a, b)).toBe(agreeWhere('everything', a, b))
      }),
    )
  })

  it.each<[string, Json | undefined, Json, boolean]>([
    ['defaults besides', { replicas: 1, revisionHistoryLimit: 10 }, { replicas: 1 }, true],
    ['another value', { replicas: 2 }, { replicas: 1 }, false],
    ['a zero that Go leaves out', {}, { hostNetwork: false, list: [], text: '' }, true],
    ['an empty object is something', {}, { emptyDir: {} }, false],
    ['defaults in the items of a list', [{ port: 80, protocol: 'TCP' }], [{ port: 80 }], true],
    ['more items', [1, 2], [1], false],
    ['the other order', [2, 1], [1, 2], false],
    ['a null asks for the default', { replicas: 1 }, { replicas: null }, true],
    ['nothing at all', undefined, { a: 1 }, false],
  ])('AGT-2 saysAll of a built-in kind: %s', (_what, value, wanted, says) => {
    expect(saysAll(value, wanted, builtIn)).toBe(says)
  })

  it('AGT-2 a custom resource keeps its zeros', () => {
    expect(saysAll({}, { flag: false }, custom)).toBe(false)
    expect(saysAll({}, { flag: null }, custom)).toBe(true)
  })

  it('AGT-2 agreeWhere looks only where something is wanted, in the words of the server', () => {
    const left = { cpu: '1', replicas: 1, other: 1 }
    expect(agreeWhere({ cpu: '1000m', replicas: 1 }, { cpu: '1', replicas: 1, other: 2 }, left)).toBe(true)
    expect(agreeWhere({ cpu: '1000m', replicas: 1 }, { cpu: '2', replicas: 1 }, left)).toBe(false)
    expect(agreeWhere({ unknown: 1 }, {}, {})).toBe(true)
    expect(agreeWhere({ list: [1] }, { list: [1, 2] }, { list: [1, 3] })).toBe(false)
  })

  it('P-3 nesting costs no call stack', () => {
    let deep: Json = 1
    for (let depth = 0; depth < 9_000; depth++) deep = [deep]
    expect(isSameValue(deep, deep, custom)).toBe(true)
    expect(saysAll(deep, { a: deep }, custom)).toBe(false)
    expect(agreeWhere(deep, deep, [deep])).toBe(false)
  })
})
