import { type Action, refOf } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { createRepeats } from './create-repeats.ts'

const ref = refOf('wds', { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' })
function status(intent: string, resourceVersion: string, uid = 'u'): Action {
  const target = { ref, why: { rule: 'RPT-1', from: ref }, after: [], intent }
  return { ...target, kind: 'patch', subresource: 'status', format: 'merge', patch: {}, uid, resourceVersion }
}
const started = () => createRepeats((times) => times * 100)

describe('RPT-12 what is written again and again', () => {
  it('waits, longer each time', () => {
    const repeats = started()
    expect(repeats.notBefore(status('x', '1'))).toBe(0)
    repeats.landed(status('x', '1'), 1_000)
    expect(repeats.notBefore(status('x', '3'))).toBe(1_100)
    repeats.landed(status('x', '3'), 2_000)
    expect(repeats.notBefore(status('x', '5'))).toBe(2_200)
  })

  it('is what is the same, on the same object: anything else is sent at once, and ends it', () => {
    const repeats = started()
    repeats.landed(status('x', '1'), 1_000)
    expect(repeats.notBefore(status('y', '2'))).toBe(0)
    expect(repeats.notBefore(status('x', '2', 'another'))).toBe(0)
    expect(repeats.notBefore({ ...status('x', '2'), ref: { ...ref, name: 'db' } })).toBe(0)
    repeats.landed(status('y', '2'), 2_000)
    expect(repeats.notBefore(status('x', '3'))).toBe(0)
    repeats.landed(status('x', '3'), 3_000)
    expect(repeats.notBefore(status('x', '4'))).toBe(3_100)
  })

  it('is forgotten after two minutes', () => {
    const repeats = started()
    repeats.landed(status('x', '1'), 1_000)
    repeats.landed(status('x', '3'), 130_000)
    expect(repeats.notBefore(status('x', '5'))).toBe(130_100)
  })
})
