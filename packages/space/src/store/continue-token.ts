import { parseJson, stringAt, stringifyJson, valueAt } from '@downsync/core'

/** Where the next page of a list begins. */
export type ListPosition = Readonly<{
  /** The revision of the list; -1: whatever is there when the token is used. */
  revision: number
  /** The storage key after which it goes on. */
  after: string
}>

const VERSION = 'meta.k8s.io/v1'

/** An opaque text for a position, in the form that API servers give it. */
export function continueToken({ revision, after }: ListPosition): string {
  const json = stringifyJson({ v: VERSION, rv: revision, start: `${after}\u0000` })
  return Buffer.from(json).toString('base64url')
}

/** The position that a token names; undefined for what is no token. */
export function readContinueToken(token: string): ListPosition | undefined {
  const read = parseJson(Buffer.from(token, 'base64url').toString())
  if (!read.ok || stringAt(read.value, 'v') !== VERSION) return undefined
  const revision = valueAt(read.value, 'rv')
  const start = stringAt(read.value, 'start')
  if (typeof revision !== 'number' || start === undefined) return undefined
  return { revision, after: start.endsWith('\u0000') ? start.slice(0, -1) : start }
}
