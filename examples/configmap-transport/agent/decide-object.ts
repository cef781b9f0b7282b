import {
  annotationsOf,
  equalJson,
  type Item,
  isDeleting,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  namespaceOf,
  objectOf,
  resourceVersionOf,
  uidOf,
  withMember,
} from '@downsync/core'
import { manifestIdOf } from '../transport/entry.ts'
import type { Word } from '../transport/words.ts'
import { isMarked, MARK, markOf } from './mark.ts'

/** An entry of a wrapped object that holds an object, with what was said of it. */
export type Holder = Readonly<{
  wrapped: string
  key: string
  hash: string
  item: Item
  word: Word | undefined
}>

/** How an object was after the content of a holder was applied. */
export type Left = Readonly<{ hash: string; body: JsonObject }>

/** The next write that an object needs. */
export type Step =
  | Readonly<{ kind: 'create' | 'apply'; holder: Holder; object: KubeObject }>
  | Readonly<{ kind: 'mark'; patch: JsonObject }>
  | Readonly<{ kind: 'wait'; message: string }>
  /** `left`: it is as the holder whose turn it was would have it. */
  | Readonly<{ kind: 'nothing'; left?: Left }>

/**
 * What is to be written so that an object is as its holders ask. Where several ask for different contents, each is applied once, and
 * the one that changed last stays: so every change is brought about, and nothing goes to and fro.
 *
 * @param holders sorted by the names of their wrapped objects
 * @param isOwned whether the object goes with them
 * @param applied the entries (`wrapped/key`) whose present content was applied in this pass
 * @param left absent where this process has not applied it yet
 */
export function decideObject(
  holders: readonly Holder[],
  isOwned: boolean,
  existing: KubeObject | undefined,
  applied: ReadonlySet<string>,
  left: Left | undefined,
): Step {
  const [first] = holders
  if (first === undefined) return { kind: 'nothing' }
  if (existing !== undefined && isDeleting(existing)) return { kind: 'wait', message: 'it is being deleted' }
  const contenders = holders.filter(({ item }) => item.strategy !== 'createOnly')
  if (contenders.length === 0 && existing === undefined)
    return { kind: 'create', holder: first, object: sentForm(first.item, isOwned) }
  const fresh = contenders.find((holder) => !isSaid(holder) && !applied.has(placeOf(holder)))
  if (fresh !== undefined) return { kind: 'apply', holder: fresh, object: sentForm(fresh.item, isOwned) }
  const winner = winnerOf(contenders, applied)
  if (winner !== undefined) {
    const body = existing && bodyOf(existing)
    const isLeft = left?.hash === winner.hash && equalJson(left.body, body)
    // Said by an agent before this one: what says it all need not be written again.
    const isTold = left === undefined && existing !== undefined && says(existing, winner.item.content)
    if (!isLeft && !isTold) return { kind: 'apply', holder: winner, object: sentForm(winner.item, isOwned) }
    const mark = existing && markStep(existing, isOwned)
    return mark ?? { kind: 'nothing', ...(body && { left: { hash: winner.hash, body } }) }
  }
  return (existing && markStep(existing, isOwned)) ?? { kind: 'nothing' }
}

export function placeOf({ wrapped, key }: Holder): string {
  return `${wrapped}/${key}`
}

/** Whether the agent has said that the present content of an entry is applied. */
export function isSaid({ word, hash }: Holder): boolean {
  return word?.state === 'applied' && word.of === hash
}

/** The one that was applied last: in this pass, or before by what was said; ties by name. */
function winnerOf(contenders: readonly Holder[], applied: ReadonlySet<string>): Holder | undefined {
  const timeOf = (holder: Holder) => (applied.has(placeOf(holder)) ? '9999' : (holder.word?.since ?? ''))
  return contenders.reduce<Holder | undefined>(
    (best, one) => (best === undefined || timeOf(one) >= timeOf(best) ? one : best),
    undefined,
  )
}

function markStep(existing: KubeObject, isOwned: boolean): Step | undefined {
  if (isMarked(existing) === isOwned) return undefined
  const mark = isOwned ? markOf(manifestIdOf(existing)) : null
  const [uid, resourceVersion] = [uidOf(existing), resourceVersionOf(existing)]
  return { kind: 'mark', patch: { metadata: { uid, resourceVersion, labels: { [MARK]: mark } } } }
}

/** A content as it is sent: with the mark, and without what would be taken for a precondition. */
export function sentForm({ content }: Item, isOwned: boolean): KubeObject {
  const dropped = new Set(['uid', 'resourceVersion', 'managedFields', 'creationTimestamp'])
  const metadata = objectOf(Object.entries(content.metadata).filter(([key]) => !dropped.has(key)))
  if (!isOwned) return { ...content, metadata }
  const labels = withMember(labelsOf(content), MARK, markOf(manifestIdOf(content)))
  return { ...content, metadata: withMember(metadata, 'labels', labels) }
}

/** What of an object somebody may have asked for: all but its status and what servers write. */
export function bodyOf(object: KubeObject): JsonObject {
  const metadata = { labels: labelsOf(object), annotations: annotationsOf(object) }
  const rest = Object.entries(object).filter(([key]) => key !== 'status' && key !== 'metadata')
  return objectOf([...rest, ['metadata', metadata]])
}

/** Whether a value says all that a manifest says; defaults may be there besides. */
function says(value: Json | undefined, wanted: Json): boolean {
  if (isObject(wanted))
    return (
      isObject(value) && Object.entries(wanted).every(([key, member]) => says(memberOf(value, key), member))
    )
  if (isList(wanted))
    return (
      isList(value) &&
      value.length === wanted.length &&
      wanted.every((item, index) => says(value[index], item))
    )
  return equalJson(value, wanted)
}

/** The namespace that an object has in the WEC: none, where its kind has none, whatever the manifest says. */
export function namespaceIn(content: KubeObject, isNamespaced: boolean): string {
  return isNamespaced ? namespaceOf(content) : ''
}
