import { memberOf, parseJson } from '@downsync/core'

/** When a token was given out and when it runs out, as it says itself; milliseconds since 1970. */
export type TokenLife = Readonly<{ issued?: number; expires?: number }>

/** Reads a token, where it is a JSON Web Token; of any other nothing is known. It is not verified: its server does that. */
export function tokenLifeOf(token: string): TokenLife {
  const [, payload = ''] = token.split('.')
  const claims = parseJson(Buffer.from(payload, 'base64url').toString())
  if (!claims.ok) return {}
  const issued = milliseconds(memberOf(claims.value, 'iat'))
  const expires = milliseconds(memberOf(claims.value, 'exp'))
  return { ...(issued === undefined ? {} : { issued }), ...(expires === undefined ? {} : { expires }) }
}

// Part of its life after which a token is renewed: most is left for a hub, or an agent, that is away for long.
const RENEWED_AFTER = 1 / 3

/** When a token is to be renewed: at once where nobody knows how long it lives. */
export function renewalTimeOf({ issued, expires }: TokenLife, now: number): number {
  if (expires === undefined) return now
  const from = issued ?? now
  return from + (expires - from) * RENEWED_AFTER
}

function milliseconds(seconds: unknown): number | undefined {
  return typeof seconds === 'number' ? seconds * 1000 : undefined
}
