import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import type { KindTable } from './kind-table.ts'
import type { Member } from './types.ts'

const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'x', generation: 5 } }
const table: KindTable = {
  group: 'example.com',
  kind: 'Widget',
  observesGeneration: false,
  fields: [],
  conditions: { badNews: ['Leaking'], reasons: { Rolling: { decisive: ['Overdue'], fair: ['Finished'] } } },
}
const is = (type: string, status: string, more: JsonObject = {}): JsonObject => ({ type, status, ...more })
const at = (day: number) => ({ lastTransitionTime: `2026-01-0${day}T00:00:00Z` })

/** Of WECs w1, w2, … with these lists: the whole list, and who decided each type. */
function of(
  lists: readonly (readonly Json[] | undefined)[],
  earlier: readonly Json[] = [],
  more: readonly Partial<Member>[] = [],
): readonly [Json, JsonObject] {
  const members = lists.map((conditions, index) => ({
    wec: `w${index + 1}`,
    status: conditions === undefined ? undefined : { conditions },
    current: true,
    ...more[index],
  }))
  const { status, provenance } = aggregate(widget, members, { conditions: earlier }, [table])
  const deciders = [...provenance].map(
    ([path, from]) => [path.replace('/conditions/', ''), [...from]] as const,
  )
  return [status['conditions'] ?? [], Object.fromEntries(deciders)]
}

describe('conditions of several WECs (AGG-7)', () => {
  it('AGG-7 good news hold where all have them, are False where one says so, else unknown: who has not said it, is named', () => {
    expect(of([[is('Up', 'True', at(1))], [is('Up', 'True', at(2))]])).toEqual([
      [is('Up', 'True', { ...at(2), message: 'w2' })],
      { Up: ['w2'] },
    ])
    expect(of([[is('Up', 'True')], [is('Up', 'False')], [is('Up', 'Unknown')]])[0]).toEqual([
      is('Up', 'False', { message: 'w2' }),
    ])
    expect(
      of([[is('Up', 'True', { ...at(1), reason: 'Good' })], [is('Up', 'Unknown', { message: 'hm' })]]),
    ).toEqual([[is('Up', 'Unknown', { message: 'w2: hm' })], { Up: ['w2'] }])
    expect(of([[is('Up', 'True', { ...at(1), reason: 'Good' })], []])).toEqual([
      [is('Up', 'Unknown', { ...at(1), reason: 'NotReported', message: 'w2: it has not reported Up' })],
      { Up: ['w2', 'w1'] },
    ])
    expect(of([[is('Up', 'odd')], [is('Up', 'True')]])[0]).toMatchObject([{ status: 'Unknown' }])
    expect(of([[{ type: 'Up' }]])).toEqual([
      [is('Up', 'Unknown', { reason: 'NotReported', message: 'w1: it has not reported Up' })],
      { Up: ['w1'] },
    ])
  })

  it.each([
    'ReplicaFailure',
    'Failed',
    'FailureTarget',
    'Suspended',
    'DisruptionTarget',
    'Stalled',
    'Reconciling',
    'SyncFailed',
    'MountFailure',
    'NodeDegraded',
    'ReconcileError',
    'NodeStalled',
    'NodeReconciling',
    'DiskPressure',
    'NameConflict',
    'Leaking',
  ])('AGG-7, AGG-9 %s is bad news: True where any says so, no news where it is absent', (type) => {
    const statusOf = (...lists: readonly (readonly Json[])[]) => {
      const [list] = of(lists)
      return (list as readonly JsonObject[]).find((one) => one['type'] === type)?.['status']
    }
    expect(statusOf([is(type, 'False')], [is(type, 'True')], [])).toBe('True')
    expect(statusOf([is(type, 'False')], [])).toBe('False')
    expect(statusOf([is(type, 'False')], [is(type, 'Unknown')])).toBe('Unknown')
    expect(statusOf([is(`${type}Not`, 'True')], [])).toBeUndefined()
  })

  it('AGG-4 a silent WEC may have any: neither good news nor the absence of bad ones can be told', () => {
    expect(of([[is('Leaking', 'False', at(1)), is('Up', 'True')], undefined])).toEqual([
      [
        is('Reconciling', 'True', {
          reason: 'NotReported',
          message: 'w2: it has reported nothing',
        }),
        is('Leaking', 'Unknown', {
          ...at(1),
          reason: 'NotReported',
          message: 'w2: it has not reported Leaking',
        }),
        is('Up', 'Unknown', { reason: 'NotReported', message: 'w2: it has not reported Up' }),
      ],
      { Leaking: ['w2', 'w1'], Reconciling: ['w2'], Up: ['w2', 'w1'] },
    ])
    expect(of([[is('Leaking', 'odd')], [is('Leaking', 'False')], []])).toEqual([
      [is('Leaking', 'Unknown', { reason: 'NotReported', message: 'w1: it has not reported Leaking' })],
      { Leaking: ['w1'] },
    ])
  })

  it('AGG-7 the words are of the latest transition; a reason that gives way only where there is no other', () => {
    const rolling = (reason: string, day: number, status = 'True') =>
      is('Rolling', status, { reason, ...at(day) })
    const reasonOf = (...all: readonly Json[]) =>
      (of(all.map((one) => [one]))[0] as readonly JsonObject[]).find(({ type }) => type === 'Rolling')?.[
        'reason'
      ]
    expect(reasonOf(rolling('A', 1), rolling('B', 3), rolling('C', 2))).toBe('B')
    expect(reasonOf(rolling('A', 2), rolling('B', 2))).toBe('A')
    expect(reasonOf(rolling('Finished', 3), rolling('B', 1))).toBe('B')
    expect(reasonOf(rolling('Finished', 1), rolling('Finished', 3))).toBe('Finished')
    expect(reasonOf(is('Rolling', 'True', { reason: 'None' }), rolling('A', 1))).toBe('A')
  })

  it('AGG-1, AGG-7 a decisive reason decides wherever it stands, and is told first as what has failed', () => {
    const overdue = is('Rolling', 'False', { reason: 'Overdue', message: 'too late' })
    expect(of([[is('Rolling', 'True')], [overdue]])).toEqual([
      [{ ...overdue, message: 'w2: too late' }],
      { Rolling: ['w2'] },
    ])
    const busy = is('Reconciling', 'True', { message: 'busy' })
    expect(of([[busy], [overdue]])).toEqual([
      [
        is('Stalled', 'True', { reason: 'Overdue', message: 'w2: too late' }),
        { ...busy, message: 'w1: busy' },
        { ...overdue, message: 'w2: too late' },
      ],
      { Rolling: ['w2'], Reconciling: ['w1'], Stalled: ['w2', 'w1'] },
    ])
    // What is under way in the same WEC has not failed.
    expect((of([[busy, overdue]])[0] as readonly JsonObject[]).map(({ type }) => type)).toEqual([
      'Reconciling',
      'Rolling',
    ])
    expect(of([[is('Rolling', 'False', { reason: 'Other' })], [overdue]])[0]).toEqual([
      { ...overdue, message: 'w2: too late' },
    ])
    const deadline = is('Progressing', 'False', { reason: 'ProgressDeadlineExceeded' })
    expect(of([[is('Progressing', 'False')], [deadline], [is('Progressing', 'True')]])[0]).toEqual([
      { ...deadline, message: 'w2' },
    ])
  })

  it('AGG-1 Stalled comes first where a WEC has it first', () => {
    const [stalled, busy] = [is('Stalled', 'True'), is('Reconciling', 'True')]
    const typesOf = (...lists: readonly (readonly Json[])[]) =>
      (of(lists)[0] as readonly JsonObject[]).map(({ type }) => type)
    expect(typesOf([is('Up', 'True'), stalled, busy])).toEqual(['Stalled', 'Reconciling', 'Up'])
    expect(typesOf([busy, stalled, is('A', 'True')])).toEqual(['A', 'Reconciling', 'Stalled'])
    expect(typesOf([is('Stalled', 'False'), busy])).toEqual(['Reconciling', 'Stalled'])
    expect(typesOf([busy], [is('Up', 'True'), stalled])).toEqual(['Stalled', 'Reconciling', 'Up'])
    expect(of([[stalled, is('A', 'True')], undefined])[0]).toMatchObject([
      { type: 'Stalled' },
      { type: 'Reconciling', status: 'True' },
      { type: 'A' },
    ])
  })

  it('AGG-2 what no server would read is left out; of several of a type the first counts', () => {
    const odd: readonly Json[] = [
      7,
      null,
      { status: 'True' },
      { type: 7 },
      is('Up', 'True', at(1)),
      is('Up', 'False'),
    ]
    expect(of([odd])[0]).toEqual([is('Up', 'True', { ...at(1), message: 'w1' })])
    const ill = {
      reason: 7,
      message: ['x'],
      lastTransitionTime: 'never',
      lastUpdateTime: '2026-01-01',
      lastProbeTime: 0,
      lastHeartbeatTime: ' 2026-01-01T00:00:00Z',
      other: 7,
    }
    expect(of([[is('Up', 'True', ill)]])[0]).toEqual([is('Up', 'True', { other: 7, message: 'w1' })])
    const well = {
      reason: 'x',
      lastTransitionTime: '2026-01-01T00:00:00.123456Z',
      lastUpdateTime: '2026-01-01T00:00:00+01:00',
      lastProbeTime: null,
      lastHeartbeatTime: '2026-01-01T00:00:00-11:30',
    }
    expect(of([[is('Up', 'True', well)]])[0]).toEqual([is('Up', 'True', { ...well, message: 'w1' })])
    for (const lastTransitionTime of [
      '2026-13-01T00:00:00Z',
      '2026-01-01T00:00:00Z ',
      '12026-01-01T00:00:00Z',
    ])
      expect(of([[is('Up', 'True', { lastTransitionTime })]])[0]).toEqual([
        is('Up', 'True', { message: 'w1' }),
      ])
  })

  it('AGG-5 generations in conditions are of the WDS where all that say one have observed the present', () => {
    const up = is('Up', 'True', { observedGeneration: 9 })
    const generationOf = (...given: Parameters<typeof of>) => {
      const [list, from] = of(...given)
      const [first] = (list as readonly JsonObject[]).filter(({ type }) => type === 'Up')
      return [first?.['observedGeneration'], from['Up']]
    }
    const [fresh, old] = [{ generation: 9 }, { generation: 10 }]
    expect(generationOf([[up], [up]], [], [fresh, fresh])).toEqual([5, ['w1']])
    expect(generationOf([[up], [up]], [], [fresh, old])).toEqual([undefined, ['w1', 'w2']])
    expect(generationOf([[up], [up]], [is('Up', 'True', { observedGeneration: 3 })], [fresh, old])).toEqual([
      3,
      ['w1', 'w2'],
    ])
    expect(generationOf([[up]], [is('Up', 'True', { observedGeneration: 5 })], [{ current: false }])).toEqual(
      [4, ['w1']],
    )
    expect(generationOf([[up], []])[0]).toBeUndefined()
    expect(of([[is('Up', 'True')]], [is('Up', 'True', { observedGeneration: 3 })])[0]).toEqual([
      is('Up', 'True', { message: 'w1' }),
    ])
  })
})

describe('what says that the whole is not there yet (AGG-1)', () => {
  const behind = (
    earlier: readonly Json[],
    list: readonly Json[] = [is('Up', 'True', at(2)), is('Down', 'False', at(1))],
  ) =>
    (of([list], earlier, [{ current: false }])[0] as readonly JsonObject[]).find(
      ({ type }) => type === 'Reconciling',
    )

  it('AGG-1 says since when: since it was first said, or since that WEC last changed', () => {
    const said = { reason: 'NotCurrent', message: 'w1: it does not run the present content' }
    expect(behind([])).toEqual(is('Reconciling', 'True', { ...said, ...at(2) }))
    expect(behind([is('Reconciling', 'True', at(4))])).toEqual(
      is('Reconciling', 'True', { ...said, ...at(4) }),
    )
    expect(behind([is('Reconciling', 'False', at(4))])).toMatchObject(at(2))
    expect(behind([], [is('Up', 'True')])).toEqual(is('Reconciling', 'True', said))
  })

  it('AGG-1 is not said twice, and in place of what denies it', () => {
    const own = is('Reconciling', 'True', { message: 'mine' })
    expect(behind([], [own])).toEqual({ ...own, message: 'w1: mine' })
    const [list] = of([[is('Reconciling', 'False')]], [], [{ current: false }])
    expect(list).toMatchObject([{ type: 'Reconciling', status: 'True', reason: 'NotCurrent' }])
    expect(list).toHaveLength(1)
  })
})
