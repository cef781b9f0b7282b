import type { Json } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { type SaidCondition, setCondition, withoutOldRules } from './set-condition.ts'

const applied: SaidCondition = {
  type: 'Applied',
  status: 'True',
  reason: 'Done',
  message: 'done',
  observedGeneration: 1,
}
const [BEFORE, NOW] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']
const other: Json = { type: 'Other', status: 'True' }
const standing = setCondition([other], applied, BEFORE)

describe('AGT-2 setting a condition', () => {
  it('AGT-2 comes last at first, and stays in its place', () => {
    expect(standing).toEqual([other, { ...applied, lastTransitionTime: BEFORE }])
    const changed = setCondition(standing.toReversed(), { ...applied, reason: 'Else' }, NOW)
    expect(changed).toEqual([{ ...applied, reason: 'Else', lastTransitionTime: BEFORE }, other])
  })

  it('AGT-2 the time moves with the status, and nothing moves where nothing changes', () => {
    expect(setCondition(standing, applied, NOW)).toBe(standing)
    expect(setCondition(standing, { ...applied, status: 'False' }, NOW)[1]).toMatchObject({
      lastTransitionTime: NOW,
    })
  })

  it('AGT-2 of manifests the time moves with the generation too (v1.2)', () => {
    const next = { ...applied, observedGeneration: 2 }
    expect(setCondition(standing, next, NOW)[1]).toMatchObject({
      lastTransitionTime: BEFORE,
      observedGeneration: 2,
    })
    expect(setCondition(standing, next, NOW, true)[1]).toMatchObject({ lastTransitionTime: NOW })
    expect(setCondition(standing, applied, NOW, true)).toBe(standing)
  })

  it('AGT-2 what a rule said at another generation goes', () => {
    const rule = { type: 'Complete', reason: 'ConditionRuleEvaluated', observedGeneration: 1 }
    expect(withoutOldRules([other, rule], 1)).toEqual([other, rule])
    expect(withoutOldRules([other, rule], 2)).toEqual([other])
  })
})
