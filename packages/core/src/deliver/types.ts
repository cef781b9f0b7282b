import type { Frozen, KubeObject, ManifestId, ObjectId, Problem } from '../kube/index.ts'
import type { Bundle, Delivery, Item, Strategy } from '../transport/index.ts'

/** What becomes of an object before it is known for which WEC (TRF, DLV-1, WRP-12). */
export type Content =
  | Readonly<{
      kind: 'content'
      manifest: ManifestId
      /** Lower-case plural. */
      resource: string
      content: KubeObject
      /** As the transport counts (WRP-1). */
      bytes: number
    }>
  /** It keeps what it has in the WECs (FRZ-1). */
  | Readonly<{ kind: 'frozen'; manifest: ManifestId; resource: string; problem: Problem }>
  | Templated
  /** Never wrapped (DLV-1); `rule` says why, for a person. */
  | Readonly<{ kind: 'withheld'; manifest: ManifestId; resource: string; rule: string }>

/** Content with templates in it: what is delivered is made of it for each WEC (CUS-1). */
export type Templated = Readonly<{
  kind: 'templated'
  manifest: ManifestId
  resource: string
  /** Cleaned, not expanded. */
  content: KubeObject
}>

/** One object that a Binding wants in one WEC. */
export type Wanted = Readonly<{
  id: ObjectId
  /** uid of the object in the WDS, for names (WRP-2); undefined where the object is not seen. */
  uid: string | undefined
  manifest: ManifestId
  resource: string
  /** Undefined: frozen, the manifest in its home is copied unchanged (FRZ-1). */
  content: KubeObject | undefined
  /** Bytes of `content`; 0 when frozen. */
  bytes: number
  strategy: Strategy
  /** Why it is frozen, for messages. */
  frozen?: string
}>

/** What one Binding wants in one mailbox. */
export type Demand = Readonly<{
  binding: string
  /** uid of the Binding object; undefined until it exists. */
  bindingUid: string | undefined
  generation: number
  /** In the order of BND-2, without what is withheld. */
  items: readonly Wanted[]
  /** BND-12: its shards in this mailbox stay as they are. */
  paused: boolean
  /** Its author paused it (BND-12): what other Bindings take away is not held for it. */
  yields?: boolean
  /** GRD-1: what stands and is wanted no more stays. */
  holdsWithdrawals: boolean
}>

/** A wrapped object that carries the name of this WDS, as delivery sees it (WRP-3). */
export type Shard = Readonly<{
  name: string
  wec: string
  uid: string
  /** The label value that names its Binding (WRP-2, NAM-1). */
  bindingLabel: string
  /** Annotation originWdsId; undefined: KubeStellar's, ours (WRP-6). */
  wdsId: string | undefined
  deleting: boolean
  /** The receiver has taken in its present generation. */
  settled: boolean
  bundle: Bundle
  /** What the bundle holds, by `manifestKey`; of duplicates the first. */
  items: ReadonlyMap<string, Item>
  /** By `manifestKey`. */
  deliveries: ReadonlyMap<string, Delivery>
}>

/** One mailbox, and all that is wanted in it. */
export type MailboxInput = Readonly<{
  wec: string
  wdsName: string
  wdsId: string | undefined
  /** Limits for new and rewritten wrapped objects (WRP-1). */
  limits: Readonly<{ bytes: number; objects: number }>
  /** Bindings with something wanted here, and those that hold what stands, sorted by name. */
  demands: readonly Demand[]
  /** Every wrapped object here with this WDS's name, sorted by name. */
  shards: readonly Shard[]
  /** Names of all other wrapped objects here: they are taken (WRP-2). */
  takenNames: ReadonlySet<string>
  /**
   * No manifest leaves and no wrapped object is deleted: policies or Bindings are not completely seen
   * (SNP-2), or no wdsId.
   */
  keepsAll: boolean
  /** The ManagedCluster is available: what leaves can be waited for (WRP-11, BND-4). */
  available: boolean
  /**
   * `manifestKey`s of what leaves orphaned, never deleted (DLV-1); `'all'` when the WEC is the WDS (DLV-2).
   */
  orphaned: ReadonlySet<string> | 'all'
  /**
   * Label values of Bindings that exist under this WDS's name: tells a WEC that a Binding left (WRP-8) from
   * a Binding that is gone (WRP-6).
   */
  bindingLabels: ReadonlySet<string>
  /**
   * Whether a report says that the object of a `manifestKey` exists in this WEC (WRP-9); absent: none does.
   */
  reported?: (key: string) => boolean
}>

/** How one wanted object stands in one WEC. */
export type PairState = Readonly<{
  binding: string
  wec: string
  id: ObjectId
  state: 'applied' | 'pending' | 'failed' | 'frozen'
  /** The home holds the wanted content and reports it applied at its generation (AGG-5). */
  current: boolean
  /** The name of the wrapped object that holds it, or is to. */
  in: string | undefined
  /** The transport's text when failed, the reason when frozen. */
  message: string
}>

/**
 * Why a manifest or a wrapped object that is wanted no more is still there (WRP-10, WRP-11, GRD-1, SNP-2).
 */
export type Held = Readonly<{ in: string; manifest: ManifestId; rule: string; message: string }>

/** What should stand in one mailbox now, as far as it is this WDS's. */
export type MailboxDecision = Readonly<{
  wec: string
  /** Existing and new ones, sorted by name; an existing one that is to stay as it is, is among them. */
  bundles: readonly Bundle[]
  /** Names of wrapped objects to delete, with the rule. */
  deletions: readonly Readonly<{ name: string; rule: string }>[]
  pairs: readonly PairState[]
  held: readonly Held[]
  problems: readonly MailboxProblem[]
}>

/** A problem of a mailbox, put on the Binding or policy by whoever knows it. */
export type MailboxProblem = Readonly<{
  binding: string
  code: Problem['code']
  message: string
  freezes: readonly Frozen[]
}>
