import fc from 'fast-check'
import { type Json, type JsonObject, objectOf } from './json.ts'

/** Keys that collide with one another, and with what JavaScript objects inherit. */
export const nastyKey = (): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'a',
        'b',
        '',
        '0',
        'a/b',
        'a~b',
        '~1',
        '\u0000',
        '\u0000a',
        '日本',
        '😀',
        '-',
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'length'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  )

/** Scalars at the edges of what JSON, Go and JavaScript can hold. */
export const nastyScalar = (): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.constantFrom<Json>(null, true, false, 0, -0, 1, -1, 0.1, 1e-7, 1e21, 5e-324, Number.MAX_VALUE),
    fc.constantFrom<Json>(9007199254740993n, -9223372036854775808n, 9223372036854775807n),
    fc.constantFrom<Json>(2 ** 53, -(2 ** 63), 2 ** 62),
    fc.constantFrom<Json>(
      '',
      'a',
      '\u0000n1',
      '\u0000-0',
      '\u0000s',
      '<&>\u2028',
      '\ud800',
      '\udc00x',
      '"\\\b\u001f\u007f',
    ),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )

/** Any JSON: shallow and narrow, so that two of them often have something in common. */
export const nastyJson = (): fc.Arbitrary<Json> =>
  fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      nastyScalar(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(nastyKey(), tie('value')), { maxLength: 4 }).map((entries) => objectOf(entries)),
    ),
  })).value

/** A JSON object. */
export const nastyObject = (): fc.Arbitrary<JsonObject> =>
  fc.array(fc.tuple(nastyKey(), nastyJson()), { maxLength: 4 }).map((entries) => objectOf(entries))

/** A list that is nested so many levels deep. */
export function nested(levels: number): Json {
  let value: Json = []
  for (let level = 1; level < levels; level++) value = [value]
  return value
}

/** The value with everything in it frozen: a write into it throws. */
export function frozen<T extends Json>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) frozen(member)
    Object.freeze(value)
  }
  return value
}
