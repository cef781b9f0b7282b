import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject, Ref } from '../kube/index.ts'
import { editOf } from './edit-of.ts'
import { withEvents } from './with-events.ts'
import {
  anObject,
  aRef,
  dumpOf,
  emptySnapshot,
  infos,
  objectOfKind,
  snapshotOfWds,
  someEvents,
} from './world.arbitrary.ts'

const configMap = (name: string, metadata: JsonObject = {}, more: JsonObject = {}) =>
  objectOfKind('v1', 'ConfigMap', { name, namespace: 'a', uid: 'u', resourceVersion: '5', ...metadata }, more)
const refOf = (name: string): Ref => ({
  space: 'wds',
  group: '',
  resource: 'configmaps',
  namespace: 'a',
  name,
})
const world = (...objects: KubeObject[]) => snapshotOfWds([infos.configMaps], objects)
type Labelled = { metadata: { labels: Record<string, string>; name: string } }

describe('an edit as events', () => {
  it('puts what it says, whatever stands there', () => {
    fc.assert(
      fc.property(someEvents(), anObject(), (events, object) => {
        const before = withEvents(emptySnapshot(), events)
        const info = before.resourceOfKind('wds', object.apiVersion.split('/')[0] ?? '', object.kind)
        fc.pre(info !== undefined)
        const after = withEvents(
          before,
          editOf(before, (draft) => draft.put('wds', object)),
        )
        const alone = withEvents(emptySnapshot(), [
          ...before
            .resources('wds')
            .map((one) => ({ kind: 'resource' as const, space: 'wds' as const, info: one })),
          { kind: 'put', space: 'wds', object },
        ])
        for (const expected of alone.objects('wds', info))
          expect([...after.objects('wds', info)]).toContainEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('is what the events of the same name are', () => {
    fc.assert(
      fc.property(someEvents(), aRef(), (events, ref) => {
        const before = withEvents(emptySnapshot(), events)
        const edited = withEvents(
          before,
          editOf(before, (draft) => draft.delete(ref)),
        )
        const direct = before.get(ref) ? withEvents(before, [{ kind: 'deleted', ref, uid: '' }]) : before
        expect(dumpOf(edited)).toEqual(dumpOf(direct))
      }),
    )
  })

  it('is nothing where nothing changes', () => {
    const managedFields = [{ manager: 'm', fieldsV1: {} }]
    const before = world(configMap('x', { labels: { a: '1' } }))
    const events = editOf(before, (draft) => {
      draft.put('wds', configMap('x', { labels: { a: '1' }, managedFields }))
      draft.update<Labelled>(refOf('x'), (object) => {
        object.metadata.labels['a'] = '1'
      })
      draft.delete(refOf('y'))
    })
    expect(events).toEqual([])
  })

  it('puts back an older state, though an event of it would be late', () => {
    const before = world(configMap('x'))
    const older = configMap('x', { resourceVersion: '4', labels: { is: 'older' } })
    expect(withEvents(before, [{ kind: 'put', space: 'wds', object: older }]).get(refOf('x'))).toBe(
      before.get(refOf('x')),
    )
    const after = withEvents(
      before,
      editOf(before, (draft) => draft.put('wds', older)),
    )
    expect(after.get(refOf('x'))).toEqual(older)
  })
})

describe('an update', () => {
  it('edits one object, and nothing of the snapshot that it starts from', () => {
    const object = configMap('x', { labels: { a: '1' } }, { data: { k: 'v' } })
    const before = world(object, configMap('y'))
    const events = editOf(before, (draft) =>
      draft.update<Labelled>(refOf('x'), (one) => {
        one.metadata.labels['b'] = '2'
      }),
    )
    expect(events).toHaveLength(1)
    const after = withEvents(before, events).get(refOf('x'))
    expect(after).toEqual({ ...object, metadata: { ...object.metadata, labels: { a: '1', b: '2' } } })
    expect(after?.['data']).toBe(object['data'])
    expect(before.get(refOf('x'))).toBe(object)
    expect(object.metadata['labels']).toEqual({ a: '1' })
  })

  it('sees the edits before it', () => {
    const before = world(configMap('x'))
    const events = editOf(before, (draft) => {
      draft.put('wds', configMap('x', { labels: {} }))
      for (const key of ['a', 'b'])
        draft.update<Labelled>(refOf('x'), (one) => {
          one.metadata.labels[key] = 'set'
        })
    })
    const labels = withEvents(before, events).get(refOf('x'))?.metadata['labels']
    expect(labels).toEqual({ a: 'set', b: 'set' })
  })

  it('LBL-3 leaves keys such as __proto__ what they are', () => {
    const labels = JSON.parse('{"__proto__": "p", "constructor": "c"}') as JsonObject
    const before = world(configMap('x', { labels }))
    const events = editOf(before, (draft) =>
      draft.update<Labelled>(refOf('x'), (one) => {
        one.metadata.labels['toString'] = 't'
      }),
    )
    const after = withEvents(before, events).get(refOf('x'))?.metadata['labels'] as JsonObject
    expect(Object.entries(after)).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['toString', 't'],
    ])
  })

  it('moves an object whose identity it changes', () => {
    const before = world(configMap('x'))
    const events = editOf(before, (draft) =>
      draft.update<Labelled>(refOf('x'), (one) => {
        one.metadata.name = 'y'
      }),
    )
    const after = withEvents(before, events)
    expect(after.get(refOf('x'))).toBeUndefined()
    expect(after.get(refOf('y'))).toEqual(configMap('y'))
  })

  it('of an object that is not there is a mistake of its author', () => {
    expect(() => editOf(world(), (draft) => draft.update(refOf('x'), () => undefined))).toThrow(RangeError)
  })
})
