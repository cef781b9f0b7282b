import { describe, expect, it } from 'vitest'
import { storedCell } from './stored-cell.ts'

describe('a cell as an API server keeps it', () => {
  it('NUM-1 has integers of int64 exactly, and larger ones as doubles, at whatever depth: or it is written for ever', () => {
    const [largest, larger] = [2n ** 63n - 1n, 2n ** 63n]
    expect(storedCell({ type: 'Object', object: { a: largest, b: [larger, { c: larger }] } })).toEqual({
      type: 'Object',
      object: { a: largest, b: [2 ** 63, { c: 2 ** 63 }] },
    })
    expect(storedCell({ type: 'Array', array: [larger, largest, 'x', null] })).toEqual({
      type: 'Array',
      array: [2 ** 63, largest, 'x', null],
    })
    const text = { type: 'Number', float: '9223372036854775808' } as const
    expect(storedCell(text)).toEqual(text)
  })
})
