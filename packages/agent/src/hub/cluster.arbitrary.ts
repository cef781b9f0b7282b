import { type Json, type JsonObject, type KubeObject, stringAt } from '@downsync/core'
import * as fc from 'fast-check'
import { microsecondsText, secondsText } from './conditions.ts'
import type { Seen } from './decide-availability.ts'
import { ocm } from './names.ts'

/** The time around which everything happens; milliseconds since 1970. */
export const NOON = Date.UTC(2026, 5, 1, 12)

const oddities: fc.Arbitrary<Json> = fc.constantFrom<Json>(null, 0, -1, true, '', 'x', [], {}, [null], 3n)

/** Whatever stands there, mostly of the right form. */
function mostly<T extends Json>(right: fc.Arbitrary<T>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: oddities })
}

const aroundNoon = fc.oneof(
  fc.integer({ min: -400_000, max: 400_000 }),
  fc.constantFrom(0, -300_000, -299_999, -300_001, -5000),
)

const condition = fc
  .record({
    type: fc.constantFrom(
      'HubAcceptedManagedCluster',
      'ManagedClusterJoined',
      'ManagedClusterConditionAvailable',
      'Other',
    ),
    status: fc.constantFrom('True', 'False', 'Unknown'),
    reason: fc.constantFrom('ManagedClusterLeaseUpdateStopped', 'HubClusterAdminDenied', 'Why'),
    message: fc.constantFrom('', 'Registration agent stopped updating its lease.'),
    lastTransitionTime: aroundNoon.map((offset) => secondsText(NOON + offset)),
  })
  .map((one): JsonObject => one)

const optional = { requiredKeys: [] as [] }

/** ManagedClusters as an API server could hold them, and some that it could not. */
export const clusterArbitrary: fc.Arbitrary<KubeObject> = fc
  .record({
    name: fc.constantFrom('edge', 'a', 'a.b', 'Upper', 'x'.repeat(64)),
    metadata: fc.record(
      {
        deletionTimestamp: fc.constant('2026-06-01T00:00:00Z'),
        finalizers: mostly(fc.subarray(['other', ocm.finalizer])),
        annotations: mostly(fc.constantFrom<Json>({}, { [ocm.acceptedOn]: 'long ago' })),
      },
      optional,
    ),
    spec: mostly(
      fc.record(
        {
          hubAcceptsClient: mostly(fc.boolean()),
          leaseDurationSeconds: mostly(fc.constantFrom<Json>(1, 60, 0, -5, 2 ** 31 - 1, 120n, '60')),
        },
        optional,
      ) as fc.Arbitrary<JsonObject>,
    ),
    status: mostly(
      fc.record(
        { conditions: mostly(fc.uniqueArray(mostly(condition), { selector: typeOf, maxLength: 4 })) },
        optional,
      ) as fc.Arbitrary<JsonObject>,
    ),
  })
  .map(({ name, metadata, spec, status }) => ({
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name, uid: 'u', resourceVersion: '1', ...metadata },
    spec,
    status,
  }))

const leaseTime = mostly(aroundNoon.map((offset) => microsecondsText(NOON + offset)))

/** Leases, among them such that say nothing, and what stands for none. */
export const leaseArbitrary: fc.Arbitrary<Seen> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<Seen>('absent', 'unknown') },
  {
    weight: 5,
    arbitrary: fc
      .record({ renewTime: leaseTime, acquireTime: leaseTime, isFresh: fc.boolean() })
      .map(({ renewTime, acquireTime, isFresh }) => leaseWith(renewTime, isFresh ? renewTime : acquireTime)),
  },
)

export function leaseWith(renewTime: Json, acquireTime: Json = null): KubeObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: ocm.lease, namespace: 'edge' },
    spec: { renewTime, acquireTime },
  }
}

/** A cluster with these conditions, and whatever else. */
export function clusterWith(rest: JsonObject = {}, metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name: 'edge', uid: 'u', resourceVersion: '1', ...metadata },
    ...rest,
  }
}

function typeOf(value: Json): string {
  return stringAt(value, 'type') ?? ''
}
