import {
  annotationsOf,
  apiVersionOf,
  equalJson,
  finalizersOf,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  names,
  withMember,
} from '../kube/index.ts'
import { specIdentity, workloadJson } from './entry.ts'
import { ownerReferencesFor } from './ownership.ts'
import type { Entry } from './types.ts'

/**
 * The Binding of a policy as it should be (BND-1, BND-3, BND-4). What others put on the one that stands there (labels,
 * annotations, finalizers, further owners) is kept.
 */
export function bindingFor(
  policy: KubeObject,
  entries: readonly Entry[],
  wecs: readonly string[],
  there: KubeObject | undefined,
): KubeObject {
  const base: JsonObject = there === undefined ? { name: nameOf(policy) } : there.metadata
  const metadata = withMember(
    withMember(base, 'ownerReferences', ownerReferencesFor(policy, there)),
    'finalizers',
    withFinalizer(there === undefined ? [] : finalizersOf(there), names.finalizers.binding),
  )
  const spec = {
    workload: workloadJson(entries),
    destinations: wecs.map((clusterId) => ({ clusterId })),
  }
  const object = {
    apiVersion: apiVersionOf(names.CONTROL_GROUP, names.CONTROL_VERSION),
    kind: 'Binding',
    metadata,
    spec,
  }
  const status = there === undefined ? undefined : memberOf(there, 'status')
  return status === undefined ? object : { ...object, status }
}

/** The list with a finalizer in it, at its end when it was not there. */
export function withFinalizer(finalizers: readonly string[], name: string): readonly string[] {
  return finalizers.includes(name) ? finalizers : [...finalizers, name]
}

/** Whether two Bindings differ in nothing but the resourceVersions of their entries (BND-1). */
export function sameButVersions(a: KubeObject, b: KubeObject): boolean {
  return (
    equalJson(specIdentity(a), specIdentity(b)) &&
    equalJson(memberOf(a.metadata, 'ownerReferences') ?? [], memberOf(b.metadata, 'ownerReferences') ?? []) &&
    equalJson(finalizersOf(a), finalizersOf(b))
  )
}

/** BND-12: whether nothing is to be written for a policy or a user's Binding. */
export function isPaused(author: KubeObject): boolean {
  return memberOf(annotationsOf(author), names.annotations.paused) === 'true'
}
