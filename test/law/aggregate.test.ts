import { isObject, type Json, listAt, memberOf, stringAt } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Aggregate,
  aggregate,
  builtInTables,
  kindTableSchema,
  type Member,
} from '../../packages/core/src/aggregate/index.ts'
import { anyJson, mangled } from '../generators/any-json.ts'
import { statusFaults } from '../oracles/index.ts'
import { caseArbitrary, kinds, statusArbitrary } from './members.arbitrary.ts'
import { type MemberState, objectFor } from './scope.ts'

const membersOf = (states: readonly MemberState[]): readonly Member[] =>
  states.map((state, at) => ({ wec: `wec-${at}`, ...state }))

/** What is said, whoever says it. */
function essence({ status }: Aggregate): Json {
  const conditions = listAt(status, 'conditions').map((one) => [
    stringAt(one, 'type') ?? '',
    stringAt(one, 'status') ?? '',
  ])
  const numbers = Object.entries(status).filter(([, value]) => typeof value === 'number')
  return [conditions, numbers]
}

describe('an aggregate', () => {
  it.each(kinds)('AGG-6 does not hang on which WEC is which, for %s', (kind) => {
    fc.assert(
      fc.property(caseArbitrary(kind), ({ object, states, earlier }) => {
        const one = aggregate(object, membersOf(states), earlier)
        expect(essence(aggregate(object, membersOf([...states].reverse()), earlier))).toEqual(essence(one))
      }),
    )
  })

  it.each(kinds)('AGG-6 does not change when a WEC like another joins, for %s', (kind) => {
    fc.assert(
      fc.property(caseArbitrary(kind), fc.nat(5), ({ object, states, earlier }, at) => {
        const members = membersOf(states)
        const [twin] = members.slice(at % members.length)
        if (twin === undefined) return
        const more = [...members, { ...twin, wec: `${twin.wec}-twin` }].sort((a, b) =>
          a.wec < b.wec ? -1 : 1,
        )
        expect(aggregate(object, more, earlier).status).toEqual(aggregate(object, members, earlier).status)
      }),
    )
  })

  it.each(kinds)('AGG-10 names WECs that suffice for each field, for %s', (kind) => {
    fc.assert(
      fc.property(caseArbitrary(kind), ({ object, states, earlier }) => {
        const members = membersOf(states)
        const whole = aggregate(object, members, earlier)
        const paths = [
          ...Object.keys(whole.status)
            .filter((key) => key !== 'conditions')
            .map((key) => `/${key}`),
          ...listAt(whole.status, 'conditions').map((one) => `/conditions/${stringAt(one, 'type') ?? ''}`),
        ]
        expect([...whole.provenance.keys()].sort()).toEqual(paths.sort())
        for (const [path, from] of whole.provenance) {
          if (from.length === 0) continue
          const few = aggregate(
            object,
            members.filter(({ wec }) => from.includes(wec)),
            earlier,
          )
          expect([path, at(few.status, path)]).toEqual([path, at(whole.status, path)])
        }
      }),
    )
  })

  it.each(kinds)('AGG-2 is accepted by upstream whatever stood there, for %s', (kind) => {
    fc.assert(
      fc.property(caseArbitrary(kind), ({ object, states, earlier }) => {
        const { status } = aggregate(object, membersOf(states), earlier)
        expect(statusFaults({ ...object, status: earlier ?? {} }, { ...object, status })).toEqual([])
      }),
    )
  })

  it.each(kinds)('P-6 is the same again once it stands, for %s', (kind) => {
    fc.assert(
      fc.property(caseArbitrary(kind), ({ object, states, earlier }) => {
        const once = aggregate(object, membersOf(states), earlier).status
        expect(aggregate(object, membersOf(states), once).status).toEqual(once)
      }),
    )
  })

  const everyKind = [...builtInTables, { group: 'example.com', kind: 'Widget' }]
  it.each(everyKind)('P-3 exists of any JSON, and AGG-2 holds of it, for $kind', ({ group, kind }) => {
    const object = objectFor(group === '' ? 'v1' : `${group}/v1`, kind, {})
    const hostile = fc.oneof(
      anyJson(),
      ...(kinds.includes(kind) ? [mangled(statusArbitrary(kind))] : []),
      fc.dictionary(
        fc.constantFrom(
          'replicas',
          'readyReplicas',
          'phase',
          'conditions',
          'active',
          'startTime',
          '__proto__',
          'observedGeneration',
          'collisionCount',
          'succeeded',
          'loadBalancer',
          'containerStatuses',
        ),
        anyJson(),
      ),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(hostile, fc.boolean()), { minLength: 1, maxLength: 4 }),
        hostile,
        (all, earlier) => {
          const members = all.map(([status, current], at): Member => ({ wec: `wec-${at}`, status, current }))
          expect(() => aggregate(object, members, earlier)).not.toThrow()
          const { status } = aggregate(object, members, undefined)
          expect(statusFaults({ ...object, status: {} }, { ...object, status })).toEqual([])
        },
      ),
    )
  })

  it('AGG-8 unites addresses where every WEC that counts has one, and takes the worst phase', () => {
    const address = fc.record({ ip: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3') })
    const addresses = fc.option(fc.uniqueArray(address, { selector: ({ ip }) => ip, maxLength: 2 }), {
      nil: undefined,
    })
    const members = <T>(statuses: readonly T[], status: (one: T) => Json | undefined): readonly Member[] =>
      statuses.map((one, index) => ({ wec: `wec-${index}`, status: status(one), current: true }))
    const some = { minLength: 1, maxLength: 4 }
    fc.assert(
      fc.property(fc.array(addresses, some), fc.constantFrom('Service', 'Ingress'), (lists, kind) => {
        const object = objectFor(kind === 'Service' ? 'v1' : 'networking.k8s.io/v1', kind, {})
        const ingress = (list: readonly { ip: string }[] | undefined) =>
          list === undefined ? undefined : { loadBalancer: { ingress: list } }
        const { status } = aggregate(object, members(lists, ingress), undefined)
        const all = new Set(lists.flatMap((list) => (list ?? []).map(({ ip }) => ip)))
        const isEverywhere = lists.every((list) => list !== undefined && list.length > 0)
        const found = listAt(memberOf(status, 'loadBalancer'), 'ingress').map((one) => stringAt(one, 'ip'))
        expect(found).toEqual(isEverywhere ? [...all].sort() : [])
      }),
    )
    const order = ['Bound', 'Pending', 'Lost']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), some), (phases) => {
        const object = objectFor('v1', 'PersistentVolumeClaim', {})
        const { status } = aggregate(
          object,
          members(phases, (phase) => ({ phase })),
          undefined,
        )
        const worst = Math.max(...phases.map((phase) => order.indexOf(phase)))
        expect(stringAt(status, 'phase')).toBe(order[worst])
      }),
    )
  })

  it('AGG-9 goes by tables that are data', () => {
    for (const table of builtInTables)
      expect(kindTableSchema.parse(JSON.parse(JSON.stringify(table)))).toEqual(table)
    const object = objectFor('example.com/v1', 'Widget', {})
    const members = membersOf([
      { status: { done: 3, phase: 'Fine' }, current: true },
      { status: { done: 5, phase: 'Poor' }, current: true },
    ])
    const table = {
      group: 'example.com',
      kind: 'Widget',
      observesGeneration: false,
      fields: [
        { op: 'most', field: 'done', zero: 'omitted' },
        { op: 'worst', field: 'phase', order: ['Fine', 'Poor'] },
      ],
    } as const
    expect(aggregate(object, members, undefined, [kindTableSchema.parse(table)]).status).toEqual({
      done: 5,
      phase: 'Poor',
    })
    expect(aggregate(object, members, undefined).status).toEqual({ done: 3 })
  })
})

function at(status: Json, path: string): Json | undefined {
  const [, key = '', type] = path.split('/')
  const found = memberOf(status, key)
  if (type === undefined) return found
  return listAt(found).find((one) => isObject(one) && stringAt(one, 'type') === type)
}
