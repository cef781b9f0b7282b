import {
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { destinationsOf, isValidPolicy, isWorkload, workloadOf } from './bindings.ts'
import { cleaned, isAccepted, isWithheld, wrappedBytes } from './content.ts'
import { idText, type ReferenceInput, textAt } from './world.ts'

/** What a name stands for in the end: a Binding, unless a paused policy has none yet. */
export type ReferenceBinding = Readonly<{
  workload: readonly JsonObject[]
  destinations: readonly string[]
  /** False: it is paused, nothing goes out by its name; what it lists decides all the same what DLV-1 withholds. */
  delivers: boolean
  isThere: boolean
}>

export type ReferenceDelivery = Readonly<{ content: KubeObject; strategy: string }>
export type ReferenceOutcome = Readonly<{
  /** By name. */
  bindings: ReadonlyMap<string, ReferenceBinding>
  /** By WEC, then Binding, then identity. */
  delivered: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, ReferenceDelivery>>>
}>

/** Everything that is in the spaces once they are at rest, when all mailboxes were empty. */
export function referenceOutcome(input: ReferenceInput): ReferenceOutcome {
  const bindings = bindingsOf(input)
  const delivered = new Map<string, Map<string, Map<string, ReferenceDelivery>>>()
  for (const [name, binding] of bindings) {
    if (!binding.delivers) continue
    for (const wec of binding.destinations) {
      if (!isUsable(wec, input)) continue
      const ofWec = delivered.get(wec) ?? new Map<string, Map<string, ReferenceDelivery>>()
      delivered.set(wec, ofWec.set(name, deliveriesOf(binding, wec, bindings, input)))
    }
  }
  return { bindings, delivered }
}

function bindingsOf(input: ReferenceInput): Map<string, ReferenceBinding> {
  const found = new Map<string, ReferenceBinding>()
  const ofKind = (kind: string) => input.wds.objects.filter((object) => object.kind === kind)
  for (const there of ofKind('Binding')) {
    // BND-6: owned by a policy of its name, gone or not, is decided below.
    if (isGenerated(there) || (isLeaving(there) && !isPaused(there))) continue
    found.set(textAt(there, 'name'), standing(there, !isPaused(there)))
  }
  for (const policy of ofKind('BindingPolicy')) {
    const name = textAt(policy, 'name')
    const there = ofKind('Binding').find((one) => textAt(one, 'name') === name)
    if (found.has(name)) continue
    const isValid = isValidPolicy(policy)
    if (isLeaving(policy) && !isPaused(policy)) continue
    if (isLeaving(policy) || !isValid) {
      const goes = there === undefined || !isGenerated(there) || (isLeaving(there) && !isPaused(policy))
      if (!goes) found.set(name, standing(there, !isPaused(policy)))
    } else {
      const lists = { workload: workloadOf(policy, input), destinations: destinationsOf(policy, input) }
      // BND-12: what a paused policy wants is not written.
      if (isPaused(policy) && there !== undefined && isGenerated(there))
        found.set(name, standing(there, false))
      else found.set(name, { ...lists, delivers: !isPaused(policy), isThere: !isPaused(policy) })
    }
  }
  return found
}

function standing(binding: KubeObject, delivers: boolean): ReferenceBinding {
  const workload = valueAt(binding, 'spec', 'workload')
  const listed = [...listAt(workload, 'clusterScope'), ...listAt(workload, 'namespaceScope')] as JsonObject[]
  const destinations = listAt(binding, 'spec', 'destinations').map((one) => stringAt(one, 'clusterId') ?? '')
  return { workload: listed, destinations, delivers, isThere: true }
}

function isLeaving(object: KubeObject): boolean {
  return memberOf(object.metadata, 'deletionTimestamp') !== undefined
}

function isPaused(object: KubeObject): boolean {
  return valueAt(object, 'metadata', 'annotations', 'downsync/paused') === 'true'
}

function isGenerated(binding: KubeObject): boolean {
  const owner = listAt(binding, 'metadata', 'ownerReferences').find(
    (one) => memberOf(one, 'controller') === true,
  )
  return memberOf(owner, 'kind') === 'BindingPolicy' && memberOf(owner, 'name') === textAt(binding, 'name')
}

// CLU-4, DLV-2
function isUsable(wec: string, input: ReferenceInput): boolean {
  const find = (kind: string) =>
    input.its.objects.find((one) => one.kind === kind && textAt(one, 'name') === wec)
  const inventory = find('ManagedCluster')
  const mailbox = find('Namespace')
  if (inventory === undefined || mailbox === undefined || isLeaving(inventory) || isLeaving(mailbox))
    return false
  const system = input.wds.objects.find(
    (one) => one.kind === 'Namespace' && textAt(one, 'name') === 'kube-system',
  )
  const claim = listAt(inventory, 'status', 'clusterClaims').find(
    (one) => memberOf(one, 'name') === 'id.k8s.io',
  )
  return claim === undefined || system === undefined || memberOf(claim, 'value') !== textAt(system, 'uid')
}

function deliveriesOf(
  binding: ReferenceBinding,
  wec: string,
  bindings: ReadonlyMap<string, ReferenceBinding>,
  input: ReferenceInput,
): Map<string, ReferenceDelivery> {
  const delivered = new Map<string, ReferenceDelivery>()
  for (const entry of binding.workload) {
    const id = entryText(entry)
    const object = input.wds.objects.find((one) => idText(one, input) === id)
    if (object === undefined || delivered.has(id)) continue
    const { group, resource } = input.infoOf(object)
    const content = cleaned(object)
    const isHeld =
      !isWorkload(group, resource, input) ||
      isWithheld(object, resource) ||
      isOwnerThere(object, wec, bindings, input) ||
      isFrozen(object, input) ||
      !isAccepted(content) ||
      wrappedBytes(content) > input.hardBytes
    if (!isHeld) delivered.set(id, { content, strategy: strategyOf(entry, object) })
  }
  return delivered
}

function entryText(entry: JsonObject): string {
  return ['group', 'resource', 'namespace', 'name'].map((key) => stringAt(entry, key) ?? '').join('/')
}

// DLV-1: what an owner makes, it makes in the WEC too.
function isOwnerThere(
  object: KubeObject,
  wec: string,
  bindings: ReadonlyMap<string, ReferenceBinding>,
  input: ReferenceInput,
): boolean {
  if (!['Pod', 'ReplicaSet', 'Job', 'ControllerRevision'].includes(object.kind)) return false
  const owner = listAt(object, 'metadata', 'ownerReferences').find(
    (one) => memberOf(one, 'controller') === true,
  )
  const there = input.wds.objects.find(
    (one) =>
      one.apiVersion === memberOf(owner, 'apiVersion') &&
      one.kind === memberOf(owner, 'kind') &&
      textAt(one, 'name') === memberOf(owner, 'name') &&
      textAt(one, 'namespace') === textAt(object, 'namespace'),
  )
  if (there === undefined) return false
  const id = idText(there, input)
  return [...bindings.values()].some(
    (one) => one.destinations.includes(wec) && one.workload.some((entry) => entryText(entry) === id),
  )
}

/** What this version cannot do yet freezes (TRF-4, CUS-1), so that from an empty mailbox nothing of it is delivered. */
function isFrozen(object: KubeObject, input: ReferenceInput): boolean {
  const { group, resource } = input.infoOf(object)
  const annotations: Json | undefined = valueAt(object, 'metadata', 'annotations')
  if (memberOf(annotations, 'control.kubestellar.io/expand-templates') === 'true') return true
  return input.wds.objects.some(
    (one) =>
      one.kind === 'CustomTransform' &&
      (stringAt(one, 'spec', 'apiGroup') ?? '') === group &&
      stringAt(one, 'spec', 'resource') === resource,
  )
}

// WRP-7, WRP-13
function strategyOf(entry: JsonObject, object: KubeObject): string {
  if (memberOf(entry, 'createOnly') === true) return 'createOnly'
  const isApplied = ['batch/v1 Job', 'v1 PersistentVolumeClaim'].includes(
    `${object.apiVersion} ${object.kind}`,
  )
  return isApplied ? 'serverSideApply' : 'update'
}
