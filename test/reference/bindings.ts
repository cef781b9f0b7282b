import {
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { isValidSelector, passes } from './selectors.ts'
import { bytewise, idText, type ReferenceInput, textAt } from './world.ts'

// CLU, SEL and BND, from the semantics alone: every object against every clause of every policy.

const OWN_LABELS = [
  'managed-by.kubestellar.io/singletonstatus',
  'managed-by.kubestellar.io/multiwecstatus',
  'kubestellar.io/executing-count',
]
const EXCLUDED_GROUPS = [
  'flowcontrol.apiserver.k8s.io',
  'discovery.k8s.io',
  'apiregistration.k8s.io',
  'coordination.k8s.io',
  'control.kubestellar.io',
]
const EXCLUDED = ['/events', '/nodes', '/endpoints', 'events.k8s.io/events', 'storage.k8s.io/csinodes']

/** ID-2, ID-3 */
export function isWorkload(group: string, resource: string, { apiGroups }: ReferenceInput): boolean {
  const isExcluded = EXCLUDED_GROUPS.includes(group) || EXCLUDED.includes(`${group}/${resource}`)
  const isNarrowed = apiGroups !== undefined && apiGroups.length > 0
  return !isExcluded && (!isNarrowed || group === 'apiextensions.k8s.io' || apiGroups.includes(group))
}

/** BND-5: what the schema, LBL-2 and SEL-8 say. */
export function isValidPolicy(policy: KubeObject): boolean {
  const clauses = listAt(policy, 'spec', 'downsync')
  return (
    listAt(policy, 'spec', 'clusterSelectors').every(isValidSelector) &&
    clauses.every((clause) => {
      const selectors = [...listAt(clause, 'namespaceSelectors'), ...listAt(clause, 'objectSelectors')]
      const texts = ['resources', 'namespaces', 'objectNames'].flatMap((field) => listAt(clause, field))
      return (
        selectors.every(isValidSelector) &&
        texts.every((text) => typeof text === 'string') &&
        !isVacuous(clause)
      )
    })
  )
}

// SEL-8
function isVacuous(clause: Json): boolean {
  const isWide = (field: string) => {
    const list = listAt(clause, field)
    return list.length === 0 || list.includes('*') || list.some(isEverything)
  }
  const fields = ['resources', 'namespaces', 'objectNames', 'namespaceSelectors', 'objectSelectors']
  const hasGroup = typeof memberOf(clause, 'apiGroup') === 'string'
  return !hasGroup && fields.every(isWide) && !listAt(clause, 'resources').includes('*')
}

function isEverything(selector: Json): boolean {
  const labels = Object.keys(valueAt(selector, 'matchLabels') ?? {})
  return typeof selector === 'object' && labels.length + listAt(selector, 'matchExpressions').length === 0
}

/** CLU-1..4: names of WECs. */
export function destinationsOf(policy: KubeObject, input: ReferenceInput): readonly string[] {
  const selected = input.its.objects.filter(
    (object) =>
      object.kind === 'ManagedCluster' &&
      memberOf(object.metadata, 'deletionTimestamp') === undefined &&
      listAt(policy, 'spec', 'clusterSelectors').some((selector) => passes(selector, visibleLabels(object))),
  )
  return selected.map((object) => textAt(object, 'name')).sort(bytewise)
}

// SEL-9
function visibleLabels(object: KubeObject): JsonObject {
  const labels = Object.entries(valueAt(object, 'metadata', 'labels') ?? {}) as [string, Json][]
  return Object.fromEntries(labels.filter(([key]) => !OWN_LABELS.includes(key)))
}

/** SEL-1..6, BND-1, BND-2: the workload of the policy's Binding, without resourceVersions. */
export function workloadOf(policy: KubeObject, input: ReferenceInput): readonly JsonObject[] {
  const entries: JsonObject[] = []
  for (const object of input.wds.objects) {
    const { group, resource, version } = input.infoOf(object)
    if (!isWorkload(group, resource, input)) continue
    const clauses = listAt(policy, 'spec', 'downsync').filter((clause) => admits(clause, object, input))
    if (clauses.length === 0) continue
    const namespace = textAt(object, 'namespace')
    const asks = (field: string) => clauses.some((clause) => memberOf(clause, field) === true)
    const collectors = [
      ...new Set(clauses.flatMap((clause) => listAt(clause, 'statusCollectors') as string[])),
    ]
    entries.push({
      group,
      version,
      resource,
      ...(namespace !== '' && { namespace }),
      name: textAt(object, 'name'),
      ...(asks('createOnly') && { createOnly: true }),
      ...(collectors.length > 0 && { statusCollectors: collectors.sort(bytewise) }),
      ...(asks('wantSingletonReportedState') && { wantSingletonReportedState: true }),
      ...(asks('wantMultiWECReportedState') && { wantMultiWECReportedState: true }),
    })
  }
  const text = (entry: JsonObject, key: string) => stringAt(entry, key) ?? ''
  const resourceText = (entry: JsonObject) =>
    `${text(entry, 'group')}/${text(entry, 'version')}, Resource=${text(entry, 'resource')}`
  const nameText = (entry: JsonObject) => `${text(entry, 'namespace')}/${text(entry, 'name')}`
  entries.sort((a, b) => bytewise(resourceText(a), resourceText(b)) || bytewise(nameText(a), nameText(b)))
  const isNamespaced = (entry: JsonObject) => Object.hasOwn(entry, 'namespace')
  return [...entries.filter((entry) => !isNamespaced(entry)), ...entries.filter(isNamespaced)]
}

function admits(clause: Json, object: KubeObject, input: ReferenceInput): boolean {
  const { group, resource } = input.infoOf(object)
  const namespace = textAt(object, 'namespace')
  const wantsGroup = memberOf(clause, 'apiGroup')
  const lists = (field: string, value: string, isThere = true) => {
    const list = listAt(clause, field)
    return list.length === 0 || list.includes('*') || (isThere && list.includes(value))
  }
  const onObject = listAt(clause, 'objectSelectors')
  const onNamespace = listAt(clause, 'namespaceSelectors')
  const itsNamespace = input.wds.objects.find((one) => idText(one, input) === `/namespaces//${namespace}`)
  return (
    (typeof wantsGroup !== 'string' || wantsGroup === group) &&
    lists('resources', resource) &&
    lists('namespaces', namespace, namespace !== '') &&
    lists('objectNames', textAt(object, 'name')) &&
    (onObject.length === 0 || onObject.some((selector) => passes(selector, visibleLabels(object)))) &&
    (onNamespace.length === 0 ||
      onNamespace.some(isEverything) ||
      (namespace !== '' &&
        itsNamespace !== undefined &&
        onNamespace.some((selector) => passes(selector, visibleLabels(itsNamespace)))))
  )
}
