import { finalizersOf, type Json, type KubeObject, memberOf, stringAt } from '@downsync/core'

/** What is left in a namespace that is being deleted, by the resource it is of. */
export type Remaining = Readonly<{
  resource: Readonly<{ group: string; resource: string }>
  object: KubeObject
}>

/**
 * What the status of a namespace says while what is left in it holds it: how many of which resource, and which finalizers.
 * @param before its conditions until now; of those that say the same, the time stays
 * @param now the time of this moment, as Kubernetes writes it
 */
export function holdingConditions(
  left: readonly Remaining[],
  before: readonly Json[],
  now: string,
): readonly Json[] {
  const resources = counted(left.map(({ resource }) => `${resource.resource}.${resource.group}`))
  const finalizers = counted(left.flatMap(({ object }) => finalizersOf(object)))
  const conditions = [
    fine('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    fine(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    fine(
      'NamespaceDeletionContentFailure',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    resources.length === 0
      ? fine('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : remaining(
          'NamespaceContentRemaining',
          'SomeResourcesRemain',
          `Some resources are remaining: ${resources.map(([name, count]) => `${name} has ${count} resource instances`).join(', ')}`,
        ),
    finalizers.length === 0
      ? fine(
          'NamespaceFinalizersRemaining',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        )
      : remaining(
          'NamespaceFinalizersRemaining',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${finalizers.map(([name, count]) => `${name} in ${count} resource instances`).join(', ')}`,
        ),
  ]
  return conditions.map((condition) => ({
    type: condition.type,
    status: condition.status,
    lastTransitionTime: timeOf(condition, before) ?? now,
    reason: condition.reason,
    message: condition.message,
  }))
}

type Condition = Readonly<{ type: string; status: string; reason: string; message: string }>

function fine(type: string, reason: string, message: string): Condition {
  return { type, status: 'False', reason, message }
}

function remaining(type: string, reason: string, message: string): Condition {
  return { type, status: 'True', reason, message }
}

function timeOf({ type, status, message }: Condition, before: readonly Json[]): string | undefined {
  const known = before.find((one) => stringAt(one, 'type') === type)
  const isSame = memberOf(known, 'status') === status && memberOf(known, 'message') === message
  return isSame ? stringAt(known, 'lastTransitionTime') : undefined
}

function counted(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
}
