import { finalizersOf, isDeleting, listAt, type ObjectId, stringAt, valueAt } from '@downsync/core'
import type { Site } from '../write/index.ts'
import { change, withoutFinalizer } from './change.ts'

const CLAIMS = { group: '', resource: 'persistentvolumeclaims' }
const VOLUMES = { group: '', resource: 'persistentvolumes' }
const PODS = { group: '', resource: 'pods' }
const FINALIZERS = ['kubernetes.io/pvc-protection', 'kubernetes.io/pv-protection']

/** Whether it is a volume or a claim to one, which creation protects by a finalizer. */
export function isProtected(id: ObjectId): boolean {
  return id.group === '' && (id.resource === CLAIMS.resource || id.resource === VOLUMES.resource)
}

/** Lets go of a claim or volume that is being deleted, once no Pod uses the claim and no claim holds the volume. */
export function unprotect(site: Site, id: ObjectId): void {
  const object = site.store.get(id)
  if (object === undefined || !isDeleting(object)) return
  const isUsed =
    id.resource === CLAIMS.resource
      ? claimsUsedIn(site, id.namespace).has(id.name)
      : stringAt(object, 'status', 'phase') === 'Bound'
  if (isUsed) return
  for (const finalizer of FINALIZERS)
    if (finalizersOf(object).includes(finalizer))
      change(site, id, (current) => withoutFinalizer(current, finalizer, finalizersOf(current)))
}

/** What a change of a Pod may set free: the claims of its namespace that are being deleted. */
export function claimsHeldBy(site: Site, id: ObjectId): readonly ObjectId[] {
  if (id.group !== '' || id.resource !== PODS.resource) return []
  const claims = site.store.list({ resource: CLAIMS, namespace: id.namespace }) ?? []
  return claims.filter(isDeleting).map((claim) => ({
    ...CLAIMS,
    namespace: id.namespace,
    name: stringAt(claim.metadata, 'name') ?? '',
  }))
}

// A Pod that has ended uses nothing any more.
function claimsUsedIn(site: Site, namespace: string): ReadonlySet<string> {
  const pods = site.store.list({ resource: PODS, namespace }) ?? []
  const running = pods.filter(
    (pod) => !['Succeeded', 'Failed'].includes(stringAt(pod, 'status', 'phase') ?? ''),
  )
  return new Set(
    running.flatMap((pod) =>
      listAt(pod, 'spec', 'volumes').flatMap((volume) => {
        const name = valueAt(volume, 'persistentVolumeClaim', 'claimName')
        return typeof name === 'string' ? [name] : []
      }),
    ),
  )
}
