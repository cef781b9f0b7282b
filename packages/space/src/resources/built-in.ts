import { type NameRule, REVIEW_VERBS, type Resource, type Subresource } from './resource.ts'

type Line = readonly [kind: string, plural: string, traits: string, ...shortNames: string[]]

// Traits: n namespaced, s /status, g generation counted, b no update without resourceVersion, r a review.
const tables: Readonly<Record<string, readonly Line[]>> = {
  v1: [
    ['ConfigMap', 'configmaps', 'n', 'cm'],
    ['Endpoints', 'endpoints', 'n', 'ep'],
    ['Event', 'events', 'n', 'ev'],
    ['LimitRange', 'limitranges', 'n', 'limits'],
    ['Namespace', 'namespaces', 's', 'ns'],
    ['Node', 'nodes', 's', 'no'],
    ['PersistentVolumeClaim', 'persistentvolumeclaims', 'ns', 'pvc'],
    ['PersistentVolume', 'persistentvolumes', 's', 'pv'],
    ['Pod', 'pods', 'nsg', 'po'],
    ['PodTemplate', 'podtemplates', 'ng'],
    ['ReplicationController', 'replicationcontrollers', 'nsg', 'rc'],
    ['ResourceQuota', 'resourcequotas', 'ns', 'quota'],
    ['Secret', 'secrets', 'n'],
    ['ServiceAccount', 'serviceaccounts', 'n', 'sa'],
    ['Service', 'services', 'ns', 'svc'],
  ],
  'apps/v1': [
    ['ControllerRevision', 'controllerrevisions', 'n'],
    ['DaemonSet', 'daemonsets', 'nsg', 'ds'],
    ['Deployment', 'deployments', 'nsg', 'deploy'],
    ['ReplicaSet', 'replicasets', 'nsg', 'rs'],
    ['StatefulSet', 'statefulsets', 'nsg', 'sts'],
  ],
  'authentication.k8s.io/v1': [
    ['SelfSubjectReview', 'selfsubjectreviews', 'r'],
    ['TokenReview', 'tokenreviews', 'r'],
  ],
  'authorization.k8s.io/v1': [
    ['LocalSubjectAccessReview', 'localsubjectaccessreviews', 'nr'],
    ['SelfSubjectAccessReview', 'selfsubjectaccessreviews', 'r'],
    ['SelfSubjectRulesReview', 'selfsubjectrulesreviews', 'r'],
    ['SubjectAccessReview', 'subjectaccessreviews', 'r'],
  ],
  'autoscaling/v2': [['HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'ns', 'hpa']],
  'batch/v1': [
    ['CronJob', 'cronjobs', 'nsg', 'cj'],
    ['Job', 'jobs', 'nsg'],
  ],
  'networking.k8s.io/v1': [
    ['IngressClass', 'ingressclasses', 'g'],
    ['Ingress', 'ingresses', 'nsg', 'ing'],
    ['NetworkPolicy', 'networkpolicies', 'ng', 'netpol'],
  ],
  'policy/v1': [['PodDisruptionBudget', 'poddisruptionbudgets', 'nsg', 'pdb']],
  'rbac.authorization.k8s.io/v1': [
    ['ClusterRoleBinding', 'clusterrolebindings', ''],
    ['ClusterRole', 'clusterroles', ''],
    ['RoleBinding', 'rolebindings', 'n'],
    ['Role', 'roles', 'n'],
  ],
  'storage.k8s.io/v1': [['StorageClass', 'storageclasses', '', 'sc']],
  'admissionregistration.k8s.io/v1': [
    ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'g'],
    ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'g'],
  ],
  'apiextensions.k8s.io/v1': [
    ['CustomResourceDefinition', 'customresourcedefinitions', 'sgb', 'crd', 'crds'],
  ],
  'scheduling.k8s.io/v1': [['PriorityClass', 'priorityclasses', 'g', 'pc']],
  'coordination.k8s.io/v1': [['Lease', 'leases', 'nb']],
  'discovery.k8s.io/v1': [['EndpointSlice', 'endpointslices', 'ng']],
}

const inCategoryAll = new Set([
  'pods',
  'replicationcontrollers',
  'services',
  'daemonsets',
  'deployments',
  'replicasets',
  'statefulsets',
  'horizontalpodautoscalers',
  'cronjobs',
  'jobs',
])

const created = new Set([
  'leases',
  'events',
  'endpoints',
  'limitranges',
  'services',
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
])

const selectableFields: Readonly<Record<string, readonly string[]>> = {
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  secrets: ['type'],
  jobs: ['status.successful'],
}

const tokenRequests: Subresource = {
  name: 'token',
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenRequest',
  verbs: REVIEW_VERBS,
}

/** Every resource that is served without a CustomResourceDefinition, in the order of discovery. */
export const builtInResources: readonly Resource[] = Object.entries(tables).flatMap(([groupVersion, lines]) =>
  lines.map((line) => resourceOf(groupVersion, line)),
)

function resourceOf(groupVersion: string, [kind, plural, traits, ...shortNames]: Line): Resource {
  const slash = groupVersion.indexOf('/')
  const group = slash < 0 ? '' : groupVersion.slice(0, slash)
  const version = groupVersion.slice(slash + 1)
  return {
    group,
    version,
    resource: plural,
    kind,
    listKind: `${kind}List`,
    singular: kind.toLowerCase(),
    shortNames,
    categories: inCategoryAll.has(plural) ? ['all'] : [],
    namespaced: traits.includes('n'),
    hasStatus: traits.includes('s'),
    subresources: group === '' && plural === 'serviceaccounts' ? [tokenRequests] : [],
    isReview: traits.includes('r'),
    countsGeneration: traits.includes('g'),
    allowsBlindUpdate: !traits.includes('b'),
    createsOnUpdate: created.has(plural),
    isCustom: false,
    struct: `${tableOf(group)}.${kind}`,
    nameRule: nameRuleOf(group, plural),
    storageVersion: version,
    selectableFields: selectableFields[plural] ?? [],
    isTerminating: false,
  }
}

// The tables of structures go by the first part of a group.
function tableOf(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] ?? group)
}

function nameRuleOf(group: string, plural: string): NameRule {
  if (group === 'rbac.authorization.k8s.io') return 'segment'
  if (plural === 'namespaces') return 'label'
  return plural === 'services' ? 'serviceLabel' : 'subdomain'
}
