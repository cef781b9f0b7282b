import { type DecidedField, isList, isObject, type Json, pointerKeys, stringifyJson } from '@downsync/core'

/** Which WEC decided a field of an aggregate, as one line: `readyReplicas 2: decided by wec2 (silent)`. */
export function decidedText({ path, value, by }: DecidedField): string {
  const field = `${pointerKeys(path).join('.')} ${valueText(value)}`
  if (by.length === 0) return `${field}: stood here before`
  const wecs = by.map(({ wec, standing }) => (standing === 'current' ? wec : `${wec} (${standing})`))
  return `${field}: decided by ${wecs.join(', ')}`
}

function valueText(value: Json): string {
  if (isList(value)) return `(${value.length})`
  if (isObject(value)) return '{…}'
  return typeof value === 'string' ? value : stringifyJson(value)
}
