import { equalJson, isDeleting, isObject, listAt, memberOf, nameOf, type ObjectId } from '@downsync/core'
import { NAMESPACES } from '../resources/index.ts'
import { timeText } from '../world.ts'
import type { Site } from '../write/index.ts'
import { change, letGo } from './change.ts'
import { holdingConditions, type Remaining } from './namespace-conditions.ts'

/** Empties a namespace that is being deleted; once nothing is left in it, takes its finalizer off; until then says what is. */
export function clearNamespace(site: Site, name: string): void {
  const id: ObjectId = { ...NAMESPACES, namespace: '', name }
  const namespace = site.store.get(id)
  if (namespace === undefined || !isDeleting(namespace)) return
  const seen = new Set<string>()
  const left: Remaining[] = []
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
      const there = site.store.get(inside)
      if (there !== undefined) left.push({ resource, object: there })
    }
  }
  if (left.length > 0) sayWhatHolds(site, id, left)
  else takeFinalizerOff(site, id)
}

function takeFinalizerOff(site: Site, id: ObjectId): void {
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

function sayWhatHolds(site: Site, id: ObjectId, left: readonly Remaining[]): void {
  const namespace = site.store.get(id)
  if (namespace === undefined) return
  const before = listAt(namespace, 'status', 'conditions')
  const conditions = holdingConditions(left, before, timeText(site.world.now()))
  if (equalJson(before, conditions)) return
  change(
    site,
    id,
    (object) => {
      const status = memberOf(object, 'status')
      return { ...object, status: { ...(isObject(status) ? status : {}), conditions } }
    },
    'status',
  )
}
