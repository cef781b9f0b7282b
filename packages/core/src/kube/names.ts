/** Labels, annotations, finalizers and names with a meaning: their one home. The texts are KubeStellar's, where it has them. */
export const CONTROL_GROUP = 'control.kubestellar.io'
export const CONTROL_VERSION = 'v1alpha1'
export const INVENTORY_GROUP = 'cluster.open-cluster-management.io'
/** Under which this project owns the fields that it writes, as API servers note it. */
export const FIELD_MANAGER = 'downsync'
/** The ITS namespace of property ConfigMaps (CUS-2). */
export const PROPERTIES_NAMESPACE = 'customization-properties'
/** The WDS namespace of CombinedStatus of cluster-scoped objects (COL-10). */
export const REPORT_NAMESPACE = 'kubestellar-report'

export const finalizers = {
  /** On every BindingPolicy (BND-4). */
  policy: 'bindingpolicy.kubestellar.io/kscontroller',
  /** On every Binding (BND-4). */
  binding: 'transport.kubestellar.io/object-cleanup',
} as const

export const labels = {
  /** On a wrapped object: the name of its Binding (WRP-2). */
  originBinding: 'transport.kubestellar.io/originOwnerReferenceBindingKey',
  /** On a wrapped object: the name of its WDS (WRP-2). */
  originWds: 'transport.kubestellar.io/originWdsName',
  /** On a workload object whose status came from one WEC (RPT-3). */
  singletonStatus: 'managed-by.kubestellar.io/singletonstatus',
  /** On a workload object whose status is an aggregate (RPT-3). */
  multiWecStatus: 'managed-by.kubestellar.io/multiwecstatus',
  /** On a workload object with singleton reported state requested: the number of qualified WECs (RPT-4). */
  executingCount: 'kubestellar.io/executing-count',
  /** On a CombinedStatus: which object and which Binding it is about (COL-10). */
  combinedGroup: 'status.kubestellar.io/api-group',
  combinedResource: 'status.kubestellar.io/resource',
  combinedNamespace: 'status.kubestellar.io/namespace',
  combinedName: 'status.kubestellar.io/name',
  combinedBinding: 'status.kubestellar.io/binding-policy',
  /** On RBAC objects that an API server makes for itself (DLV-1). */
  rbacBootstrap: 'kubernetes.io/bootstrapping',
} as const

export const annotations = {
  /** On a wrapped object: the generation of its Binding, written along with other changes (WRP-4). */
  originGeneration: 'transport.kubestellar.io/originOwnerReferenceBindingGeneration',
  /** On a wrapped object: the uid of the WDS's namespace kube-system (WRP-6). */
  originWdsId: 'transport.kubestellar.io/originWdsId',
  /** On a wrapped object: tells "somebody edited it" from "something else is wanted" (WRP-4). */
  contentHash: 'transport.kubestellar.io/content-hash',
  /** On a wrapped object: which of its manifests the receiver has not been heard of since they changed (AGG-5). */
  changedManifests: 'downsync/changed-manifests',
  /** On a workload object: expand its strings as templates, for each WEC (CUS-1). */
  expandTemplates: 'control.kubestellar.io/expand-templates',
  /** On a Service: `nodeport` keeps its node ports (TRF-2). */
  preserve: 'control.kubestellar.io/preserve',
  /** On a policy or a user's Binding: `"true"` stops every write for it (BND-12). */
  paused: 'downsync/paused',
  /** On a policy or a user's Binding: the digest that lets a large withdrawal go on (GRD-1). */
  confirmWithdrawal: 'downsync/confirm-withdrawal',
  /** On a WorkStatus, by our agent: the generation of the object in the WEC that the status belongs to (AGT-3). */
  generation: 'downsync/generation',
  /** On a CRD of ours: its revision. A higher one replaces a lower one, and KubeStellar's CRDs, without it, stay (API-1). */
  crdRevision: 'downsync/crd-revision',
  lastApplied: 'kubectl.kubernetes.io/last-applied-configuration',
} as const

/** Labels that this project writes on users' objects; selectors do not see them (SEL-9). */
export const ownLabels: readonly string[] = [
  labels.singletonStatus,
  labels.multiWecStatus,
  labels.executingCount,
]
