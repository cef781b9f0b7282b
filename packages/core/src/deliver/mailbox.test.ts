import { describe, expect, it } from 'vitest'
import { contentHash, names } from '../kube/index.ts'
import { decideMailbox } from './mailbox.ts'
import { bundleOf, MailboxWorld, parcels } from './mailbox-double.arbitrary.ts'
import {
  CONFIG_A,
  CONFIG_B,
  demandFor,
  itemOf,
  keyOf,
  mailboxOf,
  WEB,
  wantedOf,
} from './mailbox-vocabulary.arbitrary.ts'
import type { Demand, MailboxDecision, MailboxInput } from './types.ts'

const { contentHash: HASH, originGeneration: GENERATION, originWdsId: WDS_ID } = names.annotations

function decide(
  world: MailboxWorld,
  demands: readonly Demand[],
  more: Partial<MailboxInput> = {},
): MailboxDecision {
  return decideMailbox(mailboxOf(world, demands, more), parcels)
}

function shopWith(...indexes: readonly number[]): MailboxWorld {
  const world = new MailboxWorld()
  world.put(
    bundleOf(
      'shop-wds1-0',
      'shop',
      indexes.map((index) => itemOf(index)),
    ),
  )
  world.acknowledgeAll()
  return world
}

describe('what decides a write', () => {
  it('WRP-2, WRP-4 a new wrapped object has labels, generation, hash and the id of the WDS', () => {
    const [bundle] = decide(new MailboxWorld(), [
      demandFor('shop', [wantedOf(WEB), wantedOf(CONFIG_A)], { generation: 7 }),
    ]).bundles
    expect(bundle).toEqual({
      wec: 'wec1',
      name: 'shop-wds1-0',
      labels: { [names.labels.originBinding]: 'shop', [names.labels.originWds]: 'wds1' },
      annotations: {
        [WDS_ID]: 'id1',
        [GENERATION]: '7',
        [HASH]: contentHash([itemOf(CONFIG_A).content, itemOf(WEB).content]),
      },
      items: [itemOf(CONFIG_A), itemOf(WEB)],
    })
  })

  it('WRP-4 generation, hash and the order of objects do not: what stands, stands', () => {
    const world = shopWith(WEB, CONFIG_A)
    const input = mailboxOf(world, [
      demandFor('shop', [wantedOf(CONFIG_A), wantedOf(WEB)], { generation: 99 }),
    ])
    expect(decideMailbox(input, parcels).bundles[0]).toBe(input.shards[0]?.bundle)
  })

  it('WRP-4 content, strategy, orphaning, an object too many and a missing mark do', () => {
    const wanted = [demandFor('shop', [wantedOf(CONFIG_A)])]
    const standing = bundleOf('shop-wds1-0', 'shop', [itemOf(CONFIG_A)])
    const [item] = standing.items
    if (item === undefined) throw new Error('no item')
    for (const bundle of [
      { ...standing, items: [itemOf(CONFIG_A, { padding: 1 })] },
      { ...standing, items: [{ ...item, strategy: 'createOnly' as const }] },
      { ...standing, items: [{ ...item, orphan: true }] },
      { ...standing, items: [item, item] },
      { ...standing, annotations: {} },
    ]) {
      const world = new MailboxWorld()
      world.put(bundle)
      const [decided] = decide(world, wanted).bundles
      expect(decided?.items).toEqual([item])
      expect(decided?.annotations).toMatchObject({
        [WDS_ID]: 'id1',
        [GENERATION]: '1',
        [HASH]: contentHash([item.content]),
      })
    }
  })

  it('WRP-4 what others put there is kept in a rewrite', () => {
    const world = new MailboxWorld()
    const standing = bundleOf('shop-wds1-0', 'shop', [
      { ...itemOf(CONFIG_A, { padding: 1 }), kept: { by: 'them' } },
    ])
    world.put({ ...standing, labels: { ...standing.labels, theirs: 'x' }, annotations: { theirs: 'y' } })
    const [bundle] = decide(world, [demandFor('shop', [wantedOf(CONFIG_A)])]).bundles
    expect(bundle).toMatchObject({
      labels: { theirs: 'x' },
      annotations: { theirs: 'y' },
      items: [{ kept: { by: 'them' } }],
    })
  })

  it('WRP-1 an emptied wrapped object is deleted, and one that is refilled is not', () => {
    const world = shopWith(CONFIG_A)
    world.put(bundleOf('shop-wds1-1', 'shop', [itemOf(CONFIG_B)]))
    const decision = decide(world, [demandFor('shop', [wantedOf(CONFIG_B)])])
    expect(decision.deletions).toEqual([{ name: 'shop-wds1-0', rule: 'WRP-1' }])
    const refilled = decide(shopWith(CONFIG_A), [demandFor('shop', [wantedOf(WEB)])])
    expect(refilled.bundles).toMatchObject([{ name: 'shop-wds1-0', items: [{ id: { name: 'web' } }] }])
  })
})

describe('whose a wrapped object is', () => {
  const foreign = (): MailboxWorld => {
    const world = new MailboxWorld()
    world.put(bundleOf('shop-wds1-0', 'shop', [itemOf(CONFIG_A), itemOf(WEB)], 'another-id'))
    return world
  }

  it('WRP-6 that no Binding wants, it is deleted; WRP-8 also where the Binding has left the WEC', () => {
    const rule = (more: Partial<MailboxInput>, demands: readonly Demand[] = []): unknown =>
      decide(shopWith(WEB), demands, more).deletions
    expect(rule({})).toEqual([{ name: 'shop-wds1-0', rule: 'WRP-6' }])
    expect(rule({ bindingLabels: new Set(['shop']) })).toEqual([{ name: 'shop-wds1-0', rule: 'WRP-8' }])
    expect(rule({}, [demandFor('shop', [])])).toEqual([{ name: 'shop-wds1-0', rule: 'WRP-8' }])
  })

  it('WRP-6 with the id of another WDS it is kept and reported while no Binding of that name wants its objects', () => {
    for (const demands of [
      [],
      [demandFor('shop', [wantedOf(CONFIG_B)])],
      [demandFor('other', [wantedOf(WEB)])],
    ]) {
      const world = foreign()
      const decision = decide(world, demands)
      expect(decision.deletions).toEqual([])
      expect(decision.bundles).toContainEqual(world.shards()[0]?.bundle)
      expect(decision.problems).toMatchObject([{ binding: 'shop', code: 'WrappedForeign' }])
      expect(decision.held).toMatchObject([{ rule: 'WRP-6' }, { rule: 'WRP-6' }])
    }
  })

  it('WRP-6 it is adopted when a Binding of that name wants any of them', () => {
    const decision = decide(foreign(), [demandFor('shop', [wantedOf(WEB)])])
    expect(decision.bundles).toMatchObject([
      { annotations: { [WDS_ID]: 'id1' }, items: [{ id: { name: 'web' } }] },
    ])
    expect(decision.problems).toEqual([])
  })

  it('WRP-6 while our own id is not known none is adopted, and its id stays', () => {
    const decision = decide(foreign(), [demandFor('shop', [wantedOf(WEB, { padding: 1 })])], {
      wdsId: undefined,
    })
    expect(decision.bundles).toMatchObject([{ name: 'shop-wds1-0', annotations: { [WDS_ID]: 'another-id' } }])
    expect(decision.bundles[0]?.items).toHaveLength(2)
    expect(decision.problems).toEqual([])
  })

  it('WRP-6 without an id it is KubeStellar’s, and ours', () => {
    const world = new MailboxWorld()
    world.put({ ...bundleOf('uid-wds1-uid', 'shop', [itemOf(WEB)]), annotations: {} })
    expect(decide(world, [demandFor('shop', [])]).deletions).toHaveLength(1)
  })

  it('NAM-1 a foreign one with a shortened label is reported by its full name', () => {
    const long = 'x'.repeat(80)
    const bundle = bundleOf('any', 'short', [itemOf(WEB)], 'another-id')
    const world = new MailboxWorld()
    world.put({ ...bundle, annotations: { ...bundle.annotations, [names.labels.originBinding]: long } })
    expect(decide(world, []).problems).toMatchObject([{ binding: long }])
  })
})

describe('how a wanted object stands', () => {
  const demand = (padding = 0): Demand => demandFor('shop', [wantedOf(WEB, { padding })])

  it('AGG-5 applied and current when its home holds the wanted content and reports it at its generation', () => {
    const world = shopWith(WEB)
    expect(decide(world, [demand()]).pairs).toEqual([
      {
        binding: 'shop',
        wec: 'wec1',
        id: wantedOf(WEB).id,
        state: 'applied',
        current: true,
        in: 'shop-wds1-0',
        message: '',
      },
    ])
    world.put(bundleOf('shop-wds1-0', 'shop', [itemOf(WEB), itemOf(CONFIG_A)]))
    expect(decide(world, [demand()]).pairs).toMatchObject([{ state: 'applied', current: false }])
  })

  it('AGG-5 pending while its home holds other content, another strategy or an orphan', () => {
    expect(decide(shopWith(WEB), [demand(1)]).pairs).toMatchObject([{ state: 'pending', current: false }])
    for (const item of [itemOf(WEB, { strategy: 'serverSideApply' }), { ...itemOf(WEB), orphan: true }]) {
      const world = new MailboxWorld()
      world.put(bundleOf('shop-wds1-0', 'shop', [item]))
      world.acknowledgeAll()
      expect(decide(world, [demand()]).pairs).toMatchObject([{ state: 'pending', current: false }])
    }
  })

  it('AGG-5 createOnly is current once it was applied, whatever it holds', () => {
    const createOnly = demandFor('shop', [wantedOf(WEB, { padding: 1, strategy: 'createOnly' })])
    expect(decide(shopWith(WEB), [createOnly]).pairs).toMatchObject([{ state: 'pending', current: true }])
  })

  it('WRP-13 failed, with the text of the WEC, reported on the Binding', () => {
    const world = new MailboxWorld()
    world.refusals.set(keyOf(WEB), { message: 'field is immutable' })
    world.put(bundleOf('shop-wds1-0', 'shop', [itemOf(WEB)]))
    world.acknowledgeAll()
    const decision = decide(world, [demand()])
    expect(decision.pairs).toMatchObject([{ state: 'failed', current: false, message: 'field is immutable' }])
    expect(decision.problems).toEqual([
      {
        binding: 'shop',
        code: 'ManifestRefused',
        message: 'deployments.apps shop/web in wec1: field is immutable',
        freezes: [{ object: wantedOf(WEB).id, wec: 'wec1' }],
      },
    ])
  })

  it('WRP-13 failed also where it is refused at the place that it moves to', () => {
    const world = shopWith(WEB, CONFIG_A)
    const limits = { bytes: wantedOf(WEB).bytes + wantedOf(CONFIG_A).bytes, objects: 9 }
    const demands = [demandFor('shop', [wantedOf(WEB, { padding: 1 }), wantedOf(CONFIG_A)])]
    world.land(decide(world, demands, { limits }))
    world.refusals.set(keyOf(WEB), { message: 'field is immutable' })
    world.acknowledge('shop-wds1-1')
    const decision = decide(world, demands, { limits })
    expect(decision.pairs[0]).toMatchObject({
      state: 'failed',
      in: 'shop-wds1-1',
      message: 'field is immutable',
    })
    expect(world.shards().map((shard) => shard.items.has(keyOf(WEB)))).toEqual([true, true])
    expect(decision.bundles.map((bundle) => bundle.items.length)).toEqual([2, 1])
  })

  it('FRZ-4 frozen, and why; never current', () => {
    const frozen = demandFor('shop', [wantedOf(WEB, { frozen: true })])
    expect(decide(shopWith(WEB), [frozen]).pairs).toMatchObject([
      { state: 'frozen', current: false, in: 'shop-wds1-0', message: 'its template is wrong' },
    ])
  })

  it('WRP-8 pairs stand in the order of Bindings, then of BND-2', () => {
    const demands = [demandFor('z', [wantedOf(WEB)]), demandFor('a', [wantedOf(WEB), wantedOf(CONFIG_A)])]
    const pairs = decide(new MailboxWorld(), demands).pairs
    expect(pairs.map((pair) => `${pair.binding} ${pair.id.name} ${pair.in}`)).toEqual([
      'a web a-wds1-0',
      'a a a-wds1-0',
      'z web z-wds1-0',
    ])
  })
})
