import {
  conditionOf,
  conditionsOf,
  equalJson,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  nameOf,
  stringAt,
  valueAt,
  withMember,
} from '@downsync/core'
import { changedConditions, conditionTypes, said, unavailable } from '../hub/conditions.ts'
import { ocm } from '../hub/names.ts'
import type { Health } from './wec-facts.ts'

/** What an agent knows of its WEC. */
export type WecFacts = Readonly<{
  /** Undefined: it could not be read yet. */
  id?: string
  version?: string
  /** Undefined: it failed just now, which may pass. */
  health?: Health
}>

/** What an agent does about the status of its ManagedCluster. */
export type AgentStatus =
  | Readonly<{ kind: 'none' }>
  /** What of `status` is to be written, as a merge patch. */
  | Readonly<{ kind: 'write'; status: JsonObject }>
  /** The name is taken by another WEC: nothing is to be written at all. */
  | Readonly<{ kind: 'taken'; message: string }>

/** Whether a WEC is to take part, and the hub has done what that takes. */
export function isAccepted(cluster: KubeObject): boolean {
  if (valueAt(cluster, 'spec', 'hubAcceptsClient') !== true) return false
  return conditionOf(conditionsOf(cluster), conditionTypes.accepted)?.status === 'True'
}

/** Why a ManagedCluster cannot be that of the WEC with this id; undefined where it can. */
export function takenBy(cluster: KubeObject, id: string | undefined): string | undefined {
  const claimed = claimOf(cluster, ocm.idClaim)
  if (id === undefined || claimed === undefined || claimed === id) return undefined
  const name = nameOf(cluster)
  return `another cluster is registered as ${name}: its ${ocm.idClaim} is ${claimed}, this cluster's is ${id}. Register under another name, or delete ManagedCluster ${name} first`
}

/**
 * What an agent says of its WEC: that it has joined, how its API server is, its id and its version. What others say stays.
 * @param now milliseconds since 1970
 */
export function decideAgentStatus(cluster: KubeObject, facts: WecFacts, now: number): AgentStatus {
  const taken = takenBy(cluster, facts.id)
  if (taken !== undefined) return { kind: 'taken', message: taken }
  if (!isAccepted(cluster)) return { kind: 'none' }
  const { health, id, version } = facts
  const conditions = changedConditions(
    cluster,
    [said.joined, ...(health === undefined ? [] : [healthCondition(health)])],
    now,
  )
  const claims = withClaims(cluster, [
    ...(id === undefined ? [] : [{ name: ocm.idClaim, value: id }]),
    ...(version === undefined ? [] : [{ name: ocm.versionClaim, value: version }]),
  ])
  const isKnown = version === undefined || stringAt(cluster, 'status', 'version', 'kubernetes') === version
  const status = {
    ...(conditions === undefined ? {} : { conditions }),
    ...(claims === undefined ? {} : { clusterClaims: claims }),
    ...(isKnown ? {} : { version: { kubernetes: version } }),
  }
  return Object.keys(status).length === 0 ? { kind: 'none' } : { kind: 'write', status }
}

function healthCondition(health: Health) {
  return health.kind === 'well' ? said.available : unavailable(health.code, health.text)
}

function claimOf(cluster: KubeObject, name: string): string | undefined {
  const claim = listAt(cluster, 'status', 'clusterClaims').find((one) => stringAt(one, 'name') === name)
  return stringAt(claim, 'value')
}

type Claim = Readonly<{ name: string; value: string }>

// Ours in their places or at the end; undefined when all of them stand.
function withClaims(cluster: KubeObject, ours: readonly Claim[]): readonly Json[] | undefined {
  const there = listAt(cluster, 'status', 'clusterClaims')
  const values = new Map(ours.map(({ name, value }) => [name, value]))
  const standing = there.map((claim) => {
    const value = values.get(stringAt(claim, 'name') ?? '')
    return value !== undefined && isObject(claim) ? withMember(claim, 'value', value) : claim
  })
  const names = new Set(there.map((claim) => stringAt(claim, 'name')))
  const claims = [...standing, ...ours.filter(({ name }) => !names.has(name))]
  return equalJson(claims, there) ? undefined : claims
}
