import { type Json, memberOf, names, type Ref, refKey, stringAt, valueAt } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import type { Document } from '../read/document.ts'
import { buildWorld } from './build-world.ts'

const now = '2026-01-01T00:00:00Z'
const document = (value: Json): Document => ({
  file: 'a.yaml',
  value,
  placeOf: () => ({ line: 1, column: 1 }),
})
const world = (...values: readonly Json[]) => buildWorld(values.map(document), { now })
const object = (kind: string, name: string, more: { [key: string]: Json } = {}, apiVersion = 'v1'): Json => ({
  apiVersion,
  kind,
  metadata: { name, ...more },
})
const wec = (name: string) =>
  object('ManagedCluster', name, { labels: { a: 'b' } }, `${names.INVENTORY_GROUP}/v1`)
const core = (space: Ref['space'], resource: string, namespace: string, name: string): Ref => ({
  space,
  group: '',
  resource,
  namespace,
  name,
})
const oven = {
  ...(object('CustomResourceDefinition', 'ovens.example.com', {}, 'apiextensions.k8s.io/v1') as object),
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'ovens', kind: 'Oven' },
    versions: [
      { name: 'v1beta1', served: true, storage: true },
      { name: 'v1', served: true, storage: false, subresources: { status: {} } },
      { name: 'v2', served: false, storage: false },
    ],
  },
}

describe('a world made of files', () => {
  it('puts inventory, mailboxes and properties into the ITS, all else into the WDS', () => {
    const { snapshot, complaints } = world(
      wec('berlin'),
      object('Namespace', 'berlin'),
      object('Namespace', names.PROPERTIES_NAMESPACE),
      object('ConfigMap', 'berlin', { namespace: names.PROPERTIES_NAMESPACE }),
      object('Namespace', 'shop'),
      object('ConfigMap', 'prices', { namespace: 'shop' }),
    )
    expect(complaints).toEqual([])
    const wds = [...snapshot.objects('wds')].map(({ metadata }) => stringAt(metadata, 'name'))
    const its = [...snapshot.objects('its')].map(({ metadata }) => stringAt(metadata, 'name'))
    expect(wds).toEqual(['prices', 'default', 'kube-system', 'shop'])
    expect(its).toEqual(['berlin', 'berlin', 'customization-properties', 'default', 'kube-system', 'berlin'])
  })

  it('takes a Namespace with workload in it for no mailbox, though a cluster has its name', () => {
    const { snapshot } = world(
      wec('shop'),
      object('Namespace', 'shop'),
      object('ConfigMap', 'a', { namespace: 'shop' }),
    )
    expect(snapshot.get(core('wds', 'namespaces', '', 'shop'))).toBeDefined()
    expect(snapshot.get(core('its', 'namespaces', '', 'shop'))).toBeDefined()
  })

  it('makes a mailbox for each WEC (CLU-4)', () => {
    expect(world(wec('berlin')).snapshot.get(core('its', 'namespaces', '', 'berlin'))).toBeDefined()
  })

  it('WRP-6: takes the WDS for the one that made the ManifestWorks, unless kube-system says otherwise', () => {
    const labels = { [names.labels.originWds]: 'wds1', [names.labels.originBinding]: 'b' }
    const annotations = { [names.annotations.originWdsId]: 'the-wds' }
    const work = object(
      'ManifestWork',
      'w',
      { namespace: 'berlin', labels, annotations },
      'work.open-cluster-management.io/v1',
    )
    expect(world(wec('berlin'), work).snapshot.wdsId).toBe('the-wds')
    expect(
      world(wec('berlin'), work, object('Namespace', 'kube-system', { uid: 'other' })).snapshot.wdsId,
    ).toBe('other')
    expect(buildWorld([wec('berlin'), work].map(document), { now, wdsName: 'wds2' }).snapshot.wdsId).not.toBe(
      'the-wds',
    )
  })

  it('gives objects what a server gives them, and keeps what one gave them', () => {
    const given = {
      uid: 'u',
      resourceVersion: '77',
      generation: 5,
      creationTimestamp: '2020-01-01T00:00:00Z',
    }
    const { snapshot } = world(
      object('Namespace', 'shop'),
      { ...(object('Pod', 'old', { namespace: 'shop', ...given }) as object), status: { phase: 'Running' } },
      object('Pod', 'new', { namespace: 'shop' }),
    )
    const old = snapshot.get(core('wds', 'pods', 'shop', 'old'))
    expect(old?.metadata).toMatchObject(given)
    expect(valueAt(old, 'status', 'phase')).toBe('Running')
    const fresh = snapshot.get(core('wds', 'pods', 'shop', 'new'))?.metadata
    expect(fresh).toMatchObject({ creationTimestamp: now, generation: 1 })
    expect(stringAt(fresh, 'uid')).toMatch(/^[0-9a-f-]{36}$/)
    const shop = snapshot.get(core('wds', 'namespaces', '', 'shop'))
    expect(valueAt(shop, 'metadata', 'labels')).toEqual({ 'kubernetes.io/metadata.name': 'shop' })
  })

  it('keeps stringData of Secrets as servers do', () => {
    const { snapshot } = world(object('Namespace', 'shop'), {
      ...(object('Secret', 'till', { namespace: 'shop' }) as object),
      data: { a: 'eA==' },
      stringData: { b: 'é' },
    })
    const secret = snapshot.get(core('wds', 'secrets', 'shop', 'till'))
    expect(memberOf(secret, 'data')).toEqual({ a: 'eA==', b: 'w6k=' })
    expect(memberOf(secret, 'stringData')).toBeUndefined()
  })

  it('serves what definitions define, in the version that a server prefers', () => {
    const { snapshot } = world(
      oven,
      object('Namespace', 'shop'),
      object('Oven', 'brick', { namespace: 'shop' }, 'example.com/v1'),
    )
    const ref = { group: 'example.com', resource: 'ovens' }
    expect(snapshot.resource('wds', ref)).toMatchObject({ version: 'v1', hasStatus: true, known: true })
    expect([...snapshot.objects('wds', ref)]).toHaveLength(1)
  })

  it('says where a field stands', () => {
    const { placeOf } = world(wec('berlin'))
    const ref = {
      space: 'its',
      group: names.INVENTORY_GROUP,
      resource: 'managedclusters',
      namespace: '',
      name: 'berlin',
    } as const
    expect(placeOf(ref, 'metadata')).toEqual({ file: 'a.yaml', place: { line: 1, column: 1 } })
    expect(placeOf({ ...ref, name: 'rome' }, '')).toBeUndefined()
  })

  it('P-2: is the same whatever the order of the files, but for what counts creations', () => {
    const values = [
      wec('berlin'),
      object('Namespace', 'shop'),
      object('ConfigMap', 'a', { namespace: 'shop' }),
    ]
    const keys = (list: readonly Json[]) =>
      [...world(...list).snapshot.objects('wds')].map((one) =>
        refKey(
          core(
            'wds',
            one.kind,
            stringAt(one.metadata, 'namespace') ?? '',
            stringAt(one.metadata, 'name') ?? '',
          ),
        ),
      )
    expect(keys([...values].reverse())).toEqual(keys(values))
  })
})
