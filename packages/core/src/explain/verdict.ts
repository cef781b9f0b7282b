import type { EffectiveBinding } from '../bind/index.ts'
import { controlledBy, type PairState, withheldBecause } from '../deliver/index.ts'
import type { Details, Outcome } from '../engine/index.ts'
import {
  type GroupResource,
  idKey,
  type KubeObject,
  type ManifestId,
  manifestKey,
  names,
  type ObjectId,
  refOf,
  type Space,
} from '../kube/index.ts'
import { compilePolicy, isWorkload, matchPolicy, subjectOf } from '../select/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import type { Question, Verdict } from './types.ts'

const POLICIES = { group: names.CONTROL_GROUP, resource: 'bindingpolicies' }
const BINDINGS = { group: names.CONTROL_GROUP, resource: 'bindings' }
const INVENTORY = { group: names.INVENTORY_GROUP, resource: 'managedclusters' }
const NAMESPACES = { group: '', resource: 'namespaces' }

/** What the verdict and the journey are read from. */
export type Standing = Readonly<{
  object: KubeObject | undefined
  manifest: ManifestId
  /** Bindings that list the object for the WEC. */
  listedBy: readonly EffectiveBinding[]
  /** Of those, how they stand in the mailbox. */
  pairs: readonly PairState[]
}>

/** Collects what an outcome says of one object in one WEC. */
export function standingOf(outcome: Outcome, details: Details, { object: id, wec }: Question): Standing {
  const object = outcome.snapshot.get(refOf('wds', id))
  const kind = outcome.snapshot.resource('wds', id)?.kind ?? ''
  const listedBy = [...details.decisions.values()].flatMap(({ effective }) =>
    effective !== undefined && !effective.leaving && lists(effective, id, wec) ? [effective] : [],
  )
  const listing = new Set(listedBy.map((binding) => binding.name))
  const pairs = details.mailboxes.get(wec)?.decision.pairs ?? []
  return {
    object,
    manifest: { group: id.group, kind, namespace: id.namespace, name: id.name },
    listedBy,
    pairs: pairs.filter((pair) => listing.has(pair.binding) && idKey(pair.id) === idKey(id)),
  }
}

/** The verdict on one object in one WEC (EXP-1). */
export function verdictOf(
  outcome: Outcome,
  details: Details,
  question: Question,
  standing: Standing,
): Verdict {
  const { object: id, wec } = question
  const info = outcome.snapshot.resource('wds', id)
  const frozen = standing.pairs.find((pair) => pair.state === 'frozen')
  // BND-12: what a paused Binding wants, and what is not there, is not written.
  const paused = new Set(standing.listedBy.flatMap((binding) => (binding.paused ? [binding.name] : [])))
  const isUnwritten = (pair: PairState) => pair.in === undefined && paused.has(pair.binding)
  const delivered = standing.pairs.filter((pair) => pair.state !== 'frozen' && !isUnwritten(pair))
  if (delivered.length > 0) return { kind: 'delivered', by: delivered.map((pair) => pair.binding) }
  if (frozen !== undefined) return { kind: 'frozen', why: frozen.message }
  if (info !== undefined && info.known !== true) return { kind: 'unknown', unseen: id, why: info.known.why }
  const unwritten = standing.pairs.find(isUnwritten)
  if (unwritten !== undefined)
    return { kind: 'withheld', rule: `BND-12: ${unwritten.binding} is paused, and nothing is written for it` }
  if (standing.object !== undefined && standing.listedBy.length > 0) {
    return { kind: 'withheld', rule: withheldRule(outcome, details, standing.object, question) }
  }
  return (
    leavingOf(details, wec, standing) ??
    unseenFor(outcome, details, question, standing) ?? {
      kind: standing.object === undefined ? 'absent' : 'notSelected',
    }
  )
}

function lists(binding: EffectiveBinding, id: ObjectId, wec: string): boolean {
  return binding.wecs.includes(wec) && binding.entries.some((entry) => idKey(entry.id) === idKey(id))
}

function withheldRule(
  outcome: Outcome,
  details: Details,
  object: KubeObject,
  { object: id, wec }: Question,
): string {
  const rule = withheldBecause(object, id)
  if (rule !== undefined) return rule
  const owner = controlledBy(object, id)
  if (owner !== undefined && goesThere(outcome, details, owner, wec))
    return `DLV-1: its owner, ${owner.kind} ${owner.name}, goes to the same WEC and makes it there`
  const known = outcome.snapshot.get(refOf('its', { ...INVENTORY, namespace: '', name: wec }))
  return known === undefined
    ? `CLU-4: there is no ManagedCluster ${wec}`
    : `CLU-4, DLV-2: nothing is delivered to ${wec}; the Binding's status says why`
}

// Whether a Binding lists a manifest for a WEC.
function goesThere({ snapshot }: Outcome, details: Details, owner: ManifestId, wec: string): boolean {
  const info = snapshot.resourceOfKind('wds', owner.group, owner.kind)
  if (info === undefined) return false
  const id = { group: info.group, resource: info.resource, namespace: owner.namespace, name: owner.name }
  return [...details.decisions.values()].some(
    ({ effective }) => effective !== undefined && !effective.leaving && lists(effective, id, wec),
  )
}

// Nothing lists it as far as is seen; what is not seen might (SNP-1).
function unseenFor(
  { snapshot, settings }: Outcome,
  details: Details,
  { object: id }: Question,
  { object }: Standing,
): Verdict | undefined {
  if (object === undefined || !isWorkload(id, settings.apiGroups)) return undefined
  const unknown = (space: Space, unseen: GroupResource): Verdict | undefined => {
    const known = snapshot.resource(space, unseen)?.known ?? { why: 'not served' }
    return known === true ? undefined : { kind: 'unknown', unseen, why: known.why }
  }
  const [inventoryObject] = snapshot.objects('its', INVENTORY)
  const isInventoryLost =
    inventoryObject === undefined && [...details.mailboxes.values()].some(({ standing }) => standing.size > 0)
  return (
    unknown('wds', POLICIES) ??
    unknown('wds', BINDINGS) ??
    unknown('its', INVENTORY) ??
    (isInventoryLost
      ? {
          kind: 'unknown',
          unseen: INVENTORY,
          why: 'it is empty while mailboxes hold wrapped objects (SNP-3)',
        }
      : undefined) ??
    (hangsOnNamespace(snapshot, id, object) ? unknown('wds', NAMESPACES) : undefined)
  )
}

function hangsOnNamespace(snapshot: Snapshot, id: ObjectId, object: KubeObject): boolean {
  const subject = subjectOf(id, object, { kind: 'unseen' })
  return [...snapshot.objects('wds', POLICIES)].some(
    (policy) => matchPolicy(compilePolicy(policy), subject).unsure,
  )
}

function leavingOf(details: Details, wec: string, standing: Standing): Verdict | undefined {
  const mailbox = details.mailboxes.get(wec)
  if (mailbox === undefined) return undefined
  const key = manifestKey(standing.manifest)
  const held = mailbox.decision.held.find((one) => manifestKey(one.manifest) === key)
  const item = mailbox.decision.bundles
    .flatMap((bundle) => bundle.items)
    .find((one) => manifestKey(one.id) === key)
  if (item?.orphan === true) return { kind: 'leaving', how: 'orphaned', why: held?.message ?? 'WRP-11' }
  if (held !== undefined) return { kind: 'leaving', how: 'held', why: `${held.rule}: ${held.message}` }
  return mailbox.standing.has(key)
    ? { kind: 'leaving', how: 'removed', why: 'nothing wants it there any more' }
    : undefined
}
