import { describe, expect, it } from 'vitest'
import type { Json } from '../../kube/index.ts'
import { jsonOf } from '../cell-of.ts'
import { compileExpression } from '../compile-expression.ts'
import { evaluateExpression } from '../evaluate-expression.ts'
import { showFault } from '../fault.ts'

/** The value as JSON, or the error in a line. */
function outcomeOf(source: string, steps = 1_000): Json | undefined {
  const compiled = compileExpression(source, { variables: new Map() })
  if (!compiled.ok) return compiled.faults.map(showFault).join()
  const result = evaluateExpression(compiled.value, new Map(), steps)
  return result.ok ? jsonOf(result.value) : `${result.error.code}: ${result.error.message}`
}

describe('keys and elements', () => {
  it.each<readonly [string, Json]>([
    ['{1: 2}[dyn(1u)]', 2],
    ['{1u: 2}[dyn(1.0)]', 2],
    ['{dyn(1.0): 2}[dyn(1)]', 2],
    ['{dyn(1.5): 2}[dyn(1.5)]', 2],
    ['{18446744073709551615u: 2}[18446744073709551615u]', 2],
    ['{-1: 2}[dyn(-1.0)]', 2],
    ['{true: 1, false: 2}[false]', 2],
    ["{'true': 1, dyn(true): 2}[dyn(true)]", 2],
    ['{dyn(null): 1, dyn(int): 2, dyn([1]): 3}[dyn([1])]', 3],
    ['{dyn(null): 1, dyn(int): 2, dyn([1]): 3}[dyn(int)]', 2],
    ['{dyn(null): 1, dyn(int): 2, dyn([1]): 3}[dyn(null)]', 1],
    ['{1: 2, 1: 3}[1]', 3],
    ['has({dyn("a"): 1}.a) && !has({dyn("a"): 1}.b)', true],
    ["dyn(1) in {'1': 1}", false],
    ['dyn(9007199254740993) in {dyn(9007199254740992.0): 1}', false],
    ['9007199254740992 in {dyn(9007199254740992.0): 1}', true],
    ['dyn([2]) in {dyn([1]): 1}', false],
    ["double('NaN') in {dyn(double('NaN')): 1}", false],
    ['[1, 2][dyn(1u)]', 2],
  ])('COL-2 %s', (source, value) => {
    expect(outcomeOf(source)).toEqual(value)
  })

  it.each([
    ['[1][dyn(1.5)]', 'IndexInvalid: a list has no key 1.5; its elements have numbers from 0'],
    ['[1][dyn(true)]', 'IndexInvalid: a list has no key true; its elements have numbers from 0'],
    ['[1][dyn([1])]', 'IndexInvalid: a list has no key of type list; its elements have numbers from 0'],
    ['[1][-1]', 'IndexInvalid: there is no element -1: the list has 1'],
    ['[1][1]', 'IndexInvalid: there is no element 1: the list has 1'],
    ['{1: 2}[3]', 'KeyMissing: there is no key 3'],
    ['{1u: 2}[3u]', 'KeyMissing: there is no key 3'],
    ['{true: 2}[false]', 'KeyMissing: there is no key false'],
    ['{dyn(1.5): 2}[dyn(1e6)]', 'KeyMissing: there is no key 1e+06'],
    ["dyn(1)['a']", "KeyMissing: a value of type int has no key 'a'"],
    ["{'abcd': 1, 'b': 2}.abce", "KeyMissing: there is no key 'abce'; did you mean 'abcd'?"],
    [`{'a': 1}['${'a'.repeat(61)}']`, `KeyMissing: there is no key '${'a'.repeat(60)}…'`],
    [`{'${'a'.repeat(50)}b': 1}['${'a'.repeat(51)}']`, `KeyMissing: there is no key '${'a'.repeat(51)}'`],
  ])('COL-4 %s has no value', (source, error) => {
    expect(outcomeOf(source)).toBe(error)
  })
})

describe('bytes and text', () => {
  it.each([
    ['\\x7f', true],
    ['\\x80', false],
    ['\\xbf', false],
    ['\\xc1\\xbf', false],
    ['\\xc2\\x80', true],
    ['\\xc2', false],
    ['\\xc2\\x41', false],
    ['\\xc2\\xc0', false],
    ['\\xdf\\xbf', true],
    ['\\xe0\\x9f\\xbf', false],
    ['\\xe0\\xa0\\x80', true],
    ['\\xed\\x9f\\xbf', true],
    ['\\xed\\xa0\\x80', false],
    ['\\xed\\xbf\\xbf', false],
    ['\\xee\\x80\\x80', true],
    ['\\xef\\xbf\\xbf', true],
    ['\\xf0\\x8f\\xbf\\xbf', false],
    ['\\xf0\\x90\\x80\\x80', true],
    ['\\xf4\\x8f\\xbf\\xbf', true],
    ['\\xf4\\x90\\x80\\x80', false],
    ['\\xf8\\x88\\x80\\x80\\x80', false],
    ['\\xff', false],
  ])('COL-2 of the bytes %s it is %s that they are UTF-8, and come back', (bytes, isText) => {
    expect(outcomeOf(`bytes(string(b'${bytes}')) == b'${bytes}'`)).toBe(
      isText ? true : 'ConversionFailed: the bytes are no UTF-8',
    )
  })

  const long = 'a'.repeat(4_000)
  it.each([
    `'${long}' + '${long}'`,
    `b'${long}' + b'${long}'`,
    `'${long}' < '${long}'`,
    `b'${long}' < b'${long}'`,
    `size('${long}')`,
    `'${long}'.contains('${long}')`,
    `'a'.startsWith('${long}')`,
    `'${long}'.matches('a')`,
    `'a'.matches('${'a'.repeat(50)}')`,
    "'a'.matches('a{50}')",
    "'a'.matches('a{1,50}')",
    "'a'.matches('\\\\pL')",
  ])('COL-12 is paid for by its length: %#', (source) => {
    expect(String(outcomeOf(source, 40))).toMatch(/^TooCostly/)
    expect(String(outcomeOf(source, 100_000))).not.toMatch(/^TooCostly/)
  })
})
