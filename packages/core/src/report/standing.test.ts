import { describe, expect, it } from 'vitest'
import { refOf } from '../kube/index.ts'
import type { Report } from '../transport/index.ts'
import { standingIn } from './standing.ts'
import type { Place } from './types.ts'

const object = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }
const ref = refOf('its', {
  group: 'control.kubestellar.io',
  resource: 'workstatuses',
  namespace: 'east',
  name: 'web',
})
const saying = (report: Partial<Report>, isCurrent = true): Place => ({
  wec: 'east',
  isCurrent,
  record: { ref, report: { object, wec: 'east', ...report } },
})

describe('how a WEC counts', () => {
  it('AGG-4 as silent without a record, with one that cannot be told, and with one that has no status', () => {
    const silent: readonly Place[] = [
      { wec: 'east', isCurrent: true, record: undefined },
      { wec: 'east', isCurrent: true, record: 'unreadable' },
      saying({ generation: 2 }),
    ]
    expect(silent.map(standingIn)).toEqual(['silent', 'silent', 'silent'])
  })

  it('AGG-5 as behind where it does not run what the WDS wants, or has not yet observed what it runs', () => {
    const status = { observedGeneration: 2 }
    expect(standingIn(saying({ status, generation: 2 }))).toBe('current')
    expect(standingIn(saying({ status }))).toBe('current')
    expect(standingIn(saying({ status, generation: 3 }))).toBe('behind')
    expect(standingIn(saying({ status, generation: 2 }, false))).toBe('behind')
  })
})
