import {
  isDeleting,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  type ObjectId,
  stringAt,
  withMember,
} from '@downsync/core'
import { invalidValue } from '../status/index.ts'
import { objectAt, withSpec, withStatus } from './fields.ts'
import type { Kind } from './kind.ts'

const FINALIZER = 'kubernetes'
const FOR_GOOD = ['default', 'kube-system', 'kube-public']

export const namespaces: Kind = {
  created(object) {
    const given = listAt(object, 'spec', 'finalizers')
    const finalizers = given.includes(FINALIZER) ? given : [...given, FINALIZER]
    return withStatus(withSpec(withNameLabel(object), { finalizers }), { phase: 'Active' })
  },
  // Finalizers have a subresource of their own.
  updated: (object, before) => withSpec(withNameLabel(object), objectAt(before, 'spec')),
  statusErrors(object) {
    const phase = stringAt(object, 'status', 'phase') ?? ''
    const wanted = isDeleting(object) ? 'Terminating' : 'Active'
    if (phase === wanted || (!isDeleting(object) && phase === '')) return []
    const when = isDeleting(object) ? 'is not empty' : 'is empty'
    return [invalidValue('status.Phase', phase, `may only be '${wanted}' if \`deletionTimestamp\` ${when}`)]
  },
}

/** Whether something besides `metadata.finalizers` holds a Namespace that is being deleted. */
export function holdsNamespace(object: KubeObject): boolean {
  return listAt(object, 'spec', 'finalizers').length > 0
}

/** Whether an object of this identity may never be deleted. */
export function isForGood({ group, resource, name }: ObjectId): boolean {
  return group === '' && resource === 'namespaces' && FOR_GOOD.includes(name)
}

/** A Namespace with the label by which selectors find it. */
export function withNameLabel(object: KubeObject): KubeObject {
  const name = nameOf(object)
  if (name === '') return object
  const labels = withMember(labelsOf(object), 'kubernetes.io/metadata.name', name)
  return { ...object, metadata: { ...object.metadata, labels } }
}
