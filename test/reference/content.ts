import {
  annotationsOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  valueAt,
} from '@downsync/core'
import { isLabelKey, isLabelValue } from './selectors.ts'
import { type Listed, OWN_LABELS, textAt } from './world.ts'

type Test = (object: Json) => boolean
const PRESERVE = ['metadata', 'annotations', 'control.kubestellar.io/preserve']
const at = (object: Json, key: string) => valueAt(object, 'spec', key)
const isHeadless: Test = (object) => listAt(object, 'spec', 'clusterIPs').includes('None')
const losesPorts: Test = (object) => textAt(object, ...PRESERVE) !== 'nodeport'
const isToken: Test = (object) => memberOf(object, 'type') === 'kubernetes.io/service-account-token'
const isEmpty = (map: Json | undefined) => map === null || (isObject(map) && Object.keys(map).length === 0)

const [SERVICE, JOB, SECRET] = ['v1 Service', 'batch/v1 Job', 'v1 Secret']
const JOB_LABELS = 'controller-uid batch.kubernetes.io/controller-uid'

/** TRF: of which kind, where, which keys, and when they are removed; one after the other. */
const REMOVED: readonly (readonly [kind: string, path: string, keys: string, when?: Test])[] = [
  // TRF-1
  ['', '', 'status'],
  ['', 'metadata', 'managedFields finalizers generation ownerReferences selfLink resourceVersion uid'],
  ['', 'metadata', 'generateName creationTimestamp deletionTimestamp deletionGracePeriodSeconds'],
  ['', 'metadata annotations', 'kubectl.kubernetes.io/last-applied-configuration'],
  ['', 'metadata labels', OWN_LABELS.join(' ')],
  // TRF-2
  [SERVICE, 'spec', 'ipFamilies'],
  [SERVICE, 'spec', 'ipFamilyPolicy', (one) => at(one, 'ipFamilyPolicy') === 'SingleStack'],
  [SERVICE, 'spec', 'externalTrafficPolicy', (one) => at(one, 'externalTrafficPolicy') === 'Cluster'],
  [SERVICE, 'spec', 'internalTrafficPolicy', (one) => at(one, 'internalTrafficPolicy') === 'Cluster'],
  [
    SERVICE,
    'spec',
    'sessionAffinity sessionAffinityConfig',
    (one) => at(one, 'sessionAffinity') !== 'ClientIP',
  ],
  [SERVICE, 'spec', 'clusterIP', (one) => at(one, 'clusterIP') !== 'None'],
  [SERVICE, 'spec', 'clusterIPs', (one) => !isHeadless(one)],
  [SERVICE, 'spec', 'healthCheckNodePort', losesPorts],
  [SERVICE, 'spec ports *', 'nodePort', losesPorts],
  // TRF-3
  [JOB, 'spec', 'selector suspend'],
  [JOB, 'metadata annotations', 'batch.kubernetes.io/job-tracking'],
  [JOB, 'metadata labels', JOB_LABELS],
  [JOB, 'spec template metadata labels', JOB_LABELS],
  // TRF-6
  [SECRET, '', 'data', isToken],
  [SECRET, 'metadata annotations', 'kubernetes.io/service-account.uid', isToken],
]

/** TRF-1, after all removals. */
const EMPTIED: typeof REMOVED = [
  ['', 'metadata', 'labels', (one) => isEmpty(valueAt(one, 'metadata', 'labels'))],
  ['', 'metadata', 'annotations', (one) => isEmpty(valueAt(one, 'metadata', 'annotations'))],
]

/** TRF-1, TRF-2, TRF-3, TRF-6, and TRF-4: what else is removed, in the form of `removalsOf`. */
export function cleaned(object: KubeObject, removals: typeof REMOVED = []): KubeObject {
  const copy = structuredClone(object)
  const kindText = `${object.apiVersion} ${object.kind}`
  for (const [kind, path, keys, when] of [...REMOVED, ...removals, ...EMPTIED]) {
    if (!['', kindText].includes(kind) || when?.(copy) === false) continue
    for (const place of placesAt(copy, path)) for (const key of keys.split(' ')) delete place[key]
  }
  for (const spec of placesAt(copy, 'spec'))
    if (kindText === SERVICE && isHeadless(copy)) spec['clusterIPs'] = ['None']
  return copy
}

function placesAt(object: Json, path: string): readonly Record<string, Json>[] {
  let places: readonly (Json | undefined)[] = [object]
  for (const key of path.split(' ').filter((text) => text !== ''))
    places = places.flatMap((one) => (key === '*' ? (one as Json[]) : [memberOf(one, key)]))
  return places.filter(isObject)
}

const IDENTITY = ['apiVersion', 'kind', 'metadata', 'metadata name', 'metadata namespace']

/** TRF-4, TRF-5: what the expressions of a CustomTransform remove, of names and `[*]` alone; undefined where one is an error. */
export function removalsOf({ object }: Listed): typeof REMOVED | undefined {
  const { remove = [], apiGroup } = object['spec'] as JsonObject
  const paths = (Array.isArray(remove) ? remove : [7]).map((one) => pathOf(one as Json))
  if (apiGroup === undefined || paths.some((path) => path === '' || IDENTITY.includes(path))) return undefined
  return paths.map((path) => {
    const keys = path.split(' ')
    return ['', keys.slice(0, -1).join(' '), keys.slice(-1).join()]
  })
}

function pathOf(expression: Json): string {
  const segments = /^\$((\.\w+|\["\w+"\]|\[\*\])+)$/.exec(String(expression))?.[1] ?? ''
  return (segments.match(/\w+|\*/g) ?? []).join(' ')
}

const MACHINERY =
  /^(control\.kubestellar\.io|tenancy\.kflex\.kubestellar\.org|(.+\.)?open-cluster-management\.io)$/
const WITHHELD: readonly (readonly [resource: string, namespaceAndName: RegExp])[] = [
  ['namespaces', /^ (default|kube-system|kube-public|kube-node-lease|kubestellar-report)$/],
  ['configmaps', / kube-root-ca\.crt$/],
  ['services', /^default kubernetes$/],
  ['priorityclasses', /^ system-/],
]

/** DLV-1, what the object itself says; of the kinds that generated worlds have. */
export function isWithheld({ object, group, resource, namespace, name }: Listed): boolean {
  if (resource === 'secrets') return textAt(object, 'type') === 'bootstrap.kubernetes.io/token'
  if (resource === 'customresourcedefinitions') return MACHINERY.test(textAt(object, 'spec', 'group'))
  if (group === 'rbac.authorization.k8s.io')
    return Object.hasOwn(labelsOf(object), 'kubernetes.io/bootstrapping')
  return WITHHELD.some(([one, place]) => one === resource && place.test(`${namespace} ${name}`))
}

/** WRP-12, the checks of the hub that generated worlds can fail. */
export function isAccepted(content: KubeObject): boolean {
  const isPlaced = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$/.test(textAt(content.metadata, 'namespace'))
  const annotations = Object.entries(annotationsOf(content))
  return (
    isPlaced &&
    !/[/%]/.test(textAt(content.metadata, 'name')) &&
    Object.entries(labelsOf(content)).every(([key, value]) => isLabelKey(key) && isLabelValue(value)) &&
    annotations.every(([key, value]) => isLabelKey(key.toLowerCase()) && typeof value === 'string')
  )
}

/** WRP-1: the bytes of a manifest as OCM's webhook counts them, with the tag and the length that Protobuf puts before it. */
export function wrappedBytes(content: Json): number {
  const length = Buffer.byteLength(goText(content))
  return 1 + Math.ceil(length.toString(2).length / 7) + length
}

// Go escapes what HTML and JavaScript could read otherwise, and has no lone surrogates.
function goText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goText).join()}]`
  const members = isObject(value) && Object.entries(value).map((entry) => entry.map(goText).join(':'))
  if (members) return `{${members.join()}}`
  if (typeof value !== 'string') return Object.is(value, -0) ? '-0' : String(value)
  return JSON.stringify(Buffer.from(value).toString()).replace(/[<>&\u2028\u2029]/g, '\\u0000')
}
