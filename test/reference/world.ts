import type { Json, JsonObject, KubeObject, ResourceInfo } from '@downsync/core'
import { groupOf, isDeleting, labelsOf, listAt, memberOf, stringAt } from '@downsync/core'

// The reference: the rules told a second time, in nested loops over lists. It shares with core only how JSON is read.

type Space = Readonly<{ resources: readonly ResourceInfo[]; objects: readonly KubeObject[] }>

/** An object of a space: its discovery, its identity as parts and as one text (ID-1), and its visible labels. */
export type Listed = ResourceInfo &
  Readonly<{ object: KubeObject; namespace: string; name: string; id: string; labels: JsonObject }> &
  Readonly<{ isLeaving: boolean; isPaused: boolean }>

/** What is delivered of an object. */
export type Manifest = Readonly<{ content: KubeObject; strategy: string }>

/** A wrapped object of this WDS as its transport reads it; manifests by identity, `wds` the id of who made it (WRP-6). */
export type Wrapped = Readonly<{ wec: string; binding: string; isLeaving: boolean }> &
  Readonly<{ wds: string | undefined; manifests: ReadonlyMap<string, Manifest> }>

/** Limits, and what stands in mailboxes; `isSmall`: a manifest is not over the hard limit (WRP-5). */
type Settings = Readonly<{ apiGroups?: readonly string[] | undefined; withdrawals?: number | undefined }> &
  Readonly<{ mail: readonly Wrapped[]; isSmall: (content: KubeObject) => boolean }>

/** What the reference is told: both spaces, all of it known, each object once. */
export type ReferenceInput = Settings & Readonly<{ wds: readonly Listed[]; its: readonly Listed[] }>

export function referenceInput(world: Settings & Readonly<{ wds: Space; its: Space }>): ReferenceInput {
  return { ...world, wds: listed(world.wds), its: listed(world.its) }
}

const OURS = 'managed-by.kubestellar.io'
const COUNT = 'kubestellar.io/executing-count'
/** RPT-3, RPT-4: they do not exist for selectors (SEL-9), and are not delivered (TRF-1). */
export const OWN_LABELS = [`${OURS}/singletonstatus`, `${OURS}/multiwecstatus`, COUNT]

function listed({ resources, objects }: Space): readonly Listed[] {
  return objects.map((object) => {
    const info = resources.find((one) => one.group === groupOf(object.apiVersion) && one.kind === object.kind)
    if (info === undefined) throw new Error(`no discovery of ${object.kind}`)
    const place = { namespace: textAt(object.metadata, 'namespace'), name: textAt(object.metadata, 'name') }
    const visible = Object.entries(labelsOf(object)).filter(([key]) => !OWN_LABELS.includes(key))
    const labels = Object.fromEntries(visible)
    const isPaused = textAt(object, 'metadata', 'annotations', 'downsync/paused') === 'true'
    const id = idOf({ ...info, ...place })
    return { ...info, ...place, id, object, labels, isLeaving: isDeleting(object), isPaused }
  })
}

/** The identity of an object, or of an entry of a Binding, as one text (ID-1). */
export const idOf = (of: Readonly<Record<string, unknown>>) =>
  ['group', 'resource', 'namespace', 'name'].map((key) => of[key] ?? '').join('/')
export const find = (space: readonly Listed[], id: string) => space.find((one) => one.id === id)
export const textAt = (value: Json | undefined, ...path: string[]) => stringAt(value, ...path) ?? ''
/** In UTF-8. */
export const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
export const controllerOf = ({ object }: Listed) =>
  listAt(object.metadata, 'ownerReferences').find((one) => memberOf(one, 'controller') === true)
