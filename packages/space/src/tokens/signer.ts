import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Attempt } from '@downsync/adapter-k8s'
import { isObject, type JsonObject, parseJson, stringifyJson } from '@downsync/core'
import { readTextFile, writeTextFile } from '../files/index.ts'

/** Makes JSON Web Tokens (RFC 7519, HS256), and knows its own. */
export type TokenSigner = Readonly<{
  sign(claims: JsonObject): string
  /** The claims of a token that this signer has made, whatever they say; undefined for any other text. */
  read(token: string): JsonObject | undefined
}>

const KEY_BYTES = 32
const HEADER = encoded({ alg: 'HS256', typ: 'JWT' })

/** @param key 32 bytes; tokens are known wherever the same key is; default: a new one */
export function createTokenSigner(key: Uint8Array = randomBytes(KEY_BYTES)): TokenSigner {
  if (key.length < KEY_BYTES)
    throw new RangeError(`a key of tokens has ${KEY_BYTES} bytes, not ${key.length}`)
  const signatureOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  return {
    sign(claims) {
      const signed = `${HEADER}.${encoded(claims)}`
      return `${signed}.${signatureOf(signed).toString('base64url')}`
    },
    read(token) {
      const [header, payload, signature, ...more] = token.split('.')
      if (header !== HEADER || payload === undefined || signature === undefined || more.length > 0)
        return undefined
      const [given, right] = [Buffer.from(signature, 'base64url'), signatureOf(`${header}.${payload}`)]
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
      const claims = parseJson(Buffer.from(payload, 'base64url').toString())
      return claims.ok && isObject(claims.value) ? claims.value : undefined
    },
  }
}

/** The key that is kept in a file; a new one where there is none yet. Only the owner of the file may read it. */
export async function openTokenKey(path: string): Promise<Attempt<Uint8Array>> {
  const kept = await readTextFile(path)
  if (!kept.ok) return kept
  if (kept.value !== undefined) {
    const text = kept.value.trim()
    return /^[0-9a-f]{64}$/.test(text)
      ? { ok: true, value: Buffer.from(text, 'hex') }
      : {
          ok: false,
          message: `${path} is not a key of tokens: put a copy of it in its place, or remove it, which makes all tokens of ServiceAccounts invalid`,
        }
  }
  const key = randomBytes(KEY_BYTES)
  const written = await writeTextFile(path, `${key.toString('hex')}\n`, 0o600)
  return written.ok ? { ok: true, value: key } : written
}

function encoded(json: JsonObject): string {
  return Buffer.from(stringifyJson(json)).toString('base64url')
}
