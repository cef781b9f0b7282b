import { describe, expect, it } from 'vitest'
import { configMap } from '../../../../test/worlds/world.ts'
import type { Bundle, Item } from '../transport/index.ts'
import { decisionWith, shardWith } from './mailbox-decision.arbitrary.ts'
import { pairEffects } from './pair-effects.ts'

const itemOf = (name: string, data = 'one'): Item => ({
  id: { group: '', kind: 'ConfigMap', namespace: 'shop', name },
  content: configMap(`shop/${name}`, {}, { data }),
  orphan: false,
  strategy: 'update',
})
const bundleOf = (name: string, items: readonly Item[]): Bundle => ({
  wec: 'east',
  name,
  labels: {},
  annotations: {},
  items,
})
const shardOf = (name: string, items: readonly Item[]) => shardWith(bundleOf(name, items))
const manifestOf = (name: string) => itemOf(name).id

describe('what one write does to what a WEC has', () => {
  it('WRP-11, DLV-2 what is only orphaned now is told by the rule that holds it, once', () => {
    const held = [
      { manifest: manifestOf('b'), in: 'one', rule: 'GRD-1', message: '' },
      { manifest: manifestOf('a'), in: 'two', rule: 'SNP-2', message: '' },
      { manifest: manifestOf('a'), in: 'one', rule: 'DLV-2', message: '' },
    ]
    const orphaned = { ...itemOf('a'), orphan: true }
    const standing = [shardOf('one', [itemOf('a')])]
    const wanted = { bundles: [bundleOf('one', [orphaned])] }
    const effectsOn = (more: object, shards = standing) =>
      pairEffects(decisionWith({ ...wanted, ...more }), shards, new Set(['one'])).get('one')
    expect(effectsOn({ held })).toEqual([{ what: 'orphan', manifest: manifestOf('a'), rules: ['DLV-2'] }])
    expect(effectsOn({})).toEqual([{ what: 'orphan', manifest: manifestOf('a'), rules: ['WRP-11'] }])
    expect(effectsOn({ held }, [shardOf('one', [orphaned])])).toEqual([])
    expect(effectsOn({ held }, [shardOf('one', [itemOf('a')]), shardOf('two', [orphaned])])).toEqual([])
  })

  it('WRP-7 what is only created stays as it was; to and from that is WRP-7, between others WRP-13', () => {
    const effectOf = (from: Item['strategy'], to: Item['strategy'], data: string) =>
      pairEffects(
        decisionWith({ bundles: [bundleOf('one', [{ ...itemOf('a', data), strategy: to }])] }),
        [shardOf('one', [{ ...itemOf('a', 'old'), strategy: from }])],
        new Set(['one']),
      )
        .get('one')
        ?.map(({ rules }) => rules.join(' '))
    expect(effectOf('createOnly', 'createOnly', 'new')).toEqual([])
    expect(effectOf('update', 'update', 'new')).toEqual(['WRP-4'])
    expect(effectOf('update', 'update', 'old')).toEqual([])
    expect(effectOf('createOnly', 'update', 'old')).toEqual(['WRP-7'])
    expect(effectOf('update', 'createOnly', 'new')).toEqual(['WRP-4 WRP-7'])
    expect(effectOf('update', 'serverSideApply', 'old')).toEqual(['WRP-13'])
    expect(effectOf('serverSideApply', 'update', 'new')).toEqual(['WRP-13 WRP-4'])
  })

  it('P-7 of several that stand the nearest counts: where one is equal, nothing changes', () => {
    const wanted = decisionWith({ bundles: [bundleOf('one', [itemOf('a', 'new')])] })
    const [old, fresh] = [itemOf('a', 'old'), itemOf('a', 'new')]
    const effectsOver = (first: Item, second: Item) =>
      pairEffects(wanted, [shardOf('one', [first]), shardOf('two', [second])], new Set(['one'])).get('one')
    expect(effectsOver(old, fresh)).toEqual([])
    expect(effectsOver(old, { ...fresh, strategy: 'createOnly' })).toEqual([])
    expect(effectsOver(old, old)).toEqual([{ what: 'change', manifest: manifestOf('a'), rules: ['WRP-4'] }])
  })

  it('EXP-4 only what is written has effects; what is being deleted stands no more', () => {
    const wanted = decisionWith({
      bundles: [bundleOf('one', [itemOf('a', 'new')]), bundleOf('two', [itemOf('b', 'new')])],
    })
    const shards = [shardOf('two', [itemOf('b', 'old')]), shardOf('one', [itemOf('a', 'old'), itemOf('c')])]
    expect([...pairEffects(wanted, shards, new Set(['one']))]).toEqual([
      [
        'one',
        [
          { what: 'change', manifest: manifestOf('a'), rules: ['WRP-4'] },
          { what: 'vanish', manifest: manifestOf('c'), rules: ['BND-1'] },
        ],
      ],
    ])
    const leaving = [{ ...shardOf('one', [itemOf('a', 'old')]), deleting: true }]
    expect(pairEffects(wanted, leaving, new Set(['one'])).get('one')).toEqual([])
  })

  it('EXP-4 of a deletion everything vanishes that is in no other, by its rule, but what is orphaned', () => {
    const shards = [
      shardOf('two', [itemOf('x')]),
      shardOf('one', [itemOf('a'), itemOf('b'), { ...itemOf('c'), orphan: true }]),
    ]
    const effectsBy = (rule: string) =>
      pairEffects(
        decisionWith({ bundles: [bundleOf('two', [itemOf('x'), itemOf('b')])], deletions: [deletion(rule)] }),
        shards,
        new Set(),
      ).get('one')
    expect(effectsBy('WRP-8')).toEqual([{ what: 'vanish', manifest: manifestOf('a'), rules: ['WRP-8'] }])
    expect(effectsBy('WRP-1')).toEqual([{ what: 'vanish', manifest: manifestOf('a'), rules: ['BND-1'] }])
    expect(pairEffects(decisionWith({ deletions: [deletion('WRP-8')] }), [], new Set()).get('one')).toEqual(
      [],
    )
  })
})

const deletion = (rule: string) => ({ name: 'one', rule })
