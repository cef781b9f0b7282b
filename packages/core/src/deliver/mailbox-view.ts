import { compareUtf8, labelValueFor, manifestKey } from '../kube/index.ts'
import { type Standing, standingsOf } from './standing.ts'
import type { Demand, MailboxInput, Shard } from './types.ts'

/** A demand with the shards that are its Binding's. */
export type Tenant = Readonly<{
  demand: Demand
  /** Sorted by name; being deleted or not. */
  shards: readonly Shard[]
  standings: readonly Standing[]
}>

/** A mailbox, sorted, and with it said whose each wrapped object is. */
export type MailboxView = Readonly<{
  input: MailboxInput
  /** No manifest leaves: something is not seen (SNP-2), or the WDS's own id is not (WRP-6). */
  keepsAll: boolean
  reported: NonNullable<MailboxInput['reported']>
  /** Sorted by binding. */
  tenants: readonly Tenant[]
  /** The tenant of a shard, by the shard's name; foreign ones have none. */
  tenantOf: ReadonlyMap<string, Tenant>
  /** All wrapped objects that are not being deleted, sorted by name. */
  present: readonly Shard[]
  presentByName: ReadonlyMap<string, Shard>
  deleting: readonly Shard[]
  /** Names of those of another WDS of our name (WRP-6): nothing is done to them. */
  foreign: ReadonlySet<string>
}>

/** Reads a mailbox: the answer does not hang on the order of its input (P-2). */
export function viewOf(input: MailboxInput): MailboxView {
  const reported = input.reported ?? (() => false)
  const shards = [...input.shards].sort((a, b) => compareUtf8(a.name, b.name))
  const present = shards.filter((shard) => !shard.deleting)
  const demands = [...input.demands].sort((a, b) => compareUtf8(a.binding, b.binding))
  const wantedByLabel = new Map(
    demands.map((demand) => [
      labelValueFor(demand.binding),
      new Set(demand.items.map((wanted) => manifestKey(wanted.manifest))),
    ]),
  )
  const foreign = new Set(
    shards
      .filter((shard) => isForeign(shard, input.wdsId, wantedByLabel.get(shard.bindingLabel)))
      .map((shard) => shard.name),
  )
  const tenants = demands.map((demand) => {
    const label = labelValueFor(demand.binding)
    const own = shards.filter((shard) => shard.bindingLabel === label && !foreign.has(shard.name))
    return { demand, shards: own, standings: standingsOf(demand, own, reported) }
  })
  return {
    input,
    keepsAll: input.keepsAll || input.wdsId === undefined,
    reported,
    tenants,
    tenantOf: new Map(
      tenants.flatMap((tenant) => tenant.shards.map((shard) => [shard.name, tenant] as const)),
    ),
    present,
    presentByName: new Map(present.map((shard) => [shard.name, shard])),
    deleting: shards.filter((shard) => shard.deleting),
    foreign,
  }
}

// WRP-6: another id, and no object in it that a Binding of that name wants. While ours is not known, nothing
// tells them apart; nothing leaves then either.
function isForeign(
  shard: Shard,
  wdsId: string | undefined,
  wanted: ReadonlySet<string> | undefined,
): boolean {
  if (shard.wdsId === undefined || wdsId === undefined || shard.wdsId === wdsId) return false
  return wanted === undefined || ![...shard.items.keys()].some((key) => wanted.has(key))
}
