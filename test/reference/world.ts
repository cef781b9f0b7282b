import {
  groupOf,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  type ResourceInfo,
  stringAt,
} from '@downsync/core'

// The reference: the rules told a second time, in nested loops over lists. It shares with core only how JSON is read.

type Space = Readonly<{ resources: readonly ResourceInfo[]; objects: readonly KubeObject[] }>
type Settings = Readonly<{ apiGroups: readonly string[] | undefined; hardBytes: number }>

/** An object of a space: its discovery, its identity as parts and as one text (ID-1), and its visible labels. */
export type Listed = ResourceInfo &
  Readonly<{ object: KubeObject; namespace: string; name: string; id: string; labels: JsonObject }> &
  Readonly<{ isLeaving: boolean; isPaused: boolean }>

/** What the reference is told: both spaces, all of it known, each object once; `hardBytes` as in WRP-5. */
export type ReferenceInput = Settings & Readonly<{ wds: readonly Listed[]; its: readonly Listed[] }>

export function referenceInput(world: Settings & Readonly<{ wds: Space; its: Space }>): ReferenceInput {
  return { ...world, wds: listed(world.wds), its: listed(world.its) }
}

/** RPT-3, RPT-4: they do not exist for selectors (SEL-9), and are not delivered (TRF-1). */
export const OWN_LABELS = [
  'managed-by.kubestellar.io/singletonstatus',
  'managed-by.kubestellar.io/multiwecstatus',
  'kubestellar.io/executing-count',
]

function listed({ resources, objects }: Space): readonly Listed[] {
  return objects.map((object) => {
    const info = resources.find((one) => one.group === groupOf(object.apiVersion) && one.kind === object.kind)
    if (info === undefined) throw new Error(`no discovery of ${object.kind}`)
    const { metadata } = object
    const place = { namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') }
    const visible = Object.entries(labelsOf(object)).filter(([key]) => !OWN_LABELS.includes(key))
    const labels = Object.fromEntries(visible)
    const isLeaving = memberOf(metadata, 'deletionTimestamp') !== undefined
    const isPaused = textAt(metadata, 'annotations', 'downsync/paused') === 'true'
    const id = idOf({ ...info, ...place })
    return { ...info, ...place, id, object, labels, isLeaving, isPaused }
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
