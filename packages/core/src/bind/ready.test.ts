import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PairStanding, readyCondition, tallyOf, type Unheard } from './ready.ts'

const pair = (state: PairStanding['state'], wec = 'east', message = ''): PairStanding => ({
  id: { group: '', resource: 'configmaps', namespace: 'shop', name: state },
  wec,
  state,
  message,
})
const nothing = { paused: false, unusable: [], unheard: [] }
const unseen = [{ resource: 'manifestworks of the ITS', why: 'not listed' }]
const reasonOf = (
  pairs: readonly PairStanding[],
  over: Partial<typeof nothing> = {},
  its: typeof unseen = [],
) => readyCondition({ ...nothing, ...over }, [tallyOf(pairs)], its).reason

describe('Ready (BND-7)', () => {
  it('BND-12, FRZ-4 goes from pause over frozen, failed, unseen, unusable and pending to applied', () => {
    const all = [pair('applied'), pair('pending'), pair('failed'), pair('frozen')]
    const unusable = { unusable: ['west'] as never[] }
    expect(reasonOf(all, { paused: true }, unseen)).toBe('Paused')
    expect(reasonOf(all, unusable, unseen)).toBe('Frozen')
    expect(reasonOf(all.slice(0, 3), unusable, unseen)).toBe('ApplyFailed')
    expect(reasonOf(all.slice(0, 2), unusable, unseen)).toBe('ResourceUnseen')
    expect(reasonOf(all.slice(0, 2), unusable)).toBe('DestinationUnusable')
    expect(reasonOf(all.slice(0, 2))).toBe('NotApplied')
    expect(reasonOf(all.slice(0, 1))).toBe('AllApplied')
    expect(reasonOf([])).toBe('NothingToDeliver')
  })

  it('RPT-9, RPT-10 is Unknown where all is applied and not all is heard, and names ten WECs', () => {
    const object = pair('applied').id
    const unavailable = (wec: string, at?: string): Unheard => ({ kind: 'unavailable', wec, at })
    const said = (unheard: readonly Unheard[], pairs = [pair('applied')]) =>
      readyCondition({ ...nothing, unheard }, [tallyOf(pairs)], [])
    expect(
      said([unavailable('east', '2026-01-01T00:00:01Z'), { kind: 'silent', wec: 'west', object }]),
    ).toEqual({
      type: 'Ready',
      status: 'Unknown',
      reason: 'NotReported',
      message:
        'all is applied, and how it is now is not known: east (not available; its last report is of 2026-01-01T00:00:01Z), ' +
        'west (it has not reported configmaps shop/applied)',
    })
    const many = Array.from({ length: 12 }, (_, at) => unavailable(`wec-${at}`))
    expect(said(many).message).toContain(
      'wec-9 (not available; its last report is of an unknown time), and 2 more',
    )
    expect(said(many).message).not.toContain('wec-10')
    // FRZ-4: False goes before Unknown.
    expect(said(many, [pair('pending')]).reason).toBe('NotApplied')
  })

  it('BND-7 says in each state what a person has to know', () => {
    const said = (pairs: readonly PairStanding[], over: object = {}, its: typeof unseen = []) =>
      readyCondition({ ...nothing, ...over }, [tallyOf(pairs)], its)
    const ready = (status: string, reason: string, message: string) => ({
      type: 'Ready',
      status,
      reason,
      message,
    })
    const [applied, pending, failed, frozen] = (['applied', 'pending', 'failed', 'frozen'] as const).map(
      (state) => [pair(state)],
    )
    expect(said([], { paused: true })).toEqual(
      ready('False', 'Paused', 'nothing is written for it while it is paused'),
    )
    expect(said(frozen ?? [])).toEqual(
      ready('False', 'Frozen', '1 of 1 not applied; first configmaps shop/frozen in east'),
    )
    expect(said(failed ?? [])).toEqual(
      ready('False', 'ApplyFailed', '1 of 1 not applied; first configmaps shop/failed in east'),
    )
    expect(said([], {}, [...unseen, ...unseen, { resource: 'nodes', why: 'forbidden' }])).toEqual(
      ready(
        'Unknown',
        'ResourceUnseen',
        'not completely known: manifestworks of the ITS (not listed), nodes (forbidden)',
      ),
    )
    expect(said([], { unusable: ['west'] })).toEqual(
      ready('False', 'DestinationUnusable', 'nothing can be delivered to west'),
    )
    expect(said([], { unusable: ['west', 'zone', 'x'] })).toEqual(
      ready('False', 'DestinationUnusable', 'nothing can be delivered to west (and 2 more)'),
    )
    expect(said(pending ?? [])).toEqual(
      ready('False', 'NotApplied', '1 of 1 not applied; first configmaps shop/pending in east'),
    )
    expect(said([])).toEqual(ready('True', 'NothingToDeliver', 'no object or no destination'))
    expect(said([...(applied ?? []), ...(applied ?? [])])).toEqual(
      ready('True', 'AllApplied', 'all 2 are applied'),
    )
  })

  it('is True only when nothing is to deliver, or everything is applied', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('applied', 'pending', 'failed', 'frozen' as const)), (states) => {
        const { status } = readyCondition(nothing, [tallyOf(states.map((state) => pair(state)))], [])
        expect(status === 'True').toBe(states.every((state) => state === 'applied'))
      }),
    )
  })

  it('sums WECs up as if their pairs were one list', () => {
    const state = fc.constantFrom<PairStanding['state']>('applied', 'pending', 'failed', 'frozen')
    fc.assert(
      fc.property(fc.array(fc.array(state)), (wecs) => {
        const pairs = wecs.map((states, at) => states.map((one) => pair(one, `wec-${at}`, `text ${at}`)))
        expect(readyCondition(nothing, pairs.map(tallyOf), [])).toEqual(
          readyCondition(nothing, [tallyOf(pairs.flat())], []),
        )
      }),
    )
  })

  it('BND-7 says how many are not applied, and of the first the text of the transport', () => {
    const pairs = [
      pair('applied'),
      pair('pending'),
      pair('failed', 'west', 'it is refused'),
      pair('failed', 'zone'),
    ]
    expect(readyCondition(nothing, [tallyOf(pairs)], []).message).toBe(
      '3 of 4 not applied; first configmaps shop/failed in west: it is refused',
    )
  })
})
