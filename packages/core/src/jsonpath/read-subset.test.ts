import { describe, expect, it } from 'vitest'
import { javaScriptString } from './javascript-string.ts'
import { readSubset } from './read-subset.ts'

describe('readSubset', () => {
  it.each([
    ['$', []],
    ['$.a["b c"].é', ['a', 'b c', 'é']],
    ['$["\\"]\\\\"]', ['"]\\']],
    ['$["__proto__"]', ['__proto__']],
    ['$.a.', undefined],
    ['$["a]', undefined],
    ['$["a\\"]', undefined],
    ['$ .a', undefined],
    ["$['a']", undefined],
    ['$[0]', undefined],
    ['$..a', undefined],
    ['.a', undefined],
    ['', undefined],
  ])('TRF-4 %j: %j', (text, names) => {
    expect(readSubset(text)).toEqual(names)
  })
})

describe('javaScriptString', () => {
  it.each([
    ['\\b\\f\\n\\r\\t\\v', '\b\f\n\r\t\v'],
    ['\\q\\\'\\"\\\\\\/\\é\\😀', 'q\'"\\/é😀'],
    ['\\x41\\u0042\\u{43}\\u{1F600}', 'ABC😀'],
    ['\\0\\08\\101\\1011\\400', '\0\u00008AA1\u0100'],
    ['a\\\nb\\\r\nc\\\u2028d', 'abcd'],
    ['\\ud83d\\ude00 \\ud83d \\ude00\\ud83d', '😀 � ��'],
    ['a\tb\u0000\u2028', 'a\tb\u0000\u2028'],
    ['a\nb', undefined],
    ['\\x4', undefined],
    ['\\u00zz', undefined],
    ['\\u{110000}', undefined],
    ['\\u{}', undefined],
    ['\\', undefined],
  ])('TRF-4 %j: %j', (body, text) => {
    expect(javaScriptString(body)).toBe(text)
  })
})
