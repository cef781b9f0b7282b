import { equalJson, isList, type Json, memberOf, stringAt, stringifyJson, utf8Length } from '@downsync/core'
import { type FieldError, invalidValue, tooLong, unsupportedValue } from '../status/index.ts'
import { isFlagged, type Schema } from './structural.ts'

/** What is wrong with a string or number, or with the choice of a value among a few. */
export function scalarErrors(schema: Schema, value: Json, path: string): readonly FieldError[] {
  const errors: FieldError[] = []
  if (typeof value === 'string') errors.push(...textErrors(schema, value, path))
  if (typeof value === 'number' || typeof value === 'bigint')
    errors.push(...numberErrors(schema, value, path))
  const choices = memberOf(schema, 'enum')
  if (isList(choices) && !choices.some((choice) => equalJson(choice, value)))
    errors.push(
      unsupportedValue(
        path,
        value,
        choices.map((choice) => (typeof choice === 'string' ? choice : stringifyJson(choice))),
      ),
    )
  return errors
}

function textErrors(schema: Schema, text: string, path: string): readonly FieldError[] {
  // The first of these alone is told.
  const most = memberOf(schema, 'maxLength')
  const least = memberOf(schema, 'minLength')
  const length = Array.from(text).length
  const pattern = stringAt(schema, 'pattern')
  const format = stringAt(schema, 'format')
  if (typeof most === 'number' && length > most) return [tooLong(path, most)]
  if (typeof least === 'number' && length < least)
    return [invalidValue(path, text, `${path} in body should be at least ${least} chars long`)]
  if (pattern !== undefined && patternOf(pattern)?.test(text) === false)
    return [invalidValue(path, text, `${path} in body should match '${pattern}'`)]
  if (
    format !== undefined &&
    !isFlagged(schema, 'x-kubernetes-int-or-string') &&
    formats[format]?.(text) === false
  )
    return [invalidValue(path, text, `${path} in body must be of type ${format}: ${JSON.stringify(text)}`)]
  return []
}

// Formats that kube-apiserver checks and that occur; others are taken as they come.
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) =>
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
  uuid: (text) => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text) && utf8Length(text) >= 32,
}

const patterns = new Map<string, RegExp | undefined>()

// Go's syntax and JavaScript's agree on what schemas use; a pattern that JavaScript cannot read holds for everything.
function patternOf(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) patterns.set(pattern, compiled(pattern))
  return patterns.get(pattern)
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern)
  } catch {
    return undefined
  }
}

function numberErrors(schema: Schema, value: number | bigint, path: string): readonly FieldError[] {
  const least = memberOf(schema, 'minimum')
  const most = memberOf(schema, 'maximum')
  const multiple = memberOf(schema, 'multipleOf')
  const errors: FieldError[] = []
  if (isNumber(least)) {
    const excluded = memberOf(schema, 'exclusiveMinimum') === true
    if (excluded ? value <= least : value < least)
      errors.push(
        invalidValue(
          path,
          value,
          `${path} in body should be greater than ${excluded ? '' : 'or equal to '}${least}`,
        ),
      )
  }
  if (isNumber(most)) {
    const excluded = memberOf(schema, 'exclusiveMaximum') === true
    if (excluded ? value >= most : value > most)
      errors.push(
        invalidValue(
          path,
          value,
          `${path} in body should be less than ${excluded ? '' : 'or equal to '}${most}`,
        ),
      )
  }
  if (isNumber(multiple) && Number(value) % Number(multiple) !== 0)
    errors.push(invalidValue(path, value, `${path} in body should be a multiple of ${multiple}`))
  return errors
}

function isNumber(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}
