import { type DecidedField, isList, isObject, type Json, pointerKeys, stringifyJson } from '@downsync/core'
import { table } from './text.ts'

/** Which WECs decided each field of an aggregate (AGG-10), as a table: `readyReplicas  2  wec2 (silent)`. */
export function decidedText(fields: readonly DecidedField[]): readonly string[] {
  return table(
    ['FIELD', 'VALUE', 'DECIDED BY'],
    fields.map(({ path, value, by }) => [pointerKeys(path).join('.'), valueText(value), deciders(by)]),
  )
}

function deciders(by: DecidedField['by']): string {
  if (by.length === 0) return 'stood here before'
  return by.map(({ wec, standing }) => (standing === 'current' ? wec : `${wec} (${standing})`)).join(', ')
}

function valueText(value: Json): string {
  if (isList(value)) return `(${value.length})`
  if (isObject(value)) return '{…}'
  return typeof value === 'string' ? value : stringifyJson(value)
}
