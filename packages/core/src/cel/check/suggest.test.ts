import { describe, expect, it } from 'vitest'
import { suggestion } from './suggest.ts'

const known = ['inventory', 'obj', 'returned', 'in']

describe('what may have been meant', () => {
  it.each([
    ['existsOne', "write 'exists_one'"],
    ['lowerAscii', 'matches() with (?i) compares without regard to case'],
    ['upperAscii', 'matches() with (?i) compares without regard to case'],
    ['find', 'matches() says whether a pattern is found'],
    ['indexOf', 'contains() says whether a text is inside another'],
    ['length', "write 'size'"],
    ['len', "write 'size'"],
    ['optional', 'use has(…) ? … : …'],
  ])('COL-9 for %s of another library is what there is instead', (name, instead) => {
    expect(suggestion(name, ['finds', 'lent'])).toBe(`; ${instead}`)
  })

  it.each([
    ['Returned', 'returned'],
    ['retrned', 'returned'],
    ['retrnd', 'returned'],
    ['retnd', undefined],
    ['object', 'obj'],
    ['obx', 'obj'],
    ['oxx', undefined],
    ['objs', 'obj'],
    ['inside', undefined],
    ['', undefined],
  ])(
    'COL-9 for %j it is %s: the nearest name, within one letter of a short name and two of a long one',
    (name, meant) => {
      expect(suggestion(name, known)).toBe(meant === undefined ? '' : `; did you mean '${meant}'?`)
    },
  )

  it('COL-9 of several as near it is the first', () => {
    expect(suggestion('itme', ['item', 'time'])).toBe("; did you mean 'item'?")
    expect(suggestion('tame', ['item', 'name', 'time'])).toBe("; did you mean 'name'?")
    expect(suggestion('name', [])).toBe('')
  })
})
