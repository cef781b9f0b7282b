import { type KubeObject, type ObjectId, withMember } from '@downsync/core'
import {
  atVersion,
  deleteObject,
  type Propagation,
  type Site,
  type Target,
  updateObject,
} from '../write/index.ts'

const OPTIONS = { manager: 'kube-controller-manager', fieldValidation: 'Ignore', isDryRun: false } as const

/** The target of an identity, at the stored version; undefined where its resource is not served. */
export function targetOf(site: Site, id: ObjectId): Target | undefined {
  const resource = site.catalog.stored(id)
  return resource && { resource, namespace: id.namespace, name: id.name, subresource: '' }
}

/** Deletes an object on a controller's behalf; what holds it holds it. */
export function letGo(site: Site, id: ObjectId, propagation: Propagation): void {
  const target = targetOf(site, id)
  const current = site.store.get(id)
  if (target === undefined || current === undefined) return
  deleteObject(site, target, atVersion(target.resource, current), { propagation, isDryRun: false })
}

/** Changes an object as a controller does; with its last finalizer, one that is being deleted goes. */
export function change(
  site: Site,
  id: ObjectId,
  edit: (object: KubeObject) => KubeObject,
  subresource: Target['subresource'] = '',
): void {
  const target = targetOf(site, id)
  const stored = site.store.get(id)
  if (target === undefined || stored === undefined) return
  const current = atVersion(target.resource, stored)
  updateObject(site, { ...target, subresource }, current, { object: edit(current), warnings: [] }, OPTIONS)
}

/** The object without one of its finalizers. */
export function withoutFinalizer(
  object: KubeObject,
  finalizer: string,
  finalizers: readonly string[],
): KubeObject {
  const left = finalizers.filter((one) => one !== finalizer)
  return {
    ...object,
    metadata: withMember(object.metadata, 'finalizers', left.length === 0 ? undefined : left),
  }
}
