import { describe, expect, it } from 'vitest'
import { decidedText } from './decided-text.ts'

describe('who decided the fields of an aggregate', () => {
  it('AGG-10 is a line for each: the field, its value, and the WECs, with how they count', () => {
    const by = [
      { wec: 'wec1', standing: 'current' },
      { wec: 'wec2', standing: 'silent' },
    ] as const
    expect(
      decidedText([
        { path: '/readyReplicas', value: 2, by: by.slice(1) },
        { path: '/conditions/example.com~1Ready', value: 'False', by },
        { path: '/loadBalancer/ingress', value: [1, 2], by: by.slice(0, 1) },
        { path: '/startTime', value: '2026-01-01T00:00:00Z', by: [] },
      ]),
    ).toEqual([
      '  FIELD                         VALUE                 DECIDED BY',
      '  readyReplicas                 2                     wec2 (silent)',
      '  conditions.example.com/Ready  False                 wec1, wec2 (silent)',
      '  loadBalancer.ingress          (2)                   wec1',
      '  startTime                     2026-01-01T00:00:00Z  stood here before',
    ])
  })
})
