import { describe, expect, it } from 'vitest'
import { stringAt } from '../kube/index.ts'
import { bundleOf, MailboxWorld } from './mailbox-double.arbitrary.ts'
import { demandFor, itemOf, keyOf, WEB, wantedOf } from './mailbox-vocabulary.arbitrary.ts'
import { failsForGood, hasHealthyItem, standingsOf } from './standing.ts'

const never = (): boolean => false

/** Wrapped objects that hold the Deployment, each with its padding, and what the agent has done with it. */
function homeAmong(
  holders: Readonly<Record<string, Readonly<{ padding: number; applied?: boolean; deleting?: boolean }>>>,
  wanted = wantedOf(WEB, { padding: 7 }),
): Readonly<{ home: string | undefined; elsewhere: readonly string[]; padding: unknown }> {
  const world = new MailboxWorld()
  for (const [name, { padding, applied, deleting }] of Object.entries(holders)) {
    world.put(bundleOf(name, 'shop', [itemOf(WEB, { padding })]))
    if (applied === true) world.acknowledge(name)
    if (deleting === true) world.askDeletion(name)
  }
  const [standing] = standingsOf(demandFor('shop', [wanted]), world.shards(), never)
  return {
    home: standing?.home?.name,
    elsewhere: standing?.elsewhere.map((shard) => shard.name) ?? [],
    padding: stringAt(standing?.item?.content, 'spec', 'padding')?.length,
  }
}

describe('the home of an object', () => {
  it('WRP-3 is the one that reports it applied', () => {
    expect(homeAmong({ a: { padding: 7 }, b: { padding: 0, applied: true } })).toMatchObject({
      home: 'b',
      elsewhere: ['a'],
    })
  })

  it('WRP-3 is the applied one at whatever generation', () => {
    const world = new MailboxWorld()
    world.put(bundleOf('a', 'shop', [itemOf(WEB)]))
    world.put(bundleOf('b', 'shop', [itemOf(WEB)]))
    world.acknowledge('b')
    world.put(bundleOf('b', 'shop', [itemOf(WEB, { padding: 3 })]))
    const [standing] = standingsOf(demandFor('shop', [wantedOf(WEB)]), world.shards(), never)
    expect(standing?.home?.name).toBe('b')
    expect(standing?.unchanged).toBe(false)
  })

  it('WRP-3 of several applied ones: the one with the wanted content, then the lowest name', () => {
    const applied = true
    expect(homeAmong({ a: { padding: 0, applied }, b: { padding: 7, applied } }).home).toBe('b')
    expect(homeAmong({ a: { padding: 0, applied }, b: { padding: 1, applied } }).home).toBe('a')
    expect(homeAmong({ b: { padding: 7, applied }, a: { padding: 7, applied } }).home).toBe('a')
  })

  it('WRP-3 where none is applied: the lowest name, bytewise', () => {
    expect(homeAmong({ 'shop-wds1-9': { padding: 7 }, 'shop-wds1-10': { padding: 0 } }).home).toBe(
      'shop-wds1-10',
    )
  })

  it('WRP-3 is none where all that hold it are being deleted', () => {
    expect(homeAmong({ a: { padding: 7, applied: true, deleting: true } }).home).toBeUndefined()
  })

  it('FRZ-1 a frozen one whose home is being deleted is known from there, the applied one first', () => {
    const deleting = true
    const frozen = wantedOf(WEB, { frozen: true })
    const standing = homeAmong(
      { a: { padding: 1, deleting }, b: { padding: 5, deleting, applied: true } },
      frozen,
    )
    expect(standing).toMatchObject({ home: undefined, padding: 5 })
  })

  it('BND-9 an identity that is wanted twice counts once', () => {
    const demand = demandFor('shop', [wantedOf(WEB, { padding: 1 }), wantedOf(WEB, { padding: 2 })])
    expect(standingsOf(demand, [], never).map((one) => one.wanted.bytes)).toEqual([
      wantedOf(WEB, { padding: 1 }).bytes,
    ])
  })
})

describe('an object that fails for good', () => {
  it('WRP-9 is of unknown kind or forbidden, and no report says that it exists', () => {
    const world = new MailboxWorld()
    world.put(bundleOf('a', 'shop', [itemOf(WEB)]))
    world.refusals.set(keyOf(WEB), { cause: 'forbidden', message: 'no' })
    world.acknowledge('a')
    const [shard] = world.shards()
    if (shard === undefined) throw new Error('no shard')
    expect(failsForGood(shard, keyOf(WEB), never)).toBe(true)
    expect(failsForGood(shard, keyOf(WEB), () => true)).toBe(false)
    expect(hasHealthyItem(shard, never)).toBe(false)
    world.refusals.set(keyOf(WEB), { message: 'field is immutable' })
    world.acknowledge('a')
    expect(world.shards().map((one) => failsForGood(one, keyOf(WEB), never))).toEqual([false])
    expect(world.shards().map((one) => hasHealthyItem(one, never))).toEqual([true])
  })
})
