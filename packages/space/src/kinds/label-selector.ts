import {
  compileSelector,
  isObject,
  type Json,
  type JsonObject,
  labelValueErrors,
  listAt,
  memberOf,
  qualifiedNameErrors,
  stringAt,
  testSelector,
} from '@downsync/core'
import { type FieldError, forbiddenField, invalidAs, invalidValue, requiredValue } from '../status/index.ts'
import { goStringMap, objectAt } from './fields.ts'

/** What is wrong with a LabelSelector by itself. */
export function labelSelectorErrors(selector: Json | undefined, path: string): readonly FieldError[] {
  return [
    ...labelsErrors(objectAt(selector, 'matchLabels'), `${path}.matchLabels`),
    ...listAt(selector, 'matchExpressions').flatMap((requirement, index) =>
      requirementErrors(requirement, `${path}.matchExpressions[${index}]`),
    ),
  ]
}

function requirementErrors(requirement: Json, path: string): readonly FieldError[] {
  const operator = stringAt(requirement, 'operator') ?? ''
  const values = listAt(requirement, 'values')
  const errors: FieldError[] = []
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0)
      errors.push(requiredValue(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(
        forbiddenField(
          `${path}.values`,
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        ),
      )
  } else errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'))
  const key = stringAt(requirement, 'key') ?? ''
  errors.push(...qualifiedNameErrors(key).map((text) => invalidValue(`${path}.key`, key, text)))
  for (const [index, value] of values.entries())
    if (typeof value === 'string')
      errors.push(
        ...labelValueErrors(value).map((text) => invalidValue(`${path}.values[${index}]`, value, text)),
      )
  return errors
}

/** What is wrong with labels, or with what must have their form. */
export function labelsErrors(labels: JsonObject, path: string): readonly FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((text) => invalidValue(path, key, text)),
    ...(typeof value === 'string'
      ? labelValueErrors(value).map((text) => invalidValue(path, value, text))
      : []),
  ])
}

export function isEmptySelector(selector: Json | undefined): boolean {
  return (
    Object.keys(objectAt(selector, 'matchLabels')).length === 0 &&
    listAt(selector, 'matchExpressions').length === 0
  )
}

/** Whether a selector, nothing of whose own is wrong, selects these labels; one that is not there selects none. */
export function selects(selector: Json | undefined, labels: JsonObject): boolean {
  if (!isObject(selector)) return false
  const compiled = compileSelector(selector, '')
  return compiled.ok && testSelector(compiled.value, labels)
}

/** That a selector does not select what its own template makes. */
export function templateMismatch(template: Json | undefined, path: string): FieldError {
  return invalidAs(
    `${path}.metadata.labels`,
    goStringMap(memberOf(objectAt(template, 'metadata'), 'labels')),
    '`selector` does not match template `labels`',
  )
}

/** A selector in Go's syntax. */
export function goSelector(selector: Json | undefined): string {
  if (!isObject(selector)) return '"null"'
  const expressions = listAt(selector, 'matchExpressions')
  const shown =
    expressions.length === 0
      ? '[]v1.LabelSelectorRequirement(nil)'
      : `[]v1.LabelSelectorRequirement{${expressions.map(goRequirement).join(', ')}}`
  return `v1.LabelSelector{MatchLabels:${goStringMap(memberOf(selector, 'matchLabels'))}, MatchExpressions:${shown}}`
}

function goRequirement(requirement: Json): string {
  const values = listAt(requirement, 'values')
  const shown =
    values.length === 0
      ? '[]string(nil)'
      : `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`
  return `v1.LabelSelectorRequirement{Key:${JSON.stringify(stringAt(requirement, 'key') ?? '')}, Operator:${JSON.stringify(stringAt(requirement, 'operator') ?? '')}, Values:${shown}}`
}
