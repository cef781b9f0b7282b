import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FieldSet,
  fromFieldsV1,
  isEmptySet,
  overlapOf,
  pathsOf,
  toFieldsV1,
  unionOf,
  without,
} from './field-set.ts'

const paths = fc.array(
  fc.array(fc.constantFrom('f:a', 'f:b', 'v:"x"', 'k:{"name":"n"}'), { minLength: 1, maxLength: 3 }),
  {
    maxLength: 6,
  },
)
const setOf = (all: readonly (readonly string[])[]): FieldSet =>
  all.reduce<FieldSet>((set, path) => unionOf(set, single(path)), { self: false, members: new Map() })
const single = ([first, ...rest]: readonly string[]): FieldSet =>
  first === undefined
    ? { self: true, members: new Map() }
    : { self: false, members: new Map([[first, single(rest)]]) }
const texts = (set: FieldSet) => new Set(pathsOf(set))

describe('sets of fields', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(paths, (all) => {
        expect(texts(fromFieldsV1(toFieldsV1(setOf(all))))).toEqual(texts(setOf(all)))
      }),
    )
  })

  it('obey the laws of sets', () => {
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        const [a, b] = [setOf(one), setOf(other)]
        expect(texts(unionOf(a, b))).toEqual(new Set([...texts(a), ...texts(b)]))
        expect(texts(without(a, b))).toEqual(new Set([...texts(a)].filter((path) => !texts(b).has(path))))
        expect(texts(overlapOf(a, b))).toEqual(new Set([...texts(a)].filter((path) => texts(b).has(path))))
        expect(isEmptySet(without(a, a))).toBe(true)
      }),
    )
  })

  it('name their fields as conflicts do', () => {
    expect(pathsOf(setOf([['f:spec', 'f:ports', 'k:{"name":"a"}', 'f:port']]))).toEqual([
      '.spec.ports[name="a"].port',
    ])
  })
})
