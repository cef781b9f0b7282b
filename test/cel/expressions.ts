import fc from 'fast-check'

type Kind = 'int' | 'double' | 'string' | 'bool' | 'ints' | 'strings'

const byType = fc.letrec<Record<Kind, string>>((tie) => {
  const either = (...options: readonly fc.Arbitrary<string>[]) =>
    fc.oneof({ maxDepth: 4, depthIdentifier: 'expression' }, ...options)
  const call = (text: string, ...kinds: readonly Kind[]) =>
    fc
      .tuple(...kinds.map((kind) => tie(kind)))
      .map((parts) => parts.reduce((all, part) => all.replace('$', () => part), text))
  const infix = (kind: Kind, ...operators: readonly string[]) =>
    fc.tuple(tie(kind), fc.constantFrom(...operators), tie(kind)).map(([a, by, b]) => `(${a} ${by} ${b})`)
  const choice = (kind: Kind) => call('($ ? $ : $)', 'bool', kind, kind)
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', ' ', '1'), maxLength: 4 })
  return {
    int: either(
      fc.constantFrom('0', '1', '2', '7', '-1', '-3', '9223372036854775807', '-9223372036854775808'),
      infix('int', '+', '-', '*', '/', '%'),
      call('size($)', 'string'),
      call('size($)', 'ints'),
      call('$[$]', 'ints', 'int'),
      choice('int'),
    ),
    double: either(
      fc.constantFrom('0.0', '1.5', '-2.25', '1e300', '0.1'),
      infix('double', '+', '-', '*'),
      choice('double'),
    ),
    string: either(
      text.map((value) => JSON.stringify(value)),
      infix('string', '+'),
      call('string($)', 'int'),
      choice('string'),
    ),
    bool: either(
      fc.constantFrom('true', 'false'),
      infix('bool', '&&', '||', '==', '!='),
      infix('int', '==', '!=', '<', '<=', '>', '>='),
      infix('double', '==', '!=', '<', '<=', '>', '>='),
      infix('string', '==', '!='),
      infix('ints', '==', '!='),
      call('!$', 'bool'),
      call('($ in $)', 'int', 'ints'),
      call('$.contains($)', 'string', 'string'),
      call('$.startsWith($)', 'string', 'string'),
      call('$.endsWith($)', 'string', 'string'),
      call('$.all(x, x > $)', 'ints', 'int'),
      call('$.exists(x, $ / x == 1)', 'ints', 'int'),
      call('$.exists_one(x, x == $)', 'ints', 'int'),
      choice('bool'),
    ),
    ints: either(
      fc.array(tie('int'), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      infix('ints', '+'),
      call('$.map(x, x + $)', 'ints', 'int'),
      call('$.filter(x, x < $)', 'ints', 'int'),
      call('$.map(s, size(s))', 'strings'),
      choice('ints'),
    ),
    strings: either(
      fc.array(tie('string'), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      infix('strings', '+'),
    ),
  }
})

/** Expressions whose types agree, of the part of CEL in which both implementations claim to be right. */
export const expressions: fc.Arbitrary<string> = fc.oneof(
  byType.int,
  byType.double,
  byType.string,
  byType.bool,
  byType.ints,
)
