import { policyRef, type Unseen } from '../bind/index.ts'
import {
  bindingLabelOf,
  COMBINED_STATUSES,
  type CollectorResult,
  combinedStatusFor,
  subjectOf,
} from '../collect/index.ts'
import {
  compareUtf8,
  idOf,
  isDeleting,
  type KubeObject,
  names,
  type Ref,
  refKey,
  refOf,
  refOfKey,
} from '../kube/index.ts'
import { type Action, combinedAction, createReportNamespace } from '../reconcile/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Collected, CollectedStages } from './collected.ts'
import type { CollectorStages } from './collectors.ts'
import type { RefusedWrite } from './control-writes.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { RecordStages } from './records.ts'
import { type Collection, collectionKey } from './rows.ts'
import type { Read, Stage } from './stage.ts'
import { isCustomGroup } from './undecided.ts'
import type { WrappedStages } from './wrapped.ts'

/** What is decided of one CombinedStatus. */
export type CombinedDecision = Readonly<{
  /** As it is to be, or stays; undefined: it is none, or is to go. */
  object: KubeObject | undefined
  action: Action | undefined
  refused: readonly RefusedWrite[]
}>

/** From results to CombinedStatuses (COL-10). */
export type CombinedStages = Readonly<{
  /** What is not seen, so that every CombinedStatus stays as it is (SNP-2). */
  unseen: Stage<Unseen | undefined>
  /** The `refKey`s of all that are wanted or stand, sorted. */
  keys: Stage<readonly string[]>
  /** By such a key. */
  decision: Stage<CombinedDecision>
  /** The Namespace of those of cluster-scoped objects, where it is missing. */
  namespace: Stage<Pick<CombinedDecision, 'action' | 'refused'>>
}>

/** What the stages are made of. */
export type CombinedSources = Readonly<{
  inputs: Inputs
  bindings: BindingStages
  wrapped: WrappedStages
  records: RecordStages
  nameOfLabel: MailboxStages['nameOfLabel']
  customUnseen: Stage<Unseen | undefined>
  collectors: CollectorStages
  collected: CollectedStages
  collection: Stage<Collection>
}>

const NAMESPACES = { group: '', resource: 'namespaces' }

/** The stages of CombinedStatuses, wired. */
export function combinedStages(sources: CombinedSources): CombinedStages {
  const { inputs, bindings, collected, collection } = sources
  const unseen = unseenStage(sources)
  const keys: CombinedStages['keys'] = {
    name: 'combinedKeys',
    compute: (read) => {
      const wanted = read
        .get(bindings.bindingNames, '')
        .flatMap((name) => [...read.get(collected.refsOf, name).keys()])
      const there = read.get(inputs.keys, listKey('wds', COMBINED_STATUSES))
      return [...new Set([...wanted, ...there])].sort(compareUtf8)
    },
  }
  const decision: CombinedStages['decision'] = {
    name: 'combinedDecision',
    compute: (read, key) => {
      const there = read.get(inputs.object, key)
      const [asked] = read.bucket(collected.combinedOf, key)
      if (asked === undefined) return unwanted(read, key, there)
      const [binding, about] = asked
      const object = read.get(inputs.object, about.key)
      const results = resultsOf(read, binding, about)
      if (object === undefined || results === undefined) return staying(there)
      const id = idOf(refOfKey(about.key))
      const authorUid = read.get(collected.authorUid, binding)
      const wanted = combinedStatusFor({ id, object, binding, authorUid }, results, there)
      const mayCreate = !isDeleting(object) && namespaceOf(read, key) === 'there'
      const from = authorOf(read, binding)
      const action = combinedAction({ ref: refOfKey(key), there, wanted, mayCreate, from })
      return { object: wanted, ...landing(read, action) }
    },
  }
  const namespace: CombinedStages['namespace'] = {
    name: 'reportNamespace',
    compute: (read) => {
      const key = read
        .get(keys, '')
        .find((one) => refOfKey(one).namespace === names.REPORT_NAMESPACE && isToBeMade(read, one))
      if (key === undefined || namespaceOf(read, key) !== 'missing') return NOTHING
      const [binding = ''] = read.bucket(collected.combinedOf, key).keys()
      return landing(read, createReportNamespace(authorOf(read, binding)))
    },
  }
  return { unseen, keys, decision, namespace }

  // SNP-2, P-4: undefined while something that decides is not seen.
  function resultsOf(
    read: Read,
    binding: string,
    { key, collectors }: Collected,
  ): readonly CollectorResult[] | undefined {
    if (read.get(unseen, '') !== undefined || unseenOf(inputs, read, 'wds', refOfKey(key)) !== undefined)
      return undefined
    const results: CollectorResult[] = []
    for (const name of collectors) {
      const result = read.get(collection, collectionKey(name, key, binding))
      if (result === 'unreadable') return undefined
      if (result !== undefined) results.push(result)
    }
    return results.sort((a, b) => compareUtf8(a.name, b.name))
  }

  function unwanted(read: Read, key: string, there: KubeObject | undefined): CombinedDecision {
    const label = there === undefined ? undefined : bindingLabelOf(there)
    if (there === undefined || label === undefined) return { ...NOTHING, object: undefined }
    const name = read.get(sources.nameOfLabel, label)
    if (mayBeWanted(read, there, name)) return staying(there)
    const ref = refOfKey(key)
    const from = name === undefined ? ref : authorOf(read, name)
    return {
      object: undefined,
      ...landing(read, combinedAction({ ref, there, wanted: undefined, mayCreate: false, from })),
    }
  }

  function mayBeWanted(read: Read, there: KubeObject, name: string | undefined): boolean {
    if (read.get(unseen, '') !== undefined) return true
    if (name !== undefined && read.get(bindings.delivered, name).holds) return true
    const subject = refOf('wds', subjectOf(there))
    if (read.get(inputs.resource, listKey('wds', subject)) !== undefined)
      return unseenOf(inputs, read, 'wds', subject) !== undefined
    // SNP-1: a custom resource that is not served may have a definition that is not seen.
    return isCustomGroup(subject.group) && read.get(sources.customUnseen, '') !== undefined
  }

  function isToBeMade(read: Read, key: string): boolean {
    if (read.get(inputs.object, key) !== undefined) return false
    const [about] = read.bucket(collected.combinedOf, key).values()
    const object = about === undefined ? undefined : read.get(inputs.object, about.key)
    return object !== undefined && !isDeleting(object) && read.get(decision, key).object !== undefined
  }

  function namespaceOf(read: Read, key: string): 'there' | 'leaving' | 'missing' | 'unseen' {
    const { namespace: name } = refOfKey(key)
    const there = read.get(inputs.object, refKey(refOf('wds', { ...NAMESPACES, namespace: '', name })))
    if (there !== undefined) return isDeleting(there) ? 'leaving' : 'there'
    return unseenOf(inputs, read, 'wds', NAMESPACES) === undefined ? 'missing' : 'unseen'
  }

  function authorOf(read: Read, binding: string): Ref {
    return read.get(bindings.delivered, binding).effective?.author ?? policyRef(binding)
  }

  // P-6b
  function landing(read: Read, action: Action | undefined): Pick<CombinedDecision, 'action' | 'refused'> {
    if (action === undefined) return NOTHING
    const refusal = read.get(inputs.refusal, refKey(action.ref))
    return refusal?.intent === action.intent
      ? { action: undefined, refused: [{ ref: action.ref, message: refusal.message }] }
      : { action, refused: [] }
  }
}

const NOTHING: Pick<CombinedDecision, 'action' | 'refused'> = { action: undefined, refused: [] }

function staying(there: KubeObject | undefined): CombinedDecision {
  return { ...NOTHING, object: there }
}

function unseenStage({
  inputs,
  bindings,
  wrapped,
  records,
  collectors,
}: CombinedSources): Stage<Unseen | undefined> {
  return {
    name: 'combinedUnseen',
    compute: (read) => {
      const inventory = read.get(bindings.inventory, '')
      return (
        read.get(bindings.policiesUnseen, '') ??
        read.get(bindings.bindingsUnseen, '') ??
        (inventory.kind === 'unseen' ? inventory.unseen : undefined) ??
        read.get(wrapped.unseen, '') ??
        read.get(records.unseen, '') ??
        read.get(collectors.unseen, '') ??
        unseenOf(inputs, read, 'wds', COMBINED_STATUSES)
      )
    },
  }
}
