import { type Json, type KubeObject, listAt, memberOf, stringAt, valueAt } from '@downsync/core'
import { isLabelKey, isLabelValue } from './selectors.ts'

// TRF, DLV-1, WRP-5 and WRP-12, from the semantics alone.

type Draft = { [key: string]: Json | Draft }

const OWN_METADATA =
  'managedFields finalizers generation ownerReferences selfLink resourceVersion uid generateName creationTimestamp deletionTimestamp deletionGracePeriodSeconds'.split(
    ' ',
  )
const OWN_LABELS = [
  'managed-by.kubestellar.io/singletonstatus',
  'managed-by.kubestellar.io/multiwecstatus',
  'kubestellar.io/executing-count',
]

/** TRF-1, TRF-2, TRF-3, TRF-6. */
export function cleaned(object: KubeObject): KubeObject {
  const copy = structuredClone(object) as unknown as Draft
  const drop = (keys: readonly string[], ...path: string[]) => {
    const at = valueAt(copy, ...path) as Draft | undefined
    if (typeof at === 'object' && at !== null && !Array.isArray(at)) for (const key of keys) delete at[key]
  }
  drop(['status'])
  drop(OWN_METADATA, 'metadata')
  drop(OWN_LABELS, 'metadata', 'labels')
  drop(['kubectl.kubernetes.io/last-applied-configuration'], 'metadata', 'annotations')
  const kind = `${object.apiVersion} ${object.kind}`
  if (kind === 'v1 Service') cleanService(copy, drop)
  if (kind === 'batch/v1 Job') {
    drop(['selector', 'suspend'], 'spec')
    drop(['batch.kubernetes.io/job-tracking'], 'metadata', 'annotations')
    const uids = ['controller-uid', 'batch.kubernetes.io/controller-uid']
    drop(uids, 'metadata', 'labels')
    drop(uids, 'spec', 'template', 'metadata', 'labels')
  }
  if (kind === 'v1 Secret' && object['type'] === 'kubernetes.io/service-account-token') {
    drop(['data'])
    drop(['kubernetes.io/service-account.uid'], 'metadata', 'annotations')
  }
  for (const key of ['labels', 'annotations']) {
    const map = valueAt(copy, 'metadata', key)
    if (map === null || (typeof map === 'object' && Object.keys(map).length === 0)) drop([key], 'metadata')
  }
  return copy as unknown as KubeObject
}

function cleanService(copy: Draft, drop: (keys: readonly string[], ...path: string[]) => void): void {
  const spec = memberOf(copy, 'spec')
  drop(['ipFamilies'], 'spec')
  if (memberOf(spec, 'ipFamilyPolicy') === 'SingleStack') drop(['ipFamilyPolicy'], 'spec')
  for (const key of ['externalTrafficPolicy', 'internalTrafficPolicy'])
    if (memberOf(spec, key) === 'Cluster') drop([key], 'spec')
  if (memberOf(spec, 'sessionAffinity') !== 'ClientIP')
    drop(['sessionAffinity', 'sessionAffinityConfig'], 'spec')
  if (memberOf(spec, 'clusterIP') !== 'None') drop(['clusterIP'], 'spec')
  if (listAt(spec, 'clusterIPs').includes('None')) (spec as Draft)['clusterIPs'] = ['None']
  else drop(['clusterIPs'], 'spec')
  const annotations = valueAt(copy, 'metadata', 'annotations')
  if (memberOf(annotations, 'control.kubestellar.io/preserve') === 'nodeport') return
  drop(['healthCheckNodePort'], 'spec')
  for (const port of listAt(spec, 'ports')) if (typeof port === 'object') delete (port as Draft)['nodePort']
}

/** DLV-1, what the object itself says; of the kinds that generated worlds have. */
export function isWithheld(object: KubeObject, resource: string): boolean {
  const name = stringAt(object, 'metadata', 'name') ?? ''
  const namespace = stringAt(object, 'metadata', 'namespace') ?? ''
  const own = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'kubestellar-report']
  const definesMachinery = [
    'control.kubestellar.io',
    'tenancy.kflex.kubestellar.org',
    'open-cluster-management.io',
  ]
  const defined = stringAt(object, 'spec', 'group') ?? ''
  return (
    (resource === 'namespaces' && own.includes(name)) ||
    (resource === 'configmaps' && name === 'kube-root-ca.crt') ||
    (resource === 'services' && namespace === 'default' && name === 'kubernetes') ||
    (resource === 'secrets' && object['type'] === 'bootstrap.kubernetes.io/token') ||
    (resource === 'priorityclasses' && name.startsWith('system-')) ||
    (object.apiVersion.startsWith('rbac.authorization.k8s.io/') &&
      memberOf(valueAt(object, 'metadata', 'labels'), 'kubernetes.io/bootstrapping') !== undefined) ||
    (resource === 'customresourcedefinitions' &&
      (definesMachinery.includes(defined) || defined.endsWith('.open-cluster-management.io')))
  )
}

/** WRP-12, the checks of the hub that generated worlds can fail. */
export function isAccepted(content: KubeObject): boolean {
  const name = stringAt(content, 'metadata', 'name') ?? ''
  const namespace = stringAt(content, 'metadata', 'namespace') ?? 'none'
  const labels = Object.entries(valueAt(content, 'metadata', 'labels') ?? {}) as [string, Json][]
  const annotations = Object.entries(valueAt(content, 'metadata', 'annotations') ?? {}) as [string, Json][]
  return (
    !/[/%]/.test(name) &&
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace) &&
    labels.every(([key, value]) => isLabelKey(key) && isLabelValue(value)) &&
    annotations.every(([key, value]) => isLabelKey(key.toLowerCase()) && typeof value === 'string')
  )
}

/** WRP-1: the bytes of a manifest as OCM's webhook counts them. */
export function wrappedBytes(content: Json): number {
  const length = Buffer.byteLength(goText(content))
  return 1 + (length < 128 ? 1 : length < 16_384 ? 2 : length < 2_097_152 ? 3 : 4) + length
}

function goText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(',')}]`
  if (typeof value === 'string') {
    const escaped = JSON.stringify(Buffer.from(value).toString())
    return escaped.replace(/[<>&\u2028\u2029]/g, '\\u0000')
  }
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  return `{${Object.entries(value)
    .map(([key, member]) => `${goText(key)}:${goText(member)}`)
    .join(',')}}`
}
