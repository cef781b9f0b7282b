import {
  finalizersOf,
  generationOf,
  isDeleting,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  resourceVersionOf,
  stringAt,
  uidOf,
  withMember,
} from '@downsync/core'
import { isForGood } from '../kinds/index.ts'
import { CRD_FINALIZER, CRDS, withCrdTerminating } from '../resources/index.ts'
import { badRequest, conflict, done, forbidden, type Outcome, refused } from '../status/index.ts'
import { timeText } from '../world.ts'
import { idOfTarget, keep, type Site, type Target } from './site.ts'
import { isHeld } from './update.ts'

export type Propagation = 'Background' | 'Foreground' | 'Orphan'

export type DeleteOptions = Readonly<{
  uid?: string
  resourceVersion?: string
  /** What becomes of the objects that it owns; undefined: as its finalizers say, else in the background. */
  propagation?: Propagation
  isDryRun: boolean
}>

export type Deleted = Readonly<{
  object: KubeObject
  /** False while something holds it: its deletion has begun. */
  isGone: boolean
}>

/** DeleteOptions from the body of a request, and from its query, which counts where the body says nothing. */
export function readDeleteOptions(body: Json | undefined, query: URLSearchParams): Outcome<DeleteOptions> {
  const propagation = stringAt(body, 'propagationPolicy') ?? query.get('propagationPolicy') ?? undefined
  if (propagation !== undefined && !isPropagation(propagation))
    return refused(
      badRequest(
        `invalid propagationPolicy "${propagation}": supported values: "Background", "Foreground", "Orphan"`,
      ),
    )
  const orphans = memberOf(body, 'orphanDependents') ?? query.get('orphanDependents')
  const policy =
    propagation ??
    (orphans === true || orphans === 'true'
      ? 'Orphan'
      : orphans === false || orphans === 'false'
        ? 'Background'
        : undefined)
  const uid = stringAt(body, 'preconditions', 'uid')
  const resourceVersion = stringAt(body, 'preconditions', 'resourceVersion')
  const dryRun = Array.isArray(memberOf(body, 'dryRun')) || query.get('dryRun') === 'All'
  return done({
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(policy === undefined ? {} : { propagation: policy }),
    isDryRun: dryRun,
  })
}

/** Deletes an object, or begins to where finalizers hold it. */
export function deleteObject(
  site: Site,
  target: Target,
  current: KubeObject,
  options: DeleteOptions,
): Outcome<Deleted> {
  const { resource, name } = target
  const kind = { group: resource.group, resource: resource.kind }
  if (isForGood(idOfTarget(target)))
    return refused(forbidden(resource, name, 'this namespace may not be deleted'))
  if (options.uid !== undefined && options.uid !== uidOf(current))
    return refused(
      conflict(
        kind,
        name,
        `the UID in the precondition (${options.uid}) does not match the UID in record (${uidOf(current)}). The object might have been deleted and then recreated`,
      ),
    )
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersionOf(current))
    return refused(
      conflict(
        kind,
        name,
        `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersionOf(current)}). The object might have been modified`,
      ),
    )
  const finalizers = finalizersAtDeletion(
    target,
    current,
    options.propagation ?? usualPropagation(target, current),
  )
  if (finalizers.length === 0 && !isHeld(resource, current)) {
    if (!options.isDryRun) site.store.remove(idOfTarget(target))
    return done({ object: current, isGone: true })
  }
  const same =
    finalizers.length === finalizersOf(current).length &&
    finalizers.every((finalizer) => finalizersOf(current).includes(finalizer))
  if (isDeleting(current) && same) return done({ object: current, isGone: false })
  return done({
    object: keep(site, target, marked(site, target, current, finalizers), options.isDryRun),
    isGone: false,
  })
}

function marked(site: Site, target: Target, current: KubeObject, finalizers: readonly string[]): KubeObject {
  const now = timeText(site.world.now())
  let metadata = withMember(current.metadata, 'finalizers', finalizers.length === 0 ? undefined : finalizers)
  if (!isDeleting(current)) {
    metadata = withMember(metadata, 'deletionTimestamp', now)
    if (!isHeld(target.resource, current) && !isCrd(target))
      metadata = withMember(metadata, 'deletionGracePeriodSeconds', 0)
    const generation = generationOf(current)
    if (generation > 0 && !isCrd(target)) metadata = withMember(metadata, 'generation', generation + 1)
  }
  const object = isHeld(target.resource, current)
    ? withPhase({ ...current, metadata }, 'Terminating')
    : { ...current, metadata }
  return isCrd(target) ? withCrdTerminating(object, now) : object
}

// The Pods of a Job outlive it unless something else is asked for.
function usualPropagation({ resource }: Target, current: KubeObject): Propagation | undefined {
  const isDecided = finalizersOf(current).some((one) => one === 'orphan' || one === 'foregroundDeletion')
  return resource.struct === 'batch.Job' && !isDecided ? 'Orphan' : undefined
}

function finalizersAtDeletion(
  target: Target,
  current: KubeObject,
  propagation: Propagation | undefined,
): readonly string[] {
  const others = finalizersOf(current).filter(
    (finalizer) =>
      propagation === undefined || (finalizer !== 'orphan' && finalizer !== 'foregroundDeletion'),
  )
  const own =
    propagation === 'Foreground' ? ['foregroundDeletion'] : propagation === 'Orphan' ? ['orphan'] : []
  const cleanup =
    isCrd(target) && !isDeleting(current) && !others.includes(CRD_FINALIZER) ? [CRD_FINALIZER] : []
  return [...others, ...own, ...cleanup]
}

function isCrd({ resource }: Target): boolean {
  return resource.group === CRDS.group && resource.resource === CRDS.resource
}

function isPropagation(text: string): text is Propagation {
  return text === 'Background' || text === 'Foreground' || text === 'Orphan'
}

function withPhase(namespace: KubeObject, phase: string): KubeObject {
  const status = memberOf(namespace, 'status')
  return { ...namespace, status: { ...(isObject(status) ? status : {}), phase } }
}
