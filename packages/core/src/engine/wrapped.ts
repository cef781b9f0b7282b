import type { Unseen } from '../bind/index.ts'
import { type Shard, shardOf } from '../deliver/index.ts'
import {
  compareUtf8,
  isDeleting,
  type KubeObject,
  labelsOf,
  labelValueFor,
  type ManifestId,
  nameOf,
  names,
  namespaceOf,
  problemLine,
  refOfKey,
  stringAt,
  uidOf,
} from '../kube/index.ts'
import type { Transport } from '../transport/index.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { Gather, Stage } from './stage.ts'

/** A wrapped object in a mailbox: ours, ours but unreadable, or somebody else's. */
export type WrappedObject =
  | Readonly<{ kind: 'ours'; shard: Shard }>
  | Readonly<{
      kind: 'unreadable'
      name: string
      wec: string
      uid: string
      bindingLabel: string
      message: string
    }>
  | Readonly<{ kind: 'others'; name: string; wds: string; manifests: readonly ManifestId[] }>

/** From mailboxes to shards. */
export type WrappedStages = Readonly<{
  unseen: Stage<Unseen | undefined>
  /** By `refKey`; undefined: there is none. */
  wrapped: Stage<WrappedObject | undefined>
  /** Bucket: a mailbox; source: the `refKey` of a wrapped object in it. */
  byMailbox: Gather<WrappedObject>
  /** Bucket: the label value that names a Binding; source: the `refKey` of a wrapped object of ours. */
  byBinding: Gather<Readonly<{ wec: string; shard: Shard | undefined }>>
  /** Whether any mailbox holds a wrapped object of ours (SNP-3). */
  anyOurs: Stage<boolean>
  /** Mailboxes with wrapped objects of ours. */
  mailboxes: Stage<readonly string[]>
  /** By the label value that names a Binding: mailboxes with wrapped objects of it, sorted. */
  mailboxesOf: Stage<readonly string[]>
}>

const ANY = '\u0000any'

/** The stages that read mailboxes, wired. */
export function wrappedStages(inputs: Inputs, transport: Transport, wdsName: string): WrappedStages {
  const keys: Stage<readonly string[]> = {
    name: 'wrappedKeys',
    compute: (read) => read.get(inputs.keys, listKey('its', transport.resource)),
  }
  const wrapped: Stage<WrappedObject | undefined> = {
    name: 'wrapped',
    compute: (read, key) => {
      const object = read.get(inputs.object, key)
      return object === undefined ? undefined : readWrapped(object, transport, wdsName)
    },
  }
  const byMailbox: WrappedStages['byMailbox'] = {
    name: 'byMailbox',
    sources: keys,
    contributions: (read, key) => {
      const object = read.get(wrapped, key)
      return object === undefined ? new Map() : new Map([[refOfKey(key).namespace, object]])
    },
  }
  const byBinding: WrappedStages['byBinding'] = {
    name: 'byBinding',
    sources: keys,
    contributions: (read, key) => {
      const object = read.get(wrapped, key)
      if (object === undefined || object.kind === 'others') return new Map()
      const wec = refOfKey(key).namespace
      const value = { wec, shard: object.kind === 'ours' ? object.shard : undefined }
      const label = object.kind === 'ours' ? object.shard.bindingLabel : object.bindingLabel
      return new Map([
        [label, value],
        [ANY, value],
      ])
    },
  }
  const mailboxesOf: Stage<readonly string[]> = {
    name: 'mailboxesOf',
    compute: (read, label) =>
      [...new Set([...read.bucket(byBinding, label).values()].map(({ wec }) => wec))].sort(compareUtf8),
    same: (a, b) => a.length === b.length && a.every((wec, index) => wec === b[index]),
  }
  const mailboxes: Stage<readonly string[]> = {
    name: 'mailboxes',
    compute: (read) => read.get(mailboxesOf, ANY),
  }
  return {
    unseen: {
      name: 'wrappedUnseen',
      compute: (read) => unseenOf(inputs, read, 'its', transport.resource),
    },
    wrapped,
    byMailbox,
    byBinding,
    anyOurs: { name: 'anyOurs', compute: (read) => read.get(mailboxes, '').length > 0 },
    mailboxes,
    mailboxesOf,
  }
}

/** A wrapped object as it stands, told by its own labels (WRP-2, RPT-7). */
export function readWrapped(object: KubeObject, transport: Transport, wdsName: string): WrappedObject {
  const name = nameOf(object)
  const labels = labelsOf(object)
  const wds = stringAt(labels, names.labels.originWds)
  const bindingLabel = stringAt(labels, names.labels.originBinding)
  if (wds !== labelValueFor(wdsName) || bindingLabel === undefined) {
    const bundle = transport.unwrap(object)
    return {
      kind: 'others',
      name,
      // What names us and no Binding is nobody's (WRP-6); what is being deleted delivers nothing (BND-9).
      wds: wds === undefined || wds === labelValueFor(wdsName) || isDeleting(object) ? '' : wds,
      manifests: bundle.ok ? bundle.value.items.map((item) => item.id) : [],
    }
  }
  const shard = shardOf(object, transport)
  if (shard.ok) return { kind: 'ours', shard: shard.value }
  const message = shard.problems.map(problemLine).join('; ')
  return {
    kind: 'unreadable',
    name,
    wec: namespaceOf(object),
    uid: uidOf(object),
    bindingLabel,
    message,
  }
}

/** Whether a wrapped object is the one of this uid, is of this WDS and lists an object; undefined: it cannot be read (RPT-7). */
export function holdsManifest(
  wrapped: WrappedObject | undefined,
  uid: string,
  manifest: string,
): boolean | undefined {
  switch (wrapped?.kind) {
    case 'ours':
      return wrapped.shard.uid === uid && wrapped.shard.items.has(manifest)
    case 'unreadable':
      return wrapped.uid === uid ? undefined : false
    default:
      return false
  }
}
