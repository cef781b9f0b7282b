import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  objectOf,
} from '@downsync/core'
import { find, type Listed, type ReferenceInput } from './world.ts'

type Properties = ReadonlyMap<string, string>
const KEPT = ['.apiVersion', '.kind', '.metadata.name', '.metadata.namespace']
// Of Go's keywords the one that generated worlds have.
const isProperty = (key: string) => /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(key) && key !== 'type'

/** CUS-2; what comes later counts. */
export function propertiesOf({ name, object: { metadata } }: Listed, { its }: ReferenceInput): Properties {
  const map = find(its, `/configmaps/customization-properties/${name}`)?.object
  const binary = Object.entries(memberOf(map, 'binaryData') ?? {}).map(
    ([key, value]) => [key, Buffer.from(String(value), 'base64').toString()] as const,
  )
  const { labels, annotations } = metadata
  const sources = [{ clusterName: name }, labels, annotations, objectOf(binary), memberOf(map, 'data')]
  const entries = sources.flatMap((source) => Object.entries((source as JsonObject | undefined) ?? {}))
  return new Map(entries.filter(([key]) => isProperty(key)).map(([key, value]) => [key, String(value)]))
}

/** CUS-1, CUS-4, CUS-5, of templates that do no more than name properties; undefined: one of them fails. */
export function customized(content: KubeObject, properties: Properties): KubeObject | undefined {
  let fails = false
  const expanded = (value: Json, path: string): Json => {
    if (KEPT.includes(path)) return value
    if (isList(value)) return value.map((one) => expanded(one, `${path}[]`))
    if (isObject(value)) {
      const members = Object.entries(value)
      return objectOf(members.map(([key, one]) => [key, expanded(one, `${path}.${key}`)]))
    }
    if (typeof value !== 'string') return value
    const made = value.replace(/\{\{ ?\.(\w+) ?\}\}/g, (_, key: string) => properties.get(key) ?? '{{')
    fails ||= made.includes('{{')
    return made
  }
  const made = expanded(content, '') as KubeObject
  return fails ? undefined : made
}
