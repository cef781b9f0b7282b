import { describe, expect, it } from 'vitest'
import { settings } from '../../../../test/worlds/story.ts'
import { configMap, work } from '../../../../test/worlds/world.ts'
import type { KubeObject } from '../kube/index.ts'
import type { Bundle } from '../transport/index.ts'
import { impactOf, sumImpact } from './impact.ts'
import { decisionWith, shardWith } from './mailbox-decision.arbitrary.ts'

const { transport } = settings
const bundleOf = (object: KubeObject): Bundle => {
  const read = transport.unwrap(object)
  if (!read.ok) throw new Error('it can be read')
  return read.value
}

describe('impact (EXP-4)', () => {
  const holding = (...names: readonly string[]) =>
    bundleOf(
      work(
        'east/w',
        'p',
        names.map((name) => configMap(`shop/${name}`)),
      ),
    )
  const edited = bundleOf(work('east/w', 'p', [configMap('shop/b', {}, { key: 'other' })]))

  it('EXP-4 counts pairs that appear, change and vanish, wherever they stand', () => {
    const impact = impactOf(decisionWith({ bundles: [holding('a', 'new'), edited] }), [
      shardWith(holding('a', 'b', 'old')),
    ])
    expect(impact).toMatchObject({ appear: 1, change: 1, vanish: 1 })
  })

  it('EXP-4 a move is no change', () => {
    const moved = { ...holding('a'), name: 'another' }
    expect(impactOf(decisionWith({ bundles: [moved] }), [shardWith(holding('a'))])).toMatchObject({
      appear: 0,
      change: 0,
      vanish: 0,
    })
  })

  it('EXP-4 what is equal in one wrapped object and edited in another is a change, each object once', () => {
    const both = { bundles: [holding('b'), { ...edited, name: 'x' }] }
    expect(impactOf(decisionWith(both), [shardWith(holding('b'))])).toMatchObject({ appear: 0, change: 1 })
    expect(
      impactOf(decisionWith(both), [shardWith(holding('b')), shardWith({ ...edited, name: 'x' })]),
    ).toMatchObject({
      change: 0,
    })
  })

  it('EXP-4, FRZ-1 counts what is held, each object once, and pairs that are frozen', () => {
    const [first] = holding('a').items
    if (first === undefined) throw new Error('it holds one')
    const held = { manifest: first.id, rule: 'WRP-10', message: '' }
    const pair = {
      binding: 'p',
      wec: 'east',
      id: { group: '', resource: 'configmaps', namespace: 'shop', name: 'a' },
      state: 'frozen' as const,
      current: false,
      in: 'w',
      message: '',
    }
    const found = decisionWith({
      held: [
        { ...held, in: 'v' },
        { ...held, in: 'w' },
        { ...held, in: 'w', manifest: { ...first.id, name: 'other' } },
      ],
      pairs: [pair, { ...pair, state: 'applied' }, { ...pair, state: 'pending' }],
    })
    expect(impactOf(found, [])).toEqual({ appear: 0, change: 0, vanish: 0, held: 3 })
  })

  it('EXP-4 what is being deleted does not stand any more', () => {
    expect(
      impactOf(decisionWith({ bundles: [holding('a')] }), [shardWith(holding('a'), true)]),
    ).toMatchObject({
      appear: 1,
    })
  })

  it('EXP-4 sums mailboxes up, and counts those in which something happens', () => {
    const still = { appear: 0, change: 0, vanish: 0, held: 2 }
    expect(sumImpact([still, { appear: 1, change: 2, vanish: 3, held: 0 }], ['p'])).toEqual({
      appear: 1,
      change: 2,
      vanish: 3,
      held: 2,
      wecs: 1,
      policies: ['p'],
    })
  })
})
