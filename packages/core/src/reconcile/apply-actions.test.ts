import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  diffJson,
  isDeleting,
  type Json,
  type JsonObject,
  type KubeObject,
  type Ref,
  refKey,
  resourceVersionOf,
  uidOf,
} from '../kube/index.ts'
import { type ResourceInfo, type Snapshot, snapshotOf, withEvents } from '../snapshot/index.ts'
import type { Action } from './action.ts'
import { applyActions, tryActions } from './apply-actions.ts'

type Given = Readonly<Record<string, Json>>

const info = (
  group: string,
  resource: string,
  kind: string,
  more: Partial<ResourceInfo> = {},
): ResourceInfo => ({
  group,
  resource,
  kind,
  version: 'v1',
  namespaced: true,
  hasStatus: false,
  known: true,
  ...more,
})
const configMaps = info('', 'configmaps', 'ConfigMap')
const deployments = info('apps', 'deployments', 'Deployment', { hasStatus: true })
const widgets = info('example.com', 'widgets', 'Widget', { hasStatus: true })
const gadgets = info('example.com', 'gadgets', 'Gadget')
const kinds = [configMaps, deployments, widgets, gadgets]

const now = '2026-01-01T00:00:00Z'
const refOf = (kind: ResourceInfo, name = 'x'): Ref => ({
  space: 'wds',
  group: kind.group,
  resource: kind.resource,
  namespace: 'a',
  name,
})
const objectOf = (kind: ResourceInfo, metadata: Given = {}, more: Given = {}): KubeObject => ({
  apiVersion: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
  kind: kind.kind,
  metadata: { name: 'x', namespace: 'a', ...metadata },
  ...more,
})
const standing = (kind: ResourceInfo, metadata: Given = {}, more: Given = {}): KubeObject =>
  objectOf(kind, { uid: 'u', resourceVersion: '7', generation: 3, ...metadata }, more)
const world = (...objects: KubeObject[]): Snapshot =>
  snapshotOf({
    wdsName: 'wds1',
    now,
    wds: { resources: kinds, objects },
    its: { resources: [], objects: [] },
  }).snapshot

const basics = (ref: Ref, after: readonly Ref[] = []) =>
  ({ ref, after, why: { rule: 'ACT-1', from: ref }, intent: 'i' }) as const
const create = (
  kind: ResourceInfo,
  object: KubeObject = objectOf(kind),
  after: readonly Ref[] = [],
): Action => ({
  ...basics(refOf(kind), after),
  kind: 'create',
  object,
})
const merge = (
  kind: ResourceInfo,
  patch: Json,
  more: Partial<Extract<Action, { kind: 'patch' }>> = {},
): Action => ({
  ...basics(refOf(kind)),
  kind: 'patch',
  subresource: '',
  format: 'merge',
  patch,
  uid: 'u',
  resourceVersion: '7',
  ...more,
})
const remove = (kind: ResourceInfo, more: Partial<Extract<Action, { kind: 'delete' }>> = {}): Action => ({
  ...basics(refOf(kind)),
  kind: 'delete',
  uid: 'u',
  resourceVersion: '7',
  ...more,
})
const whys = (snapshot: Snapshot, ...actions: Action[]) =>
  tryActions(snapshot, actions).dropped.map(({ why }) => why)
const contents = (snapshot: Snapshot) => [...snapshot.objects('wds')].map((object) => canonicalJson(object))

describe('a creation', () => {
  it('P-6c makes the object with what its server gives it', () => {
    const object = objectOf(
      widgets,
      {
        uid: 'mine',
        generation: 9,
        creationTimestamp: null,
        deletionTimestamp: now,
        managedFields: [],
        labels: { a: '1' },
      },
      { spec: { s: 1 }, status: { never: true } },
    )
    const after = applyActions(world(standing(configMaps, { resourceVersion: '41' })), [
      create(widgets, object),
    ])
    expect(after.get(refOf(widgets))).toEqual(
      objectOf(
        widgets,
        {
          labels: { a: '1' },
          uid: '00000000-0000-4000-8000-00000000002a',
          resourceVersion: '42',
          generation: 1,
          creationTimestamp: now,
        },
        { spec: { s: 1 } },
      ),
    )
  })

  it('P-6c gives a generation by kind, and keeps the status where that is no subresource', () => {
    const status = { status: { phase: 'x' } }
    const made = kinds.map((kind) => {
      const object = applyActions(world(), [create(kind, objectOf(kind, {}, status))]).get(refOf(kind))
      return [kind.kind, object?.metadata['generation'], object?.['status']]
    })
    expect(made).toEqual([
      ['ConfigMap', undefined, { phase: 'x' }],
      ['Deployment', 1, undefined],
      ['Widget', 1, undefined],
      ['Gadget', 1, { phase: 'x' }],
    ])
  })

  it('P-6c gives a uid and a resourceVersion that nothing ever had, also after deletions', () => {
    const first = applyActions(world(), [create(configMaps)])
    const { uid, resourceVersion } = identityOf(first)
    const gone = applyActions(first, [remove(configMaps, { uid, resourceVersion })])
    expect(gone.get(refOf(configMaps))).toBeUndefined()
    const again = identityOf(applyActions(gone, [create(configMaps)]))
    expect(again.uid).not.toBe(uid)
    expect(BigInt(again.resourceVersion)).toBeGreaterThan(BigInt(resourceVersion))
  })

  it.each<[string, Action]>([
    ['exists', create(configMaps)],
    [
      'is served by no resource',
      { ...create(configMaps), ref: { ...refOf(configMaps), resource: 'others' } },
    ],
    ['has another name than its target', create(widgets, objectOf(widgets, { name: 'y' }))],
    ['has another namespace', create(widgets, objectOf(widgets, { namespace: 'b' }))],
    ['has another kind', create(widgets, objectOf(gadgets))],
    ['has a resourceVersion', create(widgets, objectOf(widgets, { resourceVersion: '1' }))],
  ])('ACT-1 of what %s is dropped', (_, action) => {
    const before = world(standing(configMaps))
    const { snapshot, dropped } = tryActions(before, [action])
    expect(dropped).toEqual([{ action, why: expect.any(String) }])
    expect(contents(snapshot)).toEqual(contents(before))
  })
})

describe('a patch', () => {
  it('P-6c of the main resource leaves the status, that of the status leaves all else', () => {
    const before = world(standing(widgets, { labels: { a: '1' } }, { spec: { s: 1 }, status: { p: 1 } }))
    const patch = { metadata: { labels: { a: '2' } }, spec: { s: 2 }, status: { p: 2 } }
    const main = applyActions(before, [merge(widgets, patch)]).get(refOf(widgets))
    expect(main).toEqual(
      standing(
        widgets,
        { labels: { a: '2' }, resourceVersion: '8', generation: 4 },
        { spec: { s: 2 }, status: { p: 1 } },
      ),
    )
    const status = applyActions(before, [merge(widgets, patch, { subresource: 'status' })]).get(
      refOf(widgets),
    )
    expect(status).toEqual(
      standing(widgets, { labels: { a: '1' }, resourceVersion: '8' }, { spec: { s: 1 }, status: { p: 2 } }),
    )
  })

  it('RPT-6 of the status of a kind without that subresource goes through the main resource, and counts', () => {
    const before = world(standing(gadgets, {}, { status: { p: 1 } }))
    expect(whys(before, merge(gadgets, { status: { p: 2 } }, { subresource: 'status' }))).toHaveLength(1)
    const after = applyActions(before, [merge(gadgets, { status: { p: 2 } })]).get(refOf(gadgets))
    expect(after).toEqual(standing(gadgets, { resourceVersion: '8', generation: 4 }, { status: { p: 2 } }))
  })

  it('P-6c of metadata alone counts no generation', () => {
    const after = applyActions(world(standing(widgets)), [
      merge(widgets, { metadata: { labels: { a: '1' } } }),
    ])
    expect(after.get(refOf(widgets))?.metadata).toMatchObject({ generation: 3, resourceVersion: '8' })
  })

  it('P-6c of a kind without generations counts none', () => {
    const { generation: _generation, ...metadata } = standing(configMaps).metadata
    const before = world({ ...standing(configMaps), metadata })
    const after = applyActions(before, [merge(configMaps, { data: { k: 'v' } })]).get(refOf(configMaps))
    expect(after).toEqual({
      ...standing(configMaps),
      metadata: { ...metadata, resourceVersion: '8' },
      data: { k: 'v' },
    })
  })

  it('P-6b that changes nothing leaves the resourceVersion', () => {
    const object = standing(widgets, { labels: { a: '1' } }, { status: { p: 1 } })
    const before = world(object)
    for (const action of [
      merge(widgets, {}),
      merge(widgets, { metadata: { labels: { a: '1' }, annotations: {} }, status: { p: 9 } }),
      merge(widgets, { metadata: { generation: 9, creationTimestamp: 'x', managedFields: [] } }),
      merge(widgets, { spec: { s: 1 }, status: { p: 1 } }, { subresource: 'status' }),
    ]) {
      const { snapshot, dropped } = tryActions(before, [action])
      expect(dropped).toEqual([])
      expect(snapshot.get(refOf(widgets))).toBe(object)
    }
  })

  it('P-6a is stored in the form of the server', () => {
    const before = world(standing(widgets, { labels: { a: '1' } }))
    const manifests = [{ metadata: { creationTimestamp: null, name: 'm' } }]
    const patch = { metadata: { labels: { a: null } }, spec: { manifests } }
    const after = applyActions(before, [merge(widgets, patch)]).get(refOf(widgets))
    expect(after).toEqual(
      standing(
        widgets,
        { resourceVersion: '8', generation: 4 },
        { spec: { manifests: [{ metadata: { name: 'm' } }] } },
      ),
    )
  })

  it.each<[string, Partial<Extract<Action, { kind: 'patch' }>>]>([
    ['another uid', { uid: 'other' }],
    ['another resourceVersion', { resourceVersion: '6' }],
    ['another object', { ref: refOf(widgets, 'y') }],
    ['a patch that does not fit', { format: 'json', patch: [{ op: 'test', path: '/kind', value: 'Other' }] }],
    ['a patch that is none', { format: 'json', patch: 'nonsense' }],
    ['a result that is no object', { format: 'json', patch: [{ op: 'replace', path: '', value: 1 }] }],
    ['another kind', { patch: { kind: 'Other' } }],
    ['another name', { patch: { metadata: { name: 'y' } } }],
    ['another uid in the patch', { patch: { metadata: { uid: 'other' } } }],
    ['another resourceVersion in the patch', { patch: { metadata: { resourceVersion: '6' } } }],
  ])('ACT-1 with %s is dropped', (_, more) => {
    const before = world(standing(widgets))
    const action = merge(widgets, { spec: { s: 1 } }, more)
    const { snapshot, dropped } = tryActions(before, [action])
    expect(dropped).toEqual([{ action, why: expect.any(String) }])
    expect(contents(snapshot)).toEqual(contents(before))
  })

  it('ACT-1 of a label needs no resourceVersion', () => {
    const { resourceVersion: _resourceVersion, ...action } = merge(configMaps, {
      metadata: { labels: { a: '1' } },
    }) as Extract<Action, { kind: 'patch' }>
    expect(whys(world(standing(configMaps)), action)).toEqual([])
  })

  it('makes of any object what the difference to another says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (from, to) => {
        const before = standing(gadgets, {}, { spec: from as Json })
        const wanted = standing(gadgets, {}, { spec: to as Json })
        const patch = diffJson(before, wanted) as unknown as Json
        const after = applyActions(world(before), [merge(gadgets, patch, { format: 'json' })])
        expect(after.get(refOf(gadgets))?.['spec']).toEqual(world(wanted).get(refOf(gadgets))?.['spec'])
      }),
    )
  })
})

describe('a deletion', () => {
  const held = standing(widgets, { finalizers: ['f', 'g'] })
  const deleted = applyActions(world(held), [remove(widgets)])
  const terminating = deleted.get(refOf(widgets)) ?? held

  it('takes away what no finalizer holds', () => {
    expect(contents(applyActions(world(standing(widgets)), [remove(widgets)]))).toEqual([])
  })

  it('P-6c is held back by finalizers', () => {
    expect(terminating.metadata).toEqual({
      ...held.metadata,
      resourceVersion: '8',
      generation: 4,
      deletionTimestamp: now,
      deletionGracePeriodSeconds: 0,
    })
    const again = tryActions(deleted, [remove(widgets, { resourceVersion: '8' })])
    expect(again.dropped).toEqual([])
    expect(again.snapshot.get(refOf(widgets))).toBe(terminating)
  })

  it('P-6c ends with the last finalizer, not before', () => {
    const one = merge(widgets, { metadata: { finalizers: ['g'] } }, { resourceVersion: '8' })
    const less = applyActions(deleted, [one])
    expect(less.get(refOf(widgets))?.metadata).toMatchObject({
      finalizers: ['g'],
      generation: 4,
      deletionTimestamp: now,
    })
    const last = merge(widgets, { metadata: { finalizers: null } }, { resourceVersion: '9' })
    expect(applyActions(less, [last]).get(refOf(widgets))).toBeUndefined()
  })

  it('P-6c takes no finalizer more, and cannot be taken back', () => {
    const more = merge(widgets, { metadata: { finalizers: ['f', 'g', 'h'] } }, { resourceVersion: '8' })
    expect(whys(deleted, more)).toHaveLength(1)
    const back = merge(widgets, { metadata: { deletionTimestamp: null } }, { resourceVersion: '8' })
    expect(applyActions(deleted, [back]).get(refOf(widgets))).toBe(terminating)
  })

  it('P-6c leaves the status to be written', () => {
    const status = merge(widgets, { status: { p: 1 } }, { resourceVersion: '8', subresource: 'status' })
    const after = applyActions(deleted, [status]).get(refOf(widgets))
    expect(after?.['status']).toEqual({ p: 1 })
    expect(after !== undefined && isDeleting(after)).toBe(true)
  })

  it.each<[string, Partial<Extract<Action, { kind: 'delete' }>>]>([
    ['another uid', { uid: 'other' }],
    ['another resourceVersion', { resourceVersion: '6' }],
    ['no object', { ref: refOf(widgets, 'y') }],
  ])('ACT-1 of %s is dropped', (_, more) => {
    const before = world(standing(widgets))
    expect(whys(before, remove(widgets, more))).toHaveLength(1)
    expect(contents(applyActions(before, [remove(widgets, more)]))).toEqual(contents(before))
  })
})

describe('writes that wait for others', () => {
  const first = create(configMaps)
  const second = create(widgets, objectOf(widgets), [refOf(configMaps)])
  const third = create(gadgets, objectOf(gadgets), [refOf(widgets)])

  it('come after them, in whatever order they are given', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([first, second, third], { minLength: 3 }), (actions) => {
        const { snapshot, dropped } = tryActions(world(), actions)
        expect(dropped).toEqual([])
        const versions = [configMaps, widgets, gadgets].map(
          (kind) => identityOf(snapshot, kind).resourceVersion,
        )
        expect(versions).toEqual(['1', '2', '3'])
      }),
    )
  })

  it('are dropped with them', () => {
    const before = world(standing(configMaps))
    const { snapshot, dropped } = tryActions(before, [third, second, first])
    expect(dropped.map(({ action }) => action)).toEqual([first, second, third])
    expect(contents(snapshot)).toEqual(contents(before))
  })

  it('do not wait for what is not to be written', () => {
    expect(whys(world(), second)).toEqual([])
  })

  it('are dropped where they wait for one another', () => {
    const circle = { ...first, after: [refOf(gadgets)] }
    expect(whys(world(), circle, second, third)).toHaveLength(3)
    expect(contents(applyActions(world(), [circle, second, third]))).toEqual([])
  })

  it('come as given on one target: the second one meets what the first has made of it', () => {
    const before = world(standing(widgets))
    const label = merge(widgets, { metadata: { labels: { a: '1' } } }, { after: [refOf(widgets)] })
    const spec = merge(widgets, { spec: { s: 1 } }, { after: [refOf(widgets)] })
    expect(tryActions(before, [label, spec]).dropped.map(({ action }) => action)).toEqual([spec])
  })
})

describe('a batch of writes', () => {
  it('P-6 changes nothing when it is applied a second time, with one write for each target', () => {
    const actions = fc.uniqueArray(anAction(), { selector: ({ ref }) => refKey(ref) })
    fc.assert(
      fc.property(aWorld(), actions, (before, batch) => {
        const once = applyActions(before, batch)
        expect(contents(applyActions(once, batch))).toEqual(contents(once))
      }),
      { numRuns: 500 },
    )
  })

  it('P-3 is total, drops or lands each write, and touches nothing else', () => {
    fc.assert(
      fc.property(aWorld(), fc.array(anAction(), { maxLength: 8 }), (before, actions) => {
        const dump = contents(before)
        const { snapshot, dropped } = tryActions(before, actions)
        expect(contents(before)).toEqual(dump)
        const refused = new Set(dropped.map(({ action }) => action))
        const targets = new Set(
          actions.filter((action) => !refused.has(action)).map(({ ref }) => refKey(ref)),
        )
        for (const ref of allRefs)
          if (!targets.has(refKey(ref))) expect(snapshot.get(ref)).toBe(before.get(ref))
      }),
      { numRuns: 500 },
    )
  })

  it('P-6c gives every object that it changes a resourceVersion of its own, above all before it', () => {
    fc.assert(
      fc.property(aWorld(), fc.array(anAction(), { maxLength: 8 }), (before, actions) => {
        const after = applyActions(before, actions)
        const changed = allRefs.flatMap((ref) => {
          const object = after.get(ref)
          return object === undefined || object === before.get(ref) ? [] : [BigInt(resourceVersionOf(object))]
        })
        expect(new Set(changed).size).toBe(changed.length)
        const seen = contents(before).length === 0 ? 0n : 7n
        for (const version of changed) expect(version).toBeGreaterThan(seen)
      }),
      { numRuns: 500 },
    )
  })

  it('clears what was refused on what it changes', () => {
    const refusal = { kind: 'refused', ref: refOf(widgets), code: 422, message: 'no', intent: 'i' } as const
    const before = withEvents(world(standing(widgets)), [refusal])
    const after = applyActions(before, [merge(widgets, { spec: { s: 1 } })])
    expect(after.refusal(refOf(widgets))).toBeUndefined()
    expect(applyActions(before, [merge(widgets, {})]).refusal(refOf(widgets))).toBeDefined()
  })
})

const allRefs: readonly Ref[] = kinds.flatMap((kind) => ['x', '__proto__'].map((name) => refOf(kind, name)))

function aWorld(): Arbitrary<Snapshot> {
  const object = fc.record({
    kind: fc.constantFrom(...kinds),
    name: fc.constantFrom('x', '__proto__'),
    finalizers: fc.constantFrom<readonly string[]>([], ['f']),
    deleting: fc.boolean(),
  })
  return fc
    .array(object, { maxLength: 6 })
    .map((all) =>
      world(
        ...all.map(({ kind, name, finalizers, deleting }) =>
          standing(kind, { name, finalizers, ...(deleting ? { deletionTimestamp: now } : {}) }),
        ),
      ),
    )
}

function anAction(): Arbitrary<Action> {
  const patches = fc.constantFrom<JsonObject>(
    { metadata: { labels: { a: '1' } } },
    { metadata: { finalizers: ['f', 'g'] } },
    { metadata: { finalizers: null } },
    { spec: { s: 1 }, status: { p: 1 } },
    { spec: null },
    JSON.parse('{"__proto__": {"polluted": true}}') as JsonObject,
  )
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      name: fc.constantFrom('x', '__proto__'),
      write: fc.constantFrom('create', 'patch', 'status', 'json', 'delete'),
      patch: patches,
      resourceVersion: fc.constantFrom('7', '7', '7', '6'),
      after: fc.subarray([...allRefs], { maxLength: 2 }),
    })
    .map(({ kind, name, write, patch, resourceVersion, after }): Action => {
      const ref = refOf(kind, name)
      if (write === 'create') return { ...create(kind, objectOf(kind, { name })), ref, after }
      if (write === 'delete') return remove(kind, { ref, after, resourceVersion })
      if (write === 'json')
        return merge(kind, [{ op: 'add', path: '/spec', value: patch }], {
          ref,
          after,
          resourceVersion,
          format: 'json',
        })
      return merge(kind, patch, {
        ref,
        after,
        resourceVersion,
        subresource: write === 'status' ? 'status' : '',
      })
    })
}

function identityOf(
  snapshot: Snapshot,
  kind = configMaps,
): Readonly<{ uid: string; resourceVersion: string }> {
  const object = snapshot.get(refOf(kind))
  expect(object).toBeDefined()
  return object === undefined
    ? { uid: '', resourceVersion: '' }
    : { uid: uidOf(object), resourceVersion: resourceVersionOf(object) }
}
