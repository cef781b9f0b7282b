import { describe, expect, it } from 'vitest'
import { decideMailbox } from './mailbox.ts'
import { bundleOf, HARD_BYTES, MailboxWorld, parcels } from './mailbox-double.arbitrary.ts'
import {
  BANK,
  CONFIG_A,
  CONFIG_B,
  CONFIG_IN_BANK,
  demandFor,
  GADGET,
  itemOf,
  keyOf,
  mailboxOf,
  READER,
  SHOP,
  WEB,
  WIDGET_IN_BANK,
  WIDGETS,
  wantedOf,
} from './mailbox-vocabulary.arbitrary.ts'
import type { MailboxInput, Wanted } from './types.ts'

/** Which objects, by their index in the vocabulary, each wrapped object is to hold. */
function layout(
  world: MailboxWorld,
  wanted: readonly Wanted[],
  more: Partial<MailboxInput> = {},
): Readonly<Record<string, readonly string[]>> {
  const decision = decideMailbox(mailboxOf(world, [demandFor('shop', wanted)], more), parcels)
  return Object.fromEntries(
    decision.bundles.map((bundle) => [bundle.name, bundle.items.map((item) => item.id.name).sort()]),
  )
}

function applied(
  ...bundles: readonly (readonly [name: string, ...items: readonly ReturnType<typeof itemOf>[]])[]
): MailboxWorld {
  const world = new MailboxWorld()
  for (const [name, ...items] of bundles) world.put(bundleOf(name, 'shop', items))
  world.acknowledgeAll()
  return world
}

const bytes = (...indexes: readonly number[]): number =>
  indexes.reduce((sum, index) => sum + wantedOf(index).bytes, 0)

describe('new placements', () => {
  it('WRP-1 go to the lowest shard number with room, by number and not by name', () => {
    const world = applied(
      ['shop-wds1-2', itemOf(CONFIG_A)],
      ['shop-wds1-10', itemOf(CONFIG_B)],
      ['by-hand', itemOf(READER)],
    )
    const wanted = [CONFIG_A, CONFIG_B, READER, WEB].map((index) => wantedOf(index))
    expect(layout(world, wanted)['shop-wds1-2']).toEqual(['a', 'web'])
    expect(layout(world, wanted, { limits: { bytes: 1000, objects: 1 } })).toMatchObject({
      'uid-of-shop-wds1-uid-of-object-7': ['web'],
    })
  })

  it('WRP-1 fill a shard to exactly its limits', () => {
    const wanted = [CONFIG_A, CONFIG_B].map((index) => wantedOf(index))
    const limit = bytes(CONFIG_A, CONFIG_B)
    const world = new MailboxWorld()
    expect(layout(world, wanted, { limits: { bytes: limit, objects: 2 } })).toEqual({
      'shop-wds1-0': ['a', 'b'],
    })
    const two = { 'shop-wds1-0': ['a'], 'shop-wds1-1': ['b'] }
    expect(layout(world, wanted, { limits: { bytes: limit - 1, objects: 2 } })).toEqual(two)
  })

  it('WRP-9 never share a shard across classes; mixed shards that exist stay, and take nothing new', () => {
    const wanted = [SHOP, WIDGETS, CONFIG_A, WIDGET_IN_BANK, GADGET].map((index) => wantedOf(index))
    expect(layout(new MailboxWorld(), wanted)).toEqual({
      'shop-wds1-0': ['shop', 'widgets.example.com'],
      'shop-wds1-1': ['a'],
      'shop-wds1-2': ['w'],
      'shop-wds1-3': ['g'],
    })
    const mixed = applied(['mixed', itemOf(SHOP), itemOf(CONFIG_A)])
    expect(
      layout(
        mixed,
        [SHOP, BANK, CONFIG_A, CONFIG_B].map((index) => wantedOf(index)),
      ),
    ).toEqual({
      mixed: ['a', 'shop'],
      'shop-wds1-0': ['bank'],
      'shop-wds1-1': ['b'],
    })
  })

  it('WRP-5 an object over the size limit has a shard of its own, the others go on', () => {
    const wanted = [wantedOf(CONFIG_A), wantedOf(CONFIG_B, { padding: 1200 }), wantedOf(WEB)]
    expect(layout(new MailboxWorld(), wanted)).toEqual({ 'shop-wds1-0': ['a', 'web'], 'shop-wds1-1': ['b'] })
  })

  it('WRP-2 one wrapped object for each object is named by uids, and waits for that of the Binding', () => {
    const input = mailboxOf(
      new MailboxWorld(),
      [demandFor('shop', [wantedOf(WEB)], { bindingUid: undefined })],
      {
        limits: { bytes: 1000, objects: 1 },
      },
    )
    const decision = decideMailbox(input, parcels)
    expect(decision.bundles).toEqual([])
    expect(decision.pairs).toMatchObject([{ state: 'pending', in: undefined }])
  })

  it('WRP-2 while the Binding has no uid, what would move for a lowered number stays', () => {
    const world = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B)])
    const demand = demandFor('shop', [wantedOf(CONFIG_A), wantedOf(CONFIG_B)], { bindingUid: undefined })
    const decision = decideMailbox(
      mailboxOf(world, [demand], { limits: { bytes: 1000, objects: 1 } }),
      parcels,
    )
    expect(decision.bundles).toEqual(world.shards().map((shard) => shard.bundle))
    expect(decision.held).toMatchObject([{ rule: 'WRP-2', manifest: { name: 'b' } }])
  })
})

describe('an object that has a home', () => {
  it('WRP-3 stays there when others come and go, also where a lower shard has room', () => {
    const world = applied(['shop-wds1-0', itemOf(CONFIG_A)], ['shop-wds1-1', itemOf(CONFIG_B), itemOf(WEB)])
    for (const padding of [0, 30]) {
      expect(layout(world, [wantedOf(CONFIG_A), wantedOf(WEB, { padding })])).toEqual({
        'shop-wds1-0': ['a'],
        'shop-wds1-1': ['web'],
      })
    }
  })

  it('WRP-3 moves when it no longer fits: the one that grew, and its old copy stays as it is for now', () => {
    const world = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B)])
    const limits = { bytes: bytes(CONFIG_A, CONFIG_B) + 10, objects: 9 }
    const wanted = [wantedOf(CONFIG_A, { padding: 20 }), wantedOf(CONFIG_B)]
    expect(layout(world, wanted, { limits })).toEqual({ 'shop-wds1-0': ['a', 'b'], 'shop-wds1-1': ['a'] })
    const input = mailboxOf(world, [demandFor('shop', wanted)], { limits })
    const decision = decideMailbox(input, parcels)
    expect(decision.bundles[0]).toBe(input.shards[0]?.bundle)
    expect(decision.held).toMatchObject([{ in: 'shop-wds1-0', rule: 'WRP-10', manifest: { name: 'a' } }])
  })

  it('WRP-3 stays when it grows exactly to the limit', () => {
    const world = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B)])
    const limits = { bytes: bytes(CONFIG_A, CONFIG_B) + 10, objects: 9 }
    const wanted = [wantedOf(CONFIG_A, { padding: 10 }), wantedOf(CONFIG_B)]
    expect(Object.keys(layout(world, wanted, { limits }))).toEqual(['shop-wds1-0'])
  })

  it('WRP-1 what moves away still counts: nothing grows into its room before it has left', () => {
    const world = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B, { padding: 100 })])
    const limits = { bytes: bytes(CONFIG_A, CONFIG_B) + 100, objects: 9 }
    // `b` is to grow out of its home; only then would `c` have room there.
    const wanted = [wantedOf(CONFIG_A), wantedOf(CONFIG_B, { padding: 101 }), wantedOf(CONFIG_IN_BANK)]
    expect(layout(world, wanted, { limits })).toEqual({
      'shop-wds1-0': ['a', 'b'],
      'shop-wds1-1': ['b'],
      'shop-wds1-2': ['c'],
    })
  })

  it('WRP-1 what moves away still counts: its neighbour does not grow into that room either', () => {
    const world = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B), itemOf(CONFIG_IN_BANK)])
    const limits = { bytes: bytes(CONFIG_A, CONFIG_B, CONFIG_IN_BANK), objects: 9 }
    // Without `b`, which has to move, `a` would have room to grow; but `b` has not left yet.
    const wanted = [
      wantedOf(CONFIG_A, { padding: 20 }),
      wantedOf(CONFIG_B, { padding: 150 }),
      wantedOf(CONFIG_IN_BANK),
    ]
    expect(layout(world, wanted, { limits })).toEqual({
      'shop-wds1-0': ['a', 'b', 'c'],
      'shop-wds1-1': ['a'],
      'shop-wds1-2': ['b'],
    })
  })

  it('WRP-1 a lowered limit moves what no longer fits: unchanged objects stay first, then in the order of BND-2', () => {
    const world = applied([
      'shop-wds1-0',
      itemOf(CONFIG_A, { padding: 1 }),
      itemOf(CONFIG_B),
      itemOf(CONFIG_IN_BANK),
    ])
    const wanted = [wantedOf(CONFIG_A), wantedOf(CONFIG_B), wantedOf(CONFIG_IN_BANK)]
    const limits = { bytes: 1000, objects: 2 }
    world.land(decideMailbox(mailboxOf(world, [demandFor('shop', wanted)], { limits }), parcels))
    world.acknowledgeAll()
    expect(layout(world, wanted, { limits })).toEqual({ 'shop-wds1-0': ['b', 'c'], 'shop-wds1-1': ['a'] })
    const unchanged = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B), itemOf(CONFIG_IN_BANK)])
    expect(layout(unchanged, wanted, { limits })['shop-wds1-1']).toEqual(['c'])
  })

  it('WRP-5 one that grows over the size limit stays where it is alone, within the hard limit', () => {
    const alone = applied(['shop-wds1-0', itemOf(CONFIG_A)])
    expect(layout(alone, [wantedOf(CONFIG_A, { padding: 1200 })])).toEqual({ 'shop-wds1-0': ['a'] })
    const inCompany = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B)])
    const wanted = [wantedOf(CONFIG_A, { padding: 1200 }), wantedOf(CONFIG_B)]
    expect(layout(inCompany, wanted)).toEqual({ 'shop-wds1-0': ['a', 'b'], 'shop-wds1-1': ['a'] })
  })

  it('WRP-5 one that grows over the size limit moves where what is leaving would make it burst the hard limit', () => {
    const world = applied(['shop-wds1-0', itemOf(CONFIG_A), itemOf(CONFIG_B, { padding: 800 })])
    world.put(bundleOf('other-wds1-0', 'other', [itemOf(CONFIG_B, { padding: 1 })]))
    const large = [demandFor('shop', [wantedOf(CONFIG_A, { padding: 1500 })])]
    const both = [...large, demandFor('other', [wantedOf(CONFIG_B)])]
    const names = (demands: typeof both): readonly string[] =>
      decideMailbox(mailboxOf(world, demands), parcels).bundles.map((bundle) => bundle.name)
    expect(names(large)).not.toContain('shop-wds1-1')
    expect(names(both)).toContain('shop-wds1-1')
  })

  it('WRP-1 a limit beyond what the receiver takes counts as that', () => {
    const wanted = [
      wantedOf(CONFIG_A, { padding: 900 }),
      wantedOf(CONFIG_B, { padding: 1000 }),
      wantedOf(WEB),
    ]
    const limits = { bytes: 10 * HARD_BYTES, objects: 9 }
    expect(Object.keys(layout(new MailboxWorld(), wanted, { limits }))).toHaveLength(2)
  })

  it('WRP-4 configuration that others gave it goes along when it moves', () => {
    const kept = { feedbackRules: [] }
    const world = applied(['shop-wds1-0', { ...itemOf(CONFIG_A), kept }, itemOf(CONFIG_B)])
    const limits = { bytes: bytes(CONFIG_A, CONFIG_B), objects: 9 }
    const wanted = [wantedOf(CONFIG_A, { padding: 5 }), wantedOf(CONFIG_B)]
    const decision = decideMailbox(mailboxOf(world, [demandFor('shop', wanted)], { limits }), parcels)
    expect(decision.bundles.at(-1)?.items).toMatchObject([{ id: { name: 'a' }, kept }])
  })
})

describe('a frozen object', () => {
  const frozen = wantedOf(CONFIG_A, { frozen: true })
  const odd = { ...itemOf(CONFIG_A, { padding: 60, strategy: 'createOnly' }), kept: { by: 'others' } }

  it('FRZ-1 is copied unchanged, with its configuration, when its shard is rewritten', () => {
    const world = applied(['shop-wds1-0', odd])
    const decision = decideMailbox(mailboxOf(world, [demandFor('shop', [frozen, wantedOf(WEB)])]), parcels)
    expect(decision.bundles[0]?.items).toEqual([odd, itemOf(WEB)])
  })

  it('FRZ-1 stays where a lowered limit is exceeded, and counts', () => {
    const world = applied(['shop-wds1-0', odd, itemOf(CONFIG_B)])
    const limits = { bytes: 150, objects: 9 }
    const after = layout(world, [frozen, wantedOf(CONFIG_B)], { limits })
    expect(after).toEqual({ 'shop-wds1-0': ['a', 'b'], 'shop-wds1-1': ['b'] })
  })

  it('FRZ-1 is placed anew, unchanged, when its home is being deleted', () => {
    const world = applied(['shop-wds1-0', odd])
    world.askDeletion('shop-wds1-0')
    const decision = decideMailbox(mailboxOf(world, [demandFor('shop', [frozen])]), parcels)
    expect(decision.bundles).toMatchObject([{ name: 'shop-wds1-1', items: [odd] }])
    expect(decision.pairs).toMatchObject([{ state: 'frozen', in: 'shop-wds1-1' }])
  })

  it('FRZ-1 that no wrapped object of the Binding holds is not delivered', () => {
    const world = new MailboxWorld()
    world.put(bundleOf('other-wds1-0', 'other', [odd]))
    const demands = [demandFor('shop', [frozen]), demandFor('other', [wantedOf(CONFIG_A)])]
    const decision = decideMailbox(mailboxOf(world, demands), parcels)
    expect(decision.bundles.map((bundle) => bundle.name)).toEqual(['other-wds1-0'])
    expect(decision.pairs[1]).toMatchObject({ state: 'frozen', in: undefined, current: false })
  })
})

describe('objects that fail as of unknown kind or forbidden', () => {
  function failing(): MailboxWorld {
    const world = new MailboxWorld()
    world.refusals.set(keyOf(WEB), { cause: 'forbidden', message: 'forbidden' })
    world.refusals.set(keyOf(WIDGET_IN_BANK), { cause: 'unknownKind', message: 'no such kind' })
    world.put(
      bundleOf(
        'shop-wds1-0',
        'shop',
        [CONFIG_A, WEB, WIDGET_IN_BANK].map((index) => itemOf(index)),
      ),
    )
    world.acknowledgeAll()
    return world
  }
  const wanted = [CONFIG_A, WEB, WIDGET_IN_BANK].map((index) => wantedOf(index))

  it('WRP-9 move at once, together, and stay there', () => {
    const world = failing()
    const apart = { 'shop-wds1-0': ['a'], 'shop-wds1-1': ['w', 'web'] }
    expect(layout(world, wanted)).toEqual(apart)
    world.land(decideMailbox(mailboxOf(world, [demandFor('shop', wanted)]), parcels))
    expect(layout(world, wanted)).toEqual(apart)
    world.acknowledgeAll()
    expect(layout(world, wanted)).toEqual(apart)
  })

  it('WRP-9 stay where a report says that they exist', () => {
    const reported = (key: string): boolean => key === keyOf(WEB)
    expect(layout(failing(), wanted, { reported })).toEqual({
      'shop-wds1-0': ['a', 'web'],
      'shop-wds1-1': ['w'],
    })
  })

  it('WRP-9 are joined by new objects of their kind only', () => {
    const one = new MailboxWorld()
    one.refusals.set(keyOf(WEB), { cause: 'forbidden', message: 'forbidden' })
    one.put(bundleOf('shop-wds1-0', 'shop', [itemOf(WEB)]))
    one.acknowledgeAll()
    expect(layout(one, [wantedOf(WEB), wantedOf(CONFIG_A)])).toEqual({
      'shop-wds1-0': ['web'],
      'shop-wds1-1': ['a'],
    })
    const second = { ...wantedOf(WEB), manifest: { ...wantedOf(WEB).manifest, name: 'web2' } }
    expect(layout(one, [wantedOf(WEB), second])).toEqual({ 'shop-wds1-0': ['web', 'web2'] })
  })
})
