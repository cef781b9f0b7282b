import { type GroupResource, idKey, type KubeObject, type ObjectId, resourceKey } from '../kube/index.ts'
import { type Match, type Modulation, unionModulation } from '../select/index.ts'
import { entriesOf } from './entry.ts'
import type { Entry, Unseen } from './types.ts'

/** An object that a policy selects, or may select (SNP-2). */
export type Candidate = Readonly<{ id: ObjectId; version: string; resourceVersion: string; match: Match }>

/** The objects that one policy selects, in any order, and what of the WDS is not seen. */
export type SelectionInput = Readonly<{
  candidates: Iterable<Candidate>
  unseenOf(resource: GroupResource): Unseen | undefined
  /** Set when Namespaces are not seen: entries that hang on namespaceSelectors stay. */
  namespacesUnseen: Unseen | undefined
}>

/** The entries of a policy's Binding (BND-1). What cannot be seen stays as the Binding has it (SNP-2). */
export function selectEntries(
  input: SelectionInput,
  there: KubeObject | undefined,
): Readonly<{ entries: readonly Entry[]; unseen: readonly Unseen[] }> {
  const standing = new Map(
    (there === undefined ? [] : entriesOf(there)).map((entry) => [idKey(entry.id), entry]),
  )
  const entries: Entry[] = []
  const unseen = new Map<string, Unseen>()
  for (const candidate of input.candidates) {
    if (input.unseenOf(candidate.id) !== undefined) continue
    const stands = standing.get(idKey(candidate.id))
    if (candidate.match.unsure && input.namespacesUnseen !== undefined) {
      unseen.set(resourceKey({ group: '', resource: 'namespaces' }), input.namespacesUnseen)
    }
    const modulation = modulationFor(candidate.match, stands?.modulation)
    if (modulation !== undefined) {
      const { id, version, resourceVersion } = candidate
      entries.push({ id, version, resourceVersion, modulation })
    }
  }
  for (const entry of standing.values()) {
    const why = input.unseenOf(entry.id)
    if (why === undefined) continue
    unseen.set(resourceKey(entry.id), why)
    entries.push(entry)
  }
  return { entries, unseen: [...unseen.values()] }
}

function modulationFor(match: Match, standing: Modulation | undefined): Modulation | undefined {
  if (!match.unsure || standing === undefined) return match.sure
  return match.sure === undefined ? standing : unionModulation(match.sure, standing)
}
