import type { ObjectStore } from '../store/index.ts'
import {
  ISSUER,
  readServiceAccountToken,
  type ServiceAccountIdentity,
  type TokenSigner,
} from '../tokens/index.ts'
import { AUTHENTICATED, anonymous, type TokenUser, type User } from './user.ts'

/** A user, and for whom among those asked about the token is meant. */
export type Authenticated = Readonly<{ user: User; audiences: readonly string[] }>

/** Knows users by their tokens. */
export type Authenticator = Readonly<{
  /** The user of an `Authorization` header: anonymous without a bearer token, undefined for one that is not known, or no longer. */
  userOf(header: string | undefined): User | undefined
  /** The user of a token that is meant for one of the audiences; default: for this API server. */
  review(token: string, audiences?: readonly string[]): Authenticated | undefined
}>

/** @param now milliseconds since 1970 */
export function createAuthenticator(
  users: readonly TokenUser[],
  store: ObjectStore,
  signer: TokenSigner,
  now: () => number,
): Authenticator {
  function review(token: string, audiences: readonly string[] = [ISSUER]): Authenticated | undefined {
    const known = users.find((user) => user.token === token)
    if (known !== undefined) {
      const isValid = known.expires === undefined || now() < known.expires
      // Such a token is for the API server, and for nobody else.
      if (!isValid || !audiences.includes(ISSUER)) return undefined
      const { token: _token, expires: _expires, ...user } = known
      return { user: { ...user, groups: [...user.groups, AUTHENTICATED] }, audiences: [ISSUER] }
    }
    const account = readServiceAccountToken(signer, store, token, now())
    const meant = account?.audiences.filter((one) => audiences.includes(one)) ?? []
    return account === undefined || meant.length === 0
      ? undefined
      : { user: serviceAccountUser(account), audiences: meant }
  }
  return {
    userOf(header) {
      const token = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1]
      return token === undefined ? anonymous : review(token)?.user
    },
    review,
  }
}

function serviceAccountUser({ namespace, name, uid, id, pod }: ServiceAccountIdentity): User {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${id}`],
      ...(pod && {
        'authentication.kubernetes.io/pod-name': [pod.name],
        'authentication.kubernetes.io/pod-uid': [pod.uid],
      }),
    },
  }
}
