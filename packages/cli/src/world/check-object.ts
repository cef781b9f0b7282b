import {
  dnsLabelErrors,
  isList,
  isObject,
  type Json,
  type KubeObject,
  labelValueErrors,
  memberOf,
  nameOf,
  namespaceOf,
  pathSegmentErrors,
  qualifiedNameErrors,
  stringAt,
  subdomainErrors,
  valueAt,
} from '@downsync/core'
import { nearName } from '../near-name.ts'
import type { ResourceType } from './resource-type.ts'

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
    const more = typeof kind === 'string' && known !== undefined ? `: for a ${kind} it is ${known}` : ''
    return missing(value, '', 'apiVersion', more)
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

/** What a server would refuse in names, labels and annotations. */
export function metadataDefects(object: KubeObject, type: ResourceType): readonly Defect[] {
  return [
    ...namingDefects('metadata.name', nameOf(object), nameErrors(type, nameOf(object))),
    ...namingDefects('metadata.namespace', namespaceOf(object), namespaceErrors(namespaceOf(object))),
    ...mapDefects(object, 'labels', (key) => qualifiedNameErrors(key), labelValueErrors),
    // A server looks at the keys of annotations in lower case.
    ...mapDefects(
      object,
      'annotations',
      (key) => qualifiedNameErrors(key.toLowerCase()),
      () => [],
    ),
  ]
}

function nameErrors({ group, resource }: ResourceType, name: string): readonly string[] {
  if (group === 'rbac.authorization.k8s.io') return pathSegmentErrors(name)
  return group === '' && (resource === 'namespaces' || resource === 'services')
    ? dnsLabelErrors(name)
    : subdomainErrors(name)
}

function namespaceErrors(namespace: string): readonly string[] {
  return namespace === '' ? [] : dnsLabelErrors(namespace)
}

function namingDefects(path: string, name: string, errors: readonly string[]): readonly Defect[] {
  return errors.length === 0
    ? []
    : [{ path, message: `${path} ${JSON.stringify(name)}: ${withoutPattern(errors)}` }]
}

function mapDefects(
  value: Json,
  field: string,
  keyErrors: (text: string) => readonly string[],
  valueErrors: (text: string) => readonly string[],
): readonly Defect[] {
  const path = `metadata.${field}`
  const map = valueAt(value, 'metadata', field)
  if (map === undefined || map === null) return []
  if (!isObject(map)) return [{ path, message: `${path} must be an object, not ${inWords(map)}` }]
  return Object.entries(map).flatMap(([key, member]) => {
    const at = `${path}[${key}]`
    const wrongKey = keyErrors(key)
    if (wrongKey.length > 0)
      return [{ path: at, message: `${path}: the key ${JSON.stringify(key)}: ${withoutPattern(wrongKey)}` }]
    if (typeof member !== 'string') {
      const quoted = isObject(member) || typeof member === 'object' ? '' : '; put it in quotes'
      return [{ path: at, message: `${at} must be a string, not ${inWords(member)}${quoted}` }]
    }
    const errors = valueErrors(member)
    return errors.length === 0
      ? []
      : [{ path: at, message: `${at}: ${JSON.stringify(member)}: ${withoutPattern(errors)}` }]
  })
}

// The regular expression that apimachinery ends its texts with helps nobody who writes a file.
function withoutPattern([first = '']: readonly string[]): string {
  return first.replace(/ \(e\.g\. .*?'\)/, '')
}

function missing(object: Json, path: string, field: string, more: string): Defect {
  const near = isObject(object) ? nearName(field, Object.keys(object)) : undefined
  const meant = near === undefined ? more : `: it is written ${field}, not ${near}`
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
  if (isList(value)) return 'a list'
  if (isObject(value)) return 'an object'
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text ${JSON.stringify(value.slice(0, 40))}`
  return typeof value === 'boolean' ? `the boolean ${value}` : `the number ${value}`
}
