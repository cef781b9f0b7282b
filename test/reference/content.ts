import { isObject, type Json, type KubeObject, labelsOf, listAt, objectOf, valueAt } from '@downsync/core'
import { isLabelKey, isLabelValue } from './selectors.ts'
import { find, type Listed, OWN_LABELS, type ReferenceInput, textAt } from './world.ts'

type Test = (object: Json) => boolean
const PRESERVE = 'control.kubestellar.io/preserve'
const has = (key: string, value: string) => (object: Json) => textAt(object, 'spec', key) === value
const hasNot = (key: string, value: string) => (object: Json) => !has(key, value)(object)
const isHeadless: Test = (object) => listAt(object, 'spec', 'clusterIPs').includes('None')
const losesPorts: Test = (object) => textAt(object, 'metadata', 'annotations', PRESERVE) !== 'nodeport'
const isToken: Test = (object) => valueAt(object, 'type') === 'kubernetes.io/service-account-token'
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
  [SERVICE, 'spec', 'ipFamilyPolicy', has('ipFamilyPolicy', 'SingleStack')],
  [SERVICE, 'spec', 'externalTrafficPolicy', has('externalTrafficPolicy', 'Cluster')],
  [SERVICE, 'spec', 'internalTrafficPolicy', has('internalTrafficPolicy', 'Cluster')],
  [SERVICE, 'spec', 'sessionAffinity sessionAffinityConfig', hasNot('sessionAffinity', 'ClientIP')],
  [SERVICE, 'spec', 'clusterIP', hasNot('clusterIP', 'None')],
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

/** TRF-1, TRF-2, TRF-3, TRF-6, and TRF-4: what else is removed, in the form of `removalsOf`. */
export function cleaned(object: KubeObject, removals: typeof REMOVED = []): KubeObject {
  const copy = structuredClone(object)
  const kindText = `${object.apiVersion} ${object.kind}`
  for (const [kind, path, keys, when] of [...REMOVED, ...removals]) {
    if (!['', kindText].includes(kind) || when?.(copy) === false) continue
    for (const place of placesAt(copy, path)) for (const key of keys.split(' ')) delete place[key]
  }
  for (const spec of placesAt(copy, 'spec'))
    if (kindText === SERVICE && isHeadless(copy)) spec['clusterIPs'] = ['None']
  for (const metadata of placesAt(copy, 'metadata'))
    for (const key of ['labels', 'annotations']) if (isEmpty(metadata[key])) delete metadata[key]
  return copy
}

function placesAt(object: Json, path: string): readonly Record<string, Json>[] {
  let places: readonly (Json | undefined)[] = [object]
  for (const key of path.split(' ').filter((text) => text !== ''))
    places = places.flatMap((one) => (key === '*' ? (one as Json[]) : [valueAt(one, key)]))
  return places.filter(isObject)
}

const IDENTITY = ['apiVersion', 'kind', 'metadata', 'metadata name', 'metadata namespace']

/** TRF-4, TRF-5: what a CustomTransform removes, of names and `[*]` alone; undefined: it has an error. */
export function removalsOf({ object }: Listed): typeof REMOVED | undefined {
  const remove = valueAt(object, 'spec', 'remove') ?? []
  const isMeantWell = typeof valueAt(object, 'spec', 'apiGroup') === 'string' && Array.isArray(remove)
  const paths = listAt(object, 'spec', 'remove').map(pathOf)
  if (!isMeantWell || paths.some((path) => path === '' || IDENTITY.includes(path))) return undefined
  return paths.map((path) => ['', path.replace(/ ?\S+$/, ''), path.replace(/.* /, '')])
}

function pathOf(expression: Json): string {
  const segments = /^\$((\.\w+|\["\w+"\]|\[\*\])+)$/.exec(String(expression))?.[1] ?? ''
  return (segments.match(/\w+|\*/g) ?? []).join(' ')
}

const MACHINERY = /^(control\.kubestellar\.io|tenancy\.kflex\..*|(.+\.)?open-cluster-management\.io)$/
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

const entries = (map: Json | undefined) => Object.entries(isObject(map) ? map : {})
const isLabel = ([key, value]: [string, Json]) => isLabelKey(key) && isLabelValue(value)
const isNote = ([key, value]: [string, Json]) => isLabelKey(key.toLowerCase()) && typeof value === 'string'

/** WRP-12, the checks of the hub that generated worlds can fail. */
export function isAccepted(content: KubeObject): boolean {
  const [namespace, name] = ['namespace', 'name'].map((key) => textAt(content.metadata, key))
  const isPlaced = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)? [^/%]*$/.test(`${namespace} ${name}`)
  const { labels, annotations: notes } = content.metadata
  return isPlaced && entries(labels).every(isLabel) && entries(notes).every(isNote)
}

const CLUSTERS = 'cluster.open-cluster-management.io/managedclusters'
const KEPT = ['.apiVersion', '.kind', '.metadata.name', '.metadata.namespace']
// Of Go's keywords the one that generated worlds have.
const isProperty = (key: string) => /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(key) && key !== 'type'

// CUS-2; what comes later counts.
function propertiesOf(wec: string, { its }: ReferenceInput): ReadonlyMap<string, string> {
  const map = find(its, `/configmaps/customization-properties/${wec}`)?.object
  const decoded = ([key, value]: [string, Json]) =>
    [key, Buffer.from(String(value), 'base64').toString()] as const
  const binary = entries(valueAt(map, 'binaryData')).map(decoded)
  const { labels, annotations } = find(its, `${CLUSTERS}//${wec}`)?.object.metadata ?? {}
  const sources = [{ clusterName: wec }, labels, annotations, objectOf(binary), valueAt(map, 'data')]
  const all = sources.flatMap(entries).filter(([key]) => isProperty(key))
  return new Map(all.map(([key, value]) => [key, String(value)]))
}

/** CUS-1, CUS-4, CUS-5, of templates that do no more than name properties; undefined: one of them fails. */
export function customized(content: KubeObject, wec: string, input: ReferenceInput): KubeObject | undefined {
  const properties = propertiesOf(wec, input)
  let fails = false
  const expanded = (value: Json, path: string): Json => {
    if (KEPT.includes(path)) return value
    if (Array.isArray(value)) return value.map((one: Json) => expanded(one, `${path}[]`))
    if (isObject(value))
      return objectOf(entries(value).map(([key, one]) => [key, expanded(one, `${path}.${key}`)]))
    if (typeof value !== 'string') return value
    const made = value.replace(/\{\{ ?\.(\w+) ?\}\}/g, (_, key: string) => properties.get(key) ?? '{{')
    fails ||= made.includes('{{')
    return made
  }
  const made = expanded(content, '') as KubeObject
  return fails ? undefined : made
}
