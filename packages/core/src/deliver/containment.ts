import { type ManifestId, stringAt } from '../kube/index.ts'
import type { Item } from '../transport/index.ts'
import { isCrd, isNamespace } from './placement-class.ts'

/**
 * Which wrapped objects hold something that lives in a Namespace, or of a CustomResourceDefinition
 * (WRP-11).
 */
export type Contents = Readonly<{
  add(item: Item, holder: string): void
  /** Names of the holders of what is in (of) this Namespace or CRD, without duplicates. */
  holdersOf(container: Item): readonly string[]
}>

/** An empty record of what lives in what. */
export function newContents(): Contents {
  const holders = new Map<string, Set<string>>()
  return {
    add(item, holder) {
      for (const key of placesOfLife(item.id, item.resource)) {
        const known = holders.get(key)
        if (known === undefined) holders.set(key, new Set([holder]))
        else known.add(holder)
      }
    },
    holdersOf(container) {
      return [...new Set(contentKeys(container).flatMap((key) => [...(holders.get(key) ?? [])]))]
    },
  }
}

function placesOfLife(id: ManifestId, resource: string | undefined): readonly string[] {
  return [
    ...(id.namespace === '' ? [] : [namespaceKey(id.namespace)]),
    kindKey(id.group, id.kind),
    ...(resource === undefined ? [] : [resourceKey(id.group, resource)]),
  ]
}

function contentKeys({ id, content }: Item): readonly string[] {
  if (isNamespace(id)) return [namespaceKey(id.name)]
  if (!isCrd(id)) return []
  // A CRD's name is `<plural>.<group>`; the kind stands only in its spec.
  const dot = id.name.indexOf('.')
  const group = stringAt(content, 'spec', 'group') ?? id.name.slice(dot + 1)
  const plural = stringAt(content, 'spec', 'names', 'plural') ?? id.name.slice(0, Math.max(dot, 0))
  const kind = stringAt(content, 'spec', 'names', 'kind')
  return [resourceKey(group, plural), ...(kind === undefined ? [] : [kindKey(group, kind)])]
}

const namespaceKey = (namespace: string): string => JSON.stringify(['namespace', namespace])
const kindKey = (group: string, kind: string): string => JSON.stringify(['kind', group, kind])
const resourceKey = (group: string, resource: string): string => JSON.stringify(['resource', group, resource])
