import { type EffectiveBinding, type Entry, type ErrorLine, objectLine } from '../bind/index.ts'
import { controlledBy, type Wanted } from '../deliver/index.ts'
import {
  isDeleting,
  type KubeObject,
  listAt,
  manifestKey,
  type Problem,
  type ProblemCode,
  problemLine,
  refKey,
  stringAt,
  uidOf,
} from '../kube/index.ts'
import { isWorkload } from '../select/index.ts'
import type { Strategy } from '../transport/index.ts'
import { type BindingStages, INVENTORY } from './bindings.ts'
import type { ContentStages } from './contents.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import type { Read, Stage } from './stage.ts'
import type { Undecided } from './undecided.ts'

/** What one Binding wants in one WEC, before the mailbox is looked at as a whole. */
export type PairDemand = Readonly<{
  /** `deliver`: the items and nothing else; `hold`: what stands stays (P-4); `none`: nothing is wanted. */
  kind: 'deliver' | 'hold' | 'none'
  items: readonly Wanted[]
  /** Lines for `Binding.status.errors`. */
  lines: readonly DemandLine[]
  problems: readonly Problem[]
  /** `manifestKey`s of what is listed and never wrapped (DLV-1). */
  withheld: readonly string[]
  /** The WEC is the WDS itself: what is there leaves orphaned (DLV-2). */
  wecIsWds: boolean
}>

/** A line, with the code of the problem that it is; undefined: the problem is on another object, and among `problems`. */
export type DemandLine = Readonly<{ code: ProblemCode | undefined; line: ErrorLine }>

const NAMESPACES = { group: '', resource: 'namespaces' }
const NO_DEMAND: PairDemand = {
  kind: 'none',
  items: [],
  lines: [],
  problems: [],
  withheld: [],
  wecIsWds: false,
}

/** The key of one Binding in one WEC. */
export function pairKey(binding: string, wec: string): string {
  return `${wec}\u0000${binding}`
}

/** The stage `demand`: by `pairKey`. */
export function demandStage(
  inputs: Inputs,
  bindings: BindingStages,
  contents: ContentStages,
  undecided: Undecided,
  apiGroups: readonly string[] | undefined,
): Stage<PairDemand> {
  const listed = listedStage(inputs, bindings)
  return {
    name: 'demand',
    compute: (read, key) => {
      const [wec = '', name = ''] = key.split('\u0000')
      const decision = read.get(bindings.decision, name)
      const { effective } = decision
      if (decision.holds) return { ...NO_DEMAND, kind: 'hold' }
      if (effective === undefined || effective.leaving) return NO_DEMAND
      const usable = usabilityOf(inputs, bindings, read, wec)
      if (!effective.wecs.includes(wec))
        return usable.inventoryUnseen ? { ...NO_DEMAND, kind: 'hold' } : NO_DEMAND
      if (usable.kind !== 'deliver') {
        const code = usable.wecIsWds ? 'WecIsWds' : 'DestinationUnusable'
        const lines = [{ code, line: { wec, text: `${wec}: ${usable.message}` } } as const]
        return { ...NO_DEMAND, kind: usable.kind, lines, wecIsWds: usable.wecIsWds }
      }
      const collected = collect(read, effective, wec)
      const items = [...collected.items, ...undecided(read, effective, wec, collected.manifests)]
      return {
        ...NO_DEMAND,
        kind: 'deliver',
        items,
        lines: collected.lines,
        problems: collected.problems,
        withheld: collected.withheld,
      }
    },
  }

  function collect(read: Read, effective: EffectiveBinding, wec: string) {
    const items: Wanted[] = []
    const lines: DemandLine[] = []
    const problems: Problem[] = []
    const withheld: string[] = []
    const manifests = new Set<string>()
    for (const entry of effective.entries) {
      const info = read.get(inputs.resource, listKey('wds', entry.id))
      if (info === undefined || !isWorkload(entry.id, apiGroups)) {
        if (effective.owner === 'user') lines.push(entryLine(entry, unknownEntry(info === undefined)))
        continue
      }
      const manifest = {
        group: entry.id.group,
        kind: info.kind,
        namespace: entry.id.namespace,
        name: entry.id.name,
      }
      manifests.add(manifestKey(manifest))
      const base = { id: entry.id, manifest, resource: entry.id.resource, strategy: strategyOf(entry) }
      const object = read.get(inputs.object, refKey({ space: 'wds', ...entry.id }))
      const uid = object === undefined ? undefined : uidOf(object)
      const unseen = unseenOf(inputs, read, 'wds', entry.id)
      if (unseen !== undefined) {
        items.push({
          ...base,
          uid,
          content: undefined,
          bytes: 0,
          frozen: `${unseen.resource}: ${unseen.why}`,
        })
        continue
      }
      const content = read.get(contents.content, refKey({ space: 'wds', ...entry.id }))
      if (object === undefined || content === undefined) {
        if (effective.owner === 'user') lines.push(entryLine(entry, 'there is no such object'))
        continue
      }
      if (content.kind === 'withheld' || ownerGoesThere(read, object, entry, wec)) {
        withheld.push(manifestKey(manifest))
        continue
      }
      if (content.kind === 'frozen') {
        const reason = problemLine(content.problem)
        items.push({ ...base, uid, content: undefined, bytes: 0, frozen: reason })
        lines.push({ code: undefined, line: objectLine(entry.id, reason) })
        problems.push(content.problem)
      } else items.push({ ...base, uid, content: content.content, bytes: content.bytes })
    }
    return { items, lines, problems, withheld, manifests }
  }

  // DLV-1: what an owner makes, the owner makes in the WEC as well.
  function ownerGoesThere(read: Read, object: KubeObject, entry: Entry, wec: string): boolean {
    const owner = controlledBy(object, entry.id)
    return owner !== undefined && read.get(listed, wec).has(manifestKey(owner))
  }
}

// The manifests that any Binding lists for a WEC.
function listedStage(inputs: Inputs, bindings: BindingStages): Stage<ReadonlySet<string>> {
  return {
    name: 'listed',
    compute: (read, wec) => {
      const listed = new Set<string>()
      for (const name of read.bucket(bindings.bindingsByWec, wec).keys()) {
        const { effective } = read.get(bindings.decision, name)
        if (effective === undefined || effective.leaving) continue
        for (const { id } of effective.entries) {
          const kind = read.get(inputs.resource, listKey('wds', id))?.kind ?? ''
          listed.add(manifestKey({ group: id.group, kind, namespace: id.namespace, name: id.name }))
        }
      }
      return listed
    },
  }
}

type Usability = Readonly<{
  kind: PairDemand['kind']
  message: string
  wecIsWds: boolean
  inventoryUnseen: boolean
}>

// CLU-4, DLV-2, SNP-2: whether a mailbox can be delivered to.
function usabilityOf(inputs: Inputs, bindings: BindingStages, read: Read, wec: string): Usability {
  const usable = { kind: 'deliver', message: '', wecIsWds: false, inventoryUnseen: false } as const
  const inventory = read.get(bindings.inventory, '')
  if (inventory.kind === 'unseen') return { ...usable, inventoryUnseen: true }
  const object = read.get(inputs.object, refKey({ space: 'its', ...INVENTORY, namespace: '', name: wec }))
  if (object === undefined)
    return { ...usable, kind: 'none', message: 'there is no ManagedCluster of this name' }
  if (isDeleting(object)) return { ...usable, kind: 'none', message: 'its ManagedCluster is being deleted' }
  const wdsId = read.get(inputs.wdsId, '')
  if (wdsId !== undefined && clusterIdOf(object) === wdsId) {
    return {
      ...usable,
      kind: 'none',
      wecIsWds: true,
      message: 'it is the WDS itself; nothing is delivered to it',
    }
  }
  if (unseenOf(inputs, read, 'its', NAMESPACES) !== undefined) return usable
  const mailbox = read.get(inputs.object, refKey({ space: 'its', ...NAMESPACES, namespace: '', name: wec }))
  if (mailbox === undefined)
    return {
      ...usable,
      kind: 'hold',
      message: 'it has no mailbox: there is no Namespace of its name in the ITS',
    }
  if (isDeleting(mailbox))
    return {
      ...usable,
      kind: 'hold',
      message: 'its mailbox, the Namespace of its name in the ITS, is being deleted',
    }
  return usable
}

function clusterIdOf(inventoryObject: KubeObject): string | undefined {
  const claims = listAt(inventoryObject, 'status', 'clusterClaims')
  const claim = claims.find((one) => stringAt(one, 'name') === 'id.k8s.io')
  return claim === undefined ? undefined : stringAt(claim, 'value')
}

function entryLine(entry: Entry, text: string): DemandLine {
  return { code: 'EntryUnknown', line: objectLine(entry.id, text) }
}

function unknownEntry(unknown: boolean): string {
  return unknown ? 'discovery does not know this resource' : 'this resource is not workload (ID-2)'
}

// WRP-7, WRP-13: what OCM's Update would be refused for ever goes by server-side apply.
function strategyOf(entry: Entry): Strategy {
  if (entry.modulation.createOnly) return 'createOnly'
  const { group, resource } = entry.id
  const applied =
    (group === 'batch' && resource === 'jobs') || (group === '' && resource === 'persistentvolumeclaims')
  return applied ? 'serverSideApply' : 'update'
}
