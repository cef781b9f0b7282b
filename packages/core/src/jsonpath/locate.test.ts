import fc, { type Arbitrary } from 'fast-check'
import { JSONPathEnvironment, type JSONValue } from 'json-p3'
import { describe, expect, it } from 'vitest'
import { type Json, objectOf } from '../kube/index.ts'
import { locate, parseQuery } from './index.ts'

/** Locations as texts, sorted; or the message. */
function located(text: string, document: Json): readonly string[] | string {
  const parsed = parseQuery(text)
  if (!parsed.ok) return parsed.message
  const found = locate(parsed.value, document)
  return found.ok ? found.value.map((one) => JSON.stringify(one)).sort() : found.message
}

const valuesOf = (text: string, document: Json) => {
  const found = located(text, document)
  if (typeof found === 'string') return found
  return found.map((one) =>
    (JSON.parse(one) as (string | number)[]).reduce<Json>(
      (at, key) => (at as Record<string | number, Json>)[key] as Json,
      document,
    ),
  )
}

const peer = new JSONPathEnvironment({ maxRecursionDepth: 100 })
for (const name of ['match', 'search']) {
  const theirs = peer.functionRegister.get(name)
  if (theirs === undefined) throw new Error(`json-p3 has no ${name}`)
  // Once it knows a pattern, it matches the text of any value.
  const call = (...[text, pattern]: unknown[]) => typeof text === 'string' && theirs.call(text, pattern)
  peer.functionRegister.set(name, { argTypes: theirs.argTypes, returnType: theirs.returnType, call })
}
const peerLocated = (text: string, document: Json) =>
  [
    ...new Set(
      peer
        .query(text, document as JSONValue)
        .locations()
        .map((one) => JSON.stringify(one)),
    ),
  ].sort()

// Few keys and values, so that queries meet documents. Nothing that json-p3 sees wrongly: see the examples below.
const scalar = fc.constantFrom<Json>(0, 1, -1, 2.5, 'a', 'b', 'ab', '', true, false, null)
const document = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('value')), { selector: ([key]) => key })
      .map(objectOf),
  ),
})).value

const joined = (...parts: readonly Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(''))
const many = (part: Arbitrary<string>, maxLength: number) =>
  fc.array(part, { maxLength }).map((texts) => texts.join(''))
const oneOf = (...texts: readonly string[]) => fc.constantFrom(...texts)

/** Segments with filters in one another. In a query of a filter, json-p3 takes `$` for what that query begins at. */
function segments(levels: number, from: Arbitrary<string>): Arbitrary<string> {
  const plain = oneOf('.a', '.b', '..a', '.*', '..*', '[0]', '[-2]')
  const listed = oneOf(
    '["a"]',
    "['b']",
    '[*]',
    '[1:]',
    '..[:2]',
    '[::-1]',
    '[3:0:-2]',
    '[::0]',
    '["a","b",*]',
  )
  if (levels === 0) return many(fc.oneof(plain, listed), 2)
  const path = joined(from, segments(levels - 1, fc.constant('@')))
  const singular = joined(from, many(oneOf('.a', '.b', '[0]', '[-1]', "['c']"), 2))
  const operand = fc.oneof(
    oneOf('1', '-1', '2.5', '"a"', "'ab'", 'true', 'null'),
    singular,
    joined(oneOf('length('), singular, oneOf(')')),
    joined(oneOf('count(', 'value('), path, oneOf(')')),
  )
  const pattern = oneOf("'a'", "'a.?'", "'[^b]*'", '@.a')
  const condition = fc.oneof(
    path,
    joined(operand, oneOf(' == ', ' != ', '<', ' <=', '> ', '>='), operand),
    joined(oneOf('match(', 'search('), operand, oneOf(', '), pattern, oneOf(')')),
  )
  const test = fc.oneof(
    condition,
    condition.map((one) => `!(${one})`),
    joined(condition, oneOf(' && ', '||'), condition, oneOf('', ' && @.a', ' || @.b')),
    joined(oneOf('('), condition, oneOf(' || '), condition, oneOf(') && '), condition),
  )
  return many(fc.oneof(plain, listed, joined(oneOf('[?', '..[?'), test, oneOf(']'))), 3)
}

const query = segments(2, oneOf('@', '@', '$')).map((text) => `$${text}`)

describe('locate', () => {
  it('TRF-4 finds what json-p3 finds', () => {
    let nonEmpty = 0
    fc.assert(
      fc.property(query, document, (text, json) => {
        const found = located(text, json)
        if (found.length > 0) nonEmpty += 1
        expect(found).toEqual(peerLocated(text, json))
      }),
      { numRuns: 1_500 },
    )
    expect(nonEmpty).toBeGreaterThan(300)
  })

  it('NUM-1 compares numbers by what they are: bigint, −0, and integers beyond 2^53', () => {
    const big = 9_007_199_254_740_993n
    const list: Json = [big, 9_007_199_254_740_992, 1n, 1, -0, 0.5, '1']
    expect(valuesOf('$[?@ == 9007199254740993]', list)).toEqual([big])
    expect(valuesOf('$[?@ > 9007199254740992]', list)).toEqual([big])
    expect(valuesOf('$[?@ == 1]', list)).toEqual([1n, 1])
    expect(valuesOf('$[?@ == 0]', list)).toEqual([-0])
    expect(valuesOf('$[?@ <= 0.5]', list)).toEqual([-0, 0.5])
    expect(valuesOf('$[?@ == $[0]]', list)).toEqual([big])
  })

  it('LBL-3 takes __proto__ and what objects inherit for ordinary keys', () => {
    const odd = objectOf([
      ['__proto__', { x: 1 }],
      ['constructor', {}],
    ])
    expect(located('$.__proto__.x', odd)).toEqual(['["__proto__","x"]'])
    expect(located('$.toString', odd)).toEqual([])
    expect(located('$.x', odd)).toEqual([])
    expect(located('$[?@.__proto__]', { a: odd, b: {} })).toEqual(['["a"]'])
    // An object with such a key is not another without it.
    const pair = [objectOf([['__proto__', {}]]), { x: 1 }]
    expect(located('$[?@ == $[0]]', pair)).toEqual(['[0]'])
  })

  it('TRF-4 means by $ the whole document, however deep in filters', () => {
    expect(located('$[?@[?$.a == @.x]]', { a: 1, b: { c: { x: 1 } } })).toEqual(['["b"]'])
  })

  it('TRF-4 counts and orders strings by code points', () => {
    const texts: Json = ['😀', '～', 'ab']
    expect(valuesOf('$[?length(@) == 1]', texts)).toEqual(['😀', '～'])
    expect(valuesOf("$[?@ > '～']", texts)).toEqual(['😀'])
    expect(valuesOf("$[?match(@, '.')]", texts)).toEqual(['😀', '～'])
  })

  it('TRF-4 takes a pattern from the document: one that is no I-Regexp matches nothing, one that is too much is given up', () => {
    expect(located('$.a[?match(@, $.p)]', { a: ['x1'], p: 'x.' })).toEqual(['["a",0]'])
    for (const p of ['\\d', '(', 'x**', 7, null])
      expect(located('$.a[?match(@, $.p)]', { a: ['x1'], p })).toEqual([])
    expect(located('$.a[?search(@, $.p)]', { a: ['x1'], p: 'x{900}' })).toMatch(
      /^the pattern "x\{900\}" comes to 900/,
    )
  })

  it('P-3 gives up, and says so, what takes too long or looks too deep', () => {
    let deep: Json = 1
    for (let level = 0; level < 10_000; level++) deep = { a: deep }
    expect(located('$.a.a.a', deep)).toEqual(['["a","a","a"]'])
    expect(located('$..a', deep)).toBe('it looks more than 500 levels deep')
    expect(located('$[?@ == $.a]', deep)).toEqual(['["a"]'])
    const doubling = `$[?count(@${"['a','a']".repeat(40)}) > 1]`
    expect(located(doubling, deep)).toBe('it takes more than 1000000 steps')
    const slow = '$[?search(@, "([ab]?){60}[ab]*a[ab]{100}c")]'
    expect(located(slow, ['ab'.repeat(200_000)])).toBe('it takes more than 1000000 steps')
  })

  it('TRF-4 finds each node once, so that what is named twice costs once', () => {
    expect(located(`$${"['a','a','b']".repeat(60)}`, chain(60))).toHaveLength(1)
  })

  it('takes long lists', () => {
    const wide = Array.from({ length: 150_000 }, (_, index) => index)
    expect(located('$[*]', wide)).toHaveLength(150_000)
  })
})

function chain(depth: number): Json {
  return depth === 0 ? 1 : { a: chain(depth - 1) }
}
