import { describe, expect, it } from 'vitest'
import type { Json } from '../kube/index.ts'
import { locate, parseQuery } from './index.ts'

// The tables of examples of RFC 9535, and the borders of its grammar.

/** Where the nodes are, as keys with slashes between them; or why there is an error. */
function places(text: string, document: Json): readonly string[] | string {
  const parsed = parseQuery(text)
  if (!parsed.ok) return parsed.message
  const found = locate(parsed.value, document)
  return found.ok ? found.value.map((one) => one.join('/')) : found.message
}

const letters: Json = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const names: Json = { o: { 'j j': { 'k.k': 3 } }, "'": { '@': 2 } }
const wild: Json = { o: { j: 1, k: 2 }, a: [5, 3] }
const filtered: Json = {
  a: [3, 5, 1, 2, 4, 6, { b: 'j' }, { b: 'k' }, { b: {} }, { b: 'kilo' }],
  o: { p: 1, q: 2, r: 3, s: 5, t: { u: 6 } },
  e: 'f',
}
const nested: Json = { o: { j: 1, k: 2 }, a: [5, 3, [{ j: 4 }, { k: 6 }]] }
const nulls: Json = { a: null, b: [null], c: [{}], null: 1 }
const book = (price: number, isbn?: string) =>
  isbn === undefined ? { author: 'x', price } : { author: 'x', price, isbn }
const store: Json = {
  store: { book: [book(8.95), book(12.99), book(8.99, '1'), book(22.99, '2')], bicycle: { price: 399 } },
}
const authors = [0, 1, 2, 3].map((index) => `store/book/${index}/author`)

describe('the examples of RFC 9535', () => {
  it.each<[string, Json, string, string]>([
    ['1.5', store, '$.store.book[*].author', authors.join(', ')],
    ['1.5', store, '$..author', authors.join(', ')],
    ['1.5', store, '$.store.*', 'store/book, store/bicycle'],
    [
      '1.5',
      store,
      '$.store..price',
      'store/book/0/price, store/book/1/price, store/book/2/price, store/book/3/price, store/bicycle/price',
    ],
    ['1.5', store, '$..book[2].author', 'store/book/2/author'],
    ['1.5', store, '$..book[2].publisher', ''],
    ['1.5', store, '$..book[-1]', 'store/book/3'],
    ['1.5', store, '$..book[0,1]', 'store/book/0, store/book/1'],
    ['1.5', store, '$..book[:2]', 'store/book/0, store/book/1'],
    ['1.5', store, '$..book[?@.isbn]', 'store/book/2, store/book/3'],
    ['1.5', store, '$..book[?@.price<10]', 'store/book/0, store/book/2'],
    ['2.3.1.3', names, "$.o['j j']", 'o/j j'],
    ['2.3.1.3', names, "$.o['j j']['k.k']", 'o/j j/k.k'],
    ['2.3.1.3', names, '$.o["j j"]["k.k"]', 'o/j j/k.k'],
    ['2.3.1.3', names, '$["\'"]["@"]', "'/@"],
    ['2.3.2.3', wild, '$[*]', 'o, a'],
    ['2.3.2.3', wild, '$.o[*, *]', 'o/j, o/k'],
    ['2.3.2.3', wild, '$.a[*]', 'a/0, a/1'],
    ['2.3.3.3', letters, '$[1]', '1'],
    ['2.3.3.3', letters, '$[-2]', '5'],
    ['2.3.4.3', letters, '$[1:3]', '1, 2'],
    ['2.3.4.3', letters, '$[5:]', '5, 6'],
    ['2.3.4.3', letters, '$[1:5:2]', '1, 3'],
    ['2.3.4.3', letters, '$[5:1:-2]', '5, 3'],
    ['2.3.4.3', letters, '$[::-1]', '6, 5, 4, 3, 2, 1, 0'],
    ['2.3.5.3', filtered, "$.a[?@.b == 'kilo']", 'a/9'],
    ['2.3.5.3', filtered, "$.a[?(@.b == 'kilo')]", 'a/9'],
    ['2.3.5.3', filtered, '$.a[?@>3.5]', 'a/1, a/4, a/5'],
    ['2.3.5.3', filtered, '$.a[?@.b]', 'a/6, a/7, a/8, a/9'],
    ['2.3.5.3', filtered, '$[?@.*]', 'a, o'],
    ['2.3.5.3', filtered, '$[?@[?@.b]]', 'a'],
    ['2.3.5.3', filtered, '$.o[?@<3, ?@<3]', 'o/p, o/q'],
    ['2.3.5.3', filtered, '$.a[?@<2 || @.b == "k"]', 'a/2, a/7'],
    ['2.3.5.3', filtered, '$.a[?match(@.b, "[jk]")]', 'a/6, a/7'],
    ['2.3.5.3', filtered, '$.a[?search(@.b, "[jk]")]', 'a/6, a/7, a/9'],
    ['2.3.5.3', filtered, '$.o[?@>1 && @<4]', 'o/q, o/r'],
    ['2.3.5.3', filtered, '$.o[?@.u || @.x]', 'o/t'],
    ['2.3.5.3', filtered, '$.a[?@.b == $.x]', 'a/0, a/1, a/2, a/3, a/4, a/5'],
    ['2.3.5.3', filtered, '$.a[?@ == @]', 'a/0, a/1, a/2, a/3, a/4, a/5, a/6, a/7, a/8, a/9'],
    ['2.5.1.3', letters, '$[0, 3]', '0, 3'],
    ['2.5.1.3', letters, '$[0:2, 5]', '0, 1, 5'],
    ['2.5.1.3', letters, '$[0, 0]', '0'],
    ['2.5.2.3', nested, '$..j', 'o/j, a/2/0/j'],
    ['2.5.2.3', nested, '$..[0]', 'a/0, a/2/0'],
    ['2.5.2.3', nested, '$..*', 'o, a, o/j, o/k, a/0, a/1, a/2, a/2/0, a/2/1, a/2/0/j, a/2/1/k'],
    ['2.5.2.3', nested, '$..o', 'o'],
    ['2.5.2.3', nested, '$.o..[*, *]', 'o/j, o/k'],
    ['2.5.2.3', nested, '$.a..[0, 1]', 'a/0, a/1, a/2/0, a/2/1'],
    ['2.6.1', nulls, '$.a', 'a'],
    ['2.6.1', nulls, '$.a[0]', ''],
    ['2.6.1', nulls, '$.a.d', ''],
    ['2.6.1', nulls, '$.b[?@]', 'b/0'],
    ['2.6.1', nulls, '$.b[?@==null]', 'b/0'],
    ['2.6.1', nulls, '$.c[?@.d==null]', ''],
    ['2.6.1', nulls, '$.null', 'null'],
  ])('TRF-4 section %s: of %j the query %s', (_, document, text, expected) => {
    // The order of members is free; ours is that of the document.
    expect(places(text, document)).toEqual(expected === '' ? [] : expected.split(', '))
  })

  it.each<[string, boolean]>([
    ['$.absent1 == $.absent2', true],
    ['$.absent1 <= $.absent2', true],
    ["$.absent == 'g'", false],
    ['$.absent1 != $.absent2', false],
    ["$.absent != 'g'", true],
    ['1 <= 2', true],
    ['1 > 2', false],
    ["13 == '13'", false],
    ["'a' <= 'b'", true],
    ["'a' > 'b'", false],
    ['$.obj == $.arr', false],
    ['$.obj != $.arr', true],
    ['$.obj == $.obj', true],
    ['$.obj != $.obj', false],
    ['$.arr == $.arr', true],
    ['$.arr != $.arr', false],
    ['$.obj == 17', false],
    ['$.obj != 17', true],
    ['$.obj <= $.arr', false],
    ['$.obj < $.arr', false],
    ['$.obj <= $.obj', true],
    ['$.arr <= $.arr', true],
    ['1 <= $.arr', false],
    ['1 >= $.arr', false],
    ['1 > $.arr', false],
    ['1 < $.arr', false],
    ['true <= true', true],
    ['true > true', false],
  ])('TRF-4 section 2.3.5.3: %s is %s', (comparison, holds) => {
    expect(places(`$[?${comparison}]`, { obj: { x: 'y' }, arr: [2, 3] })).toEqual(holds ? ['obj', 'arr'] : [])
  })

  it.each([
    ['$[?length(@) < 3]', true],
    ['$[?length(@.*) < 3]', false],
    ['$[?count(@.*) == 1]', true],
    ['$[?count(1) == 1]', false],
    ['$[?count(foo(@.*)) == 1]', false],
    ["$[?match(@.timezone, 'Europe/.*')]", true],
    ["$[?match(@.timezone, 'Europe/.*') == true]", false],
    ['$[?value(@..color) == "red"]', true],
    ['$[?value(@..color)]', false],
  ])('TRF-4 section 2.4.9: %s is well-typed: %s', (text, isTyped) => {
    expect(parseQuery(text).ok).toBe(isTyped)
  })
})

describe('the grammar of RFC 9535', () => {
  it.each([' ', '\t', '\n', '\r'])('TRF-4 lets %j stand where it may, and nowhere else', (blank) => {
    const may = [
      `$${blank}.a`,
      `$${blank}..a`,
      `$['a']${blank}['b']`,
      `$[${blank}'a'${blank},${blank}0${blank}]`,
      `$[1${blank}:${blank}2${blank}:${blank}3]`,
      `$[?${blank}!${blank}(${blank}@.a${blank}==${blank}1${blank})${blank}&&${blank}@${blank}.b]`,
      `$[?count(${blank}@.*${blank})>1]`,
      `$[?match(@.a${blank},${blank}'x')]`,
    ]
    const mayNot = [
      `${blank}$`,
      `$${blank}`,
      `$.${blank}a`,
      `$..${blank}a`,
      `$..${blank}['a']`,
      `$[-${blank}1]`,
      `$[1${blank}2]`,
      `$[?count${blank}(@.*)>1]`,
      `$[?@.a=${blank}=1]`,
      `$[?@.a&${blank}&@.b]`,
    ]
    expect(may.filter((text) => !parseQuery(text).ok)).toEqual([])
    expect(mayNot.filter((text) => parseQuery(text).ok)).toEqual([])
  })

  it('TRF-4 has parentheses around conditions, and around nothing else', () => {
    const may = ['(@.a)', '!(@.a)', '!(!(@.a))', '((@.a) && @.b)', "(@.a == '(') || (@.b)", '@[?(@.a)]']
    const mayNot = [
      '(@.a) == 1',
      '1 == (1)',
      '((@.a) == 1)',
      'count((@.*)) > 1',
      "match(@.a, ('a'))",
      '!!@.a',
    ]
    expect(may.filter((test) => !parseQuery(`$[?${test}]`).ok)).toEqual([])
    expect(mayNot.filter((test) => parseQuery(`$[?${test}]`).ok)).toEqual([])
  })

  it.each([
    ['$[1:2 3]', 'syntax error at 6: a colon is missing'],
    ["$[?match(@.a,'x',)]", 'syntax error at 17: an argument is missing'],
    ['$[?!!@.a]', 'syntax error at 4: a condition is negated once'],
    ['$[?(@.a)==1]', 'syntax error at 8: values are compared, not conditions'],
    ["$[?@ == '(' && length((@.a)) > 1]", 'syntax error at 22: parentheses stand around conditions only'],
  ])('TRF-4 says of %s what is too much, and where', (text, message) => {
    expect(parseQuery(text)).toEqual({ ok: false, message })
  })

  it('TRF-4 has integers within ±(2^53 − 1) only, written one way', () => {
    for (const most of ['9007199254740991', '-9007199254740991', '0'])
      for (const text of [`$[${most}]`, `$[${most}::]`, `$[:${most}]`, `$[::${most}]`])
        expect([text, parseQuery(text).ok]).toEqual([text, true])
    for (const none of ['9007199254740992', '-9007199254740992', '01', '-0', '+1', '1.0', '1e2', '-'])
      for (const text of [`$[${none}]`, `$[${none}::]`, `$[:${none}]`, `$[::${none}]`])
        expect([text, parseQuery(text).ok]).toEqual([text, false])
  })
})
