import type { MailboxDecision, Shard } from '../deliver/index.ts'
import { equalJson, type KubeObject, manifestKey } from '../kube/index.ts'
import type { Impact } from './action.ts'

/** What one mailbox's decision does to pairs (EXP-4). */
export type MailboxImpact = Readonly<{ appear: number; change: number; vanish: number; held: number }>

/** Compares what wrapped objects of ours hold in a mailbox with what they are to hold. */
export function impactOf(decision: MailboxDecision, shards: readonly Shard[]): MailboxImpact {
  const before = new Map<string, readonly KubeObject[]>()
  for (const { deleting, bundle } of shards) if (!deleting) collect(before, bundle.items)
  const after = new Map<string, readonly KubeObject[]>()
  for (const bundle of decision.bundles) collect(after, bundle.items)
  let [appear, change, vanish] = [0, 0, 0]
  for (const [key, contents] of after) {
    const standing = before.get(key)
    if (standing === undefined) appear += 1
    else if (!contents.every((content) => standing.some((one) => equalJson(one, content)))) change += 1
  }
  for (const key of before.keys()) if (!after.has(key)) vanish += 1
  const held = new Set(decision.held.map((one) => manifestKey(one.manifest))).size
  const frozen = decision.pairs.filter((pair) => pair.state === 'frozen').length
  return { appear, change, vanish, held: held + frozen }
}

/** The impact of a whole plan. */
export function sumImpact(parts: readonly MailboxImpact[], policies: readonly string[]): Impact {
  const sum = { appear: 0, change: 0, vanish: 0, held: 0, wecs: 0 }
  for (const part of parts) {
    sum.appear += part.appear
    sum.change += part.change
    sum.vanish += part.vanish
    sum.held += part.held
    if (part.appear + part.change + part.vanish > 0) sum.wecs += 1
  }
  return { ...sum, policies }
}

function collect(
  into: Map<string, readonly KubeObject[]>,
  items: readonly Readonly<{ id: Parameters<typeof manifestKey>[0]; content: KubeObject }>[],
): void {
  for (const item of items) {
    const key = manifestKey(item.id)
    into.set(key, [...(into.get(key) ?? []), item.content])
  }
}
