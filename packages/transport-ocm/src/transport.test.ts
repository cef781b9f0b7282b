import { type Bundle, isObject, type Json, type JsonObject, type KubeObject, objectOf } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundles } from './testing/bundles.ts'
import { anything, works } from './testing/works.ts'
import { ocmTransport } from './transport.ts'

const metadata = fc.tuple(anything, fc.boolean()).map(
  ([value, hasName]): JsonObject => ({
    ...(isObject(value) ? value : {}),
    ...(hasName && { name: 'a', namespace: 'wec1' }),
  }),
)

const heads = fc.constantFrom(
  { apiVersion: 'work.open-cluster-management.io/v1', kind: 'ManifestWork' },
  { apiVersion: 'control.kubestellar.io/v1alpha1', kind: 'WorkStatus' },
)

/** Objects that are nothing but objects. */
const objects: fc.Arbitrary<KubeObject> = fc
  .record({ head: heads, metadata, spec: anything, status: anything })
  .map(({ head, ...rest }) => ({ ...head, ...rest }))

/** A readable ManifestWork of which one part, at any depth, is anything. */
const mutilated: fc.Arbitrary<KubeObject> = fc
  .tuple(works, anything, fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }))
  .map(([work, value, path]) => ({
    ...work,
    spec: replaced(work['spec'] ?? null, path, value),
    status: replaced(work['status'] ?? null, path, value),
  }))

function replaced(at: Json, [step, ...rest]: readonly number[], value: Json): Json {
  if (step === undefined || typeof at !== 'object' || at === null) return value
  const entries = Object.entries(at)
  if (entries.length === 0) return value
  const chosen = step % entries.length
  const next = entries.map(
    ([key, member], index) => [key, index === chosen ? replaced(member, rest, value) : member] as const,
  )
  return Array.isArray(at) ? next.map(([, member]) => member) : objectOf(next)
}

describe('the OCM transport', () => {
  it('P-3 answers to any JSON', () => {
    fc.assert(
      fc.property(fc.oneof(objects, mutilated), bundles, (object, bundle) => {
        const result = ocmTransport.unwrap(object)
        if (result.ok) expect(ocmTransport.wrap(result.value, object)).toEqual(object)
        else expect(result.problems.length).toBeGreaterThan(0)
        ocmTransport.wrap(bundle, object)
        ocmTransport.deliveryOf(object)
        ocmTransport.isSettled(object)
        ocmTransport.reportOf(object)
        expect(ocmTransport.sizeOf(object)).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  it('P-3 answers to an object nested as deep as a parser reads', () => {
    const contentOf = (innermost: Json) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: Array.from({ length: 10_000 }).reduce<Json>((inner) => ({ metadata: [inner] }), innermost),
    })
    const bundleOf = (innermost: Json): Bundle => {
      const id = { group: '', kind: 'ConfigMap', namespace: '', name: 'a' }
      const item = { id, content: contentOf(innermost), orphan: false, strategy: 'update' } as const
      return { wec: 'wec1', name: 'w', labels: {}, annotations: {}, items: [item] }
    }
    const work = ocmTransport.wrap(bundleOf(1))
    expect(ocmTransport.unwrap(work).ok).toBe(true)
    expect(ocmTransport.wrap(bundleOf(1), work)['spec'] === work['spec']).toBe(true)
    expect(ocmTransport.wrap(bundleOf(2), work)['spec'] === work['spec']).toBe(false)
    expect(ocmTransport.sizeOf(contentOf(1))).toBeGreaterThan(100_000)
  })

  it('P-1 changes nothing that it is given', () => {
    fc.assert(
      fc.property(bundles, works, (bundle, work) => {
        const before = structuredClone([bundle, work])
        ocmTransport.wrap(bundle, work)
        ocmTransport.unwrap(work)
        expect([bundle, work]).toEqual(before)
      }),
    )
  })

  it('says of every item how its delivery stands', () => {
    fc.assert(
      fc.property(works, (work) => {
        const bundle = ocmTransport.unwrap(work)
        const ids = bundle.ok ? bundle.value.items.map((item) => item.id) : []
        expect(ocmTransport.deliveryOf(work).map((delivery) => delivery.id)).toEqual(ids)
      }),
    )
  })

  it('WRP-1 names the limits and resources of OCM', () => {
    expect(ocmTransport).toMatchObject({
      resource: { group: 'work.open-cluster-management.io', version: 'v1', resource: 'manifestworks' },
      reports: [{ group: 'control.kubestellar.io', resource: 'workstatuses' }],
      limits: { bytes: 512_000, nameLength: 188 },
    })
  })
})
