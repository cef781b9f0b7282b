import { policyRef } from '../bind/index.ts'
import { combinedRef } from '../collect/index.ts'
import { equalJson, idOf, type Ref, refKey, refOf, refOfKey, uidOf } from '../kube/index.ts'
import { isWorkload } from '../select/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Inputs } from './inputs.ts'
import { type Listed, listedIn } from './listed.ts'
import type { Gather, Stage } from './stage.ts'

/** An object for which a Binding lists collectors: its `refKey`, and their names in order, each once. */
export type Collected = Readonly<{ key: string; collectors: readonly string[] }>

/** From Bindings to what they collect, and where it is to stand (COL-10). */
export type CollectedStages = Readonly<{
  /** By the name of a Binding, in its order. */
  collected: Stage<readonly Collected[]>
  /** By the name of a Binding: the WECs that have a row (COL-1), sorted. */
  wecs: Stage<readonly string[]>
  /** By the name of a Binding: the uid of its policy, or of a user's Binding; `''`: there is none yet. */
  authorUid: Stage<string>
  /** Bucket: the `refKey` of a CombinedStatus; source: the name of a Binding; what it is about. */
  combinedOf: Gather<Collected>
  /** By the name of a Binding: the `refKey`s of its CombinedStatuses, with what each is about. */
  refsOf: Stage<ReadonlyMap<string, Collected>>
}>

/** The stages that say what is collected, wired. */
export function collectedStages(
  inputs: Inputs,
  bindings: BindingStages,
  apiGroups: readonly string[] | undefined,
): CollectedStages {
  const listed: Stage<Listed> = {
    name: 'listedForCollectors',
    compute: (read, name) => listedIn(inputs, bindings, read, name),
  }
  const collected: CollectedStages['collected'] = {
    name: 'collected',
    compute: (read, name) =>
      read
        .get(listed, name)
        .entries.flatMap(({ id, modulation: { statusCollectors } }) =>
          statusCollectors.length > 0 && isWorkload(id, apiGroups)
            ? [{ key: refKey(refOf('wds', id)), collectors: [...new Set(statusCollectors)] }]
            : [],
        ),
    same: (a, b) => equalJson(a, b),
  }
  const wecs: CollectedStages['wecs'] = {
    name: 'collectedWecs',
    compute: (read, name) => read.get(listed, name).wecs,
    same: (a, b) => equalJson(a, b),
  }
  const authorUid: CollectedStages['authorUid'] = {
    name: 'authorUid',
    compute: (read, name) => {
      const { effective } = read.get(bindings.delivered, name)
      if (effective?.owner === 'user') return effective.uid ?? ''
      const policy = read.get(inputs.object, refKey(policyRef(name)))
      return policy === undefined ? '' : uidOf(policy)
    },
  }
  const objectUid: Stage<string> = {
    name: 'objectUid',
    compute: (read, key) => {
      const object = read.get(inputs.object, key)
      return object === undefined ? '' : uidOf(object)
    },
  }
  const refsOf: CollectedStages['refsOf'] = {
    name: 'combinedRefs',
    compute: (read, name) => {
      const author = read.get(authorUid, name)
      if (author === '') return NOTHING
      const refs = new Map<string, Collected>()
      for (const one of read.get(collected, name)) {
        const uid = read.get(objectUid, one.key)
        if (uid === '') continue
        const key = refKey(refFor(refOfKey(one.key), uid, author))
        if (!refs.has(key)) refs.set(key, one)
      }
      return refs
    },
  }
  return {
    collected,
    wecs,
    authorUid,
    combinedOf: {
      name: 'combinedOf',
      sources: bindings.bindingNames,
      contributions: (read, name) => read.get(refsOf, name),
      same: (a, b) => equalJson(a, b),
    },
    refsOf,
  }
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>()

function refFor(object: Ref, objectUid: string, authorUid: string): Ref {
  return combinedRef({ id: idOf(object), objectUid, authorUid })
}
