import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonObject, type KubeObject, nameOf, namespaceOf, type Ref } from '../kube/index.ts'
import { counterOf } from './snapshot.ts'
import type { ResourceInfo, Snapshot, WorldEvent } from './types.ts'
import { withEvents } from './with-events.ts'
import {
  anEvent,
  anObject,
  definitionOfWidgets,
  dumpOf,
  emptySnapshot,
  infoOf,
  infos,
  objectOfKind,
  snapshotOfWds,
  someEvents,
  someInfos,
} from './world.arbitrary.ts'

const put = (object: KubeObject): WorldEvent => ({ kind: 'put', space: 'wds', object })
const served = (info: ResourceInfo): WorldEvent => ({ kind: 'resource', space: 'wds', info })
const gone = (resource: ResourceInfo): WorldEvent => ({ kind: 'resourceGone', space: 'wds', resource })
const deleted = (ref: Ref, uid: string): WorldEvent => ({ kind: 'deleted', ref, uid })
const refOf = (info: ResourceInfo, name = 'x'): Ref => ({
  space: 'wds',
  group: info.group,
  resource: info.resource,
  namespace: info.namespaced ? 'a' : '',
  name,
})
const configMap = (metadata: JsonObject = {}) =>
  objectOfKind('v1', 'ConfigMap', { name: 'x', namespace: 'a', ...metadata })
const widget = objectOfKind('example.com/v1', 'Widget', { name: 'x', namespace: 'a', uid: 'w1' })
const map = refOf(infos.configMaps)
const world = (...objects: KubeObject[]) =>
  snapshotOfWds([infos.configMaps, infos.definitions, infos.namespaces], objects)

const identityOf = (object: KubeObject) =>
  [object.apiVersion.split('/').length, object.kind, namespaceOf(object), nameOf(object)].join('|')

describe('a snapshot after events', () => {
  it('P-2 is what a list of the same objects and resources gives, whatever the order of events', () => {
    // Not two resources that serve one kind in different scopes: which of them a misfit leaves incomplete is
    // a matter of order.
    const resources = someInfos().map((all) => all.filter(({ resource }) => resource !== 'awidgets'))
    const input = fc.tuple(resources, fc.uniqueArray(anObject(), { selector: identityOf, maxLength: 15 }))
    const shuffled = input.chain(([resources, objects]) => {
      const events = [...resources.map(served), ...objects.map(put)]
      return fc.tuple(
        fc.constant(snapshotOfWds(resources, objects)),
        fc.shuffledSubarray(events, { minLength: events.length }),
      )
    })
    fc.assert(
      fc.property(shuffled, ([listed, events]) => {
        expect(dumpOf(withEvents(emptySnapshot(), events))).toEqual(dumpOf(listed))
      }),
      { numRuns: 300 },
    )
  })

  it('is the same whether events come at once or one by one', () => {
    fc.assert(
      fc.property(someEvents(), (events) => {
        const oneByOne = events.reduce((snapshot, event) => withEvents(snapshot, [event]), emptySnapshot())
        expect(dumpOf(oneByOne)).toEqual(dumpOf(withEvents(emptySnapshot(), events)))
      }),
      { numRuns: 300 },
    )
  })

  it('leaves the old one as it was', () => {
    fc.assert(
      fc.property(someEvents(), someEvents(), (before, after) => {
        const old = withEvents(emptySnapshot(), before)
        const dump = dumpOf(old)
        const objects = old.objects('wds')
        const known = [...objects]
        withEvents(old, after)
        expect(dumpOf(old)).toEqual(dump)
        expect([...objects]).toEqual(known)
      }),
      { numRuns: 300 },
    )
  })

  it('shares what has not changed, and stays valid over many steps', () => {
    const objects = Array.from({ length: 300 }, (_, index) => configMap({ name: `n${index}` }))
    const steps: Snapshot[] = [world(...objects)]
    for (const [index] of objects.entries()) {
      const last = steps.at(-1) ?? emptySnapshot()
      steps.push(withEvents(last, [deleted(refOf(infos.configMaps, `n${index}`), '')]))
    }
    for (const [index, step] of steps.entries()) {
      expect([...step.objects('wds')]).toHaveLength(300 - index)
      const last = step.get(refOf(infos.configMaps, 'n299'))
      expect(last).toBe(index < 300 ? objects[299] : undefined)
    }
  })

  it('has nothing new after an event that is repeated at once', () => {
    fc.assert(
      fc.property(someEvents(), anEvent(), (before, event) => {
        const once = withEvents(emptySnapshot(), [...before, event])
        expect(dumpOf(withEvents(once, [event]))).toEqual(dumpOf(once))
      }),
      { numRuns: 300 },
    )
  })

  it('P-3 takes an event that holds no object, and its resource is not complete', () => {
    const nonsense = { apiVersion: 'v1', kind: 'ConfigMap', metadata: [] } as unknown as KubeObject
    const after = withEvents(world(), [put(nonsense), put('x' as unknown as KubeObject)])
    expect(after.resource('wds', infos.configMaps)?.known).toEqual({ why: expect.any(String) })
    const listedAgain = withEvents(after, [served(infos.configMaps)])
    expect(listedAgain.resource('wds', infos.configMaps)?.known).toBe(true)
  })

  it('P-1 has the time that the last clock event said', () => {
    expect(withEvents(world(), [{ kind: 'now', now: 't9' }]).now).toBe('t9')
  })
})

describe('late events', () => {
  it.each([
    ['9', '10'],
    ['99', '100'],
    ['18446744073709551614', '18446744073709551615'],
  ])('a put of %s after %s of the same uid changes nothing', (old, young) => {
    const before = world(configMap({ uid: 'u', resourceVersion: young, labels: { now: 'young' } }))
    const late = put(configMap({ uid: 'u', resourceVersion: old, labels: { now: 'old' } }))
    expect(withEvents(before, [late]).get(map)).toBe(before.get(map))
  })

  it.each([
    ['of the same resourceVersion', { uid: 'u', resourceVersion: '10' }],
    ['of a greater one', { uid: 'u', resourceVersion: '100' }],
    [
      'of another uid, though its resourceVersion is less (a restored object)',
      { uid: 'v', resourceVersion: '9' },
    ],
    ['of a resourceVersion that is no number', { uid: 'u', resourceVersion: '09' }],
    ['of no resourceVersion', { uid: 'u' }],
  ])('a put %s takes its place', (_, metadata) => {
    const before = world(configMap({ uid: 'u', resourceVersion: '10' }))
    const next = configMap({ ...metadata, labels: { is: 'next' } })
    expect(withEvents(before, [put(next)]).get(map)).toEqual(next)
  })

  it('ID-1 the same state in another version than the preferred one changes nothing', () => {
    const metadata = { name: 'x', namespace: 'a', uid: 'u', resourceVersion: '5' }
    const preferred = objectOfKind('apps/v1', 'Deployment', metadata)
    const other = objectOfKind('apps/v1beta1', 'Deployment', metadata)
    for (const events of [
      [put(preferred), put(other)],
      [put(other), put(preferred)],
    ]) {
      const after = withEvents(snapshotOfWds([infos.deployments], []), events)
      expect(after.get(refOf(infos.deployments))).toEqual(preferred)
    }
  })

  it.each([
    ['of another uid leaves what stands there', 'other', true],
    ['of its uid takes it away', 'u', false],
    ['without a uid takes away whatever stands there', '', false],
  ])('a deletion %s', (_, uid, stays) => {
    const after = withEvents(world(configMap({ uid: 'u' })), [deleted(map, uid)])
    expect(after.get(map) !== undefined).toBe(stays)
  })
})

describe('an object of a kind that is not known yet', () => {
  it('is taken in when its resource comes, and not before', () => {
    const waiting = withEvents(world(), [put(widget)])
    expect([...waiting.objects('wds')]).toEqual([])
    expect(withEvents(waiting, [served(infos.widgets)]).get(refOf(infos.widgets))).toEqual(widget)
    const declared = withEvents(waiting, [put(definitionOfWidgets())])
    expect(declared.get(refOf(infos.widgets))).toEqual(widget)
  })

  it('waits in its last state, until it is deleted', () => {
    const young = { ...widget, metadata: { ...widget.metadata, resourceVersion: '10' } }
    const old = { ...widget, metadata: { ...widget.metadata, resourceVersion: '9' } }
    const after = withEvents(world(), [put(young), put(old)])
    expect(withEvents(after, [served(infos.widgets)]).get(refOf(infos.widgets))).toEqual(young)
    for (const uid of ['w1', 'other']) {
      const later = withEvents(after, [deleted(refOf(infos.widgets), uid), served(infos.widgets)])
      expect(later.get(refOf(infos.widgets))).toEqual(uid === 'w1' ? undefined : young)
    }
  })

  it('SNP-1 leaves its resource incomplete while it is in the wrong scope, until the scope is another', () => {
    const clusterWide = infoOf({ ...infos.widgets, namespaced: false })
    const misfit = withEvents(world(), [served(clusterWide), put(widget)])
    expect(misfit.resource('wds', clusterWide)?.known).toEqual({ why: expect.any(String) })
    const stillMisfit = withEvents(misfit, [served(clusterWide)])
    expect(stillMisfit.resource('wds', clusterWide)?.known).toEqual({ why: expect.any(String) })
    const fits = withEvents(misfit, [served(infos.widgets)])
    expect(fits.resource('wds', infos.widgets)?.known).toBe(true)
    expect(fits.get(refOf(infos.widgets))).toEqual(widget)
    const again = withEvents(fits, [served(clusterWide)])
    expect([...again.objects('wds')]).toEqual([])
    expect(again.resource('wds', clusterWide)?.known).toEqual({ why: expect.any(String) })
  })

  it('ID-1 stands under one resource where two serve its kind', () => {
    const both = [infos.widgets, { ...infos.otherWidgets, namespaced: true }]
    const standing = withEvents(world(), [served(infos.widgets), put(widget)])
    const after = withEvents(standing, both.map(served))
    expect(after.resourceOfKind('wds', 'example.com', 'Widget')?.resource).toBe('awidgets')
    expect([...after.objects('wds')]).toEqual([widget])
    expect([...after.objects('wds', infos.otherWidgets)]).toEqual([widget])
  })
})

describe('a kind that two resources have', () => {
  it('ID-1 belongs to the one that is served, not to one that is only declared', () => {
    const later = infoOf({ ...infos.widgets, resource: 'zwidgets' })
    const events = [put(definitionOfWidgets()), served(later), put(widget)]
    for (const order of [events, [...events].reverse()]) {
      const after = withEvents(world(), order)
      expect(after.resourceOfKind('wds', 'example.com', 'Widget')).toEqual(later)
      expect([...after.objects('wds', later)]).toEqual([widget])
      const alone = withEvents(after, [gone(later)])
      expect(alone.resourceOfKind('wds', 'example.com', 'Widget')?.resource).toBe('widgets')
    }
  })
})

describe('a resource that is not served any more', () => {
  const withWidgets = withEvents(world(), [served(infos.widgets), put(definitionOfWidgets()), put(widget)])
  const noDefinition = deleted(refOf(infos.definitions, 'widgets.example.com'), '')

  it('SNP-1 is unknown while its definition exists, and its objects are kept', () => {
    const after = withEvents(withWidgets, [gone(infos.widgets)])
    expect(after.resource('wds', infos.widgets)?.known).toEqual({ why: expect.any(String) })
    expect(after.get(refOf(infos.widgets))).toEqual(widget)
    const back = withEvents(after, [served(infos.widgets)])
    expect(back.resource('wds', infos.widgets)).toEqual(infos.widgets)
    expect(back.get(refOf(infos.widgets))).toEqual(widget)
  })

  it('SNP-1 is gone with its objects once its definition is gone or being deleted, whichever is seen first', () => {
    const deleting = put(definitionOfWidgets({ deletionTimestamp: 't' }))
    for (const events of [
      [noDefinition, gone(infos.widgets)],
      [gone(infos.widgets), noDefinition],
      [deleting, gone(infos.widgets)],
      [gone(infos.widgets), deleting],
    ]) {
      const after = withEvents(withWidgets, events)
      expect(after.resource('wds', infos.widgets)).toBeUndefined()
      expect(after.get(refOf(infos.widgets))).toBeUndefined()
      expect(withEvents(after, [served(infos.widgets)]).get(refOf(infos.widgets))).toBeUndefined()
    }
  })

  it('takes no objects in, neither those of its kind nor those that waited for another scope', () => {
    const clusterWide = infoOf({ ...infos.widgets, namespaced: false })
    const misfit = withEvents(world(), [served(clusterWide), put(widget), gone(clusterWide)])
    expect(misfit.resourceOfKind('wds', 'example.com', 'Widget')).toBeUndefined()
    expect([...withEvents(misfit, [served(infos.widgets)]).objects('wds')]).toEqual([])
  })

  it('leaves other resources alone', () => {
    const before = withEvents(withWidgets, [put(configMap())])
    const after = withEvents(before, [noDefinition, gone(infos.widgets)])
    expect([...after.objects('wds')]).toEqual([configMap()])
  })

  it('takes what it declares with it where definitions are not served any more', () => {
    const after = withEvents(withWidgets, [gone(infos.widgets), gone(infos.definitions)])
    expect(after.resources('wds')).toEqual([infos.configMaps, infos.namespaces])
    expect([...after.objects('wds')]).toEqual([])
  })
})

describe('refused writes', () => {
  const refused: WorldEvent = { kind: 'refused', ref: map, code: 422, message: 'no', intent: 'i' }
  const { kind: _kind, ...refusal } = refused

  it('P-6b are remembered, the last of each target', () => {
    const after = withEvents(world(), [{ ...refused, intent: 'earlier' }, refused])
    expect(after.refusal(map)).toEqual(refusal)
    expect(after.refusal(refOf(infos.configMaps, 'y'))).toBeUndefined()
  })

  it.each<[string, WorldEvent, boolean]>([
    ['a change of the object', put(configMap({ uid: 'u', labels: { a: '1' } })), true],
    ['its deletion', deleted(map, 'u'), true],
    ['a repetition', put(configMap({ uid: 'u', resourceVersion: '5' })), false],
    ['a late state', put(configMap({ uid: 'u', resourceVersion: '4', labels: { a: '1' } })), false],
    ['the deletion of another uid', deleted(map, 'other'), false],
    ['a change of another object', put(configMap({ name: 'y' })), false],
    ['another version of its resource', served(infoOf({ version: 'v2' })), true],
    ['a resource that is seen less well', served(infoOf({ known: { why: 'watch lost' } })), false],
    ['a resource that goes', gone(infos.configMaps), true],
  ])('P-6b %s makes an end of one, or not', (_, event, ends) => {
    const before = withEvents(world(configMap({ uid: 'u', resourceVersion: '5' })), [refused])
    expect(withEvents(before, [event]).refusal(map) === undefined).toBe(ends)
  })

  it('P-6b a write that was refused for want of a resource is free again when that comes', () => {
    const ref = refOf(infos.widgets)
    const before = withEvents(world(), [{ ...refused, ref, code: 404 }])
    expect(before.refusal(ref)?.code).toBe(404)
    expect(withEvents(before, [served(infos.widgets)]).refusal(ref)).toBeUndefined()
  })
})

describe('the counter', () => {
  it('P-6c is not below any number that was given out', () => {
    const after = withEvents(world(configMap({ resourceVersion: '41' })), [
      put(configMap({ resourceVersion: '7' })),
    ])
    expect(counterOf(after)).toBe(41n)
    expect(counterOf(emptySnapshot())).toBe(0n)
    const big = '18446744073709551615'
    expect(counterOf(world(configMap({ resourceVersion: big })))).toBe(BigInt(big))
    expect(counterOf(world(configMap({ resourceVersion: `${big}0` })))).toBe(0n)
  })

  it('P-6c is not below a uid that came from it', () => {
    expect(counterOf(world(configMap({ uid: '00000000-0000-4000-8000-0000000000ff' })))).toBe(255n)
    expect(counterOf(world(configMap({ uid: '00000001-0000-4000-8000-000000000000' })))).toBe(2n ** 48n)
  })
})
