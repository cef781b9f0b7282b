import { isDeleting, isObject, listAt, memberOf, nameOf, type ObjectId } from '@downsync/core'
import { NAMESPACES } from '../resources/index.ts'
import type { Site } from '../write/index.ts'
import { change, letGo } from './change.ts'

/** Empties a namespace that is being deleted; once nothing is left in it, takes its finalizer off. */
export function clearNamespace(site: Site, name: string): void {
  const id: ObjectId = { ...NAMESPACES, namespace: '', name }
  const namespace = site.store.get(id)
  if (namespace === undefined || !isDeleting(namespace)) return
  const seen = new Set<string>()
  let left = 0
  for (const resource of site.catalog.all()) {
    const key = `${resource.group}/${resource.resource}`
    if (!resource.namespaced || seen.has(key)) continue
    seen.add(key)
    for (const object of site.store.list({ resource, namespace: name }) ?? []) {
      const inside = {
        group: resource.group,
        resource: resource.resource,
        namespace: name,
        name: nameOf(object),
      }
      if (!isDeleting(object)) letGo(site, inside, 'Background')
      if (site.store.get(inside) !== undefined) left++
    }
  }
  if (left > 0) return
  change(
    site,
    id,
    (object) => {
      const spec = memberOf(object, 'spec')
      const finalizers = listAt(spec, 'finalizers').filter((finalizer) => finalizer !== 'kubernetes')
      return { ...object, spec: { ...(isObject(spec) ? spec : {}), finalizers } }
    },
    'finalize',
  )
}
