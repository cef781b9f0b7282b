/** Who asks: a name and the groups it is in. */
export type User = Readonly<{ name: string; groups: readonly string[] }>

/** A user with the bearer token that it shows. */
export type TokenUser = User & Readonly<{ token: string }>

/** The group that may do everything, whatever the roles say. */
export const MASTERS = 'system:masters'
export const AUTHENTICATED = 'system:authenticated'
export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] }

/**
 * The user of an `Authorization` header: anonymous without one, undefined for a token that is not known.
 */
export function userOf(header: string | undefined, users: readonly TokenUser[]): User | undefined {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1]
  if (token === undefined) return anonymous
  const known = users.find((user) => user.token === token)
  if (known === undefined) return undefined
  return { name: known.name, groups: [...known.groups, AUTHENTICATED] }
}
