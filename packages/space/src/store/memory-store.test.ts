import type { KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from './memory-store.ts'
import type { Commit, Journal, StoreEvent } from './object-store.ts'

const resource = { group: '', resource: 'configmaps' }
const id = (namespace: string, name: string) => ({ ...resource, namespace, name })
const object = (namespace: string, name: string, value: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { value: String(value) },
})
const step = fc.record({
  namespace: fc.constantFrom('a', 'a-b'),
  name: fc.constantFrom('x', 'y', 'z'),
  value: fc.option(fc.integer({ min: 0, max: 3 })),
})

function play(
  store: ReturnType<typeof createMemoryStore>,
  steps: readonly { namespace: string; name: string; value: number | null }[],
) {
  for (const { namespace, name, value } of steps)
    if (value === null) store.remove(id(namespace, name))
    else store.put(id(namespace, name), object(namespace, name, value))
}

describe('SPC-2 a store of revisions', () => {
  it('lists any revision that is not compacted as it was then', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const store = createMemoryStore()
        const seen: [number, readonly KubeObject[] | undefined][] = []
        for (const one of steps) {
          play(store, [one])
          seen.push([store.revision(), store.list({ resource })])
        }
        for (const [revision, list] of seen) expect(store.list({ resource }, revision)).toEqual(list)
      }),
    )
  })

  it('tells a watcher from any revision what makes that state the present one', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 20 }), (before, after) => {
        const store = createMemoryStore()
        play(store, before)
        const state = new Map(
          (store.list({ resource }) ?? []).map((one) => [
            JSON.stringify([one.metadata['namespace'], one.metadata['name']]),
            one,
          ]),
        )
        const from = store.revision()
        play(store, after.slice(0, 10))
        const hear = (event: StoreEvent): void => {
          const key = JSON.stringify([event.id.namespace, event.id.name])
          expect(state.has(key)).toBe(event.type !== 'ADDED')
          if (event.type === 'DELETED') state.delete(key)
          else state.set(key, event.object)
        }
        store.watch({ resource }, from, hear)
        play(store, after.slice(10))
        expect(new Set(state.values())).toEqual(new Set(store.list({ resource })))
      }),
    )
  })

  it('sorts as etcd does: by the key, in which a slash ends the namespace', () => {
    const store = createMemoryStore()
    store.put(id('a', 'x'), object('a', 'x', 0))
    store.put(id('a-b', 'x'), object('a-b', 'x', 0))
    expect(store.list({ resource })?.map((one) => one.metadata['namespace'])).toEqual(['a-b', 'a'])
  })

  it('knows nothing of what was compacted', () => {
    const store = createMemoryStore()
    const first = store.put(id('a', 'x'), object('a', 'x', 0))
    store.put(id('a', 'x'), object('a', 'x', 1))
    store.compact()
    const revision = Number(first.metadata['resourceVersion'])
    expect(store.list({ resource }, revision)).toBeUndefined()
    expect(store.watch({ resource }, revision, () => {})).toBeUndefined()
    expect(store.watch({ resource }, store.revision(), () => {})).toBeDefined()
  })

  it('compacts by itself when it remembers too much', () => {
    const store = createMemoryStore({ history: 4 })
    for (let value = 0; value < 10; value++) store.put(id('a', 'x'), object('a', 'x', value))
    expect(store.compactedTo()).toBeGreaterThan(1)
    expect(store.revision() - store.compactedTo()).toBeLessThanOrEqual(4)
  })

  it('journals every commit in order, and is restored from what was journalled', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(30), fc.nat(40), (steps, cut, history) => {
        const commits: Commit[] = []
        const journal: Journal = {
          append: (commit) => void commits.push(commit),
          compacted: () => undefined,
          flushed: () => Promise.resolve(),
        }
        const store = createMemoryStore({ journal })
        play(store, steps)
        expect(commits.map((commit) => commit.revision)).toEqual(commits.map((_, index) => index + 2))
        const base = new Map(commits.slice(0, cut).map((commit) => [JSON.stringify(commit.id), commit]))
        const restored = createMemoryStore({
          history,
          restore: {
            compactedTo: 1 + Math.min(cut, commits.length),
            objects: [...base.values()].filter((commit) => commit.object !== undefined),
            commits: commits.slice(cut),
          },
        })
        expect(restored.revision()).toBe(store.revision())
        for (let revision = 1; revision <= store.revision(); revision++)
          if (revision >= restored.compactedTo())
            expect(restored.list({ resource }, revision)).toEqual(store.list({ resource }, revision))
          else expect(restored.watch({ resource }, revision, () => undefined)).toBeUndefined()
      }),
    )
  })

  it('lists nothing of before it was restored, though nothing has changed since', () => {
    const store = createMemoryStore({ restore: { compactedTo: 7, objects: [], commits: [] } })
    expect(store.list({ resource }, 6)).toBeUndefined()
    expect(store.list({ resource }, 7)).toEqual([])
  })

  it('tells watchers what is safe, and nobody where it cannot be kept', async () => {
    const flushes: { resolve(): void; reject(error: Error): void }[] = []
    const journal: Journal = {
      append: () => undefined,
      compacted: () => undefined,
      flushed: () =>
        new Promise((resolve, reject) => {
          flushes.push({ resolve, reject })
        }),
    }
    const store = createMemoryStore({ journal })
    const early: number[] = []
    const late: number[] = []
    store.watch({ resource }, 1, (event) => early.push(event.revision))
    for (let value = 0; value < 3; value++) store.put(id('a', 'x'), object('a', 'x', value))
    expect([store.revision(), store.safeRevision()]).toEqual([4, 1])
    flushes[1]?.resolve()
    await Promise.resolve()
    expect([store.safeRevision(), early]).toEqual([3, [2, 3]])
    store.watch({ resource }, 2, (event) => late.push(event.revision))
    expect(late).toEqual([3])
    store.compact()
    expect(store.compactedTo()).toBe(3)
    flushes[2]?.reject(new Error('the disk is full'))
    await new Promise(setImmediate)
    expect([store.safeRevision(), early, late]).toEqual([3, [2, 3], [3]])
  })
})
