import type { EffectiveBinding } from '../bind/index.ts'
import { controlledBy, type PairState, withheldBecause } from '../deliver/index.ts'
import type { Details, Outcome } from '../engine/index.ts'
import { idKey, type KubeObject, type ManifestId, manifestKey, type ObjectId, refOf } from '../kube/index.ts'
import type { Question, Verdict } from './types.ts'

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
  const names = new Set(listedBy.map((binding) => binding.name))
  const pairs = details.mailboxes.get(wec)?.decision.pairs ?? []
  return {
    object,
    manifest: { group: id.group, kind, namespace: id.namespace, name: id.name },
    listedBy,
    pairs: pairs.filter((pair) => names.has(pair.binding) && idKey(pair.id) === idKey(id)),
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
    return { kind: 'withheld', rule: withheldRule(outcome, standing.object, id, wec) }
  }
  return (
    leavingOf(details, wec, standing) ?? { kind: standing.object === undefined ? 'absent' : 'notSelected' }
  )
}

function lists(binding: EffectiveBinding, id: ObjectId, wec: string): boolean {
  return binding.wecs.includes(wec) && binding.entries.some((entry) => idKey(entry.id) === idKey(id))
}

function withheldRule(outcome: Outcome, object: KubeObject, id: ObjectId, wec: string): string {
  const rule = withheldBecause(object, id)
  if (rule !== undefined) return rule
  const owner = controlledBy(object, id)
  if (owner !== undefined)
    return `DLV-1: its owner, ${owner.kind} ${owner.name}, goes to the same WEC and makes it there`
  const known = outcome.snapshot.get(
    refOf('its', {
      group: 'cluster.open-cluster-management.io',
      resource: 'managedclusters',
      namespace: '',
      name: wec,
    }),
  )
  return known === undefined
    ? `CLU-4: there is no ManagedCluster ${wec}`
    : `CLU-4, DLV-2: nothing is delivered to ${wec}; the Binding's status says why`
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
