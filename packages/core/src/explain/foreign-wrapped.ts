import { detailsOf, type Outcome } from '../engine/index.ts'
import { type ManifestId, names, stringAt } from '../kube/index.ts'

/** A wrapped object that an earlier WDS of this name made, and that no Binding wants: it stays until somebody decides (WRP-6). */
export type ForeignWrapped = Readonly<{
  wec: string
  /** Of the wrapped object, in the mailbox of that WEC. */
  name: string
  /** The uid of the Namespace kube-system of the WDS that made it. */
  wdsId: string
  /** The label that names the Binding it was made for. */
  binding: string
  objects: readonly ManifestId[]
}>

/** The wrapped objects that wait for `downsync adopt` or `prune`: by WEC, then by name. None while the id of the WDS is not known. */
export function foreignWrapped(outcome: Outcome): readonly ForeignWrapped[] {
  const { wdsId } = outcome.snapshot
  if (wdsId === undefined) return []
  const { mailboxes } = detailsOf(outcome)
  return [...outcome.mailboxes].flatMap(([wec, bundles]) => {
    // What a paused Binding wants is not rewritten yet, and will be.
    const homes = new Set(
      [...(mailboxes.get(wec)?.pairs.values() ?? [])].flatMap((pairs) => pairs.map((pair) => pair.in)),
    )
    return bundles.flatMap(({ name, labels, annotations, items }) => {
      const made = stringAt(annotations, names.annotations.originWdsId)
      if (made === undefined || made === wdsId || homes.has(name)) return []
      const binding = stringAt(labels, names.labels.originBinding) ?? ''
      return [{ wec, name, wdsId: made, binding, objects: items.map(({ id }) => id) }]
    })
  })
}
