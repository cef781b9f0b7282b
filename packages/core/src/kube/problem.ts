import type { ObjectId, Ref } from './identity.ts'
import type { Json } from './json.ts'

/**
 * Every code that a problem can have; a test and the documentation go by this list.
 * What a code means is said beside it.
 */
export const problemCodes = {
  /** What came in cannot be kept as an object: no apiVersion, kind or name, or not an object at all. */
  ObjectUnreadable: 'an input is no Kubernetes object',
  /** A text is no JSON. */
  JsonInvalid: 'a text is no JSON',
  /** A JSON Patch does not have its form, or does not fit the document. */
  PatchInvalid: 'a patch cannot be applied',
  /** The object's kind is not among the resources that discovery reported. */
  KindUnknown: 'discovery does not know the kind of an object',
  /** A field of a control object does not have the form that its schema asks for. */
  FieldInvalid: 'a field of a control object has the wrong form',
  /** A label selector is invalid (LBL-2). */
  SelectorInvalid: 'a label selector is invalid',
  /** A clause in which no field discriminates (SEL-8). */
  ClauseVacuous: 'a clause selects everything without saying so',
  /** A Binding has a policy's name without being owned by it (BND-6). */
  BindingForeign: "somebody else's Binding has the policy's name",
  /** A Binding would be larger than an API server stores (BND-10). */
  BindingTooLarge: 'a Binding would be too large',
  /** An entry of a user's Binding names no workload object (BND-6). */
  EntryUnknown: "an entry of a user's Binding names no object that can be delivered",
  /** A destination has no inventory object or no mailbox (CLU-4). */
  DestinationUnusable: 'a destination has no inventory object or no mailbox',
  /** A resource is not completely known, so nothing that depends on it is decided (SNP-1, SNP-2). */
  ResourceUnseen: 'a resource is not completely known',
  /** The inventory is empty while mailboxes hold wrapped objects of ours (SNP-3). */
  /** A removal expression of a CustomTransform is no JSONPath query (TRF-4). */
  QueryInvalid: 'a removal expression cannot be read',
  /** A removal expression selects the whole object, or what identifies it (TRF-4, TRF-5). */
  RemovalForbidden: 'a removal expression selects what every object must have',
  /** A removal expression takes too long, or looks too deep, in one object, which is frozen (P-4). */
  RemovalUnbounded: 'a removal expression takes too long in an object',
  /** Several CustomTransforms are for one group and resource (TRF-4). */
  TransformShared: 'several CustomTransforms are for one resource',
  /** A StatusCollector is invalid, and gives no result (COL-9). */
  CollectorInvalid: 'a StatusCollector is invalid',
  /** A StatusCollector is named that is not there (BND-7). */
  CollectorMissing: 'a StatusCollector that is named is missing',
  /** A template of an object cannot be expanded in a WEC (CUS-4). */
  TemplateFailed: 'a template cannot be expanded in a WEC',
  /** An object cannot be delivered as the hub would refuse it (WRP-12). */
  ManifestInvalid: 'the hub would refuse a manifest',
  /** An object is over the hard limit of the transport (WRP-5). */
  ObjectTooLarge: 'an object is larger than the transport can carry',
  /** A wrapped object cannot be read back. */
  WrappedUnreadable: 'a wrapped object cannot be read',
  /** A wrapped object of this WDS's name belongs to another WDS by its id (WRP-6). */
  WrappedForeign: 'a wrapped object belongs to another WDS of the same name',
  /** Two Bindings or two WDSes deliver one object to one WEC differently (BND-9). */
  DeliveryConflict: 'one object is delivered to one WEC in two ways',
  /** A WEC is the WDS itself (DLV-2). */
  WecIsWds: 'a WEC is the WDS itself',
  /** More pairs would be withdrawn at once than the limit allows (GRD-1). */
  WithdrawalHeld: 'a large withdrawal waits to be confirmed',
  /** The state of one WEC is asked for of an object that has another number of qualified WECs (BND-8). */
  SingletonNotSingle: 'reported state of one WEC is asked for where there is not one WEC',
  /** A part of a reported status is not the truth, and upstream does not let it be taken back (AGG-2). */
  StatusUntrue: 'a part of a reported status is not the truth any more and cannot be taken back',
  /** Somebody else writes the status of an object whose reported state is asked for (RPT-12). */
  StatusContested: 'somebody else writes a status that reported state is written to',
  /** A write was refused by the API server (P-6b). */
  WriteRefused: 'an API server refused a write',
  /** A WEC refused a manifest; what runs there stays (WRP-13). */
  ManifestRefused: 'a WEC refused a manifest',
} as const

export type ProblemCode = keyof typeof problemCodes

/** What a problem holds where it is: an object, a WEC, or a pair of both. */
export type Frozen = Readonly<{ object?: ObjectId; wec?: string }>

/** Something wrong, on the object whose author can mend it; `freezes` lists what it holds where it is (P-4). */
export type Problem = Readonly<{
  code: ProblemCode
  severity: 'error' | 'warning'
  on: Ref
  /** The field, as `spec.downsync[0].objectSelectors[1]`; `''` when it is the object as a whole. */
  path: string
  /** One sentence without the path: what is wrong and, unless `expected` says it, what would be right. */
  message: string
  found?: Json
  expected?: string
  freezes: readonly Frozen[]
}>

/** A value, or what stands in its way; never thrown. */
export type Result<T> =
  | Readonly<{ ok: true; value: T }>
  | Readonly<{ ok: false; problems: readonly Problem[] }>

/** What is wrong at a field, before it is known on which object: validators return these. */
export type Fault = Readonly<{
  code: ProblemCode
  path: string
  message: string
  found?: Json
  expected?: string
}>

/** A problem as the line of an `errors` list: path, message, and what would be right, unless the message says it (BND-5, BND-11). */
export function problemLine(problem: Pick<Problem, 'path' | 'message' | 'expected'>): string {
  const { path, message, expected } = problem
  const said = path === '' ? message : `${path}: ${message}`
  return expected === undefined || message.includes(expected) ? said : `${said}; expected: ${expected}`
}

/** A fault, put on an object. */
export function problemOn(on: Ref, fault: Fault, freezes: readonly Frozen[] = []): Problem {
  return { ...fault, severity: 'error', on, freezes }
}

/** A value, or the faults that stand in its way, before it is known on which object. */
export type Checked<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; faults: readonly Fault[] }>
