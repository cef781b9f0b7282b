import fc from 'fast-check'
import { isObject, type Json, type JsonObject, type KubeObject, memberOf, objectOf } from '../kube/index.ts'
import type { Bundle, Delivery, Report, Transport } from '../transport/index.ts'
import { bundlesWith, foreignMembers, foreignMetadata } from './generated-bundles.ts'
import { anyJson, anyObject, mangled } from './generated-json.ts'

/** The other end of a transport, as values: what its receiver writes in the ITS. */
export type TransportReceiver = Readonly<{
  /** The wrapped object once its receiver has seen to all of it as it stands, with this word on each item, in any order. */
  acknowledge(wrapped: KubeObject, words: readonly TransportWord[]): KubeObject
  /** The record that a receiver makes of a report. */
  record(report: Report): KubeObject
}>

/** What a receiver says of one item. */
export type TransportWord = Pick<Delivery, 'id' | 'state' | 'cause' | 'message'>

/** What the laws cannot know of a transport; each part that is given makes them say more. */
export type TransportFacts = Readonly<{
  /** Without it, what receivers write back is only looked at for totality. */
  receiver?: TransportReceiver
  /** Bytes of a wrapped object as its receiver counts them; default: of its JSON, as Go writes it. */
  bytesOf?(wrapped: KubeObject): number
  /** Causes of failure that the transport tells (WRP-9); default none. */
  causes?: readonly NonNullable<Delivery['cause']>[]
  /** Configuration of an item besides its strategy, as `unwrap` gives it in `kept`; none, where a transport knows none. */
  kept?: fc.Arbitrary<JsonObject>
  /** Wrapped objects as others may have made or edited them, in addition to those that the laws make. */
  wrapped?: fc.Arbitrary<KubeObject>
}>

/** The values that the laws of one transport range over. */
export type Values = Readonly<{
  bundles: fc.Arbitrary<Bundle>
  /** Readable ones, with what others put there. */
  wrapped: fc.Arbitrary<KubeObject>
  /** Whatever a server may hold: readable or not, or something else altogether. */
  anything: fc.Arbitrary<KubeObject>
}>

export function valuesOf(transport: Transport, facts: TransportFacts): Values {
  const bundles = bundlesWith(facts.kept)
  const decorated = fc
    .tuple(bundles, foreignMetadata, fc.option(foreignMembers, { nil: {} }))
    .map(([bundle, metadata, members]) => decoratedWith(transport.wrap(bundle), metadata, members))
  const wrapped = facts.wrapped === undefined ? decorated : fc.oneof(decorated, facts.wrapped)
  const mangledOnes = wrapped.chain((one) => fc.tuple(fc.constant(one), mangled(one))).map(asObject)
  const { group, version, kind } = transport.resource
  const apiVersion = group === '' ? version : `${group}/${version}`
  const strangers = fc
    .tuple(
      fc.constantFrom({ apiVersion, kind }, { apiVersion: 'v1', kind: 'ConfigMap' }),
      anyObject,
      anyJson,
      anyJson,
    )
    .map(([head, metadata, spec, data]): KubeObject => ({ ...head, metadata, spec, data, status: spec }))
  return { bundles, wrapped, anything: fc.oneof(wrapped, { weight: 4, arbitrary: mangledOnes }, strangers) }
}

function decoratedWith(wrapped: KubeObject, metadata: JsonObject, members: JsonObject): KubeObject {
  const merged = objectOf(
    Object.entries({ ...wrapped.metadata, ...metadata }).map(([key, value]) => {
      const own = memberOf(wrapped.metadata, key)
      return [key, isObject(own) && isObject(value) ? union(value, own) : value] as const
    }),
  )
  return {
    ...wrapped,
    ...union(members, wrapped),
    apiVersion: wrapped.apiVersion,
    kind: wrapped.kind,
    metadata: merged,
  }
}

function union(a: JsonObject, b: JsonObject): JsonObject {
  return objectOf([...Object.entries(a), ...Object.entries(b)])
}

// A reflector lets nothing pass that has no apiVersion, kind and metadata; all else may be anything.
function asObject([original, value]: readonly [KubeObject, Json]): KubeObject {
  const { apiVersion, kind } = original
  const metadata = memberOf(value, 'metadata')
  return { ...(isObject(value) ? value : {}), apiVersion, kind, metadata: isObject(metadata) ? metadata : {} }
}

/** A wrapped object as its server holds it after a write: servers count generations of custom resources. */
export function stored(
  transport: Transport,
  before: KubeObject | undefined,
  written: KubeObject,
): KubeObject {
  const { group } = transport.resource
  if (!group.includes('.') || group.endsWith('.k8s.io')) return written
  const generation = before === undefined ? 0 : Number(memberOf(before.metadata, 'generation') ?? 0)
  return { ...written, metadata: { ...written.metadata, generation: generation + 1 } }
}
