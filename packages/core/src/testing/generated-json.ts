import fc from 'fast-check'
import { isList, isObject, type Json, type JsonObject, objectOf } from '../kube/index.ts'

/** Keys that collide with one another, with what JavaScript objects inherit, and with what wrapped objects are made of. */
const keys: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'a',
      'b',
      '',
      '0',
      'a/b',
      'a~b',
      '\u0000',
      '日本',
      '__proto__',
      'constructor',
      'toJSON',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...'apiVersion kind metadata name namespace labels annotations generation'.split(' '),
      ...'spec status data items conditions type ownerReferences managedFields'.split(' '),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
)

const scalars: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -0, 1, 0.1, 1e-7, 1e21, 5e-324, Number.MAX_VALUE),
  fc.constantFrom<Json>(9_007_199_254_740_993n, -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n),
  fc.constantFrom<Json>('', 'a', 'v1', '*', '\u0000', '<&>\u2028', '\ud800', '\udc00x', '"\\\b\u001f\u007f'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

/** Any JSON: nasty keys, numbers at the edges, texts that are no Unicode. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', maxDepth: 5, withCrossShrink: true },
    scalars,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(fc.tuple(keys, tie('json')), { maxLength: 4 }).map(objectOf),
  ),
})).json

/** Any JSON object. */
export const anyObject: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(keys, anyJson), { maxLength: 4 })
  .map(objectOf)

/** A value of which one part, any of all that it has, has become something else, is gone, or has a neighbour. */
export function mangled(value: Json): fc.Arbitrary<Json> {
  const others = fc.oneof(anyJson, fc.constant(null))
  return fc
    .tuple(fc.constantFrom(...pathsIn(value)), others, keys, fc.constantFrom('replace', 'drop', 'add'))
    .map(
      ([path, other, key, how]) =>
        changedAt(value, path, (part) => {
          if (how === 'replace') return other
          if (how === 'drop') return undefined
          return isObject(part) ? objectOf([...Object.entries(part), [key, other]]) : other
        }) ?? null,
    )
}

type Path = readonly number[]

/** The ways to all parts of a value, by position. */
function pathsIn(value: Json): readonly [Path, ...Path[]] {
  const parts = membersOf(value).flatMap(([, member], at) => pathsIn(member).map((path) => [at, ...path]))
  return [[], ...parts]
}

function changedAt(
  value: Json,
  [step, ...rest]: Path,
  change: (part: Json) => Json | undefined,
): Json | undefined {
  if (step === undefined) return change(value)
  const next = membersOf(value).flatMap(([key, member], at) => {
    const changed = at === step ? changedAt(member, rest, change) : member
    return changed === undefined ? [] : [[key, changed] as const]
  })
  return isList(value) ? next.map(([, member]) => member) : objectOf(next)
}

function membersOf(value: Json): readonly (readonly [string, Json])[] {
  return isList(value) || isObject(value) ? Object.entries<Json>(value) : []
}
