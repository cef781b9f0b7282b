import { isDeleting, type KubeObject, manifestKey, nameOf } from '@downsync/core'
import { entriesOf, readableEntriesOf } from '../transport/entry.ts'
import { isRecord } from '../transport/record.ts'
import { unwrap } from '../transport/unwrap.ts'
import { wordsIn } from '../transport/words.ts'
import { localHolder } from './bring-about.ts'
import type { Context } from './context.ts'
import type { Holder } from './decide-object.ts'

/** What a mailbox holds now. */
export type MailboxContent = Readonly<{
  wrapped: readonly KubeObject[]
  /** By `manifestKey`, as the WEC knows the objects; in the order of the names of their wrapped objects. */
  holders: ReadonlyMap<string, readonly Holder[]>
  /** One of them cannot be read: whatever is not held may be held by that one (P-4). */
  isUnreadable: boolean
}>

export function readMailbox({
  mailbox,
  view,
  environment,
  wecName,
}: Pick<Context, 'mailbox' | 'view' | 'environment' | 'wecName'>): MailboxContent {
  const wrapped = mailbox
    .entries()
    .flatMap(([, object]) => (isWrapped(object) ? [object] : []))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const holders = new Map<string, Holder[]>()
  let isUnreadable = false
  for (const object of wrapped) {
    const read = unwrap(object)
    if (!read.ok) {
      isUnreadable = true
      const what = read.problems.map(({ path, message }) => `${path} ${message}`).join('; ')
      environment.log({ level: 'error', message: `${wecName}/${nameOf(object)} cannot be read: ${what}` })
      continue
    }
    const words = wordsIn(object)
    for (const entry of readableEntriesOf(object)) {
      const info = view.resourceOf(entry.item.id)
      const held = { ...entry, wrapped: nameOf(object), word: words.items.get(entry.key) }
      const holder = info === undefined ? held : localHolder(held, info)
      const key = manifestKey(holder.item.id)
      holders.set(key, [...(holders.get(key) ?? []), holder])
    }
  }
  return { wrapped, holders, isUnreadable }
}

// One that is being deleted holds nothing.
function isWrapped(object: KubeObject): boolean {
  return !isRecord(object) && !isDeleting(object) && entriesOf(object).length > 0
}
