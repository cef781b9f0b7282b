import { type JsonObject, type KubeObject, listAt, memberOf } from '@downsync/core'
import { type Binding, type Bindings, bindingsOf, isWorkload } from './bindings.ts'
import { cleaned, customized, isAccepted, isWithheld, removalsOf } from './content.ts'
import type { Listed, Manifest, ReferenceInput, Wrapped } from './world.ts'
import { controllerOf, find, idOf, textAt } from './world.ts'

const EXPAND = 'control.kubestellar.io/expand-templates'
/** By identity: what stands at rest is one of these, of what is wanted and good the only one. */
type Standing = ReadonlyMap<string, readonly Manifest[]>
type Mailboxes = ReadonlyMap<string, ReadonlyMap<string, Standing>>

/** Bindings by name; what stands in mailboxes by WEC, then Binding. */
export type ReferenceOutcome = Readonly<{ bindings: Bindings; delivered: Mailboxes }>

/** One Binding in one mailbox: what it wants there, and its wrapped objects; held: nothing is written. */
type Slot = Readonly<{ wec: string; name: string; isKnown: boolean; isHeld: boolean; wishes: Wishes }> &
  Readonly<{ ours: readonly Wrapped[]; foreign: readonly Wrapped[] }>

/** Everything that is in the spaces once they are at rest. */
export function referenceOutcome(input: ReferenceInput): ReferenceOutcome {
  const bindings = bindingsOf(input)
  const clusters = input.its.filter(({ kind }) => kind === 'ManagedCluster').map(({ name }) => name)
  const wecs = [...new Set([...clusters, ...input.mail.map(({ wec }) => wec)])]
  const names = [...new Set([...bindings.keys(), ...input.mail.map(({ binding }) => binding)])]
  const slots = wecs.flatMap((wec) => names.map((name) => slotOf(wec, name, bindings, input)))
  const standing = (slot: Slot) => [slot.name, standingIn(slot, slots, input)] as const
  const inWec = (wec: string) => slots.filter((one) => one.wec === wec)
  return { bindings, delivered: new Map(wecs.map((wec) => [wec, new Map(inWec(wec).map(standing))])) }
}

function slotOf(wec: string, name: string, bindings: Bindings, input: ReferenceInput): Slot {
  const binding = bindings.get(name)
  const ownId = textAt(find(input.wds, '/namespaces//kube-system')?.object, 'metadata', 'uid')
  const isWanted = binding?.destinations.includes(wec) === true && isUsable(wec, ownId, input)
  // CLU-4: where there is no mailbox, nothing is written.
  const hasMailbox = find(input.its, `/namespaces//${wec}`)?.isLeaving === false
  const isHeld = binding?.isHeld === true || (isWanted && !hasMailbox)
  const wishes: Wishes = isWanted && !isHeld ? wishesOf(binding, wec, bindings, input) : new Map()
  // WRP-6: with another id it is adopted for one object of it that is wanted.
  const isForeign = ({ wds = ownId, manifests }: Wrapped) =>
    wds !== ownId && ![...manifests.keys()].some((id) => wishes.has(id))
  const mail = input.mail.filter((one) => one.wec === wec && one.binding === name)
  const [ours, foreign] = [mail.filter((one) => !isForeign(one)), mail.filter(isForeign)]
  const there = find(input.wds, `control.kubestellar.io/bindings//${name}`)
  const isKnown = binding?.isThere === true || there !== undefined
  return { wec, name, isKnown, isHeld, wishes, ours, foreign }
}

// CLU-4, DLV-2
function isUsable(wec: string, ownId: unknown, { its }: ReferenceInput): boolean {
  const cluster = find(its, `cluster.open-cluster-management.io/managedclusters//${wec}`)
  const claims = listAt(cluster?.object, 'status', 'clusterClaims')
  const id = claims.find((one) => memberOf(one, 'name') === 'id.k8s.io')
  return cluster?.isLeaving === false && memberOf(id, 'value') !== ownId
}

const copies = (works: readonly Wrapped[], id: string) => works.flatMap((one) => one.manifests.get(id) ?? [])
const ids = (works: readonly Wrapped[]) => works.flatMap((one) => [...one.manifests.keys()])
const unwanted = ({ ours, wishes }: Slot) => [...new Set(ids(staying(ours)))].filter((id) => !wishes.has(id))
const staying = (works: readonly Wrapped[]) => works.filter(({ isLeaving }) => !isLeaving)

function standingIn(slot: Slot, slots: readonly Slot[], input: ReferenceInput): Standing {
  const { wec, name, isHeld, wishes, ours, foreign } = slot
  // P-4, WRP-10: a Binding wants it here, and has nothing that could hold it.
  const waitsFor = (id: string) => (one: Slot) =>
    one.wec === wec && one.wishes.get(id) === 'frozen' && copies(one.ours, id).length === 0
  // GRD-1; nobody confirms.
  const going = slots.flatMap((one) => (one.name === name && !one.isHeld ? unwanted(one) : []))
  const isKept = isHeld || (slot.isKnown && going.length > (input.withdrawals ?? Infinity))
  const standing = [...new Set([...wishes.keys(), ...ids(staying([...ours, ...foreign]))])].map((id) => {
    const [wish, stood] = [wishes.get(id), copies(staying([...ours, ...foreign]), id)]
    // FRZ-1: what is being deleted holds nothing, but says what was good.
    if (wish === 'frozen' || wish === 'barred')
      return [id, stood.length > 0 ? stood : copies(ours, id)] as const
    if (wish !== undefined) return [id, [wish]] as const
    return [id, isKept || slots.some(waitsFor(id)) ? stood : copies(staying(foreign), id)] as const
  })
  return new Map<string, readonly Manifest[]>(standing.filter(([, manifests]) => manifests.length > 0))
}

/** By identity: what one Binding wants in one WEC; frozen: what stands there (FRZ-1); barred: that, as it is no workload (P-4). */
type Wishes = ReadonlyMap<string, Manifest | 'frozen' | 'barred'>

function wishesOf(binding: Binding, wec: string, bindings: Bindings, input: ReferenceInput): Wishes {
  const wishes = new Map<string, Manifest | 'frozen' | 'barred'>()
  for (const entry of binding.workload) {
    const one = find(input.wds, idOf(entry))
    if (!isWorkload(idOf(entry), input)) wishes.set(idOf(entry), 'barred')
    if (one === undefined || wishes.has(one.id)) continue
    if (isWithheld(one) || isOwnerThere(one, wec, bindings, input)) continue
    const content = contentOf(one, wec, input)
    const isGood = content !== undefined && isAccepted(content) && input.isSmall(content)
    wishes.set(one.id, isGood ? { content, strategy: strategyOf(entry, one) } : 'frozen')
  }
  return wishes
}

// DLV-1: what an owner makes, it makes in the WEC too.
function isOwnerThere(made: Listed, wec: string, bindings: Bindings, { wds }: ReferenceInput): boolean {
  if (!['Pod', 'ReplicaSet', 'Job', 'ControllerRevision'].includes(made.kind)) return false
  const going = [...bindings.values()].filter(({ destinations }) => destinations.includes(wec))
  const listed = going.flatMap(({ workload }) => workload.map(idOf))
  const near = wds.filter(({ id, namespace }) => namespace === made.namespace && listed.includes(id))
  const owner = controllerOf(made)
  const isOwner = ({ apiVersion, kind, metadata: { name } }: KubeObject) =>
    Object.entries({ apiVersion, kind, name }).every(([key, value]) => memberOf(owner, key) === value)
  return near.some(({ object }) => isOwner(object))
}

// TRF, CUS; undefined: a CustomTransform for it or one of its templates is an error (TRF-4, CUS-4).
function contentOf(one: Listed, wec: string, input: ReferenceInput): KubeObject | undefined {
  const transforms = input.wds.filter(({ kind, isLeaving }) => kind === 'CustomTransform' && !isLeaving)
  const isMeant = ({ spec }: KubeObject) =>
    textAt(spec, 'apiGroup') === one.group && textAt(spec, 'resource') === one.resource
  const removals = transforms.filter(({ object }) => isMeant(object)).map(removalsOf)
  const all = removals.flatMap((some) => some ?? [])
  if (removals.includes(undefined)) return undefined
  const isTemplated = textAt(one.object.metadata, 'annotations', EXPAND) === 'true'
  const content = cleaned(one.object, all)
  return isTemplated ? customized(content, wec, input) : content
}

// WRP-7, WRP-13
function strategyOf(entry: JsonObject, { group, resource }: Listed): string {
  if (memberOf(entry, 'createOnly') === true) return 'createOnly'
  const isApplied = ['batch/jobs', '/persistentvolumeclaims'].includes(`${group}/${resource}`)
  return isApplied ? 'serverSideApply' : 'update'
}
