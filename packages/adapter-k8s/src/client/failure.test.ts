import { describe, expect, it } from 'vitest'
import { failureText } from './failure.ts'

describe('what a failed request says to people', () => {
  it('is what the server says in its Status', () => {
    const body = { kind: 'Status', message: 'configmaps "a" already exists' }
    expect(failureText({ kind: 'answer', code: 409, body })).toBe('configmaps "a" already exists')
  })

  it('is the code with what it means, where the server says nothing that is a Status', () => {
    expect(failureText({ kind: 'answer', code: 502, body: null })).toBe(
      'the server answered 502 (Bad Gateway)',
    )
    expect(failureText({ kind: 'answer', code: 599, body: { message: 'no Status' } })).toBe(
      'the server answered 599',
    )
    expect(failureText({ kind: 'answer', code: 500, body: { kind: 'Status', message: 7 } })).toBe(
      'the server answered 500 (Internal Server Error)',
    )
  })

  it('is why there is no answer', () => {
    expect(failureText({ kind: 'noAnswer', message: 'connection refused', mayHaveLanded: false })).toBe(
      'connection refused',
    )
  })
})
