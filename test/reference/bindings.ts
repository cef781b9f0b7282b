import { type Json, type JsonObject, type KubeObject, listAt, memberOf } from '@downsync/core'
import { isEverything, isValidSelector, passes } from './selectors.ts'
import { bytewise, find, type Listed, type ReferenceInput } from './world.ts'

// CLU, SEL and BND: every object against every clause of every policy.

const NO_WORKLOAD = [
  'flowcontrol.apiserver.k8s.io',
  'discovery.k8s.io',
  'apiregistration.k8s.io',
  'coordination.k8s.io',
  'control.kubestellar.io',
  '/events',
  '/nodes',
  '/endpoints',
  'events.k8s.io/events',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/csistoragecapacities',
]

/** ID-2, ID-3 */
export function isWorkload({ group, resource }: Listed, { apiGroups = [] }: ReferenceInput): boolean {
  const isNarrowedOut = apiGroups.length > 0 && ![...apiGroups, 'apiextensions.k8s.io'].includes(group)
  return !isNarrowedOut && !NO_WORKLOAD.includes(group) && !NO_WORKLOAD.includes(`${group}/${resource}`)
}

const TEXTS = ['resources', 'namespaces', 'objectNames']
const SELECTORS = ['namespaceSelectors', 'objectSelectors']
const FLAGS = ['createOnly', 'wantSingletonReportedState', 'wantMultiWECReportedState']

/** BND-5: what the schema, LBL-2 and SEL-8 say. */
export function isValidPolicy(policy: KubeObject): boolean {
  const clauses = listAt(policy, 'spec', 'downsync')
  const all = (fields: readonly string[]) =>
    clauses.flatMap((one) => fields.flatMap((field) => listAt(one, field)))
  const selectors = [...listAt(policy, 'spec', 'clusterSelectors'), ...all(SELECTORS)]
  const areTexts = all(TEXTS).every((text) => typeof text === 'string')
  return areTexts && selectors.every(isValidSelector) && !clauses.some(isVacuous)
}

// SEL-8
function isVacuous(clause: Json): boolean {
  const isWide = (list: readonly Json[]) => list.length === 0 || list.includes('*') || list.some(isEverything)
  const isSaid = typeof memberOf(clause, 'apiGroup') === 'string' || listAt(clause, 'resources').includes('*')
  return !isSaid && [...TEXTS, ...SELECTORS].every((field) => isWide(listAt(clause, field)))
}

/** CLU-1..4: names of WECs. */
export function destinationsOf(policy: KubeObject, { its }: ReferenceInput): readonly string[] {
  const wecs = its.filter(({ kind, isLeaving }) => kind === 'ManagedCluster' && !isLeaving)
  const selectors = listAt(policy, 'spec', 'clusterSelectors')
  const selected = wecs.filter(({ labels }) => selectors.some((selector) => passes(selector, labels)))
  return selected.map(({ name }) => name).sort(bytewise)
}

/** SEL-1, SEL-6, BND-1: the workload of the policy's Binding, without resourceVersions. */
export function workloadOf(policy: KubeObject, input: ReferenceInput): readonly JsonObject[] {
  const workload = input.wds.filter((one) => isWorkload(one, input))
  const inOrder = workload.sort((a, b) => bytewise(orderText(a), orderText(b)))
  return inOrder.flatMap((one) => {
    const clauses = listAt(policy, 'spec', 'downsync').filter((clause) => admits(clause, one, input))
    const asked = FLAGS.filter((flag) => clauses.some((clause) => memberOf(clause, flag) === true))
    const collectors = new Set(clauses.flatMap((clause) => listAt(clause, 'statusCollectors') as string[]))
    const { group, version, resource, namespace, name } = one
    const place = namespace === '' ? { name } : { namespace, name }
    const flagged = Object.fromEntries(asked.map((flag) => [flag, true]))
    const reported = collectors.size > 0 && { statusCollectors: [...collectors].sort(bytewise) }
    return clauses.length === 0 ? [] : [{ group, version, resource, ...place, ...flagged, ...reported }]
  })
}

// BND-2, of both lists
function orderText({ group, version, resource, namespace, name }: Listed): string {
  const scope = namespace === '' ? 'clusterScope' : 'namespaceScope'
  return [scope, `${group}/${version}, Resource=${resource}`, `${namespace}/${name}`].join('\0')
}

// SEL-2..5
function admits(clause: Json, one: Listed, { wds }: ReferenceInput): boolean {
  const group = memberOf(clause, 'apiGroup')
  const lists = (field: string, value: string, isThere = true) => {
    const list = listAt(clause, field)
    return list.length === 0 || list.includes('*') || (isThere && list.includes(value))
  }
  const pass = (field: string, labels: Json | undefined) => {
    const selectors = listAt(clause, field)
    const isMet = labels !== undefined && selectors.some((selector) => passes(selector, labels))
    return selectors.length === 0 || selectors.some(isEverything) || isMet
  }
  return (
    (typeof group !== 'string' || group === one.group) &&
    lists('resources', one.resource) &&
    lists('namespaces', one.namespace, one.namespace !== '') &&
    lists('objectNames', one.name) &&
    pass('objectSelectors', one.labels) &&
    pass('namespaceSelectors', find(wds, `/namespaces//${one.namespace}`)?.labels)
  )
}
