import { describe, expect, it } from 'vitest'
import type { Item } from '../transport/index.ts'
import { decideMailbox } from './mailbox.ts'
import { bundleOf, MailboxWorld, parcels } from './mailbox-double.arbitrary.ts'
import {
  CONFIG_A,
  CONFIG_B,
  demandFor,
  itemOf,
  keyOf,
  mailboxOf,
  SHOP,
  WEB,
  WIDGET_IN_BANK,
  WIDGETS,
  wantedOf,
} from './mailbox-vocabulary.arbitrary.ts'
import type { Demand, MailboxDecision, MailboxInput } from './types.ts'

/** A world in which each wrapped object is named as its Binding, and applied. */
function worldOf(held: Readonly<Record<string, readonly Item[]>>): MailboxWorld {
  const world = new MailboxWorld()
  for (const [binding, items] of Object.entries(held)) world.put(bundleOf(binding, binding, items))
  world.acknowledgeAll()
  return world
}

function decide(
  world: MailboxWorld,
  demands: readonly Demand[],
  more: Partial<MailboxInput> = {},
): MailboxDecision {
  return decideMailbox(mailboxOf(world, demands, more), parcels)
}

function namesOf(decision: MailboxDecision): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    decision.bundles.map(({ name, items }) => [
      name,
      items.map((item) => (item.orphan ? `(${item.id.name})` : item.id.name)).sort(),
    ]),
  )
}

const a = wantedOf(CONFIG_A)

describe('make before break', () => {
  it('WRP-10 an object that another Binding is to hold leaves when that reports it applied at its generation', () => {
    const world = worldOf({ old: [itemOf(CONFIG_A)] })
    const demands = [demandFor('young', [a])]
    const first = decide(world, demands)
    expect(namesOf(first)).toEqual({ old: ['a'], 'young-wds1-0': ['a'] })
    expect(first.held).toMatchObject([{ in: 'old', rule: 'WRP-10' }])
    world.land(first)
    expect(decide(world, demands).deletions).toEqual([])
    world.acknowledge('young-wds1-0')
    expect(decide(world, demands).deletions).toEqual([{ name: 'old', rule: 'WRP-6' }])
  })

  it('WRP-10 one that is applied but is still to be rewritten does not take over', () => {
    const world = worldOf({ old: [itemOf(CONFIG_A)], young: [itemOf(CONFIG_A, { padding: 1 })] })
    expect(decide(world, [demandFor('young', [a])]).deletions).toEqual([])
    expect(decide(world, [demandFor('young', [wantedOf(CONFIG_A, { padding: 1 })])]).deletions).toHaveLength(
      1,
    )
  })

  it('WRP-10 one that reported it at an earlier generation does not take over yet', () => {
    const world = worldOf({ old: [itemOf(CONFIG_A)], young: [itemOf(CONFIG_A)] })
    world.put(bundleOf('young', 'young', [itemOf(CONFIG_A), itemOf(WEB)]))
    const demands = [demandFor('young', [a, wantedOf(WEB)])]
    expect(decide(world, demands).deletions).toEqual([])
    world.acknowledge('young')
    expect(decide(world, demands).deletions).toHaveLength(1)
  })

  it('WRP-10 one that does not own it, being orphaned, does not take over', () => {
    const world = worldOf({ old: [itemOf(CONFIG_A)], young: [{ ...itemOf(CONFIG_A), orphan: true }] })
    const demands = [demandFor('young', [a])]
    expect(decide(world, demands).deletions).toEqual([])
    expect(decide(world, [demandFor('young', [wantedOf(CONFIG_A, { frozen: true })])]).deletions).toEqual([])
    world.land(decide(world, demands))
    world.acknowledgeAll()
    expect(decide(world, demands).deletions).toHaveLength(1)
  })

  it('WRP-10 only what has to stay stays: its neighbours leave at once', () => {
    const world = worldOf({ old: [itemOf(CONFIG_A), itemOf(CONFIG_B)] })
    expect(namesOf(decide(world, [demandFor('young', [a])]))).toEqual({ old: ['a'], 'young-wds1-0': ['a'] })
  })

  it('WRP-10 a copy that is neither home nor place, and was never applied, is dropped at once', () => {
    const world = new MailboxWorld()
    world.put(bundleOf('x', 'shop', [itemOf(CONFIG_A), itemOf(CONFIG_B)]))
    world.put(bundleOf('y', 'shop', [itemOf(CONFIG_A), itemOf(WEB)]))
    const wanted = [CONFIG_A, CONFIG_B, WEB].map((index) => wantedOf(index))
    expect(namesOf(decide(world, [demandFor('shop', wanted)]))).toEqual({ x: ['a', 'b'], y: ['web'] })
  })

  it('WRP-3, WRP-10 a home of which nothing was heard yet waits for another Binding, though its own wants it no more', () => {
    const world = new MailboxWorld()
    world.put(bundleOf('old-wds1-0', 'old', [itemOf(CONFIG_A), itemOf(CONFIG_B)]))
    const demands = [demandFor('old', [wantedOf(CONFIG_B)]), demandFor('young', [a])]
    const first = decide(world, demands)
    expect(namesOf(first)).toEqual({ 'old-wds1-0': ['a', 'b'], 'young-wds1-0': ['a'] })
    world.land(first)
    world.acknowledge('young-wds1-0')
    expect(namesOf(decide(world, demands))).toEqual({ 'old-wds1-0': ['b'], 'young-wds1-0': ['a'] })
  })

  it('WRP-10 a copy that was applied waits for the home, even where that holds the same', () => {
    const world = worldOf({ x: [itemOf(CONFIG_A)] })
    world.put(bundleOf('y', 'x', [itemOf(CONFIG_A), itemOf(WEB)]))
    world.acknowledge('y')
    const demands = [demandFor('x', [wantedOf(CONFIG_A, { padding: 1 }), wantedOf(WEB)])]
    const first = decide(world, demands)
    expect(namesOf(first)).toEqual({ x: ['a'], y: ['a', 'web'] })
    world.land(first)
    world.acknowledgeAll()
    expect(namesOf(decide(world, demands))).toEqual({ x: ['a'], y: ['web'] })
  })

  it('WRP-10 a wrapped object that is being deleted holds nothing: its objects are placed anew, under another name', () => {
    const world = worldOf({ shop: [itemOf(CONFIG_A)] })
    world.put(bundleOf('shop-wds1-0', 'shop', [itemOf(WEB)]))
    world.askDeletion('shop')
    world.askDeletion('shop-wds1-0')
    expect(namesOf(decide(world, [demandFor('shop', [a, wantedOf(WEB)])]))).toEqual({
      'shop-wds1-1': ['a', 'web'],
    })
  })

  it('WRP-8 nothing that is leaving with its WEC waits for anything', () => {
    const world = worldOf({ one: [itemOf(CONFIG_A)], two: [itemOf(CONFIG_A)] })
    expect(decide(world, [], { available: false }).deletions).toHaveLength(2)
  })

  it('WRP-9 what fails for good does not wait: it never came to be', () => {
    const world = new MailboxWorld()
    world.refusals.set(keyOf(WEB), { cause: 'unknownKind', message: '' })
    world.put(bundleOf('old', 'old', [itemOf(WEB)]))
    world.acknowledgeAll()
    const young = [demandFor('young', [wantedOf(WEB)])]
    expect(decide(world, young).deletions).toHaveLength(1)
    expect(decide(world, young, { reported: () => true }).deletions).toEqual([])
  })
})

describe('Namespaces and CRDs that leave', () => {
  const cases = [
    { what: 'a Namespace', container: SHOP, content: CONFIG_A },
    { what: 'a CRD', container: WIDGETS, content: WIDGET_IN_BANK },
  ]
  for (const { what, container, content } of cases) {
    it(`WRP-11 ${what} leaves orphaned, in two steps, while another wrapped object goes on holding what is in it`, () => {
      const world = worldOf({ old: [itemOf(container)], young: [itemOf(content)] })
      const demands = [demandFor('young', [wantedOf(content)])]
      const first = decide(world, demands)
      expect(first.bundles[0]?.items).toMatchObject([{ orphan: true }])
      expect(first.held).toMatchObject([{ in: 'old', rule: 'WRP-11' }])
      world.land(first)
      expect(decide(world, demands).deletions).toEqual([])
      world.acknowledgeAll()
      const second = decide(world, demands)
      expect(second.deletions).toMatchObject([{ name: 'old' }])
      world.land(second)
      world.acknowledgeAll()
      expect(world.wec.has(keyOf(container))).toBe(true)
    })

    it(`WRP-11 ${what} otherwise leaves after what is in it; an unavailable WEC is not waited for`, () => {
      const world = worldOf({ old: [itemOf(container)], young: [itemOf(content)] })
      expect(decide(world, [], { available: false }).deletions).toHaveLength(2)
      const first = decide(world, [])
      expect(first.deletions).toMatchObject([{ name: 'young' }])
      expect(first.held).toMatchObject([{ in: 'old', rule: 'WRP-11' }])
      world.land(first)
      expect(decide(world, []).deletions).toEqual([])
      world.acknowledge('young')
      expect(decide(world, []).deletions).toMatchObject([{ name: 'old' }])
    })
  }

  it('WRP-11 leave orphaned too while their own shard, or a paused or new one, goes on holding what is in them', () => {
    const own = worldOf({ shop: [itemOf(SHOP), itemOf(CONFIG_A)] })
    expect(namesOf(decide(own, [demandFor('shop', [a])]))).toEqual({ shop: ['(shop)', 'a'] })
    const paused = worldOf({ old: [itemOf(SHOP)], still: [itemOf(CONFIG_A)] })
    expect(namesOf(decide(paused, [demandFor('still', [], { paused: true })]))['old']).toEqual(['(shop)'])
    const young = worldOf({ old: [itemOf(SHOP)] })
    expect(namesOf(decide(young, [demandFor('young', [a])]))['old']).toEqual(['(shop)'])
  })

  it('WRP-11 leave at once with what is in them when that is in the same wrapped object', () => {
    const world = worldOf({ shop: [itemOf(SHOP), itemOf(CONFIG_A)] })
    expect(decide(world, []).deletions).toEqual([{ name: 'shop', rule: 'WRP-6' }])
  })

  it('WRP-11 do not leave the WEC, and so not orphaned, where another wrapped object is to hold them', () => {
    const world = worldOf({ old: [itemOf(SHOP)], young: [itemOf(SHOP)], third: [itemOf(CONFIG_A)] })
    const demands = [demandFor('young', [wantedOf(SHOP)]), demandFor('third', [a])]
    expect(decide(world, demands).deletions).toEqual([{ name: 'old', rule: 'WRP-6' }])
  })

  it('WRP-11 one that is wanted again is no longer orphaned', () => {
    const world = worldOf({ shop: [{ ...itemOf(SHOP), orphan: true }] })
    expect(namesOf(decide(world, [demandFor('shop', [wantedOf(SHOP)])]))).toEqual({ shop: ['shop'] })
  })
})

describe('what must not be deleted in a WEC', () => {
  it('DLV-1 what is withheld leaves orphaned, in two steps', () => {
    const world = worldOf({ old: [itemOf(CONFIG_A)] })
    const more = { orphaned: new Set([keyOf(CONFIG_A)]) }
    world.land(decide(world, [], more))
    expect(decide(world, [], more).held).toMatchObject([{ rule: 'DLV-1' }])
    world.acknowledgeAll()
    expect(decide(world, [], more).deletions).toHaveLength(1)
    world.land(decide(world, [], more))
    world.acknowledgeAll()
    expect(world.wec.has(keyOf(CONFIG_A))).toBe(true)
  })

  it('DLV-2 everything leaves orphaned when the WEC is the WDS', () => {
    const world = worldOf({ old: [itemOf(CONFIG_A), itemOf(SHOP)] })
    expect(namesOf(decide(world, [], { orphaned: 'all' }))).toEqual({ old: ['(a)', '(shop)'] })
  })

  it('DLV-1 without its resource no rule can say that it stays, so it does not leave', () => {
    const { resource: _, ...nameless } = itemOf(CONFIG_A)
    const world = worldOf({ old: [nameless] })
    const decision = decide(world, [], { orphaned: 'all' })
    expect(namesOf(decision)).toEqual({ old: ['a'] })
    expect(decision.held).toHaveLength(1)
  })
})

describe('what stays until somebody decides', () => {
  it('GRD-1 of a held withdrawal nothing leaves, all else goes on', () => {
    const world = worldOf({ shop: [itemOf(CONFIG_A), itemOf(CONFIG_B)] })
    const demand = demandFor('shop', [wantedOf(CONFIG_B, { padding: 1 })], { holdsWithdrawals: true })
    const decision = decide(world, [demand])
    expect(namesOf(decision)).toEqual({ shop: ['a', 'b'] })
    expect(decision.bundles[0]?.items[1]?.content).toEqual(itemOf(CONFIG_B, { padding: 1 }).content)
    expect(decision.held).toMatchObject([{ rule: 'GRD-1', manifest: { name: 'a' } }])
  })

  it('GRD-1 what has moved is no withdrawal', () => {
    const world = worldOf({ x: [itemOf(CONFIG_A)] })
    world.put(bundleOf('y', 'x', [itemOf(CONFIG_A)]))
    world.acknowledge('y')
    const decision = decide(world, [demandFor('x', [a], { holdsWithdrawals: true })])
    expect(decision.deletions).toEqual([{ name: 'y', rule: 'WRP-1' }])
  })

  it('BND-12 what is paused stands as it is; what it no longer wants is said to be held', () => {
    const world = worldOf({ shop: [itemOf(CONFIG_A), itemOf(CONFIG_B)] })
    const demand = demandFor('shop', [wantedOf(CONFIG_B, { padding: 1 }), wantedOf(WEB)], { paused: true })
    const decision = decide(world, [demand])
    expect(decision.bundles).toEqual(world.shards().map((shard) => shard.bundle))
    expect(decision.held).toMatchObject([{ rule: 'BND-12', manifest: { name: 'a' } }])
    expect(decision.pairs).toMatchObject([
      { state: 'pending', in: 'shop' },
      { state: 'pending', in: undefined },
    ])
  })

  it('SNP-2, WRP-6 while not all is seen, rewrites and additions go on, and nothing leaves', () => {
    const world = worldOf({ shop: [itemOf(CONFIG_A), itemOf(CONFIG_B)], gone: [itemOf(WEB)] })
    const demands = [demandFor('shop', [wantedOf(CONFIG_B, { padding: 1 }), wantedOf(SHOP)])]
    for (const [rule, more] of [
      ['SNP-2', { keepsAll: true }],
      ['WRP-6', { wdsId: undefined }],
    ] as const) {
      const decision = decide(world, demands, more)
      expect(namesOf(decision)).toEqual({ gone: ['web'], shop: ['a', 'b'], 'shop-wds1-0': ['shop'] })
      expect(new Set(decision.held.map((one) => one.rule))).toEqual(new Set([rule]))
    }
  })
})
