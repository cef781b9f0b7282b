import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json, type KubeObject, serverForm } from '../kube/index.ts'
import { sameStatus } from './same-status.ts'

const stamped = (more: Readonly<Record<string, Json>> = {}): Json => ({ creationTimestamp: null, ...more })
const wrapped = (manifest: Json): KubeObject => ({
  apiVersion: 'work.open-cluster-management.io/v1',
  kind: 'ManifestWork',
  metadata: { name: 'x' },
  spec: { workload: { manifests: [manifest] } },
})

describe("the server's form", () => {
  it('P-6a has no creationTimestamp: null in the metadata of manifests and of their templates', () => {
    const withStamps = wrapped({
      metadata: stamped({ name: 'y' }),
      spec: {
        template: { metadata: stamped() },
        jobTemplate: { spec: { template: { metadata: stamped() } } },
      },
    })
    const without = wrapped({
      metadata: { name: 'y' },
      spec: { template: { metadata: {} }, jobTemplate: { spec: { template: { metadata: {} } } } },
    })
    expect(serverForm(withStamps)).toEqual(without)
  })

  it('P-6a keeps everything else, and the object itself where there is nothing to drop', () => {
    const kept = wrapped({
      metadata: { creationTimestamp: '2026-01-01T00:00:00Z', labels: { creationTimestamp: '' } },
      spec: { creationTimestamp: null, metadata: null, list: [{ creationTimestamp: null }] },
      data: JSON.parse('{"__proto__": {"creationTimestamp": null}}') as Json,
    })
    expect(serverForm(kept)).toBe(kept)
  })

  it('P-6a is its own form', () => {
    fc.assert(
      fc.property(aJson(), (value) => {
        const form = serverForm(wrapped(value))
        expect(serverForm(form)).toBe(form)
      }),
    )
  })

  it('P-3 leaves alone what is nested deeper than servers accept', () => {
    const deep = wrapped(nested(20_000))
    expect(serverForm(deep)).toBe(deep)
  })
})

describe('the same status', () => {
  it('P-6a has zeros or leaves them out, for a built-in kind', () => {
    fc.assert(
      fc.property(aJson(), aZero(), fc.string(), (value, zero, key) => {
        const status = { replicas: 3, nested: [{ value }] }
        const more = {
          replicas: 3,
          nested: [
            Object.fromEntries([
              ['value', value],
              [`${key}+`, zero],
            ]),
          ],
        }
        expect(sameStatus(true, status, { ...status, [`${key}+`]: zero })).toBe(true)
        expect(sameStatus(true, more as Json, status)).toBe(true)
      }),
    )
  })

  it.each<[Json | undefined, Json | undefined]>([
    [undefined, {}],
    [null, { conditions: [] }],
    [{ loadBalancer: {} }, { loadBalancer: { ingress: null } }],
    [{ observedGeneration: 0 }, undefined],
    [{ big: 0n, minus: -0, flag: false, text: '' }, {}],
  ])('P-6a %o is %o for a built-in kind, and not for another', (a, b) => {
    expect(sameStatus(true, a, b)).toBe(true)
    expect(sameStatus(true, b, a)).toBe(true)
    expect(sameStatus(false, a, b)).toBe(false)
  })

  it.each<[Json, Json]>([
    [{ replicas: 1 }, { replicas: 2 }],
    [{ text: '0' }, {}],
    [{ list: [0] }, { list: [] }],
    [{ list: [{}, { a: 1 }] }, { list: [{ a: 1 }] }],
    [{ nested: { a: 1 } }, {}],
    [{ toString: 'x' }, {}],
    [true, {}],
  ])('P-6a %o is not %o', (a, b) => {
    expect(sameStatus(true, a, b)).toBe(false)
    expect(sameStatus(false, a, b)).toBe(false)
  })

  it('P-6a is what is equal, for a kind that is not built in', () => {
    expect(sameStatus(false, { a: 0, b: [1] }, { b: [1], a: 0 })).toBe(true)
    expect(sameStatus(false, undefined, undefined)).toBe(true)
    expect(sameStatus(false, undefined, null)).toBe(false)
  })

  it('P-3 is told at any depth', () => {
    expect(sameStatus(true, nested(20_000), nested(20_000))).toBe(true)
    expect(sameStatus(true, nested(20_000), nested(20_001))).toBe(false)
    expect(sameStatus(true, nested(20_000), undefined)).toBe(false)
  })
})

function nested(levels: number): Json {
  return Array.from({ length: levels }).reduce<Json>((inner) => ({ a: inner }), 1)
}

function aZero(): Arbitrary<Json> {
  return fc.constantFrom<Json>(null, 0, -0, 0n, '', false, [], {}, { deeper: { zero: 0 } })
}

function aJson(): Arbitrary<Json> {
  const leaf = fc.constantFrom<Json>(null, 0, 1, 2n ** 60n, 'x', true)
  const key = fc.constantFrom('metadata', 'creationTimestamp', '__proto__', 'a')
  return fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc
        .array(fc.tuple(key, tie('tree')), { maxLength: 3 })
        .map((entries) => Object.fromEntries(entries) as Json),
    ),
  })).tree
}
