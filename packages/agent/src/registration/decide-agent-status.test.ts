import {
  conditionsOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  mergePatch,
} from '@downsync/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterArbitrary, clusterWith, NOON } from '../hub/cluster.arbitrary.ts'
import { said } from '../hub/conditions.ts'
import { decideAgentStatus, type WecFacts } from './decide-agent-status.ts'

const factsArbitrary: fc.Arbitrary<WecFacts> = fc.record(
  {
    id: fc.constantFrom('id-1', 'id-2'),
    version: fc.constantFrom('v1.33.1', 'v1.34.0'),
    health: fc.constantFrom<NonNullable<WecFacts['health']>>(
      { kind: 'well' },
      { kind: 'unwell', code: 500, text: 'etcd failed' },
      { kind: 'unwell', code: 0, text: 'connection refused' },
    ),
  },
  { requiredKeys: ['id'] },
)

const claimsArbitrary: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, {}, 'x'),
  fc.array(
    fc.oneof(
      fc.constantFrom<Json>(null, 'x', { name: 3 }),
      fc.record({
        name: fc.constantFrom('id.k8s.io', 'kubeversion.open-cluster-management.io', 'mine'),
        value: fc.constantFrom('id-1', 'v1.33.1', 'x'),
      }),
    ),
    { maxLength: 4 },
  ),
)

const clusters = fc
  .tuple(clusterArbitrary, claimsArbitrary, fc.boolean())
  .map(([cluster, clusterClaims, isAccepted]): KubeObject => {
    const conditions = isAccepted
      ? { conditions: [said.accepted, ...listAt(cluster, 'status', 'conditions')] }
      : {}
    const spec = isAccepted ? { spec: { hubAcceptsClient: true } } : {}
    // A patched object is one still.
    return mergePatch(cluster, { ...spec, status: { clusterClaims, ...conditions } }) as KubeObject
  })

describe('AGT-1 what an agent says of its WEC', () => {
  it('P-6 is said once', () => {
    fc.assert(
      fc.property(clusters, factsArbitrary, (cluster, facts) => {
        const decision = decideAgentStatus(cluster, facts, NOON)
        if (decision.kind !== 'write') return
        const after = mergePatch(cluster, { status: decision.status }) as KubeObject
        expect(decideAgentStatus(after, facts, NOON + 1000)).toEqual({ kind: 'none' })
      }),
    )
  })

  it('keeps the claims of others, and the conditions of others', () => {
    fc.assert(
      fc.property(clusters, factsArbitrary, (cluster, facts) => {
        const decision = decideAgentStatus(cluster, facts, NOON)
        if (decision.kind !== 'write') return
        const after = mergePatch(cluster, { status: decision.status })
        expect(othersIn(listAt(after, 'status', 'clusterClaims'), 'name', OURS)).toEqual(
          othersIn(listAt(cluster, 'status', 'clusterClaims'), 'name', OURS),
        )
        const ofAgent = [said.joined.type, said.available.type]
        expect(othersIn(listAt(after, 'status', 'conditions'), 'type', ofAgent)).toEqual(
          othersIn(listAt(cluster, 'status', 'conditions'), 'type', ofAgent),
        )
      }),
    )
  })

  it('is all that OCM says', () => {
    const decision = decideAgentStatus(
      accepted(),
      { id: 'id-1', version: 'v1.33.1', health: { kind: 'well' } },
      NOON,
    )
    expect(decision).toMatchObject({
      kind: 'write',
      status: {
        version: { kubernetes: 'v1.33.1' },
        clusterClaims: [
          { name: 'id.k8s.io', value: 'id-1' },
          { name: 'kubeversion.open-cluster-management.io', value: 'v1.33.1' },
        ],
        conditions: [
          { type: 'HubAcceptedManagedCluster' },
          {
            type: 'ManagedClusterJoined',
            status: 'True',
            reason: 'ManagedClusterJoined',
            message: 'Managed cluster joined',
            lastTransitionTime: '2026-06-01T12:00:00Z',
          },
          {
            type: 'ManagedClusterConditionAvailable',
            status: 'True',
            reason: 'ManagedClusterAvailable',
            message: 'Managed cluster is available',
          },
        ],
      },
    })
  })

  it('names the code of an API server that is not well', () => {
    const health = { kind: 'unwell', code: 500, text: 'etcd failed' } as const
    const decision = decideAgentStatus(accepted(), { id: 'id-1', health }, NOON)
    expect(decision).toMatchObject({
      status: {
        conditions: [
          {},
          {},
          {
            status: 'False',
            reason: 'ManagedClusterKubeAPIServerUnavailable',
            message: 'The kube-apiserver is not ok, status code: 500, etcd failed',
          },
        ],
      },
    })
  })

  it('says nothing before it is accepted, and nothing of what it does not know', () => {
    for (const cluster of [clusterWith(), accepted({ spec: { hubAcceptsClient: false } })])
      expect(decideAgentStatus(cluster, { id: 'id-1', health: { kind: 'well' } }, NOON).kind).toBe('none')
    const decision = decideAgentStatus(accepted(), { id: 'id-1' }, NOON)
    expect(decision.kind === 'write' && Object.keys(decision.status)).toEqual(['conditions', 'clusterClaims'])
    expect(conditionsOf(accepted()).length).toBe(1)
  })

  it('writes nothing over another cluster of its name', () => {
    const status = { clusterClaims: [{ name: 'id.k8s.io', value: 'id-2' }] }
    const decision = decideAgentStatus(clusterWith({ status }), { id: 'id-1' }, NOON)
    expect(decision).toMatchObject({ kind: 'taken' })
    expect(decision.kind === 'taken' && decision.message).toBe(
      "another cluster is registered as edge: its id.k8s.io is id-2, this cluster's is id-1. Register under another name, or delete ManagedCluster edge first",
    )
  })
})

const OURS = ['id.k8s.io', 'kubeversion.open-cluster-management.io']

function othersIn(list: readonly Json[], key: string, ours: readonly string[]): readonly Json[] {
  return list.filter((one) => !(isObject(one) && ours.includes(String(one[key]))))
}

function accepted(rest: JsonObject = {}): KubeObject {
  return clusterWith({ spec: { hubAcceptsClient: true }, status: { conditions: [said.accepted] }, ...rest })
}
