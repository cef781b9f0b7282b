import { type JsonObject, type KubeObject, listAt, memberOf } from '@downsync/core'
import { destinationsOf, isValidPolicy, isWorkload, workloadOf } from './bindings.ts'
import { cleaned, isAccepted, isWithheld, removalsOf, wrappedBytes } from './content.ts'
import { customized, propertiesOf } from './customize.ts'
import { controllerOf, find, idOf, type Listed, type ReferenceInput, textAt } from './world.ts'

type Binding = Readonly<{
  workload: readonly JsonObject[]
  destinations: readonly string[]
  /** False: paused; what it lists decides all the same what DLV-1 withholds. */
  delivers: boolean
  /** False: what a paused policy would make. */
  isThere: boolean
}>
type Bindings = ReadonlyMap<string, Binding>
type Delivery = Readonly<{ content: KubeObject; strategy: string }>
type Deliveries = ReadonlyMap<string, Delivery>

/** Bindings by name; what is delivered by WEC, then Binding, then identity. */
export type ReferenceOutcome = Readonly<{
  bindings: Bindings
  delivered: ReadonlyMap<string, ReadonlyMap<string, Deliveries>>
}>

/** Everything that is in the spaces once they are at rest, when all mailboxes were empty. */
export function referenceOutcome(input: ReferenceInput): ReferenceOutcome {
  const bindings = new Map<string, Binding>()
  for (const { name } of input.wds) {
    const binding = bindingOf(name, input)
    if (binding !== undefined) bindings.set(name, binding)
  }
  const delivered = new Map<string, Map<string, Deliveries>>()
  for (const wec of input.its.filter((one) => isUsable(one, input))) {
    const going = [...bindings].filter(([, one]) => one.delivers && one.destinations.includes(wec.name))
    const deliveries = going.map(([name, one]) => [name, deliveriesOf(one, wec, bindings, input)] as const)
    delivered.set(wec.name, new Map(deliveries))
  }
  return { bindings, delivered }
}

/** BND-5, BND-6, BND-12, FRZ-2, FRZ-3: what stands under a name in the end. */
function bindingOf(name: string, input: ReferenceInput): Binding | undefined {
  const there = find(input.wds, `control.kubestellar.io/bindings//${name}`)
  const policy = find(input.wds, `control.kubestellar.io/bindingpolicies//${name}`)
  const generated = there !== undefined && isGenerated(there) ? there : undefined
  // BND-6: a user's own is not touched; a policy of its name takes its place once it is gone.
  const isStaying = there !== undefined && (!there.isLeaving || there.isPaused)
  if (isStaying && generated === undefined) return standing(there, !there.isPaused)
  if (policy === undefined || (policy.isLeaving && !policy.isPaused)) return undefined
  if (policy.isPaused && generated !== undefined) return standing(generated, false)
  if (policy.isLeaving) return undefined
  if (!isValidPolicy(policy.object))
    return generated === undefined || generated.isLeaving ? undefined : standing(generated, true)
  const lists = {
    workload: workloadOf(policy.object, input),
    destinations: destinationsOf(policy.object, input),
  }
  return { ...lists, delivers: !policy.isPaused, isThere: !policy.isPaused }
}

function standing({ object }: Listed, delivers: boolean): Binding {
  const scopes = ['clusterScope', 'namespaceScope']
  const workload = scopes.flatMap((scope) => listAt(object, 'spec', 'workload', scope)) as JsonObject[]
  const destinations = listAt(object, 'spec', 'destinations').map((one) => textAt(one, 'clusterId'))
  return { workload, destinations, delivers, isThere: true }
}

// BND-6: owned by a policy of its name, that of today or a former one.
function isGenerated(binding: Listed): boolean {
  const owner = controllerOf(binding)
  return memberOf(owner, 'kind') === 'BindingPolicy' && memberOf(owner, 'name') === binding.name
}

// CLU-4, DLV-2
function isUsable({ object, kind, name, isLeaving }: Listed, { wds, its }: ReferenceInput): boolean {
  if (kind !== 'ManagedCluster' || isLeaving || find(its, `/namespaces//${name}`)?.isLeaving !== false)
    return false
  const system = find(wds, '/namespaces//kube-system')
  const claims = listAt(object, 'status', 'clusterClaims')
  const claim = claims.find((one) => memberOf(one, 'name') === 'id.k8s.io')
  return system === undefined || memberOf(claim, 'value') !== memberOf(system.object.metadata, 'uid')
}

function deliveriesOf(binding: Binding, wec: Listed, bindings: Bindings, input: ReferenceInput): Deliveries {
  const delivered = new Map<string, Delivery>()
  for (const entry of binding.workload) {
    const one = find(input.wds, idOf(entry))
    if (one === undefined || delivered.has(one.id) || !isWorkload(one, input)) continue
    if (isWithheld(one) || isOwnerThere(one, wec.name, bindings, input)) continue
    const plain = contentOf(one, input)
    const content = plain && isTemplated(one) ? customized(plain, propertiesOf(wec, input)) : plain
    if (content !== undefined && isAccepted(content) && wrappedBytes(content) <= input.hardBytes)
      delivered.set(one.id, { content, strategy: strategyOf(entry, one) })
  }
  return delivered
}

// DLV-1: what an owner makes, it makes in the WEC too.
function isOwnerThere(made: Listed, wec: string, bindings: Bindings, { wds }: ReferenceInput): boolean {
  if (!['Pod', 'ReplicaSet', 'Job', 'ControllerRevision'].includes(made.kind)) return false
  const owner = controllerOf(made)
  const [apiVersion, kind, name] = ['apiVersion', 'kind', 'name'].map((key) => memberOf(owner, key))
  const inNamespace = wds.filter((one) => one.namespace === made.namespace && one.name === name)
  const owners = inNamespace.filter((one) => one.kind === kind && one.object.apiVersion === apiVersion)
  const there = [...bindings.values()].filter(({ destinations }) => destinations.includes(wec))
  const ids = there.flatMap(({ workload }) => workload.map(idOf))
  return owners.some(({ id }) => ids.includes(id))
}

// TRF-4: what all CustomTransforms for it remove; undefined while one is an error, which freezes: of an empty mailbox, nothing is delivered.
function contentOf({ object, group, resource }: Listed, { wds }: ReferenceInput): KubeObject | undefined {
  const isMeant = ({ kind, isLeaving, object: { spec } }: Listed) =>
    kind === 'CustomTransform' &&
    !isLeaving &&
    textAt(spec, 'apiGroup') === group &&
    textAt(spec, 'resource') === resource
  const removals = wds.filter(isMeant).map(removalsOf)
  const all = removals.flatMap((one) => one ?? [])
  return removals.includes(undefined) ? undefined : cleaned(object, all)
}

// CUS-1
function isTemplated({ object: { metadata } }: Listed): boolean {
  return textAt(metadata, 'annotations', 'control.kubestellar.io/expand-templates') === 'true'
}

// WRP-7, WRP-13
function strategyOf(entry: JsonObject, { group, resource }: Listed): string {
  if (memberOf(entry, 'createOnly') === true) return 'createOnly'
  return ['batch/jobs', '/persistentvolumeclaims'].includes(`${group}/${resource}`)
    ? 'serverSideApply'
    : 'update'
}
