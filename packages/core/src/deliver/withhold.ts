import {
  controllerOwnerOf,
  type GroupResource,
  type KubeObject,
  labelsOf,
  type ManifestId,
  names,
  type ObjectId,
  stringAt,
} from '../kube/index.ts'

/** DLV-1: what every WEC has of its own, so that delivering it would change, and withdrawing it would break, the WEC. */
type Withheld = GroupResource & Readonly<{ is: (object: KubeObject, id: ObjectId) => boolean; text: string }>

const ownNamespaces: readonly string[] = [
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  names.REPORT_NAMESPACE,
]
const kubeSystemConfigMaps: readonly string[] = [
  'extension-apiserver-authentication',
  'kube-apiserver-legacy-service-account-token-tracking',
]

const OCM = 'open-cluster-management.io'
const KUBEFLEX = 'tenancy.kflex.kubestellar.org'

const withheld: readonly Withheld[] = [
  {
    group: '',
    resource: 'namespaces',
    is: (_, id) => ownNamespaces.includes(id.name),
    text: 'each WEC has its own Namespace of this name',
  },
  {
    group: '',
    resource: 'configmaps',
    is: (_, id) => id.name === 'kube-root-ca.crt',
    text: "it holds the WDS's certificate authority, and each WEC makes its own",
  },
  {
    group: '',
    resource: 'configmaps',
    is: (_, id) => id.namespace === 'kube-system' && kubeSystemConfigMaps.includes(id.name),
    text: 'each API server keeps its own ConfigMap of this name',
  },
  {
    group: '',
    resource: 'serviceaccounts',
    is: (_, id) => id.name === 'default',
    text: 'each Namespace of each WEC has its own ServiceAccount default',
  },
  {
    group: '',
    resource: 'services',
    is: (_, id) => id.namespace === 'default' && id.name === 'kubernetes',
    text: "it stands for the WDS's API server, and each WEC has its own",
  },
  {
    group: '',
    resource: 'secrets',
    is: (object) => stringAt(object, 'type') === 'bootstrap.kubernetes.io/token',
    text: 'it is a token for joining the WDS',
  },
  {
    group: 'scheduling.k8s.io',
    resource: 'priorityclasses',
    is: (_, id) => id.name.startsWith('system-'),
    text: 'each API server makes its own PriorityClasses system-*',
  },
  {
    group: 'networking.k8s.io',
    resource: 'ipaddresses',
    is: () => true,
    text: 'each API server keeps the addresses of its own Services',
  },
  {
    group: 'networking.k8s.io',
    resource: 'servicecidrs',
    is: (_, id) => id.name === 'kubernetes',
    text: 'each API server has its own range of Service addresses',
  },
]

/**
 * Why an object is never wrapped, as a sentence for a person; undefined when nothing in the object itself forbids it (DLV-1).
 * Whether its controller owner goes to the same WEC is another question: `controlledBy`.
 */
export function withheldBecause(object: KubeObject, id: ObjectId): string | undefined {
  const text =
    withheld.find((one) => one.group === id.group && one.resource === id.resource && one.is(object, id))
      ?.text ??
    becauseOfBootstrap(object, id) ??
    becauseOfGroup(object, id)
  return text === undefined ? undefined : `DLV-1: ${text}`
}

/** RBAC objects by the key alone, whatever its value, in all resources of the group. */
function becauseOfBootstrap(object: KubeObject, id: ObjectId): string | undefined {
  if (id.group !== 'rbac.authorization.k8s.io') return undefined
  if (!Object.hasOwn(labelsOf(object), names.labels.rbacBootstrap)) return undefined
  return `each API server makes its own RBAC objects labelled ${names.labels.rbacBootstrap}`
}

function becauseOfGroup(object: KubeObject, id: ObjectId): string | undefined {
  if (isMachinery(id.group)) return `objects of the group ${id.group} are machinery of delivery, not workload`
  if (id.group !== 'apiextensions.k8s.io' || id.resource !== 'customresourcedefinitions') return undefined
  const defined = stringAt(object, 'spec', 'group') ?? ''
  return isMachinery(defined)
    ? `it defines objects of the group ${defined}, which are machinery of delivery`
    : undefined
}

// Of OCM's group, all groups below it too.
function isMachinery(group: string): boolean {
  return group === names.CONTROL_GROUP || group === KUBEFLEX || group === OCM || group.endsWith(`.${OCM}`)
}

/** What controllers make of other workload objects: each WEC's controllers make their own (DLV-1). */
const madeByControllers: readonly GroupResource[] = [
  { group: '', resource: 'pods' },
  { group: 'apps', resource: 'replicasets' },
  { group: 'apps', resource: 'controllerrevisions' },
  { group: 'batch', resource: 'jobs' },
]

/**
 * The controller owner of a Pod, ReplicaSet, Job or ControllerRevision: where that goes, the object itself is withheld (DLV-1).
 * Undefined for any other object, and without such an owner.
 *
 * An owner reference does not say whether its owner is namespaced: the namespace is the object's own, which is right unless the
 * owner is cluster-scoped.
 */
export function controlledBy(object: KubeObject, id: ObjectId): ManifestId | undefined {
  if (!madeByControllers.some((made) => made.group === id.group && made.resource === id.resource))
    return undefined
  const owner = controllerOwnerOf(object)
  if (owner === undefined || owner.kind === '' || owner.name === '') return undefined
  return { group: owner.group, kind: owner.kind, namespace: id.namespace, name: owner.name }
}
