import { describe, expect, it } from 'vitest'
import { goQuote } from './go-quote.ts'

describe("a text as Go's %q writes it", () => {
  it.each([
    ['', '""'],
    ['a\n"b"\\', '"a\\n\\"b\\"\\\\"'],
    ['\u0000\u0007\u001b\u007f', '"\\x00\\a\\x1b\\x7f"'],
    ['日本 é😀', '"日本 é😀"'],
    ['e\u0301', '"e\u0301"'],
    ['\u0080\u00a0\u2028', '"\\u0080\\u00a0\\u2028"'],
    ['\u{e0001}', '"\\U000e0001"'],
    ['\ud800', '"\ufffd"'],
  ])('quotes %j', (text, quoted) => {
    expect(goQuote(text)).toBe(quoted)
  })
})
