import type { EffectiveBinding, Unseen } from '../bind/index.ts'
import type { Wanted } from '../deliver/index.ts'
import { idKey, labelValueFor, type ManifestId, manifestKey, refKey } from '../kube/index.ts'
import type { ResourceInfo } from '../snapshot/index.ts'
import type { Item } from '../transport/index.ts'
import { type Inputs, unseenOf } from './inputs.ts'
import type { SelectionStages } from './selection.ts'
import type { Read, Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

const CRDS = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' }

/** The stage `customUnseen`: by `listKey`, why a custom resource that discovery does not have may exist all the same (SNP-1). */
export function customUnseenStage(inputs: Inputs): Stage<Unseen | undefined> {
  return {
    name: 'customUnseen',
    compute: (read) => unseenOf(inputs, read, 'wds', CRDS),
  }
}

/** Whether a group is one that only a CustomResourceDefinition, or an aggregated server, can serve. */
export function isCustomGroup(group: string): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io')
}

/** What a Binding lists: decided by `manifestKey`; barred by `barredKey`, with the reason. */
export type Listed = Readonly<{ manifests: ReadonlySet<string>; barred: ReadonlyMap<string, string> }>

/** The key of what is listed and is no workload; without its resource where discovery does not tell the resource of a kind. */
export function barredKey({ group, namespace, name }: Omit<ManifestId, 'kind'>, resource = ''): string {
  return idKey({ group, resource, namespace, name })
}

/** What stands in a mailbox and cannot be told to be unwanted, as the demand that it stays as it is (SNP-2, P-4). */
export type Undecided = (
  read: Read,
  effective: EffectiveBinding,
  wec: string,
  listed: Listed,
) => readonly Wanted[]

/**
 * What is undecided for a Binding in a WEC: in its own shards, all of a resource that is not seen; in those of other Bindings, what of it this one
 * selects; and everything that hangs on a Namespace which is not seen. What stands in its own shards, is listed and is no workload stays
 * as well: such an entry is a mistake, and somebody else (KubeStellar) has delivered it.
 */
export function undecidedBy(
  inputs: Inputs,
  selection: SelectionStages,
  wrapped: WrappedStages,
  customUnseen: Stage<Unseen | undefined>,
): Undecided {
  const anythingUnseen: Stage<boolean> = {
    name: 'anythingUnseen',
    compute: (read) =>
      read.get(customUnseen, '') !== undefined ||
      read.get(inputs.resources, 'wds').some((info) => info.known !== true),
  }
  return (read, effective, wec, { manifests: decided, barred }) => {
    if (barred.size === 0 && !read.get(anythingUnseen, '')) return []
    const candidates = read.bucket(selection.candidates, effective.name)
    const ownLabel = labelValueFor(effective.name)
    const kept = new Map<string, Wanted>()
    for (const one of read.bucket(wrapped.byMailbox, wec).values()) {
      if (one.kind !== 'ours') continue
      const isOwn = one.shard.bindingLabel === ownLabel
      for (const item of one.shard.bundle.items) {
        const key = manifestKey(item.id)
        if (decided.has(key) || kept.has(key)) continue
        const info = resourceOf(read, item.id)
        const id = idOf(item, info)
        const match = candidates.get(refKey({ space: 'wds', ...id }))?.match
        const whyBarred = isOwn ? barred.get(barredKey(item.id, info?.resource)) : undefined
        const frozen = whyBarred ?? whyUnseen(read, item.id, info, isOwn || match !== undefined)
        if (frozen !== undefined) kept.set(key, frozenWish(item, id, frozen))
        else if (effective.owner === 'policy' && match?.unsure === true)
          kept.set(key, frozenWish(item, id, 'its Namespace is not seen'))
      }
    }
    return [...kept.values()]
  }

  function resourceOf(read: Read, id: ManifestId): ResourceInfo | undefined {
    return read.get(inputs.resources, 'wds').find((info) => info.group === id.group && info.kind === id.kind)
  }

  function whyUnseen(
    read: Read,
    id: ManifestId,
    info: ResourceInfo | undefined,
    mayBeWanted: boolean,
  ): string | undefined {
    if (!mayBeWanted) return undefined
    if (info === undefined && !isCustomGroup(id.group)) return undefined
    const unseen = info === undefined ? read.get(customUnseen, '') : unseenOf(inputs, read, 'wds', info)
    return unseen === undefined ? undefined : `${unseen.resource}: ${unseen.why}`
  }
}

function idOf(item: Item, info: ResourceInfo | undefined): Wanted['id'] {
  const { group, kind, namespace, name } = item.id
  return { group, resource: info?.resource ?? item.resource ?? kind.toLowerCase(), namespace, name }
}

function frozenWish(item: Item, id: Wanted['id'], frozen: string): Wanted {
  const { strategy, id: manifest } = item
  return {
    id,
    uid: undefined,
    manifest,
    resource: id.resource,
    content: undefined,
    bytes: 0,
    strategy,
    frozen,
  }
}
