import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refOf } from '../kube/index.ts'
import { countedRecord } from './counted-record.ts'
import type { ReportRecord } from './types.ts'

const object = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }
const workStatuses = { group: 'control.kubestellar.io', resource: 'workstatuses', namespace: 'east' }

function record(name: string, uid: string | undefined, at?: string): ReportRecord {
  const wrapped = uid === undefined ? {} : { wrapped: { name: 'work', uid } }
  return {
    ref: refOf('its', { ...workStatuses, name }),
    report: { object, wec: 'east', status: { from: name }, ...wrapped, ...(at !== undefined && { at }) },
  }
}

const holds = ({ uid }: { uid: string }) => (uid === 'unreadable' ? undefined : uid === 'ours')
const nameOf = (found: ReturnType<typeof countedRecord>) =>
  typeof found === 'object' ? found.ref.name : found

describe('the record that counts (RPT-7)', () => {
  it('RPT-7 is one whose wrapped object holds the object; without owner, or with another, none does', () => {
    expect(nameOf(countedRecord([record('a', undefined), record('b', 'gone')], holds))).toBeUndefined()
    expect(nameOf(countedRecord([record('a', 'gone'), record('b', 'ours')], holds))).toBe('b')
  })

  it('RPT-7 is of several the one whose status was written last, whatever the offset; one without time is the first', () => {
    const early = record('a', 'ours', '2026-01-01T01:30:00+01:00')
    const late = record('b', 'ours', '2026-01-01T00:30:01Z')
    const never = record('0', 'ours')
    expect(nameOf(countedRecord([early, late, never], holds))).toBe('b')
    expect(nameOf(countedRecord([never, early], holds))).toBe('a')
    expect(nameOf(countedRecord([record('c', 'ours', 'soon'), never], holds))).toBe('0')
  })

  it('P-4 is not told while a wrapped object cannot be read', () => {
    expect(countedRecord([record('a', 'ours'), record('b', 'unreadable')], holds)).toBe('unreadable')
  })

  it('P-2 does not hang on the order of records', () => {
    const time = fc.constantFrom(
      undefined,
      '2026-01-01T00:00:00Z',
      '2026-01-01T01:00:00+01:00',
      '2027-01-01T00:00:00Z',
    )
    const records = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '～', '😀'), time), {
      selector: ([name]) => name,
    })
    fc.assert(
      fc.property(records, (made) => {
        const all = made.map(([name, at]) => record(name, 'ours', at))
        expect(countedRecord([...all].reverse(), holds)).toBe(countedRecord(all, holds))
      }),
    )
  })
})
