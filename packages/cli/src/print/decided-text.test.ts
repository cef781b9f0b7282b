import { describe, expect, it } from 'vitest'
import { decidedText } from './decided-text.ts'

describe('who decided a field of an aggregate', () => {
  it('AGG-10 is one line: the field, its value, and the WECs, with how they count', () => {
    const by = [
      { wec: 'wec1', standing: 'current' },
      { wec: 'wec2', standing: 'silent' },
    ] as const
    expect(decidedText({ path: '/readyReplicas', value: 2, by: by.slice(1) })).toBe(
      'readyReplicas 2: decided by wec2 (silent)',
    )
    expect(decidedText({ path: '/conditions/example.com~1Ready', value: 'False', by })).toBe(
      'conditions.example.com/Ready False: decided by wec1, wec2 (silent)',
    )
    expect(decidedText({ path: '/loadBalancer/ingress', value: [1, 2], by: by.slice(0, 1) })).toBe(
      'loadBalancer.ingress (2): decided by wec1',
    )
    expect(decidedText({ path: '/startTime', value: '2026-01-01T00:00:00Z', by: [] })).toBe(
      'startTime 2026-01-01T00:00:00Z: stood here before',
    )
  })
})
