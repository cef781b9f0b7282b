import {
  controllerOwnerOf,
  groupOf,
  isObject,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  names,
  stringAt,
  uidOf,
} from '../kube/index.ts'

/** Who owns a Binding (BND-6): the policy of its name (by its uid, perhaps a former one's), or nobody: its user. */
export type BindingOwner = Readonly<{ kind: 'policy'; uid: string } | { kind: 'user' }>

/** Reads the owner of a Binding from its controller reference. A reference to a policy of another name owns nothing. */
export function ownerOfBinding(binding: KubeObject): BindingOwner {
  const owner = controllerOwnerOf(binding)
  const byPolicy =
    owner !== undefined &&
    owner.group === names.CONTROL_GROUP &&
    owner.kind === 'BindingPolicy' &&
    owner.name === nameOf(binding)
  return byPolicy ? { kind: 'policy', uid: owner.uid } : { kind: 'user' }
}

/** The owner references of a generated Binding: ours to its policy (BND-3), and those of others that stand there. */
export function ownerReferencesFor(policy: KubeObject, there: KubeObject | undefined): readonly Json[] {
  const standing = there === undefined ? [] : listAt(there, 'metadata', 'ownerReferences')
  const ours = {
    apiVersion: policy.apiVersion,
    kind: 'BindingPolicy',
    name: nameOf(policy),
    uid: uidOf(policy),
    controller: true,
    blockOwnerDeletion: false,
  }
  return [ours, ...standing.filter((one) => !isPolicyReference(one) && memberOf(one, 'controller') !== true)]
}

function isPolicyReference(reference: Json): boolean {
  return (
    isObject(reference) &&
    stringAt(reference, 'kind') === 'BindingPolicy' &&
    groupOf(stringAt(reference, 'apiVersion') ?? '') === names.CONTROL_GROUP
  )
}
