import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frozen, nastyJson, nastyObject } from './json.arbitrary.ts'
import { equalJson, type Json, memberOf, objectOf } from './json.ts'
import { mergePatch } from './merge-patch.ts'

describe('a JSON Merge Patch', () => {
  // The cases of RFC 7386, appendix A.
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('makes of %j with %j %j', (document, patch, expected) => {
    expect(mergePatch(frozen(document), frozen(patch))).toEqual(expected)
  })

  it('LBL-3 takes __proto__ as a key, to set and to take away', () => {
    const patch = (value: Json) => objectOf([['__proto__', value]])
    const set = mergePatch({}, patch({ a: 1 }))
    expect(equalJson(set, patch({ a: 1 }))).toBe(true)
    expect(equalJson(mergePatch(set, patch(null)), {})).toBe(true)
  })

  it('does nothing more the second time, and nothing at all to its arguments', () => {
    fc.assert(
      fc.property(nastyJson(), nastyJson(), (document, patch) => {
        const once = mergePatch(frozen(document), frozen(patch))
        expect(equalJson(mergePatch(once, patch), once)).toBe(true)
      }),
    )
  })

  it('leaves what it does not name', () => {
    fc.assert(
      fc.property(nastyObject(), nastyObject(), (document, patch) => {
        const merged = mergePatch(document, patch)
        for (const key of Object.keys(document))
          if (!Object.hasOwn(patch, key)) expect(memberOf(merged, key)).toBe(document[key])
      }),
    )
  })
})
