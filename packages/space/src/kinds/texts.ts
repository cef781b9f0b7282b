import {
  equalJson,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  stringAt,
  utf8Length,
} from '@downsync/core'
import { type FieldError, forbiddenField, invalidValue, requiredValue, tooLong } from '../status/index.ts'
import { immutableError, objectAt } from './fields.ts'
import type { Kind } from './kind.ts'

/** ConfigMaps and Secrets. */

const LIMIT = 1024 * 1024
const KEY_TEXT =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
const CONFIG = '<secret contents redacted>'

export const configMaps: Kind = {
  errors(object) {
    const [data, binary] = [objectAt(object, 'data'), objectAt(object, 'binaryData')]
    const errors: FieldError[] = []
    for (const key of Object.keys(data)) {
      errors.push(...keyErrors('data', key))
      if (Object.hasOwn(binary, key))
        errors.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'))
    }
    for (const key of Object.keys(binary)) errors.push(...keyErrors('binaryData', key))
    const size = sizeOf(data, utf8Length) + sizeOf(binary, bytesIn)
    return size > LIMIT ? [...errors, tooLong('[]', LIMIT)] : errors
  },
  changeErrors: (object, before) => frozenErrors(object, before, ['data', 'binaryData']),
}

export const secrets: Kind = {
  errors(object) {
    const data = objectAt(object, 'data')
    const errors = Object.keys(data).flatMap((key) => keyErrors('data', key))
    if (sizeOf(data, bytesIn) > LIMIT) errors.push(tooLong('data', LIMIT))
    return [...errors, ...typeErrors(object, data)]
  },
  changeErrors: (object, before) => [
    ...immutableError(memberOf(object, 'type'), memberOf(before, 'type'), 'type'),
    ...frozenErrors(object, before, ['data']),
  ],
}

/** A Secret whose `stringData` has gone where it belongs. */
export function withEncodedTexts(object: KubeObject): KubeObject {
  const texts = memberOf(object, 'stringData')
  if (!isObject(texts)) return object
  const { stringData: _written, ...rest } = object
  const encoded = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      Buffer.from(typeof text === 'string' ? text : '').toString('base64'),
    ]),
  )
  // What is left has what makes it an object.
  return { ...(rest as KubeObject), data: { ...objectAt(object, 'data'), ...encoded } }
}

function keyErrors(field: string, key: string): FieldError[] {
  const at = `${field}[${key}]`
  if (utf8Length(key) > 253) return [invalidValue(at, key, 'must be no more than 253 characters')]
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) return [invalidValue(at, key, KEY_TEXT)]
  if (key === '.' || key === '..') return [invalidValue(at, key, `must not be '${key}'`)]
  return key.startsWith('..') ? [invalidValue(at, key, "must not start with '..'")] : []
}

function typeErrors(object: KubeObject, data: JsonObject): readonly FieldError[] {
  const missing = (...keys: readonly string[]): readonly FieldError[] =>
    keys.filter((key) => !Object.hasOwn(data, key)).map((key) => requiredValue(`data[${key}]`))
  const json = (key: string): readonly FieldError[] => {
    const found = stringAt(data, key)
    if (found === undefined) return missing(key)
    return isJsonObject(found) ? [] : [invalidValue(`data[${key}]`, CONFIG, 'unexpected end of JSON input')]
  }
  switch (stringAt(object, 'type')) {
    case 'kubernetes.io/service-account-token': {
      const name = memberOf(objectAt(object, 'metadata', 'annotations'), 'kubernetes.io/service-account.name')
      const at = 'metadata.annotations[kubernetes.io/service-account.name]'
      return name === undefined || name === '' ? [requiredValue(at)] : []
    }
    case 'kubernetes.io/dockercfg':
      return json('.dockercfg')
    case 'kubernetes.io/dockerconfigjson':
      return json('.dockerconfigjson')
    case 'kubernetes.io/basic-auth': {
      const both = missing('username', 'password')
      return both.length === 2 ? both : []
    }
    case 'kubernetes.io/ssh-auth':
      return missing('ssh-privatekey')
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key')
    default:
      return []
  }
}

function isJsonObject(encoded: string): boolean {
  try {
    const read: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))
    return typeof read === 'object' && read !== null && !Array.isArray(read)
  } catch {
    return false
  }
}

function frozenErrors(
  object: KubeObject,
  before: KubeObject,
  fields: readonly string[],
): readonly FieldError[] {
  if (memberOf(before, 'immutable') !== true) return []
  const why = 'field is immutable when `immutable` is set'
  const errors = memberOf(object, 'immutable') === true ? [] : [forbiddenField('immutable', why)]
  for (const field of fields)
    if (!equalJson(objectAt(object, field), objectAt(before, field))) errors.push(forbiddenField(field, why))
  return errors
}

function sizeOf(data: JsonObject, measure: (text: string) => number): number {
  return Object.values(data).reduce(
    (sum: number, value: Json) => sum + (typeof value === 'string' ? measure(value) : 0),
    0,
  )
}

function bytesIn(encoded: string): number {
  return Buffer.byteLength(encoded, 'base64')
}
