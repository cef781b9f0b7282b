import type { Json, JsonObject, KubeObject } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { mergedMetadata, ownersWith } from './merged-metadata.ts'

const reference = {
  apiVersion: 'work.open-cluster-management.io/v1',
  kind: 'AppliedManifestWork',
  name: 'hub-w',
  uid: 'u1',
}
const other = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'd1', controller: true }

function object(metadata: JsonObject, kind = 'Widget'): KubeObject {
  return { apiVersion: 'example.com/v1', kind, metadata: { name: 'x', ...metadata } }
}

const owners = (there: readonly Json[], isOwned = true) =>
  ownersWith(object({ ownerReferences: there }), { reference, isOwned })

describe('AGT-2 owner references', () => {
  it('AGT-2 ours comes last, replaces what stands for the same name, and goes where it is not wanted', () => {
    expect(owners([other])).toEqual([other, reference])
    expect(owners([{ ...reference, uid: 'old' }, other])).toEqual([reference, other])
    expect(owners([reference, other, { ...reference, uid: 'old' }])).toEqual([reference, other])
    expect(owners([other, reference], false)).toEqual([other])
  })

  it('AGT-2 what is right stays as it stands, whatever else is said of it', () => {
    const there = [{ ...reference, blockOwnerDeletion: false }, other]
    expect(owners(there)).toEqual(there)
    expect(owners([other], false)).toEqual([other])
    const ofAnotherWork = { ...reference, name: 'hub-v', uid: 'u2' }
    expect(owners([ofAnotherWork, reference])).toEqual([ofAnotherWork, reference])
  })
})

describe('AGT-2 metadata after an update', () => {
  it('AGT-2 labels and annotations are added and changed, never taken away; finalizers stay', () => {
    const existing = object({
      labels: { a: '1', b: '2' },
      annotations: { theirs: 'x' },
      finalizers: ['f'],
      ownerReferences: [reference],
    })
    const wanted = object({ labels: { b: '3', __proto__: 'p' }, finalizers: ['g'] })
    const merged = mergedMetadata(wanted, existing, { reference, isOwned: true })
    expect(merged).toEqual({ ...existing.metadata, labels: { a: '1', b: '3' } })
    expect(mergedMetadata(existing, existing, { reference, isOwned: true })).toBe(existing.metadata)
  })

  it('AGT-2 which StorageClass is the default is the affair of the WEC', () => {
    const key = 'storageclass.kubernetes.io/is-default-class'
    const ownership = { reference, isOwned: false }
    const wanted = object({ annotations: { [key]: 'true' } }, 'StorageClass')
    const existing = object({ annotations: { [key]: 'false' } }, 'StorageClass')
    expect(mergedMetadata(wanted, existing, ownership)).toBe(existing.metadata)
    expect(mergedMetadata(wanted, object({}, 'StorageClass'), ownership)).toMatchObject({
      annotations: { [key]: 'true' },
    })
  })
})
