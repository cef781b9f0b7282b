import { describe, expect, it } from 'vitest'
import { policy } from '../../../../test/worlds/world.ts'
import { controlStatus } from './status.ts'

const NOW = '2026-03-01T00:00:00Z'
const synced = { type: 'Synced', status: 'True', reason: 'r', message: 'm' } as const
const object = (status?: object) => ({
  ...policy('p', { metadata: { generation: 7 } }),
  ...(status !== undefined && { status: status as Record<string, never> }),
})

describe('the status of a control object (BND-7)', () => {
  it('BND-7 has the generation, the conditions with their times, and errors only where there are some', () => {
    expect(controlStatus(object(), { conditions: [synced], errors: [] }, NOW)).toEqual({
      observedGeneration: 7,
      conditions: [{ ...synced, lastTransitionTime: NOW, lastUpdateTime: NOW }],
    })
    expect(controlStatus(object(), { conditions: [], errors: ['e'] }, NOW)).toEqual({
      observedGeneration: 7,
      errors: ['e'],
      conditions: [],
    })
    expect(
      controlStatus(object({ errors: ['old'] }), { conditions: [], errors: [] }, NOW),
    ).not.toHaveProperty('errors')
  })

  it("BND-7 keeps others' conditions and members where they are", () => {
    const theirs = { type: 'Theirs', status: 'False', lastTransitionTime: '2020-01-01T00:00:00Z' }
    const status = controlStatus(
      object({ conditions: [theirs], note: 'kept' }),
      { conditions: [synced], errors: [] },
      NOW,
    )
    expect(status).toMatchObject({ note: 'kept', conditions: [theirs, { type: 'Synced' }] })
  })

  it('BND-7, P-1 a time moves only when the status does, and a second run changes nothing', () => {
    const first = controlStatus(object(), { conditions: [synced], errors: ['e'] }, NOW)
    const later = '2026-04-01T00:00:00Z'
    expect(controlStatus(object(first), { conditions: [synced], errors: ['e'] }, later)).toEqual(first)
    const said = controlStatus(
      object(first),
      { conditions: [{ ...synced, message: 'other' }], errors: ['e'] },
      later,
    )
    expect(said).toMatchObject({ conditions: [{ message: 'other', lastTransitionTime: NOW }] })
    const turned = controlStatus(
      object(first),
      { conditions: [{ ...synced, status: 'False' }], errors: ['e'] },
      later,
    )
    expect(turned).toMatchObject({ conditions: [{ status: 'False', lastTransitionTime: later }] })
  })

  it('P-3 takes whatever stands there', () => {
    for (const status of [5, 'x', [], { conditions: 'none', errors: 5 }])
      expect(
        controlStatus(object(status as object), { conditions: [synced], errors: [] }, NOW),
      ).toMatchObject({
        conditions: [{ type: 'Synced' }],
      })
  })
})
