import type { ResourceType } from './resource-type.ts'

/**
 * What the API server of Kubernetes 1.33 serves by default: group and versions (preferred first), then a line for each resource: kind,
 * plural, `n`amespaced or not, `s`tatus or not, short names.
 */
const served: readonly (readonly [group: string, versions: string, resources: string])[] = [
  [
    '',
    'v1',
    `ConfigMap configmaps n- cm
     Endpoints endpoints n- ep
     Event events n- ev
     LimitRange limitranges n- limits
     Namespace namespaces -s ns
     Node nodes -s no
     PersistentVolume persistentvolumes -s pv
     PersistentVolumeClaim persistentvolumeclaims ns pvc
     Pod pods ns po
     PodTemplate podtemplates n-
     ReplicationController replicationcontrollers ns rc
     ResourceQuota resourcequotas ns quota
     Secret secrets n-
     Service services ns svc
     ServiceAccount serviceaccounts n- sa`,
  ],
  [
    'admissionregistration.k8s.io',
    'v1',
    `MutatingWebhookConfiguration mutatingwebhookconfigurations --
     ValidatingAdmissionPolicy validatingadmissionpolicies -s
     ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings --
     ValidatingWebhookConfiguration validatingwebhookconfigurations --`,
  ],
  ['apiextensions.k8s.io', 'v1', 'CustomResourceDefinition customresourcedefinitions -s crd crds'],
  ['apiregistration.k8s.io', 'v1', 'APIService apiservices -s'],
  [
    'apps',
    'v1',
    `ControllerRevision controllerrevisions n-
     DaemonSet daemonsets ns ds
     Deployment deployments ns deploy
     ReplicaSet replicasets ns rs
     StatefulSet statefulsets ns sts`,
  ],
  ['autoscaling', 'v2 v1', 'HorizontalPodAutoscaler horizontalpodautoscalers ns hpa'],
  [
    'batch',
    'v1',
    `CronJob cronjobs ns cj
     Job jobs ns`,
  ],
  ['certificates.k8s.io', 'v1', 'CertificateSigningRequest certificatesigningrequests -s csr'],
  ['coordination.k8s.io', 'v1', 'Lease leases n-'],
  ['discovery.k8s.io', 'v1', 'EndpointSlice endpointslices n-'],
  ['events.k8s.io', 'v1', 'Event events n- ev'],
  [
    'flowcontrol.apiserver.k8s.io',
    'v1',
    `FlowSchema flowschemas -s
     PriorityLevelConfiguration prioritylevelconfigurations -s`,
  ],
  [
    'networking.k8s.io',
    'v1',
    `IPAddress ipaddresses -- ip
     Ingress ingresses ns ing
     IngressClass ingressclasses --
     NetworkPolicy networkpolicies n- netpol
     ServiceCIDR servicecidrs -s`,
  ],
  ['node.k8s.io', 'v1', 'RuntimeClass runtimeclasses --'],
  ['policy', 'v1', 'PodDisruptionBudget poddisruptionbudgets ns pdb'],
  [
    'rbac.authorization.k8s.io',
    'v1',
    `ClusterRole clusterroles --
     ClusterRoleBinding clusterrolebindings --
     Role roles n-
     RoleBinding rolebindings n-`,
  ],
  ['scheduling.k8s.io', 'v1', 'PriorityClass priorityclasses -- pc'],
  [
    'storage.k8s.io',
    'v1',
    `CSIDriver csidrivers --
     CSINode csinodes --
     CSIStorageCapacity csistoragecapacities n-
     StorageClass storageclasses -- sc
     VolumeAttachment volumeattachments -s`,
  ],
]

/** Group-versions that older servers had, with what they are called today; `kubectl convert` translates. */
export const retiredVersions: Readonly<Record<string, string>> = {
  'extensions/v1beta1': 'apps/v1, networking.k8s.io/v1 or policy/v1',
  'apps/v1beta1': 'apps/v1',
  'apps/v1beta2': 'apps/v1',
  'batch/v1beta1': 'batch/v1',
  'policy/v1beta1': 'policy/v1',
  'autoscaling/v2beta1': 'autoscaling/v2',
  'autoscaling/v2beta2': 'autoscaling/v2',
}

export const kubernetesResources: readonly ResourceType[] = served.flatMap(([group, versions, resources]) =>
  resources.split('\n').map((line) => typeOf(group, versions.split(' '), line.trim().split(' '))),
)

function typeOf(group: string, versions: readonly string[], words: readonly string[]): ResourceType {
  const [kind = '', resource = '', flags = '', ...shortNames] = words
  return {
    group,
    resource,
    kind,
    versions,
    namespaced: flags.startsWith('n'),
    hasStatus: flags.endsWith('s'),
    shortNames,
  }
}
