import {
  isObject,
  type Json,
  labelValueErrors,
  memberOf,
  qualifiedNameErrors,
  stringAt,
  valueAt,
} from '@downsync/core'
import { nearName } from '../near-name.ts'

/** What keeps a document from being an object that a server takes. */
export type Defect = Readonly<{ path: string; message: string }>

const NUL = '\u0000'

/** The first thing that keeps a value from being an object with a kind and a name. */
export function identityDefect(
  value: Json,
  apiVersionFor: (kind: string) => string | undefined,
): Defect | undefined {
  if (!isObject(value)) return { path: '', message: `it is ${inWords(value)}, not an object of Kubernetes` }
  const kind = memberOf(value, 'kind')
  const apiVersion = memberOf(value, 'apiVersion')
  if (apiVersion === undefined) {
    const known = typeof kind === 'string' ? apiVersionFor(kind) : undefined
    return missing(value, '', 'apiVersion', known === undefined ? '' : `: for a ${kind} it is ${known}`)
  }
  if (!isText(apiVersion))
    return { path: 'apiVersion', message: `apiVersion must be a string, not ${inWords(apiVersion)}` }
  if (kind === undefined) return missing(value, '', 'kind', '')
  if (!isText(kind)) return { path: 'kind', message: `kind must be a string, not ${inWords(kind)}` }
  return nameDefect(value, kind)
}

function nameDefect(value: Json, kind: string): Defect | undefined {
  const metadata = memberOf(value, 'metadata')
  if (metadata === undefined) return missing(value, '', 'metadata', `: the ${kind} has no name`)
  if (!isObject(metadata))
    return { path: 'metadata', message: `metadata must be an object, not ${inWords(metadata)}` }
  const name = memberOf(metadata, 'name')
  if (name === undefined || name === '' || name === null) {
    return stringAt(metadata, 'generateName') === undefined
      ? missing(metadata, 'metadata', 'name', '')
      : { path: 'metadata.generateName', message: 'only a server makes up a name: give metadata.name' }
  }
  if (!isText(name))
    return {
      path: 'metadata.name',
      message: `metadata.name must be a string, not ${inWords(name)}; put it in quotes`,
    }
  const namespace = memberOf(metadata, 'namespace') ?? ''
  return namespace === '' || isText(namespace)
    ? undefined
    : {
        path: 'metadata.namespace',
        message: `metadata.namespace must be a string, not ${inWords(namespace)}`,
      }
}

/** What a server would refuse in labels and annotations. */
export function metadataDefects(value: Json): readonly Defect[] {
  return [...mapDefects(value, 'labels', labelValueErrors), ...mapDefects(value, 'annotations', () => [])]
}

function mapDefects(
  value: Json,
  field: string,
  valueErrors: (text: string) => readonly string[],
): readonly Defect[] {
  const path = `metadata.${field}`
  const map = valueAt(value, 'metadata', field)
  if (map === undefined || map === null) return []
  if (!isObject(map)) return [{ path, message: `${path} must be an object, not ${inWords(map)}` }]
  return Object.entries(map).flatMap(([key, member]) => {
    const at = `${path}[${key}]`
    const keyErrors = qualifiedNameErrors(key)
    if (keyErrors.length > 0)
      return [{ path: at, message: `${path}: the key ${JSON.stringify(key)}: ${keyErrors[0]}` }]
    if (typeof member !== 'string') {
      const quoted = isObject(member) || typeof member === 'object' ? '' : '; put it in quotes'
      return [{ path: at, message: `${at} must be a string, not ${inWords(member)}${quoted}` }]
    }
    const errors = valueErrors(member)
    return errors.length === 0
      ? []
      : [{ path: at, message: `${at}: ${JSON.stringify(member)}: ${errors[0]}` }]
  })
}

function missing(object: Json, path: string, field: string, more: string): Defect {
  const near = isObject(object) ? nearName(field, Object.keys(object)) : undefined
  const meant = near === undefined ? more : `; did you mean it by ${near}?`
  const named = path === '' ? field : `${path}.${field}`
  return {
    path: near === undefined ? path : path === '' ? near : `${path}.${near}`,
    message: `${named} is missing${meant}`,
  }
}

// U+0000 is in no name; core's keys rely on that.
function isText(value: Json): value is string {
  return typeof value === 'string' && value !== '' && !value.includes(NUL)
}

function inWords(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text ${JSON.stringify(value.slice(0, 40))}`
  return typeof value === 'boolean' ? `the boolean ${value}` : `the number ${value}`
}
