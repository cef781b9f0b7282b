import {
  type Demand,
  decideMailbox,
  type MailboxDecision,
  type PairState,
  type Shard,
  withheldBecause,
} from '../deliver/index.ts'
import { labelValueFor, manifestKey } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import { type CustomizedPair, type PairDemand, pairKey, wantedIn } from './demands.ts'
import type { Inputs } from './inputs.ts'
import type { RecordStages } from './records.ts'
import { DEFAULT_BYTES, DEFAULT_OBJECTS, type Settings } from './settings.ts'
import type { Read, Stage } from './stage.ts'
import type { Usability } from './usability.ts'
import type { WithdrawalGuard } from './withdrawals.ts'
import type { WrappedStages } from './wrapped.ts'

/** What is decided of one mailbox. */
export type Mailbox = Readonly<{
  decision: MailboxDecision
  /** By the name of the Binding. */
  pairs: ReadonlyMap<string, readonly PairState[]>
  /** By the name of the Binding, then `manifestKey`: objects with templates (CUS-1). */
  customized: ReadonlyMap<string, ReadonlyMap<string, CustomizedPair>>
  /** `manifestKey`s that wrapped objects of ours hold now. */
  standing: ReadonlySet<string>
  /** Wrapped objects of ours that cannot be read, by the label value that names their Binding. */
  unreadable: readonly Readonly<{ name: string; bindingLabel: string; message: string }>[]
}>

/** The stages of mailboxes. */
export type MailboxStages = Readonly<{
  /** WECs with something wanted or something of ours, sorted. */
  mailboxNames: Stage<readonly string[]>
  /** By WEC. */
  mailbox: Stage<Mailbox>
  /** By the label value that names a Binding: the name of the policy or Binding, if there is one. */
  nameOfLabel: Stage<string | undefined>
}>

/** The stages of `deliver`, wired. */
export function mailboxStages(
  inputs: Inputs,
  wrapped: WrappedStages,
  bindings: BindingStages,
  demand: Stage<PairDemand>,
  guard: Stage<WithdrawalGuard>,
  reportedIn: RecordStages['reportedIn'],
  usability: Stage<Usability>,
  settings: Settings,
  wdsName: string,
  isPaused: Stage<boolean>,
): MailboxStages {
  const namesByLabel: Stage<ReadonlyMap<string, string>> = {
    name: 'namesByLabel',
    compute: (read) =>
      new Map(read.get(bindings.bindingNames, '').map((name) => [labelValueFor(name), name])),
    same: (a, b) => a.size === b.size && [...a].every(([label, name]) => b.get(label) === name),
  }
  const nameOfLabel: Stage<string | undefined> = {
    name: 'nameOfLabel',
    compute: (read, label) => read.get(namesByLabel, '').get(label),
  }
  const bindingExists: Stage<boolean> = {
    name: 'bindingExists',
    compute: (read, label) => {
      const name = read.get(nameOfLabel, label)
      return name !== undefined && read.get(bindings.delivered, name).effective !== undefined
    },
  }
  const mailboxNames: Stage<readonly string[]> = {
    name: 'mailboxNames',
    compute: (read) => {
      const wanted = read
        .get(bindings.bindingNames, '')
        .flatMap((name) => [...read.get(bindings.wecSet, name)])
      return [...new Set([...wanted, ...read.get(wrapped.mailboxes, '')])].sort()
    },
    same: (a, b) => a.length === b.length && a.every((wec, index) => wec === b[index]),
  }
  const mailbox: Stage<Mailbox> = {
    name: 'mailbox',
    compute: (read, wec) => {
      const there = [...read.bucket(wrapped.byMailbox, wec).values()]
      const shards = there.flatMap((one) => (one.kind === 'ours' ? [one.shard] : []))
      const unreadable = there.flatMap((one) => (one.kind === 'unreadable' ? [one] : []))
      const others = there.flatMap((one) => (one.kind === 'others' ? [one] : []))
      const labels = new Set([...shards, ...unreadable].map((one) => one.bindingLabel))
      const labelled = [...labels].flatMap((label) => read.get(nameOfLabel, label) ?? [])
      const names = [...new Set([...read.bucket(bindings.bindingsByWec, wec).keys(), ...labelled])].sort()
      const unreadableLabels = new Set(unreadable.map((one) => one.bindingLabel))
      const demands = names.map((name) => ({ name, wanted: read.get(demand, pairKey(name, wec)) }))
      const decision = decideMailbox(
        {
          wec,
          wdsName,
          wdsId: read.get(inputs.wdsId, ''),
          limits: limitsOf(settings),
          demands: demands.flatMap(({ name, wanted }) =>
            demandFor(read, name, wanted, unreadableLabels.has(labelValueFor(name))),
          ),
          shards,
          takenNames: new Set([...unreadable, ...others].map((one) => one.name)),
          keepsAll: keepsAll(read),
          available: read.get(bindings.available, wec),
          reported: isReported(read.get(reportedIn, wec)),
          // DLV-2: whether or not a Binding has it as a destination.
          orphaned: read.get(usability, wec).wecIsWds
            ? 'all'
            : orphanedIn(
                shards,
                demands.flatMap(({ wanted }) => wanted.withheld),
              ),
          bindingLabels: new Set([...labels].filter((label) => read.get(bindingExists, label))),
        },
        settings.transport,
      )
      const standing = new Set(
        shards.flatMap((shard) => shard.bundle.items.map((item) => manifestKey(item.id))),
      )
      const customized = new Map(
        demands.flatMap(({ name, wanted }) =>
          wanted.customized.size === 0 ? [] : [[name, wanted.customized] as const],
        ),
      )
      return { decision, pairs: byBinding(decision.pairs), customized, standing, unreadable }
    },
  }
  return { mailboxNames, mailbox, nameOfLabel }

  function keepsAll(read: Read): boolean {
    return (
      read.get(bindings.policiesUnseen, '') !== undefined ||
      read.get(bindings.bindingsUnseen, '') !== undefined ||
      // What leaves one Binding may be wanted by a policy whose WECs are not seen (WRP-10, BND-4).
      read.get(bindings.inventory, '').kind === 'unseen' ||
      read.get(inputs.wdsId, '') === undefined
    )
  }

  function demandFor(read: Read, name: string, wanted: PairDemand, unreadable: boolean): readonly Demand[] {
    const { effective } = read.get(bindings.delivered, name)
    const holdsWithdrawals = read.get(guard, name).held
    const paused =
      read.get(isPaused, '') || effective?.paused === true || wanted.kind === 'hold' || unreadable
    if (wanted.kind === 'none' && !holdsWithdrawals && !paused) return []
    return [
      {
        binding: name,
        bindingUid: effective?.uid,
        // Asked for when something is written, and not before: it changes more often than what is delivered.
        get generation() {
          return read.get(bindings.generation, name)
        },
        items: wantedIn(wanted),
        paused,
        yields: effective?.paused === true,
        holdsWithdrawals,
      },
    ]
  }
}

// SNP-2: what is not seen may exist.
function isReported(reported: ReadonlySet<string> | undefined): (key: string) => boolean {
  return (key) => reported === undefined || reported.has(key)
}

function limitsOf(settings: Settings): Readonly<{ bytes: number; objects: number }> {
  return {
    bytes: Math.min(settings.limits?.bytes ?? DEFAULT_BYTES, settings.transport.limits.bytes),
    objects: settings.limits?.objects ?? DEFAULT_OBJECTS,
  }
}

// DLV-1: what KubeStellar delivered and every WEC has of its own leaves orphaned, never deleted.
function orphanedIn(shards: readonly Shard[], withheld: readonly string[]): ReadonlySet<string> {
  const orphaned = new Set(withheld)
  for (const { bundle } of shards) {
    for (const item of bundle.items) {
      const resource = item.resource ?? guessResource(item.id.kind)
      const id = { group: item.id.group, resource, namespace: item.id.namespace, name: item.id.name }
      if (withheldBecause(item.content, id) !== undefined) orphaned.add(manifestKey(item.id))
    }
  }
  return orphaned
}

// All kinds of DLV-1 have regular plurals.
function guessResource(kind: string): string {
  const lower = kind.toLowerCase()
  if (/(?:s|x|ch)$/.test(lower)) return `${lower}es`
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`
}

function byBinding(pairs: readonly PairState[]): ReadonlyMap<string, readonly PairState[]> {
  const grouped = new Map<string, PairState[]>()
  for (const pair of pairs) {
    const group = grouped.get(pair.binding)
    if (group === undefined) grouped.set(pair.binding, [pair])
    else group.push(pair)
  }
  return grouped
}
