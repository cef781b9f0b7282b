import type { Json, JsonObject, KubeObject } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { deliveryOf, isSettled } from './delivery.ts'

const manifestOf = (name: string, namespace?: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
})

const entryOf = (name: string, applied: JsonObject | undefined, more: JsonObject = {}) => ({
  resourceMeta: {
    ordinal: 0,
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    namespace: 'x',
    name,
    ...more,
  },
  conditions: [{ type: 'Available', status: 'True' }, ...(applied ? [{ type: 'Applied', ...applied }] : [])],
})

function workOf(manifests: readonly Json[], entries: readonly Json[], applied: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: { name: 'w', namespace: 'wec1', generation: 3 },
    spec: { workload: { manifests } },
    status: {
      conditions: [{ type: 'Applied', ...applied }],
      resourceStatus: { manifests: entries },
    },
  }
}

function oneWith(applied: JsonObject | undefined, workApplied: JsonObject = {}) {
  return deliveryOf(workOf([manifestOf('a', 'x')], [entryOf('a', applied)], workApplied))[0]
}

describe('what the agent says of a manifest', () => {
  it('is its condition Applied', () => {
    expect(oneWith({ status: 'True', message: 'done' })).toMatchObject({ state: 'applied', message: 'done' })
    expect(oneWith({ status: 'False', message: 'no' })).toMatchObject({ state: 'failed', message: 'no' })
    expect(oneWith({ status: 'Unknown' })).toMatchObject({ state: 'pending', message: '' })
    expect(oneWith(undefined)).toMatchObject({ state: 'pending', current: false, message: '' })
  })

  it('is found by identity, whatever its place; what nothing is said of, is pending', () => {
    const said = [
      entryOf('b', { status: 'True' }),
      entryOf('gone', { status: 'True' }),
      entryOf('a', { status: 'False' }),
      entryOf('c', { status: 'True' }, { kind: 'StatefulSet' }),
    ]
    const work = workOf([manifestOf('a', 'x'), manifestOf('b', 'x'), manifestOf('c', 'x')], said)
    expect(deliveryOf(work).map((delivery) => [delivery.id.name, delivery.state])).toEqual([
      ['a', 'failed'],
      ['b', 'applied'],
      ['c', 'pending'],
    ])
  })

  it('is found without the namespace that the agent blanks for cluster-scoped kinds', () => {
    const blank = [entryOf('a', { status: 'True' }, { namespace: '' })]
    expect(deliveryOf(workOf([manifestOf('a', 'x')], blank))[0]?.state).toBe('applied')
  })

  it('goes by version where one object is there in two', () => {
    const said = [entryOf('a', { status: 'False' }, { version: 'v1beta1' }), entryOf('a', { status: 'True' })]
    expect(deliveryOf(workOf([manifestOf('a', 'x')], said))[0]?.state).toBe('applied')
  })

  it('is current when the condition is of the present generation', () => {
    expect(oneWith({ status: 'True', observedGeneration: 3 })?.current).toBe(true)
    expect(oneWith({ status: 'True', observedGeneration: 2 }, { observedGeneration: 3 })?.current).toBe(false)
  })

  it("is current by the wrapped object's condition where an older agent gave it no generation", () => {
    expect(oneWith({ status: 'True' }, { observedGeneration: 3 })?.current).toBe(true)
    expect(oneWith({ status: 'True' }, { observedGeneration: 2 })?.current).toBe(false)
    expect(oneWith({ status: 'True' })?.current).toBe(false)
  })

  it('WRP-9 has the cause of failures that hold up its neighbours', () => {
    const causeOf = (status: string, message: string) => oneWith({ status, message })?.cause
    const unknown = `Failed to apply manifest: the server doesn't have a resource type "Widget"`
    expect(causeOf('False', unknown)).toBe('unknownKind')
    expect(causeOf('True', unknown)).toBeUndefined()
    expect(
      causeOf('False', 'Failed to apply manifest: widgets.example.com "a" is forbidden: User "x" cannot get'),
    ).toBe('forbidden')
    expect(
      causeOf('False', 'Failed to apply manifest: not allowed to apply the resource apps deployments, x a'),
    ).toBe('forbidden')
    expect(causeOf('False', 'Failed to apply manifest: field is immutable')).toBeUndefined()
  })
})

describe('whether the agent has taken in the present generation', () => {
  it('WRP-11 is the condition Applied, True and of that generation', () => {
    const settled = (applied: JsonObject) => isSettled(workOf([], [], applied))
    expect(settled({ status: 'True', observedGeneration: 3 })).toBe(true)
    expect(settled({ status: 'True', observedGeneration: 2 })).toBe(false)
    expect(settled({ status: 'True' })).toBe(false)
    expect(settled({ status: 'False', observedGeneration: 3 })).toBe(false)
  })

  it('a wrapped object without a generation is not settled', () => {
    expect(
      isSettled({
        apiVersion: 'v1',
        kind: 'ManifestWork',
        metadata: {},
        status: { conditions: [{ type: 'Applied', status: 'True' }] },
      }),
    ).toBe(false)
  })
})
