import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isList, isObject, type Json, objectOf } from '../kube/index.ts'
import type { Location } from './query.ts'
import { withoutLocations } from './without-locations.ts'

const document = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(0, 'x', null, 7n),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '__proto__', '0'), tie('value')), {
        selector: ([key]) => key,
      })
      .map(objectOf),
  ),
})).value

function placesIn(value: Json): readonly Location[] {
  const children: readonly (readonly [string | number, Json])[] = isList(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : []
  return children.flatMap(([key, child]) => [[key], ...placesIn(child).map((below) => [key, ...below])])
}

// One location after the other, the last first: `placesIn` has what comes before in front.
function oneByOne(value: Json, location: Location): Json {
  const [key, ...below] = location
  if (isList(value))
    return value.flatMap((item, at) =>
      at !== key ? [item] : below.length > 0 ? [oneByOne(item, below)] : [],
    )
  if (!isObject(value)) return value
  return objectOf(
    Object.entries(value).flatMap(([name, member]) =>
      name !== key
        ? [[name, member] as const]
        : below.length > 0
          ? [[name, oneByOne(member, below)] as const]
          : [],
    ),
  )
}

describe('withoutLocations', () => {
  it('TRF-5 is what removing one after the other gives, from the last to the first, in whatever order they are said', () => {
    fc.assert(
      fc.property(document, fc.func(fc.boolean()), fc.boolean(), (value, isChosen, isReversed) => {
        const chosen = placesIn(value).filter((location) => isChosen(JSON.stringify(location)))
        const expected = [...chosen].reverse().reduce(oneByOne, value)
        expect(withoutLocations(value, isReversed ? [...chosen].reverse() : chosen)).toEqual(expected)
      }),
    )
  })

  it('leaves the document as it is, shares what stays, and keeps the root', () => {
    const value = { a: [1, 2, 3], b: { c: 1 } }
    expect(
      withoutLocations(value, [
        ['a', 0],
        ['a', 2],
        ['a', 0],
      ]),
    ).toEqual({ a: [2], b: { c: 1 } })
    expect(value.a).toEqual([1, 2, 3])
    const left = withoutLocations(value, [['a']])
    expect(isObject(left) && left['b']).toBe(value.b)
    expect(withoutLocations(value, [])).toBe(value)
    expect(withoutLocations(value, [[]])).toBe(value)
  })
})
