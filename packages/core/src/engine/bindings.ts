import {
  type BindingDecision,
  type Candidate,
  decideBinding,
  type EffectiveBinding,
  type Unseen,
} from '../bind/index.ts'
import {
  compareUtf8,
  conditionOf,
  conditionsOf,
  equalJson,
  isDeleting,
  type Json,
  type KubeObject,
  labelsOf,
  nameOf,
  names,
  refKey,
  refOfKey,
  resourceKey,
} from '../kube/index.ts'
import { selectWecs } from '../select/index.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { SelectionStages } from './selection.ts'
import type { Gather, Read, Stage } from './stage.ts'
import { isCustomGroup } from './undecided.ts'
import type { WrappedStages } from './wrapped.ts'

export const POLICIES = { group: names.CONTROL_GROUP, resource: 'bindingpolicies' }
export const BINDINGS = { group: names.CONTROL_GROUP, resource: 'bindings' }
export const INVENTORY = { group: names.INVENTORY_GROUP, resource: 'managedclusters' }

/** The inventory as it is seen, or what is not (SNP-2, SNP-3). */
export type Inventory =
  | Readonly<{ kind: 'seen'; wecs: readonly KubeObject[] }>
  | Readonly<{ kind: 'unseen'; unseen: Unseen }>

/**
 * What is delivered by the name of a policy or Binding; `holds` as in the decision that it is of. Its generation, and the
 * resourceVersions of its entries, may be those of an earlier decision.
 */
export type Delivered = Readonly<{ effective: EffectiveBinding | undefined; holds: boolean }>

/** From memberships to Bindings. */
export type BindingStages = Readonly<{
  inventory: Stage<Inventory>
  policiesUnseen: Stage<Unseen | undefined>
  bindingsUnseen: Stage<Unseen | undefined>
  /** Names of policies and of Bindings, sorted. */
  bindingNames: Stage<readonly string[]>
  /** By name. */
  decision: Stage<BindingDecision>
  /** By name: the part of the decision that delivery goes by, the same while only statuses are written. */
  delivered: Stage<Delivered>
  /** By name: the generation that the Binding has once what is wanted is written (WRP-2). */
  generation: Stage<number>
  /** By name: the set of WECs. */
  wecSet: Stage<ReadonlySet<string>>
  /** By WEC: its ManagedCluster is available. */
  available: Stage<boolean>
  /** Bucket: a WEC; source: the name of a Binding whose destination it is. */
  bindingsByWec: Gather<true>
}>

/** The stages of `bind`, wired. */
export function bindingStages(
  inputs: Inputs,
  selection: SelectionStages,
  wrapped: WrappedStages,
  customUnseen: Stage<Unseen | undefined>,
): BindingStages {
  const policiesUnseen = unseenStage(inputs, POLICIES)
  const bindingsUnseen = unseenStage(inputs, BINDINGS)
  const inventory = inventoryStage(inputs, wrapped)
  const bindingNames: Stage<readonly string[]> = {
    name: 'bindingNames',
    compute: (read) => {
      const bindings = read.get(inputs.keys, listKey('wds', BINDINGS)).map((key) => refOfKey(key).name)
      return [...new Set([...read.get(selection.policyNames, ''), ...bindings])].sort(compareUtf8)
    },
  }
  const wecsOf: Stage<readonly string[] | Unseen> = {
    name: 'wecsOf',
    compute: (read, name) => {
      const seen = read.get(inventory, '')
      if (seen.kind === 'unseen') return seen.unseen
      const policy = read.get(selection.compiled, name)
      return policy?.valid === true ? selectWecs(policy, seen.wecs) : []
    },
    same: sameWecs,
  }
  const decision: Stage<BindingDecision> = {
    name: 'decision',
    compute: (read, name) =>
      decideBinding({
        name,
        policy: read.get(inputs.object, refKey({ space: 'wds', ...POLICIES, namespace: '', name })),
        compiled: read.get(selection.compiled, name),
        there: read.get(inputs.object, refKey({ space: 'wds', ...BINDINGS, namespace: '', name })),
        selection: {
          candidates: read.bucket(selection.candidates, name).values() as Iterable<Candidate>,
          unseenOf: (resource) => read.get(workloadUnseen, listKey('wds', resource)),
          namespacesUnseen: read.get(selection.namespacesUnseen, ''),
        },
        wecs: read.get(wecsOf, name),
        policiesUnseen: read.get(policiesUnseen, ''),
        bindingsUnseen: read.get(bindingsUnseen, ''),
      }),
  }
  // A workload resource that discovery does not have has no objects; one whose CRD is there, but which is not served, is listed
  // as not known (SNP-1). While CRDs are not seen themselves, a custom resource may be one of those.
  const workloadUnseen: Stage<Unseen | undefined> = {
    name: 'workloadUnseen',
    compute: (read, key) => {
      const resource = refOfKey(key)
      if (read.get(inputs.resource, key) !== undefined) return unseenOf(inputs, read, 'wds', resource)
      return isCustomGroup(resource.group) ? read.get(customUnseen, '') : undefined
    },
  }
  const delivered: Stage<Delivered> = {
    name: 'delivered',
    compute: (read, name) => {
      const { effective, holds } = read.get(decision, name)
      return { effective, holds }
    },
    same: (a, b) => a.holds === b.holds && equalJson(jsonOf(a.effective), jsonOf(b.effective)),
  }
  const generation: Stage<number> = {
    name: 'generation',
    compute: (read, name) => read.get(decision, name).effective?.generation ?? 0,
  }
  const wecSet: Stage<ReadonlySet<string>> = {
    name: 'wecSet',
    compute: (read, name) => new Set(read.get(delivered, name).effective?.wecs),
    same: (a, b) => a.size === b.size && [...a].every((wec) => b.has(wec)),
  }
  const bindingsByWec: Gather<true> = {
    name: 'bindingsByWec',
    sources: bindingNames,
    contributions: (read, name) => new Map([...read.get(wecSet, name)].map((wec) => [wec, true] as const)),
  }
  const available: Stage<boolean> = {
    name: 'available',
    compute: (read, wec) => {
      const object = read.get(inputs.object, refKey({ space: 'its', ...INVENTORY, namespace: '', name: wec }))
      return conditionOf(conditionsOf(object), 'ManagedClusterConditionAvailable')?.status === 'True'
    },
  }
  return {
    inventory,
    policiesUnseen,
    bindingsUnseen,
    bindingNames,
    decision,
    delivered,
    generation,
    wecSet,
    available,
    bindingsByWec,
  }
}

function unseenStage(inputs: Inputs, resource: typeof POLICIES): Stage<Unseen | undefined> {
  return {
    name: `unseen ${resourceKey(resource)}`,
    compute: (read) => unseenOf(inputs, read, 'wds', resource),
  }
}

// Made of texts, truths and lists, and so comparable as JSON once what is absent is null. An object that is written without
// being delivered anew (RPT-8) changes resourceVersions, and with them the generation that the lists would have.
function jsonOf(effective: EffectiveBinding | undefined): Json {
  if (effective === undefined) return null
  const { uid, confirmation, generation: _, entries, ...rest } = effective
  const bare = entries.map((entry) => ({ ...entry, resourceVersion: '' }))
  return { ...rest, entries: bare, uid: uid ?? null, confirmation: confirmation ?? null }
}

function inventoryStage(inputs: Inputs, wrapped: WrappedStages): Stage<Inventory> {
  return {
    name: 'inventory',
    compute: (read) => {
      const unseen = unseenOf(inputs, read, 'its', INVENTORY)
      if (unseen !== undefined) return { kind: 'unseen', unseen }
      const wecs = wecsIn(inputs, read)
      if (wecs.length > 0 || !read.get(wrapped.anyOurs, '')) return { kind: 'seen', wecs }
      // SNP-3: an ITS restored or replaced.
      const why = 'it is empty while mailboxes hold wrapped objects of this WDS'
      return { kind: 'unseen', unseen: { resource: 'the inventory of the ITS', why } }
    },
    same: sameInventory,
  }
}

// Selection looks at no more than this; a heartbeat in a status goes no further (CLU-2).
function sameInventory(a: Inventory, b: Inventory): boolean {
  if (a.kind === 'unseen' || b.kind === 'unseen')
    return a.kind === 'unseen' && b.kind === 'unseen' && equalJson(a.unseen, b.unseen)
  if (a.wecs.length !== b.wecs.length) return false
  return a.wecs.every((wec, index) => {
    const other = b.wecs[index]
    return other === wec || (other !== undefined && isSameWec(wec, other))
  })
}

function isSameWec(a: KubeObject, b: KubeObject): boolean {
  return nameOf(a) === nameOf(b) && isDeleting(a) === isDeleting(b) && equalJson(labelsOf(a), labelsOf(b))
}

function wecsIn(inputs: Inputs, read: Read): readonly KubeObject[] {
  return read
    .get(inputs.keys, listKey('its', INVENTORY))
    .map((key) => read.get(inputs.object, key))
    .filter((object): object is KubeObject => object !== undefined)
}

function sameWecs(a: readonly string[] | Unseen, b: readonly string[] | Unseen): boolean {
  if ('why' in a || 'why' in b) return 'why' in a && 'why' in b && a.why === b.why
  return a.length === b.length && a.every((wec, index) => wec === b[index])
}
