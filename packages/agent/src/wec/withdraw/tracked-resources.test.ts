import type { KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Seen } from '../conditions/manifest-entry.ts'
import type { ManifestMeta, WorkManifest } from '../work/work-manifests.ts'
import { type AppliedResource, inAppliedOrder } from './applied-resources.ts'
import { intendedResources, type SeenManifest, trackedResources } from './tracked-resources.ts'

function meta(name: string, resource = 'configmaps'): ManifestMeta {
  return { ordinal: 0, group: '', version: 'v1', kind: 'ConfigMap', resource, name, namespace: 'default' }
}

function object(name: string, uid: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', uid } }
}

function usable(name: string, strategy: 'update' | 'readOnly' = 'update'): WorkManifest {
  const content = object(name, '')
  return {
    kind: 'usable',
    meta: meta(name),
    content,
    strategy: { kind: strategy },
    isOwned: true,
    options: {},
  }
}

function unmapped(name: string): WorkManifest {
  const said = { reason: '', message: '', isUnmapped: true }
  return { kind: 'unusable', meta: meta(name, ''), options: {}, ...said }
}

function entry(name: string, uid: string): AppliedResource {
  return { group: '', resource: 'configmaps', namespace: 'default', name, version: 'v1', uid }
}

const there = (name: string): Seen => ({ kind: 'there', object: object(name, `${name}1`) })
const absent: Seen = { kind: 'absent' }
const unknown: Seen = { kind: 'unknown', message: 'no' }

describe('AGT-2 what an AppliedManifestWork records', () => {
  it('AGT-2 before anything is made: what is about to be', () => {
    const manifests: readonly SeenManifest[] = [
      { manifest: usable('a'), seen: absent },
      { manifest: usable('b'), seen: there('b') },
      { manifest: usable('c'), seen: absent },
      { manifest: usable('d', 'readOnly'), seen: there('d') },
    ]
    // `b` is known, `c` was and is to be made again.
    expect(intendedResources([entry('b', 'b1'), entry('c', 'c1'), entry('left', 'l1')], manifests)).toEqual([
      entry('b', 'b1'),
      entry('c', ''),
      entry('left', 'l1'),
      entry('a', ''),
    ])
  })

  it('AGT-2 afterwards: what is there, and what has no manifest any more', () => {
    const manifests: readonly SeenManifest[] = [
      { manifest: usable('a'), seen: there('a') },
      { manifest: usable('b'), seen: absent },
      { manifest: usable('c'), seen: unknown },
      { manifest: usable('d'), seen: unknown },
    ]
    const recorded = [entry('a', ''), entry('b', 'b1'), entry('c', 'c1'), entry('left', 'l1')]
    expect(trackedResources(recorded, manifests)).toEqual({
      held: [entry('a', 'a1'), entry('c', 'c1')],
      toWithdraw: [entry('left', 'l1')],
    })
  })

  it('P-4 nothing that may have a manifest is let go', () => {
    expect(
      trackedResources([entry('a', 'a1')], [{ manifest: unmapped('a'), seen: unknown }]).toWithdraw,
    ).toEqual([])
    const unreadable: WorkManifest = {
      ...unmapped(''),
      meta: { ordinal: 0, group: '', version: '', kind: '', resource: '', name: '', namespace: '' },
    }
    expect(trackedResources([entry('a', 'a1')], [{ manifest: unreadable, seen: unknown }])).toEqual({
      held: [entry('a', 'a1')],
      toWithdraw: [],
    })
  })

  it('AGT-2 nothing is both held and withdrawn, and nothing is lost', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd')
    const seens = fc.constantFrom('there', 'absent', 'unknown')
    fc.assert(
      fc.property(
        fc.uniqueArray(names),
        fc.uniqueArray(fc.tuple(names, seens, fc.boolean()), { selector: ([name]) => name }),
        (recorded, listed) => {
          const manifests = listed.map(
            ([name, seen, isMapped]): SeenManifest => ({
              manifest: isMapped ? usable(name) : unmapped(name),
              seen: isMapped ? { there: there(name), absent, unknown }[seen] : unknown,
            }),
          )
          const { held, toWithdraw } = trackedResources(
            recorded.map((name) => entry(name, `${name}0`)),
            manifests,
          )
          const heldNames = held.map(({ name }) => name)
          const leaving = toWithdraw.map(({ name }) => name)
          expect(new Set(heldNames).size).toBe(heldNames.length)
          expect(
            leaving.filter((name) => heldNames.includes(name) || listed.some(([one]) => one === name)),
          ).toEqual([])
          const isAbsent = (name: string) =>
            listed.some(([one, seen, isMapped]) => one === name && isMapped && seen === 'absent')
          expect(
            recorded.filter((name) => ![...heldNames, ...leaving].includes(name) && !isAbsent(name)),
          ).toEqual([])
        },
      ),
    )
  })

  it('AGT-2 is in the order of group, version, resource, namespace and name', () => {
    const sorted = [
      entry('a', ''),
      entry('b', ''),
      { ...entry('a', ''), resource: 'secrets' },
      { ...entry('a', ''), version: 'v2', resource: 'a' },
      { ...entry('a', ''), group: 'apps', namespace: 'a' },
      { ...entry('a', ''), group: 'apps', namespace: 'b' },
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
        expect(inAppliedOrder(shuffled)).toEqual(sorted)
      }),
    )
  })
})
