/** Who asks: a name and the groups it is in. */
export type User = Readonly<{
  name: string
  groups: readonly string[]
  uid?: string
  /** More that is known, as TokenReview and SelfSubjectReview tell it. */
  extra?: Readonly<Record<string, readonly string[]>>
}>

/** A user with the bearer token that it shows. */
export type TokenUser = User &
  Readonly<{
    token: string
    /** Milliseconds since 1970 from which on the token is not known any more; default: never. */
    expires?: number
  }>

/** The group that may do everything, whatever the roles say. */
export const MASTERS = 'system:masters'
export const AUTHENTICATED = 'system:authenticated'
export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] }
