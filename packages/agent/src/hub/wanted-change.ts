import { equalJson, type JsonObject, type KubeObject, labelsOf, memberOf, objectOf } from '@downsync/core'

/** How an object comes to be as it is wanted. */
export type WantedChange =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'patch'; change: JsonObject }>
  /** What differs cannot be changed: it has to be made anew. */
  | Readonly<{ kind: 'remake' }>

// Fields that say who may do what; of a Lease or a Namespace nothing is the hub's but the label.
const OWNED = ['rules', 'subjects']
const FIXED = ['roleRef']

/** What keeps an object from being as it is wanted: labels that it lacks, rights that differ. */
export function wantedChange(wanted: KubeObject, there: KubeObject): WantedChange {
  if (FIXED.some((field) => !equalJson(memberOf(wanted, field), memberOf(there, field))))
    return { kind: 'remake' }
  const lacking = Object.entries(labelsOf(wanted)).filter(
    ([label, value]) => !equalJson(memberOf(labelsOf(there), label), value),
  )
  const differing = OWNED.flatMap((field) => {
    const value = memberOf(wanted, field)
    return value === undefined || equalJson(value, memberOf(there, field)) ? [] : [[field, value] as const]
  })
  if (lacking.length === 0 && differing.length === 0) return { kind: 'none' }
  const labels = lacking.length === 0 ? {} : { metadata: { labels: objectOf(lacking) } }
  return { kind: 'patch', change: { ...labels, ...objectOf(differing) } }
}
