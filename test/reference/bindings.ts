import { type Json, type JsonObject, type KubeObject, listAt, memberOf } from '@downsync/core'
import { isEverything, isValidSelector, passes } from './selectors.ts'
import { bytewise, controllerOf, find, type Listed, type ReferenceInput, textAt } from './world.ts'

const NO_WORKLOAD = (
  'flowcontrol.apiserver.k8s.io discovery.k8s.io apiregistration.k8s.io coordination.k8s.io ' +
  'control.kubestellar.io /events events.k8s.io/events /nodes /endpoints ' +
  'storage.k8s.io/csinodes storage.k8s.io/csistoragecapacities'
).split(' ')

/** ID-2, ID-3, by the text of an identity. */
export function isWorkload(id: string, { apiGroups = [] }: Pick<ReferenceInput, 'apiGroups'>): boolean {
  const [group = '', resource = ''] = id.split('/')
  const isNarrowedOut = apiGroups.length > 0 && ![...apiGroups, 'apiextensions.k8s.io'].includes(group)
  return !isNarrowedOut && !NO_WORKLOAD.includes(group) && !NO_WORKLOAD.includes(`${group}/${resource}`)
}

const TEXTS = ['resources', 'namespaces', 'objectNames']
const SELECTORS = ['namespaceSelectors', 'objectSelectors']
const FLAGS = ['createOnly', 'wantSingletonReportedState', 'wantMultiWECReportedState']

/** BND-5: what the schema, LBL-2 and SEL-8 say. */
export function isValidPolicy(policy: KubeObject): boolean {
  const clauses = listAt(policy, 'spec', 'downsync')
  const all = (fields: readonly string[]) => clauses.flatMap((one) => fields.flatMap((at) => listAt(one, at)))
  const selectors = [...listAt(policy, 'spec', 'clusterSelectors'), ...all(SELECTORS)]
  const areTexts = all(TEXTS).every((text) => typeof text === 'string')
  return areTexts && selectors.every(isValidSelector) && !clauses.some(isVacuous)
}

// SEL-8
function isVacuous(clause: Json): boolean {
  const isSaid = typeof memberOf(clause, 'apiGroup') === 'string' || listAt(clause, 'resources').includes('*')
  return !isSaid && [...TEXTS, ...SELECTORS].every((field) => isWide(listAt(clause, field)))
}

// SEL-3..5
const isWide = (list: readonly Json[]) => list.length === 0 || list.includes('*') || list.some(isEverything)

// BND-2, of both lists; none of the cluster's objects has a namespace.
const orderText = ({ group, version, resource, namespace, name }: Listed) =>
  [namespace && 'x', `${group}/${version}, Resource=${resource}`, `${namespace}/${name}`].join('\0')

/** CLU-1..4: names of WECs. */
export function destinationsOf(policy: KubeObject, { its }: ReferenceInput): readonly string[] {
  const isSelected = ({ labels }: Listed) =>
    listAt(policy, 'spec', 'clusterSelectors').some((selector) => passes(selector, labels))
  const wecs = its.filter(({ kind, isLeaving }) => kind === 'ManagedCluster' && !isLeaving)
  return wecs
    .filter(isSelected)
    .map(({ name }) => name)
    .sort(bytewise)
}

/** SEL-1, SEL-6, BND-1: the workload of the policy's Binding, without resourceVersions. */
export function workloadOf(policy: KubeObject, input: ReferenceInput): readonly JsonObject[] {
  const workload = input.wds.filter((one) => isWorkload(one.id, input))
  const inOrder = workload.sort((a, b) => bytewise(orderText(a), orderText(b)))
  return inOrder.flatMap((one) => {
    const clauses = listAt(policy, 'spec', 'downsync').filter((clause) => admits(clause, one, input.wds))
    const asked = FLAGS.filter((flag) => clauses.some((clause) => memberOf(clause, flag) === true))
    const collectors = new Set(clauses.flatMap((clause) => listAt(clause, 'statusCollectors') as string[]))
    const { group, version, resource, namespace, name } = one
    const place = namespace === '' ? { name } : { namespace, name }
    const flagged = Object.fromEntries(asked.map((flag) => [flag, true]))
    const reported = collectors.size > 0 && { statusCollectors: [...collectors].sort(bytewise) }
    return clauses.length === 0 ? [] : [{ group, version, resource, ...place, ...flagged, ...reported }]
  })
}

// SEL-2..5
function admits(clause: Json, { group, resource, namespace, name, labels }: Listed, wds: readonly Listed[]) {
  const its = find(wds, `/namespaces//${namespace}`)
  const fields: readonly (readonly [string, (value: Json) => boolean])[] = [
    ['resources', (text) => text === resource],
    ['namespaces', (text) => text === namespace && namespace !== ''],
    ['objectNames', (text) => text === name],
    ['objectSelectors', (selector) => passes(selector, labels)],
    ['namespaceSelectors', (selector) => its !== undefined && passes(selector, its.labels)],
  ]
  const holds = (list: readonly Json[], test: (value: Json) => boolean) => isWide(list) || list.some(test)
  const isInGroup = (memberOf(clause, 'apiGroup') ?? group) === group
  return isInGroup && fields.every(([field, test]) => holds(listAt(clause, field), test))
}

/** Held: nothing is written for it, what stands in mailboxes stays; there: it is an object, not only what a policy would make. */
export type Binding = Readonly<{ workload: readonly JsonObject[]; destinations: readonly string[] }> &
  Readonly<{ isHeld: boolean; isThere: boolean }>
export type Bindings = ReadonlyMap<string, Binding>

/** What stands, or is wanted, under each name in the end. */
export function bindingsOf(input: ReferenceInput): Bindings {
  const found = input.wds.map(({ name }) => ({ name, binding: bindingOf(name, input) }))
  return new Map(found.flatMap(({ name, binding }) => (binding === undefined ? [] : [[name, binding]])))
}

// BND-4, BND-5, BND-6, BND-12, FRZ-2, FRZ-3
function bindingOf(name: string, input: ReferenceInput): Binding | undefined {
  const there = find(input.wds, `control.kubestellar.io/bindings//${name}`)
  const policy = find(input.wds, `control.kubestellar.io/bindingpolicies//${name}`)
  const generated = there !== undefined && isGenerated(there) ? there : undefined
  // BND-6: a user's own is not touched; a policy of its name takes its place once it is gone.
  const isStaying = there !== undefined && (!there.isLeaving || there.isPaused)
  if (isStaying && generated === undefined) return standing(there, there.isPaused)
  if (policy === undefined || (policy.isLeaving && !policy.isPaused)) return undefined
  if (policy.isPaused && generated !== undefined) return standing(generated, true)
  const undecided = { workload: [], destinations: [], isHeld: true, isThere: false }
  if (policy.isLeaving) return undecided
  if (!isValidPolicy(policy.object))
    return generated === undefined || generated.isLeaving ? undecided : standing(generated, false)
  const [workload, destinations] = [workloadOf(policy.object, input), destinationsOf(policy.object, input)]
  return { workload, destinations, isHeld: policy.isPaused, isThere: !policy.isPaused }
}

function standing({ object }: Listed, isHeld: boolean): Binding {
  const scopes = ['clusterScope', 'namespaceScope']
  const workload = scopes.flatMap((scope) => listAt(object, 'spec', 'workload', scope)) as JsonObject[]
  const destinations = listAt(object, 'spec', 'destinations').map((one) => textAt(one, 'clusterId'))
  return { workload, destinations, isHeld, isThere: true }
}

// BND-6: owned by a policy of its name, that of today or a former one.
function isGenerated(binding: Listed): boolean {
  const owner = controllerOf(binding)
  return memberOf(owner, 'kind') === 'BindingPolicy' && memberOf(owner, 'name') === binding.name
}
