import { describe, expect, it } from 'vitest'
import { manifestKey, names, withMember } from '../kube/index.ts'
import { bundleOf, parcels } from './mailbox-double.arbitrary.ts'
import { CONFIG_A, itemOf, keyOf, WEB } from './mailbox-vocabulary.arbitrary.ts'
import { shardOf } from './shard.ts'

const bundle = bundleOf('shop-wds1-0', 'shop', [itemOf(WEB), itemOf(CONFIG_A)])
const wrapped = parcels.wrap(bundle)

describe('a wrapped object as a shard', () => {
  it('WRP-2 is recognized by its labels alone, whatever its name', () => {
    const shard = shardOf(parcels.wrap({ ...bundle, name: 'any-name' }), parcels)
    expect(shard).toMatchObject({
      ok: true,
      value: { name: 'any-name', wec: 'wec1', bindingLabel: 'shop', wdsId: 'id1', deleting: false },
    })
  })

  it('WRP-6 is no shard without the label of a Binding: it belongs to nobody', () => {
    const labels = withMember(bundle.labels, names.labels.originBinding, undefined)
    expect(shardOf(parcels.wrap({ ...bundle, labels }), parcels)).toMatchObject({
      ok: false,
      problems: [
        { code: 'WrappedUnreadable', on: { space: 'its', resource: 'parcels', name: 'shop-wds1-0' } },
      ],
    })
  })

  it('P-3 hands on what the transport cannot read', () => {
    expect(shardOf({ ...wrapped, spec: {} }, parcels)).toEqual(parcels.unwrap({ ...wrapped, spec: {} }))
  })

  it('WRP-6 has no id where KubeStellar made it', () => {
    expect(shardOf(parcels.wrap({ ...bundle, annotations: {} }), parcels)).toMatchObject({
      value: { wdsId: undefined },
    })
  })

  it('WRP-3 says whether it is being deleted, and what the receiver says of each object', () => {
    const deliveries = [{ id: itemOf(WEB).id, state: 'applied', message: '' }]
    const shard = shardOf(
      {
        ...wrapped,
        metadata: { ...wrapped.metadata, generation: 2, deletionTimestamp: '2026-01-01T00:00:00Z' },
        status: { generation: 2, deliveries },
      },
      parcels,
    )
    expect(shard).toMatchObject({ value: { deleting: true, settled: true } })
    expect(shard.ok && shard.value.deliveries.get(keyOf(WEB))).toMatchObject({
      state: 'applied',
      current: true,
    })
  })

  it('ID-1 takes the first of an object that stands twice, in two versions', () => {
    const twice = { ...itemOf(WEB), content: { ...itemOf(WEB).content, apiVersion: 'apps/v1beta1' } }
    const shard = shardOf(parcels.wrap({ ...bundle, items: [itemOf(WEB), twice] }), parcels)
    expect(shard.ok && [...shard.value.items]).toEqual([[manifestKey(twice.id), itemOf(WEB)]])
  })
})
