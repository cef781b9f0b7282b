import { finalizersOf, isDeleting, nameOf, namespaceOf, type ObjectId, stringAt } from '@downsync/core'
import { CRD_FINALIZER, CRDS } from '../resources/index.ts'
import type { Site } from '../write/index.ts'
import { change, letGo, withoutFinalizer } from './change.ts'

/** Deletes the objects of a definition that is being deleted; once none is left, takes its finalizer off. */
export function clearDefinition(site: Site, name: string): void {
  const id: ObjectId = { ...CRDS, namespace: '', name }
  const crd = site.store.get(id)
  if (crd === undefined || !isDeleting(crd) || !finalizersOf(crd).includes(CRD_FINALIZER)) return
  const resource = {
    group: stringAt(crd, 'spec', 'group') ?? '',
    resource: stringAt(crd, 'spec', 'names', 'plural') ?? '',
  }
  let left = 0
  for (const object of site.store.list({ resource }) ?? []) {
    const one = { ...resource, namespace: namespaceOf(object), name: nameOf(object) }
    if (!isDeleting(object)) letGo(site, one, 'Background')
    if (site.store.get(one) !== undefined) left++
  }
  if (left > 0) return
  change(site, id, (object) => withoutFinalizer(object, CRD_FINALIZER, finalizersOf(object)))
}

/** Takes a definition's names on once those who had them are gone. */
export function acceptDefinition(site: Site, name: string): void {
  const id: ObjectId = { ...CRDS, namespace: '', name }
  const crd = site.store.get(id)
  // Every write decides anew; one that comes out the same is none.
  if (crd !== undefined && !isDeleting(crd)) change(site, id, (object) => object)
}
