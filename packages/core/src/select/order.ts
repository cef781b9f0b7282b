import { compareUtf8, type ObjectId } from '../kube/index.ts'

/** What the order of a Binding goes by; entries, candidates and the like have it. */
export type Ordered = Readonly<{ id: ObjectId; version: string }>

/**
 * The order of the lists of a Binding (BND-2): by resource, then by name, as KubeStellar writes them, bytewise in UTF-8.
 * @returns negative, zero or positive
 */
export function compareEntries(a: Ordered, b: Ordered): number {
  return compareResources(a, b) || compareNames(a.id, b.id)
}

// The separators count: the core group is `/v1, …` and comes first, and the namespace `a-b` sorts before `a`, as `-` is below `/`.
function compareResources(a: Ordered, b: Ordered): number {
  const same = a.id.group === b.id.group && a.version === b.version && a.id.resource === b.id.resource
  return same ? 0 : compareUtf8(resourceText(a), resourceText(b))
}

function compareNames(a: ObjectId, b: ObjectId): number {
  if (a.namespace === b.namespace) return compareUtf8(a.name, b.name)
  return compareUtf8(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`)
}

function resourceText({ id, version }: Ordered): string {
  return `${id.group}/${version}, Resource=${id.resource}`
}
