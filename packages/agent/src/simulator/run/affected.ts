import { controllerOwnerOf, type KubeObject, nameOf, namespaceOf, uidOf } from '@downsync/core'
import {
  CLAIMS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  NODES,
  PODS,
  REPLICA_SETS,
  REVISIONS,
  type Resource,
  STATEFUL_SETS,
} from '../shared/resources.ts'
import type { ObjectIndex } from './object-index.ts'

/** An object that has to be decided about. */
export type Subject = Readonly<{ resource: Resource; namespace: string; name: string }>

const controllers: readonly Resource[] = [DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, DAEMON_SETS, JOBS]
/** What may take in objects of a resource that have no controller. */
const adopters = new Map<Resource, readonly Resource[]>([
  [PODS, [REPLICA_SETS, STATEFUL_SETS, DAEMON_SETS, JOBS]],
  [REPLICA_SETS, [DEPLOYMENTS]],
  [REVISIONS, [STATEFUL_SETS, DAEMON_SETS]],
])

/** The subjects to which a change of an object may matter: itself, its controller and that one's, and who might become it. */
export function affectedBy(
  index: ObjectIndex,
  resource: Resource,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): readonly Subject[] {
  return [before, after]
    .filter((object) => object !== undefined)
    .flatMap((object) => [
      { resource, namespace: namespaceOf(object), name: nameOf(object) },
      ...controllersOf(index, object),
      ...candidatesFor(index, resource, object),
      ...(resource === JOBS ? index.ownedBy(PODS, uidOf(object)).map(subjectOf(PODS)) : []),
    ])
}

function controllersOf(index: ObjectIndex, object: KubeObject): readonly Subject[] {
  const owner = controllerOwnerOf(object)
  const resource = controllers.find(({ kind, group }) => kind === owner?.kind && group === owner.group)
  if (owner === undefined || resource === undefined) return []
  const namespace = namespaceOf(object)
  const there = index.get(resource, namespace, owner.name)
  return [
    { resource, namespace, name: owner.name },
    ...(there === undefined ? [] : controllersOf(index, there)),
  ]
}

function candidatesFor(index: ObjectIndex, resource: Resource, object: KubeObject): readonly Subject[] {
  if (resource === NODES) return index.all(DAEMON_SETS).map(subjectOf(DAEMON_SETS))
  const candidates = resource === CLAIMS ? [STATEFUL_SETS] : adopters.get(resource)
  if (candidates === undefined || controllerOwnerOf(object) !== undefined) return []
  return candidates.flatMap((candidate) =>
    index
      .all(candidate)
      .filter((one) => namespaceOf(one) === namespaceOf(object))
      .map(subjectOf(candidate)),
  )
}

function subjectOf(resource: Resource) {
  return (object: KubeObject): Subject => ({
    resource,
    namespace: namespaceOf(object),
    name: nameOf(object),
  })
}
