import {
  isDeleting,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  stringAt,
  uidOf,
  valueAt,
} from '@downsync/core'
import type { ObjectStore } from '../store/index.ts'
import type { TokenSigner } from './signer.ts'

/** Who a token of a ServiceAccount stands for. */
export type ServiceAccountIdentity = Readonly<{
  namespace: string
  name: string
  uid: string
  /** Of the token itself. */
  id: string
  pod?: Readonly<{ name: string; uid: string }>
  audiences: readonly string[]
}>

/** What a token is valid with: gone, and the token is not valid any more. */
export type BoundObject = Readonly<{ kind: 'Pod' | 'Secret' | 'Node'; name: string; uid: string }>

export type TokenContent = Readonly<{
  account: KubeObject
  bound?: BoundObject
  audiences: readonly string[]
  /** Milliseconds since 1970. */
  issuedAt: number
  seconds: number
  id: string
}>

/** The issuer of tokens, and the audience that the API server itself belongs to. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local'

// Clocks differ: as kube-apiserver, a minute is let pass.
const LEEWAY_SECONDS = 60

const boundResources = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' } as const

export function signServiceAccountToken(signer: TokenSigner, content: TokenContent): string {
  const { account, bound, audiences, seconds, id } = content
  const issuedAt = Math.floor(content.issuedAt / 1000)
  const namespace = namespaceOf(account)
  return signer.sign({
    aud: audiences,
    exp: issuedAt + seconds,
    iat: issuedAt,
    iss: ISSUER,
    jti: id,
    'kubernetes.io': {
      namespace,
      ...(bound && { [bound.kind.toLowerCase()]: { name: bound.name, uid: bound.uid } }),
      serviceaccount: { name: nameOf(account), uid: uidOf(account) },
    },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${nameOf(account)}`,
  })
}

/**
 * Who a token stands for: undefined where this space did not issue it, its time is not now, or the ServiceAccount or the
 * object that it is bound to is there no more.
 * @param now milliseconds since 1970
 */
export function readServiceAccountToken(
  signer: TokenSigner,
  store: ObjectStore,
  token: string,
  now: number,
): ServiceAccountIdentity | undefined {
  const claims = signer.read(token)
  if (claims === undefined || !isNow(claims, now)) return undefined
  const own = memberOf(claims, 'kubernetes.io')
  const namespace = stringAt(own, 'namespace') ?? ''
  const account = refAt(own, 'serviceaccount')
  if (account === undefined || !isStill(store, 'serviceaccounts', namespace, account, now)) return undefined
  for (const [kind, resource] of Object.entries(boundResources)) {
    const bound = refAt(own, kind.toLowerCase())
    const home = resource === 'nodes' ? '' : namespace
    if (bound !== undefined && !isStill(store, resource, home, bound, now)) return undefined
  }
  const pod = refAt(own, 'pod')
  return {
    namespace,
    ...account,
    id: stringAt(claims, 'jti') ?? '',
    ...(pod && { pod }),
    audiences: listAt(claims, 'aud').filter((one): one is string => typeof one === 'string'),
  }
}

/** The object that a TokenRequest names, if it is of a kind that tokens can be bound to. */
export function boundObjectOf(
  store: ObjectStore,
  namespace: string,
  kind: BoundObject['kind'],
  name: string,
): KubeObject | undefined {
  return store.get({
    group: '',
    resource: boundResources[kind],
    namespace: kind === 'Node' ? '' : namespace,
    name,
  })
}

type Named = Readonly<{ name: string; uid: string }>

function refAt(value: Json | undefined, key: string): Named | undefined {
  const ref = memberOf(value, key)
  const [name, uid] = [stringAt(ref, 'name'), stringAt(ref, 'uid')]
  return name === undefined || uid === undefined ? undefined : { name, uid }
}

function isNow(claims: JsonObject, now: number): boolean {
  const seconds = now / 1000
  const [from, to] = [valueAt(claims, 'nbf'), valueAt(claims, 'exp')]
  return (
    typeof from === 'number' &&
    typeof to === 'number' &&
    seconds >= from - LEEWAY_SECONDS &&
    seconds <= to + LEEWAY_SECONDS
  )
}

// One that is being deleted counts for a moment yet.
function isStill(
  store: ObjectStore,
  resource: string,
  namespace: string,
  { name, uid }: Named,
  now: number,
): boolean {
  const object = store.get({ group: '', resource, namespace, name })
  if (object === undefined || uidOf(object) !== uid) return false
  if (!isDeleting(object)) return true
  const deletedAt = Date.parse(stringAt(object.metadata, 'deletionTimestamp') ?? '')
  return deletedAt >= now - LEEWAY_SECONDS * 1000
}
