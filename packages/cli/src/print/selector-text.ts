import { isList, isObject, type Json, listAt, memberOf, stringAt, stringifyJson } from '@downsync/core'

/** A label selector in short: `region=eu, tier in (a, b)`, `everything`. */
export function selectorText(selector: Json): string {
  const labels = memberOf(selector, 'matchLabels')
  const parts = [
    ...(isObject(labels) ? Object.entries(labels).map(([key, value]) => `${key}=${scalarText(value)}`) : []),
    ...listAt(selector, 'matchExpressions').map(requirementText),
  ]
  return parts.length === 0 ? 'everything' : parts.join(', ')
}

/** A clause in short: its fields that tell objects apart. */
export function clauseText(clause: Json): string {
  const fields = [
    'apiGroup',
    'resources',
    'namespaces',
    'namespaceSelectors',
    'objectSelectors',
    'objectNames',
  ]
  return fields
    .flatMap((field) => {
      const value = memberOf(clause, field)
      if (value === undefined || value === null || (isList(value) && value.length === 0)) return []
      const text = field.endsWith('Selectors')
        ? listAt(clause, field).map(selectorText).join(' or ')
        : isList(value)
          ? value.map(scalarText).join(', ')
          : scalarText(value)
      return [`${field}: ${text}`]
    })
    .join('; ')
}

/** A requirement in short: `tier in (a, b)`, `!old`. */
export function requirementText(requirement: Json): string {
  const key = stringAt(requirement, 'key') ?? ''
  const values = listAt(requirement, 'values').map(scalarText)
  switch (stringAt(requirement, 'operator')) {
    case 'In':
      return values.length === 1 ? `${key}=${values.join('')}` : `${key} in (${values.join(', ')})`
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values.join('')}` : `${key} not in (${values.join(', ')})`
    case 'Exists':
      return `${key} exists`
    case 'DoesNotExist':
      return `no ${key}`
    default:
      return stringifyJson(requirement)
  }
}

function scalarText(value: Json): string {
  if (typeof value === 'string') return value === '' ? '""' : value
  return stringifyJson(value)
}
