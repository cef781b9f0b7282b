import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  mergePatch,
  objectOf,
  withMember,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UpdateStrategy } from '../work/update-strategy.ts'
import { type ApplyDecision, decideApply, type Evidence } from './decide-apply.ts'
import type { Requirement } from './requirement.ts'

const reference = {
  apiVersion: 'work.open-cluster-management.io/v1',
  kind: 'AppliedManifestWork',
  name: 'hub-w',
  uid: 'u1',
}

function object(kind: string, content: JsonObject, metadata: JsonObject = {}): KubeObject {
  const apiVersion = kind === 'Widget' ? 'example.com/v1' : kind === 'Deployment' ? 'apps/v1' : 'v1'
  return { apiVersion, kind, metadata: { name: 'x', ...metadata }, ...content }
}

function requirement(
  content: KubeObject,
  strategy: UpdateStrategy = { kind: 'update' },
  isOwned = true,
): Requirement {
  return { content, strategy, ownership: { reference, isOwned } }
}

/** What a server makes of a write: it counts versions, and fills in a default. */
function land(decision: ApplyDecision, existing: KubeObject | undefined, version: number): KubeObject {
  const written = writtenBy(decision, existing)
  const spec = memberOf(written, 'spec')
  const filled = isObject(spec) ? { ...written, spec: { default: 1, ...spec } } : written
  return {
    ...filled,
    metadata: { ...filled.metadata, uid: 'x1', resourceVersion: String(version) },
  }
}

function writtenBy(decision: ApplyDecision, existing: KubeObject | undefined): KubeObject {
  switch (decision.kind) {
    case 'create':
    case 'update':
      return decision.object
    case 'apply':
      return mergePatch(existing, decision.object) as KubeObject
    case 'own':
      return mergePatch(existing, decision.patch) as KubeObject
    case 'nothing':
      throw new Error('nothing is written')
  }
}

type Applied = Readonly<{ writes: readonly string[]; object: KubeObject | undefined }>

/** Applies as the agent does: decides again on what came of it. */
function apply(wanted: Requirement, start: KubeObject | undefined, evidence: Evidence): Applied {
  let existing = start
  let known = evidence
  const writes: string[] = []
  for (let version = 100; version < 110; version++) {
    const decision = decideApply(wanted, existing, known)
    if (decision.kind === 'nothing') return { writes, object: existing }
    writes.push(decision.kind)
    existing = land(decision, existing, version)
    known = { left: existing, isSaid: false }
  }
  return { writes: [...writes, 'without end'], object: existing }
}

const contents = fc.record({
  kind: fc.constantFrom('Widget', 'Deployment', 'ConfigMap', 'Namespace', 'Secret'),
  spec: fc.dictionary(fc.constantFrom('a', 'b', 'default'), fc.constantFrom<Json>(1, 2, 'x', null, []), {
    noNullPrototype: true,
  }),
  data: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'), { noNullPrototype: true }),
  labels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'), { noNullPrototype: true }),
})
const strategies = fc.constantFrom<UpdateStrategy>(
  { kind: 'update' },
  { kind: 'createOnly' },
  { kind: 'serverSideApply', manager: 'work-agent', isForced: true },
  { kind: 'readOnly' },
)

function objectFrom({
  kind,
  spec,
  data,
  labels,
}: {
  kind: string
  spec: JsonObject
  data: JsonObject
  labels: JsonObject
}): KubeObject {
  const isData = kind === 'ConfigMap' || kind === 'Secret'
  return object(kind, isData ? { data, ...(kind === 'Secret' ? { type: 'Opaque' } : {}) } : { spec }, {
    labels,
  })
}

const worlds = fc
  .record({
    wanted: contents,
    there: fc.option(contents, { nil: undefined }),
    strategy: strategies,
    isOwned: fc.boolean(),
    isSaid: fc.boolean(),
    owners: fc.subarray<Json>([
      reference,
      { ...reference, uid: 'old' },
      { ...reference, name: 'hub-v', uid: 'u2' },
    ]),
  })
  .map(({ wanted, there, strategy, isOwned, isSaid, owners }) => {
    const existing = there && objectFrom({ ...there, kind: wanted.kind })
    const metadata = { resourceVersion: '7', uid: 'x1', ownerReferences: owners }
    return {
      wish: requirement(objectFrom(wanted), strategy, isOwned),
      existing: existing && { ...existing, metadata: { ...existing.metadata, ...metadata } },
      isSaid,
    }
  })

describe('AGT-2 what is written so that an object is as a manifest asks', () => {
  it('P-6 applied once nothing is left to write, from whatever stands there', () => {
    fc.assert(
      fc.property(worlds, ({ wish, existing, isSaid }) => {
        const once = apply(wish, existing, { isSaid })
        expect(once.writes.length).toBeLessThanOrEqual(2)
        expect(once.writes).not.toContain('without end')
        if (once.object === undefined) return
        // The next agent, whom the work's status tells that it is applied, has nothing to do.
        if (wish.strategy.kind !== 'serverSideApply' || once.writes.includes('apply'))
          expect(apply(wish, once.object, { isSaid: true }).writes).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  it('AGT-2 what this agent left is not written again, whatever the server made of it', () => {
    fc.assert(
      fc.property(worlds, ({ wish, existing }) => {
        if (existing === undefined || wish.strategy.kind === 'createOnly') return
        const decision = decideApply(wish, existing, { left: existing, isSaid: false })
        expect(['nothing', 'own']).toContain(decision.kind)
        if (decision.kind === 'own') expect(wish.strategy.kind).toBe('serverSideApply')
      }),
    )
  })

  it('AGT-2 ownership comes to be as it is asked for, but for readOnly', () => {
    fc.assert(
      fc.property(worlds, ({ wish, existing, isSaid }) => {
        const { object: after } = apply(wish, existing, { isSaid })
        if (after === undefined || wish.strategy.kind === 'readOnly') return
        const owners = memberOf(after.metadata, 'ownerReferences')
        const uids = Array.isArray(owners) ? owners.map((owner) => memberOf(owner as Json, 'uid')) : []
        expect(uids.includes('u1')).toBe(wish.ownership.isOwned)
        expect(uids).not.toContain('old')
      }),
    )
  })

  const wanted = object('Widget', { spec: { a: 1 } })
  const standing = object(
    'Widget',
    { spec: { a: 1, default: 1 } },
    { resourceVersion: '7', ownerReferences: [reference] },
  )
  const kindOf = (existing: KubeObject | undefined, evidence: Evidence, strategy?: UpdateStrategy) =>
    decideApply(requirement(wanted, strategy), existing, evidence).kind

  it('AGT-2 defaults are no reason to write, once somebody vouches that this content was applied', () => {
    expect(kindOf(standing, { isSaid: true })).toBe('nothing')
    const left = withVersion(standing, '6')
    expect(kindOf(standing, { left, isSaid: false })).toBe('nothing')
    // What stands besides might be what the manifest said before.
    expect(kindOf(standing, { isSaid: false })).toBe('update')
  })

  it('AGT-2 drift is told from what the server made of the manifest', () => {
    const left = withVersion(object('Widget', { spec: { a: '1000m', default: 1 } }, standing.metadata), '6')
    expect(kindOf(withVersion(left, '7'), { left, isSaid: false })).toBe('nothing')
    expect(kindOf(standing, { left, isSaid: false })).toBe('update')
  })

  it('AGT-2 kinds without defaults have nothing besides', () => {
    const map = requirement(object('ConfigMap', { data: { k: 'v' } }))
    const existing = object(
      'ConfigMap',
      { data: { k: 'v', more: 'x' } },
      { resourceVersion: '7', ownerReferences: [reference] },
    )
    const decision = decideApply(map, existing, { left: withVersion(existing, '6'), isSaid: true })
    expect(decision).toMatchObject({ kind: 'update', object: { data: { k: 'v' } } })
  })

  it('AGT-2 an update carries the resourceVersion that it was made from, and no managed fields', () => {
    const existing = withMember(standing, 'metadata', {
      ...standing.metadata,
      managedFields: [{}],
    }) as KubeObject
    const decision = decideApply(requirement(object('Widget', { spec: { a: 2 } })), existing, {
      isSaid: false,
    })
    expect(decision).toEqual({
      kind: 'update',
      object: object('Widget', { spec: { a: 2 } }, { resourceVersion: '7', ownerReferences: [reference] }),
    })
  })

  it("AGT-2 a new object has our owner, and none of the manifest's", () => {
    const foreign = object('Widget', {}, { ownerReferences: [{ kind: 'Deployment' }] })
    expect(decideApply(requirement(foreign), undefined, { isSaid: false })).toEqual({
      kind: 'create',
      object: object('Widget', {}, { ownerReferences: [reference] }),
    })
    expect(
      decideApply(requirement(foreign, { kind: 'update' }, false), undefined, { isSaid: false }),
    ).toEqual({
      kind: 'create',
      object: object('Widget', {}),
    })
  })

  it('P-3 any content is decided on', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), strategies, (one, two, strategy) => {
        const asObject = (value: unknown): KubeObject => ({
          ...objectOf(
            Object.entries(isObject(value as Json) ? (value as JsonObject) : { spec: value as Json }),
          ),
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'x', labels: value as Json, ownerReferences: value as Json },
        })
        expect(() =>
          decideApply(requirement(asObject(one), strategy), asObject(two), { isSaid: false }),
        ).not.toThrow()
      }),
    )
  })
})

function withVersion(existing: KubeObject, resourceVersion: string): KubeObject {
  return { ...existing, metadata: { ...existing.metadata, resourceVersion } }
}
