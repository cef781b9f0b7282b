import { type EffectiveBinding, type Entry, type ErrorLine, objectLine } from '../bind/index.ts'
import type { Wanted } from '../deliver/index.ts'
import { manifestKey, type Problem, type ProblemCode, problemLine, refKey } from '../kube/index.ts'
import { isWorkload } from '../select/index.ts'
import type { Strategy } from '../transport/index.ts'
import type { BindingStages } from './bindings.ts'
import type { ContentStages } from './contents.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { Read, Stage } from './stage.ts'
import { barredKey } from './undecided.ts'

/** A line, with the code of the problem that it is; undefined: the problem is on another object, and among `problems`. */
export type WishLine = Readonly<{ code: ProblemCode | undefined; line: ErrorLine }>

/** What one Binding wants in each of its WECs alike. */
export type Wishes = Readonly<{
  items: readonly Wanted[]
  /** Lines for `Binding.status.errors`. */
  lines: readonly WishLine[]
  problems: readonly Problem[]
  /** `manifestKey`s of what is listed and never wrapped (DLV-1). */
  withheld: readonly string[]
  /** The `manifestKey` of what makes an item, by the item's: it is not wrapped where that goes too (DLV-1). */
  owners: ReadonlyMap<string, string>
  /** Items with templates: the `refKey` of the object, by the item's `manifestKey`; what is delivered of them is made for each WEC (CUS-1). */
  templated: ReadonlyMap<string, string>
  /** All that is listed and is workload. */
  manifests: ReadonlySet<string>
  /** What is listed and is no workload: by `barredKey`, why nothing of it is delivered anew (ID-2). */
  barred: ReadonlyMap<string, string>
}>

/** The stage `wishes`: by the name of a Binding. */
export function wishesStage(
  inputs: Inputs,
  bindings: BindingStages,
  contents: ContentStages,
  apiGroups: readonly string[] | undefined,
): Stage<Wishes> {
  return {
    name: 'wishes',
    compute: (read, name) => {
      const wishes = noWishes()
      const { effective } = read.get(bindings.delivered, name)
      if (effective === undefined || effective.leaving) return wishes
      for (const entry of effective.entries) add(read, effective, entry, wishes)
      return wishes
    },
    same: sameWishes,
  }

  function add(read: Read, effective: EffectiveBinding, entry: Entry, wishes: Collected): void {
    const { id } = entry
    const refText = refKey({ space: 'wds', ...id })
    if (!isWorkload(id, apiGroups)) {
      complain(effective, entry, NO_WORKLOAD, wishes)
      for (const key of [barredKey(id, id.resource), barredKey(id)]) wishes.barred.set(key, NO_WORKLOAD)
      return
    }
    const info = read.get(inputs.resource, listKey('wds', id))
    if (info === undefined) {
      complain(effective, entry, 'discovery does not know this resource', wishes)
      return
    }
    const manifest = { group: id.group, kind: info.kind, namespace: id.namespace, name: id.name }
    const key = manifestKey(manifest)
    wishes.manifests.add(key)
    const found = read.get(contents.content, refText)
    const base = { id, uid: found?.uid, manifest, resource: id.resource, strategy: strategyOf(entry) }
    const unseen = unseenOf(inputs, read, 'wds', id)
    if (unseen !== undefined) {
      const frozen = `${unseen.resource}: ${unseen.why}`
      wishes.items.push({ ...base, content: undefined, bytes: 0, frozen })
      return
    }
    if (found === undefined) {
      complain(effective, entry, 'there is no such object', wishes)
      return
    }
    const { content, owner } = found
    if (content.kind === 'withheld') {
      wishes.withheld.push(key)
      return
    }
    if (owner !== undefined) wishes.owners.set(key, owner)
    if (content.kind === 'content') {
      wishes.items.push({ ...base, content: content.content, bytes: content.bytes })
      return
    }
    if (content.kind === 'templated') {
      wishes.templated.set(key, refText)
      wishes.items.push({ ...base, content: undefined, bytes: 0, frozen: 'its templates are not expanded' })
      return
    }
    const reason = problemLine(content.problem)
    wishes.items.push({ ...base, content: undefined, bytes: 0, frozen: reason })
    wishes.lines.push({ code: undefined, line: objectLine(id, reason) })
    wishes.problems.push(content.problem)
  }
}

const NO_WORKLOAD =
  'this resource is not workload (ID-2), so that nothing of it is delivered; what stands in WECs stays until the entry goes'

// BND-6: only a user's lists are somebody's own words; what a frozen policy's list names may have gone (FRZ-3).
function complain(effective: EffectiveBinding, { id }: Entry, text: string, wishes: Collected): void {
  if (effective.owner === 'user') wishes.lines.push({ code: 'EntryUnknown', line: objectLine(id, text) })
}

// Contents, entries and problems are the same values for as long as nothing of them changes.
function sameWishes(a: Wishes, b: Wishes): boolean {
  return (
    sameList(a.items, b.items, sameWanted) &&
    sameList(
      a.lines,
      b.lines,
      (one, other) => one.code === other.code && one.line.text === other.line.text,
    ) &&
    sameList(a.problems, b.problems, Object.is) &&
    sameList(a.withheld, b.withheld, Object.is) &&
    sameList([...a.owners], [...b.owners], (one, other) => one[0] === other[0] && one[1] === other[1]) &&
    sameList([...a.templated.keys()], [...b.templated.keys()], Object.is) &&
    sameList([...a.manifests], [...b.manifests], Object.is) &&
    sameList([...a.barred.keys()], [...b.barred.keys()], Object.is)
  )
}

/** Whether two are the same wish; contents are the same values for as long as nothing of them changes. */
export function sameWanted(a: Wanted, b: Wanted): boolean {
  return (
    a.uid === b.uid &&
    manifestKey(a.manifest) === manifestKey(b.manifest) &&
    a.resource === b.resource &&
    a.content === b.content &&
    a.bytes === b.bytes &&
    a.strategy === b.strategy &&
    a.frozen === b.frozen
  )
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index]
      return other !== undefined && same(one, other)
    })
  )
}

type Collected = {
  readonly items: Wanted[]
  readonly lines: WishLine[]
  readonly problems: Problem[]
  readonly withheld: string[]
  readonly owners: Map<string, string>
  readonly templated: Map<string, string>
  readonly manifests: Set<string>
  readonly barred: Map<string, string>
}

function noWishes(): Collected {
  const lists = { items: [], lines: [], problems: [], withheld: [] }
  return { ...lists, owners: new Map(), templated: new Map(), manifests: new Set(), barred: new Map() }
}

// WRP-7, WRP-13: what OCM's Update would be refused for ever goes by server-side apply.
function strategyOf(entry: Entry): Strategy {
  if (entry.modulation.createOnly) return 'createOnly'
  const { group, resource } = entry.id
  const applied =
    (group === 'batch' && resource === 'jobs') || (group === '' && resource === 'persistentvolumeclaims')
  return applied ? 'serverSideApply' : 'update'
}
