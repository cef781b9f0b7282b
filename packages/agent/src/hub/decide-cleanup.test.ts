import type { KubeObject } from '@downsync/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideCleanup } from './decide-cleanup.ts'
import { ocm } from './names.ts'

const workArbitrary = fc.record({
  name: fc.uuid(),
  priority: fc.constantFrom(undefined, '0', '5', '100', '101', '-1', 'soon', '+7', '1.5'),
  isDeleting: fc.boolean(),
  isHeld: fc.boolean(),
})

describe('AGT-1 emptying the mailbox of a WEC that leaves', () => {
  it('ends, whatever the priorities are, and deletes each work once', () => {
    fc.assert(
      fc.property(fc.array(workArbitrary, { maxLength: 8 }), (given) => {
        let works = given.map(workOf)
        const removed: KubeObject[] = []
        for (let round = 0; round <= given.length; round++) {
          const cleanup = decideCleanup(works)
          if (cleanup.kind === 'empty') break
          removed.push(...cleanup.remove)
          // Agents finish what is being deleted.
          works = works.filter(
            (work) => !cleanup.remove.includes(work) && work.metadata['deletionTimestamp'] === undefined,
          )
        }
        expect(works).toEqual([])
        expect(new Set(removed).size).toBe(removed.length)
        expect(removed.length).toBe(given.filter(({ isDeleting }) => !isDeleting).length)
      }),
    )
  })

  it('goes by priority: the next when those before are gone, not when they are being deleted', () => {
    const first = workOf({ name: 'first' })
    const odd = workOf({ name: 'odd', priority: '1000' })
    const second = workOf({ name: 'second', priority: '10' })
    const last = workOf({ name: 'last', priority: '100' })
    expect(removedOf([last, second, odd, first])).toEqual(['odd', 'first'])
    expect(removedOf([last, second, workOf({ name: 'going', isDeleting: true })])).toEqual([])
    expect(removedOf([last, second])).toEqual(['second'])
  })

  it("says how many are left, in OCM's words", () => {
    const cleanup = decideCleanup([workOf({ name: 'a', isHeld: true }), workOf({ name: 'b' })])
    expect(cleanup).toMatchObject({
      condition: {
        type: 'Deleting',
        status: 'False',
        reason: 'ResourceRemaining',
        message:
          'The resource manifestworks is remaning, the remaining count is 2, the finalizer pending count is 1',
      },
    })
  })
})

type Given = Readonly<{ name: string; priority?: string | undefined; isDeleting?: boolean; isHeld?: boolean }>

function workOf({ name, priority, isDeleting = false, isHeld = false }: Given): KubeObject {
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: {
      name,
      ...(priority === undefined ? {} : { annotations: { [ocm.cleanupPriority]: priority } }),
      ...(isDeleting ? { deletionTimestamp: '2026-06-01T00:00:00Z' } : {}),
      ...(isHeld ? { finalizers: ['f'] } : {}),
    },
  }
}

function removedOf(works: readonly KubeObject[]): readonly unknown[] {
  const cleanup = decideCleanup(works)
  return cleanup.kind === 'empty' ? [] : cleanup.remove.map(({ metadata }) => metadata['name'])
}
