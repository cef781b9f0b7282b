import { isList, isObject, type Json } from '../kube/index.ts'

const LONGEST_QUOTE = 60

/** A path as users write it: `spec.downsync[0].resources[1]`. A part that begins with a bracket stands as it is. */
export function fieldPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`
    const name = String(part)
    return path === '' || name.startsWith('[') ? path + name : `${path}.${name}`
  }, '')
}

/** A value in words: `the number 5`, `the string "x"`, `null`; of lists and objects only that they are. */
export function describeValue(value: Json): string {
  if (value === null) return 'null'
  if (isList(value)) return 'a list'
  if (isObject(value)) return 'an object'
  if (typeof value === 'string') return `the string ${quote(value)}`
  if (typeof value === 'boolean') return String(value)
  return `the number ${Object.is(value, -0) ? '-0' : value}`
}

function quote(value: string): string {
  return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value)
}
