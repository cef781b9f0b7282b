import type {
  GroupResource,
  Json,
  JsonObject,
  KubeObject,
  ManifestId,
  ObjectId,
  Result,
} from '../kube/index.ts'

/** How the receiver brings an item about: `update`, only where it is absent (WRP-7), or by server-side apply (WRP-13). */
export type Strategy = 'update' | 'createOnly' | 'serverSideApply'

/** One object in a wrapped object. */
export type Item = Readonly<{
  id: ManifestId
  /** Lower-case plural; absent when neither discovery nor the wrapped object says it. */
  resource?: string
  content: KubeObject
  /** The object stays in the WEC when this item, or the whole bundle, is taken away (WRP-11). */
  orphan: boolean
  strategy: Strategy
  /** Configuration of this item that the transport read and copies unchanged (FRZ-1, P-6a). */
  kept?: JsonObject
}>

/** What travels as one wrapped object: content for one WEC, under one name. */
export type Bundle = Readonly<{
  wec: string
  name: string
  labels: JsonObject
  annotations: JsonObject
  items: readonly Item[]
}>

/** What a wrapped object's status says of one item. */
export type Delivery = Readonly<{
  id: ManifestId
  state: 'applied' | 'pending' | 'failed'
  /** Said of the item as it stands (AGG-5), also where its neighbours have changed since. */
  current: boolean
  /** Why it failed, where that decides something (WRP-9). */
  cause?: 'unknownKind' | 'forbidden'
  message: string
  /** When the state last changed, RFC 3339, where the receiver says it. */
  since?: string
}>

/** Reported state of one object in one WEC (section 9). */
export type Report = Readonly<{
  object: ObjectId
  wec: string
  /** The controller owner, by whose labels and existence the record counts (RPT-7). */
  wrapped?: Readonly<{ name: string; uid: string }>
  status?: Json
  /** When the status was written, RFC 3339 (COL-2). */
  at?: string
  /** The generation of the object in the WEC that the status belongs to (AGT-3). */
  generation?: number
}>

/** How bundles travel: pure and total. `transportLaws` of `@downsync/core/testing` is the contract, executable. */
export interface Transport {
  /** The resource of wrapped objects, in the ITS. */
  readonly resource: GroupResource & Readonly<{ version: string; kind: string }>
  /** The resources of records of reported state, in the ITS. */
  readonly reports: readonly GroupResource[]
  /** Hard limits of the receiver: bytes of content in a wrapped object (WRP-1), characters of its name (NAM-1). */
  readonly limits: Readonly<{ bytes: number; nameLength: number }>
  /** Bytes that this content adds to a wrapped object, as the receiver counts (WRP-1). */
  sizeOf(content: KubeObject): number
  /** The wrapped object for a bundle; `there` exists already, and what others put there is kept (WRP-4). */
  wrap(bundle: Bundle, there?: KubeObject): KubeObject
  /** `wrap`, undone; tolerates what others have made or edited. The WEC is the wrapped object's namespace. */
  unwrap(wrapped: KubeObject): Result<Bundle>
  /** What the receiver says of each item. */
  deliveryOf(wrapped: KubeObject): readonly Delivery[]
  /** Whether the receiver has taken in the wrapped object's present generation as a whole (WRP-11). */
  isSettled(wrapped: KubeObject): boolean
  /** A report, or undefined for an object that is none. */
  reportOf(object: KubeObject): Result<Report> | undefined
}
