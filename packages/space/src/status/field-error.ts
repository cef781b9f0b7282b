import { type Json, stringifyJson } from '@downsync/core'

/** What is wrong with one field, in the words of apimachinery's `field.Error`. */
export type FieldError = Readonly<{
  /** `spec.downsync[0].objectSelectors`. */
  path: string
  /** The machine-readable reason of its cause, as `FieldValueInvalid`. */
  reason: string
  /** Without the path. */
  message: string
}>

/** As it stands in the message of a Status. */
export function fieldErrorText({ path, message }: FieldError): string {
  return `${path}: ${message}`
}

export function requiredValue(path: string, detail = ''): FieldError {
  return { path, reason: 'FieldValueRequired', message: withDetail('Required value', detail) }
}

export function invalidValue(path: string, value: Json | undefined, detail: string): FieldError {
  return {
    path,
    reason: 'FieldValueInvalid',
    message: withDetail(`Invalid value: ${shown(value)}`, detail),
  }
}

/** The same where Go shows the value in its own syntax. */
export function invalidAs(path: string, shownAs: string, detail: string): FieldError {
  return { path, reason: 'FieldValueInvalid', message: withDetail(`Invalid value: ${shownAs}`, detail) }
}

export function notFoundValue(path: string, value: Json): FieldError {
  return { path, reason: 'FieldValueNotFound', message: `Not found: ${shown(value)}` }
}

export function wrongType(path: string, value: Json | undefined, detail: string): FieldError {
  return {
    path,
    reason: 'FieldValueTypeInvalid',
    message: withDetail(`Invalid value: ${shown(value)}`, detail),
  }
}

export function unsupportedValue(path: string, value: Json, supported: readonly string[]): FieldError {
  return {
    path,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${shown(value)}: supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}`,
  }
}

export function duplicateValue(path: string, value: Json): FieldError {
  return { path, reason: 'FieldValueDuplicate', message: `Duplicate value: ${shown(value)}` }
}

export function forbiddenField(path: string, detail: string): FieldError {
  return { path, reason: 'FieldValueForbidden', message: withDetail('Forbidden', detail) }
}

export function tooMany(path: string, count: number, most: number): FieldError {
  return {
    path,
    reason: 'FieldValueTooMany',
    message: `Too many: ${count}: must have at most ${most} ${most === 1 ? 'item' : 'items'}`,
  }
}

export function tooLong(path: string, most: number): FieldError {
  return {
    path,
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${most} ${most === 1 ? 'byte' : 'bytes'}`,
  }
}

/** The path of a member: `spec.a`, `spec.labels[x/y]` where the member is the key of a map. */
export function memberPath(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`
}

function withDetail(said: string, detail: string): string {
  return detail === '' ? said : `${said}: ${detail}`
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'null' : stringifyJson(value)
}
