import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statuses } from '../../../../test/generators/records.ts'
import { resourceInfo, wdsResources } from '../../../../test/generators/vocabulary.ts'
import { NOW, objectOf, WDS_NAME } from '../../../../test/worlds/world.ts'
import { type Json, type JsonObject, type KubeObject, labelsOf, type Ref, refOf } from '../kube/index.ts'
import type { ReportWish } from '../report/index.ts'
import { type Snapshot, snapshotOf } from '../snapshot/index.ts'
import type { Action } from './action.ts'
import { applyActions } from './apply-actions.ts'
import { reportActions, writtenLabels } from './report-actions.ts'

const deployments = resourceInfo('apps', 'deployments', 'Deployment', true, true)
const widgets = resourceInfo('example.com', 'widgets', 'Widget', true, true)
const bare = resourceInfo('constructor', 'toString', 'ToString', true)
const [SINGLE, MULTI, COUNT] = [
  'managed-by.kubestellar.io/singletonstatus',
  'managed-by.kubestellar.io/multiwecstatus',
  'kubestellar.io/executing-count',
] as const

type Kind = typeof deployments
const refTo = (kind: Kind): Ref => refOf('wds', { ...kind, namespace: 'shop', name: 'web' })
const objectIn = (kind: Kind, labels: JsonObject, status?: Json): KubeObject =>
  objectOf(
    kind,
    'shop/web',
    { uid: 'u', resourceVersion: '5', labels: { app: 'web', ...labels } },
    { spec: { replicas: 2 }, ...(status !== undefined && { status }) },
  )
const snapshotWith = (object: KubeObject): Snapshot =>
  snapshotOf({
    wdsName: WDS_NAME,
    now: NOW,
    wds: { resources: wdsResources, objects: [object] },
    its: { resources: [], objects: [] },
  }).snapshot
const copy = (status: Json, executing?: number): ReportWish => ({
  status: { kind: 'copy', status, provenance: new Map([['', ['east']]]), untruths: [] },
  executing,
})
const aggregate = (status: Json): ReportWish => ({
  status: { kind: 'aggregate', status, provenance: new Map(), untruths: [] },
  executing: undefined,
})
const none: ReportWish = {
  status: { kind: 'none', status: undefined, untruths: [] },
  executing: undefined,
}

const from = refTo(deployments)
const actionsFor = (kind: Kind, there: KubeObject, wish: ReportWish) =>
  reportActions({ ref: refTo(kind), there, hasStatus: kind.hasStatus, wish, from })
const patchesFor = (...given: Parameters<typeof actionsFor>) => actionsFor(...given).map(bodyOf)
const bodyOf = (action: Action) =>
  action.kind === 'patch' ? [action.subresource, action.format, action.patch] : [action.kind]

const label = (labels: JsonObject) => ['', 'merge', { metadata: { labels } }]
const S = { replicas: 2, readyReplicas: 1 }

describe('writes on a workload object', () => {
  it('RPT-11 set the label first, then, once it stands, the status', () => {
    expect(patchesFor(deployments, objectIn(deployments, {}), copy(S))).toEqual([label({ [SINGLE]: 'true' })])
    expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }), copy(S))).toEqual([
      ['status', 'json', [{ op: 'add', path: '/status', value: S }]],
    ])
    expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }, S), copy(S))).toEqual([])
  })

  it('RPT-3, RPT-11 clear the status first, then the label', () => {
    expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }, S), none)).toEqual([
      ['status', 'json', [{ op: 'remove', path: '/status' }]],
    ])
    expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }), none)).toEqual([
      label({ [SINGLE]: null }),
    ])
    expect(
      patchesFor(deployments, objectIn(deployments, { [MULTI]: 'true' }, { replicas: 0 }), none),
    ).toEqual([label({ [MULTI]: null })])
  })

  it('RPT-2, RPT-11 exchange the label first, then the status, when what is of one WEC becomes an aggregate, and back', () => {
    const both = { [SINGLE]: null, [MULTI]: 'true' }
    expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }, S), aggregate(S))).toEqual([
      label(both),
    ])
    const T = { replicas: 1 }
    const patches = patchesFor(deployments, objectIn(deployments, { [MULTI]: 'true' }, S), aggregate(T))
    expect(patches.map(([subresource]) => subresource)).toEqual(['status'])
    expect(patchesFor(deployments, objectIn(deployments, { [MULTI]: 'true' }, T), copy(S))).toEqual([
      label({ [SINGLE]: 'true', [MULTI]: null }),
    ])
    expect(
      actionsFor(deployments, objectIn(deployments, { [MULTI]: 'true' }), aggregate(S))[0]?.why.rule,
    ).toBe('RPT-2')
  })

  it('AGG-2, RPT-3 leave what has to stay, with its label', () => {
    const stays = { collisionCount: 2 }
    const wish: ReportWish = { ...none, status: { kind: 'none', status: stays, untruths: [] } }
    const there = objectIn(deployments, { [MULTI]: 'true' }, { ...S, ...stays })
    expect(patchesFor(deployments, there, wish).map(([subresource]) => subresource)).toEqual(['status'])
    expect(patchesFor(deployments, objectIn(deployments, { [MULTI]: 'true' }, stays), wish)).toEqual([])
    expect(writtenLabels(refTo(deployments), there, wish)).toEqual({ [MULTI]: 'true' })
  })

  it('RPT-3 leave a status alone that did not come from a WEC', () => {
    expect(patchesFor(deployments, objectIn(deployments, {}, S), none)).toEqual([])
    expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'yes' }, S), none)).toEqual([])
  })

  it('RPT-4 keep the number of WECs, whatever becomes of the status', () => {
    const wish = (executing: number | undefined): ReportWish => ({ ...none, executing })
    expect(patchesFor(deployments, objectIn(deployments, {}), wish(3))).toEqual([label({ [COUNT]: '3' })])
    expect(patchesFor(deployments, objectIn(deployments, { [COUNT]: '3' }), wish(3))).toEqual([])
    expect(patchesFor(deployments, objectIn(deployments, { [COUNT]: 'x' }), wish(undefined))).toEqual([
      label({ [COUNT]: null }),
    ])
    const untouched: ReportWish = { status: { kind: 'untouched' }, executing: 1 }
    expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }, S), untouched)).toEqual([
      label({ [COUNT]: '1' }),
    ])
  })

  it('P-6b go on with the next where the first is refused, but not on one and the same resource', () => {
    const there = (kind: Kind) => objectIn(kind, { [SINGLE]: 'true' }, { replicas: 1 })
    expect(patchesFor(deployments, there(deployments), copy(S, 1))).toHaveLength(2)
    expect(patchesFor(deployments, there(deployments), { ...none, executing: 2 })).toHaveLength(2)
    expect(patchesFor(bare, there(bare), copy(S, 1))).toEqual([label({ [COUNT]: '1' })])
  })

  it('RPT-6 go through the main resource for a kind without a status subresource', () => {
    const [action] = actionsFor(bare, objectIn(bare, { [SINGLE]: 'true' }), copy(S))
    expect(action).toMatchObject({ kind: 'patch', subresource: '', resourceVersion: '5', uid: 'u' })
  })

  it('ACT-1 carry the uid; a status the resourceVersion too, the labels alone none', () => {
    const [labels] = actionsFor(deployments, objectIn(deployments, {}), copy(S))
    expect(labels).toMatchObject({ uid: 'u' })
    expect(labels).not.toHaveProperty('resourceVersion')
    const [status] = actionsFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }), copy(S))
    expect(status).toMatchObject({ uid: 'u', resourceVersion: '5' })
  })

  it('P-6b have an intent by what is to stand there, not by what it was computed from', () => {
    const intents = [undefined, { replicas: 1 }, { other: 'x' }].map(
      (status) =>
        actionsFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }, status), copy(S))[0]?.intent,
    )
    expect(new Set(intents).size).toBe(1)
    const [other] = actionsFor(
      deployments,
      objectIn(deployments, { [SINGLE]: 'true' }),
      copy({ replicas: 9 }),
    )
    expect(intents).not.toContain(other?.intent)
  })
})

describe('what servers make of a status (P-6a)', () => {
  it('P-6a required zeros that a server adds are no difference for a built-in kind, and one for others', () => {
    const stored = { ...S, unavailableReplicas: 0, conditions: [] }
    const there = (kind: Kind) => objectIn(kind, { [SINGLE]: 'true' }, stored)
    expect(patchesFor(deployments, there(deployments), copy(S))).toEqual([])
    expect(patchesFor(widgets, there(widgets), copy(S))).toHaveLength(1)
  })

  it.each([{}, { replicas: 0 }, { loadBalancer: {} }])(
    'P-6a %j says nothing, and gets no label',
    (status) => {
      expect(patchesFor(deployments, objectIn(deployments, {}), copy(status))).toEqual([])
      expect(patchesFor(deployments, objectIn(deployments, { [SINGLE]: 'true' }, S), copy(status))).toEqual([
        ['status', 'json', [{ op: 'remove', path: '/status' }]],
      ])
    },
  )

  it('P-6a an object without members is no status, of whatever kind; zeros of a custom resource are one', () => {
    expect(patchesFor(widgets, objectIn(widgets, {}), copy({}))).toEqual([])
    expect(patchesFor(widgets, objectIn(widgets, {}), copy({ replicas: 0 }))).toHaveLength(1)
  })
})

describe('reported state, written to the end', () => {
  const labels = fc.dictionary(fc.constantFrom(SINGLE, MULTI, COUNT), fc.constantFrom('true', '1', 'x'))
  const wishes = fc.oneof(
    fc
      .tuple(statuses('zeros'), fc.option(fc.nat(3), { nil: undefined }))
      .map(([one, count]) => copy(one, count)),
    fc.option(fc.nat(3), { nil: undefined }).map((executing): ReportWish => ({ ...none, executing })),
  )

  it('P-6, RPT-11 comes to rest in three writes at most, and no status of a WEC stands unlabelled on the way', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(deployments, widgets, bare),
        labels,
        fc.option(statuses('zeros'), { nil: undefined }),
        wishes,
        (kind, standing, status, wish) => {
          const ref = refTo(kind)
          let snapshot = snapshotWith(objectIn(kind, standing, status))
          const thereIn = (one: Snapshot) => one.get(ref) ?? objectIn(kind, standing)
          const wanted = writtenLabels(ref, thereIn(snapshot), wish)
          for (let writes = 0; ; writes++) {
            const there = thereIn(snapshot)
            const [action] = actionsFor(kind, there, wish)
            if (action === undefined) break
            expect(writes).toBeLessThan(3)
            const isSet = action.kind === 'patch' && action.why.rule === 'RPT-1'
            if (isSet) expect(labelsOf(there)[SINGLE]).toBe('true')
            snapshot = applyActions(snapshot, [action])
            expect(snapshot.get(ref)).not.toBe(there)
          }
          const { app: _, ...own } = labelsOf(thereIn(snapshot))
          expect(own).toEqual(wanted)
        },
      ),
    )
  })
})
