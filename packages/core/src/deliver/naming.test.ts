import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelValueFor, names } from '../kube/index.ts'
import { demandFor } from './mailbox-vocabulary.arbitrary.ts'
import { nameGiver, shardAnnotations, shardLabels, shardNumber } from './naming.ts'

const LIMIT = 188
const bindingName = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,230}[a-z0-9])?$/)

describe('names of new wrapped objects', () => {
  it('WRP-2 skips every name that exists, and gives none twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(6)), (takenNumbers) => {
        const taken = takenNumbers.map((number) => `shop-wds1-${number}`)
        const give = nameGiver('wds1', taken, LIMIT)
        const free = Array.from({ length: 12 }, (_, number) => number).filter(
          (n) => !takenNumbers.includes(n),
        )
        expect([0, 1, 2].map(() => give.numbered('shop').number)).toEqual(free.slice(0, 3))
      }),
    )
  })

  it('WRP-2, NAM-1 are names of at most the limit, and say their shard number', () => {
    fc.assert(
      fc.property(bindingName, fc.nat(20_000), fc.integer({ min: 60, max: 253 }), (binding, first, limit) => {
        const give = nameGiver('wds1', [], limit)
        const { name, number } = give.numbered(binding)
        expect(name.length).toBeLessThanOrEqual(limit)
        expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
        expect(shardNumber(name, binding, 'wds1', limit)).toBe(number)
        expect(shardNumber(name, `${binding}${first}x`, 'wds1', limit)).toBe(Number.POSITIVE_INFINITY)
      }),
    )
  })

  it('WRP-2 two Bindings whose names run together get different names', () => {
    const give = nameGiver('b', [], LIMIT)
    expect([give.numbered('a').name, give.numbered('a').name]).toEqual(['a-b-0', 'a-b-1'])
    expect(nameGiver('b', ['a-b-0'], LIMIT).numbered('a')).toEqual({ name: 'a-b-1', number: 1 })
  })

  it('WRP-2 one for each object: by uids, then -2, -3', () => {
    const give = nameGiver('wds1', ['b-wds1-o'], LIMIT)
    expect([give.ofObject('b', 'o'), give.ofObject('b', 'o'), give.ofObject('b', 'p')]).toEqual([
      'b-wds1-o-2',
      'b-wds1-o-3',
      'b-wds1-p',
    ])
  })

  it('WRP-2 a name that only looks like a shard number has none', () => {
    for (const name of ['shop-wds1-', 'shop-wds1-01', 'shop-wds2-1', '11-wds1-22', 'shop-wds1-1-2'])
      expect(shardNumber(name, 'shop', 'wds1', LIMIT)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('marks of wrapped objects', () => {
  it('WRP-2 labels name Binding and WDS, an annotation the WDS by its id', () => {
    expect(shardLabels('shop', 'wds1')).toEqual({
      [names.labels.originBinding]: 'shop',
      [names.labels.originWds]: 'wds1',
    })
    expect(shardAnnotations(demandFor('shop', []), 'wds1', 'id1')).toEqual({
      [names.annotations.originWdsId]: 'id1',
    })
    expect(shardAnnotations(demandFor('shop', []), 'wds1', undefined)).toEqual({})
  })

  it('NAM-1 the full value of a shortened label stands in an annotation of the same key', () => {
    const long = 'x'.repeat(100)
    expect(shardLabels(long, 'wds1')[names.labels.originBinding]).toBe(labelValueFor(long))
    expect(shardAnnotations(demandFor(long, []), 'wds1', undefined)).toEqual({
      [names.labels.originBinding]: long,
    })
  })
})
