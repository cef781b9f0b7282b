import {
  compileSelector,
  type Json,
  type KubeObject,
  labelsOf,
  nameOf,
  namespaceOf,
  testSelector,
  valueAt,
} from '@downsync/core'
import type { Resource } from '../resources/index.ts'
import { badRequest, done, type Outcome, refused } from '../status/index.ts'

export type ObjectFilter = (object: KubeObject) => boolean

/** The filter of `labelSelector` and `fieldSelector`; undefined where neither says anything. */
export function filterOf(resource: Resource, query: URLSearchParams): Outcome<ObjectFilter | undefined> {
  const labels = labelFilter(query.get('labelSelector') ?? '')
  if (!labels.ok) return labels
  const fields = fieldFilter(resource, query.get('fieldSelector') ?? '')
  if (!fields.ok) return fields
  const [byLabels, byFields] = [labels.value, fields.value]
  if (byLabels === undefined) return done(byFields)
  if (byFields === undefined) return done(byLabels)
  return done((object) => byLabels(object) && byFields(object))
}

function labelFilter(text: string): Outcome<ObjectFilter | undefined> {
  const matchExpressions: Json[] = []
  for (const part of requirementsIn(text)) {
    const requirement = readRequirement(part)
    if (requirement === undefined)
      return refused(badRequest(`unable to parse requirement: cannot read ${JSON.stringify(part)}`))
    matchExpressions.push(requirement)
  }
  if (matchExpressions.length === 0) return done(undefined)
  const selector = compileSelector({ matchExpressions }, '')
  if (!selector.ok)
    return refused(
      badRequest(`unable to parse requirement: ${selector.faults.map((fault) => fault.message).join(', ')}`),
    )
  return done((object) => testSelector(selector.value, labelsOf(object)))
}

// Commas separate, except in the parentheses of a set.
function requirementsIn(text: string): readonly string[] {
  return text
    .split(/,(?![^()]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function readRequirement(text: string): Json | undefined {
  const set = /^([^\s!=,()]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text)
  if (set !== null) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim())
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values }
  }
  const equality = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/.exec(text)
  if (equality !== null)
    return {
      key: equality[1] ?? '',
      operator: equality[2] === '!=' ? 'NotIn' : 'In',
      values: [equality[3] ?? ''],
    }
  const existence = /^(!?)\s*([^\s!=,()]+)$/.exec(text)
  if (existence === null) return undefined
  return { key: existence[2] ?? '', operator: existence[1] === '!' ? 'DoesNotExist' : 'Exists', values: [] }
}

function fieldFilter(resource: Resource, text: string): Outcome<ObjectFilter | undefined> {
  const known = [
    'metadata.name',
    ...(resource.namespaced ? ['metadata.namespace'] : []),
    ...resource.selectableFields,
  ]
  const tests: ObjectFilter[] = []
  for (const part of text.split(',').filter((one) => one !== '')) {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part)
    if (match === null) return refused(badRequest(`invalid selector: '${text}'; can't understand '${part}'`))
    const [, field = '', operator, value = ''] = match
    if (!known.includes(field))
      return refused(
        badRequest(
          `${JSON.stringify(field)} is not a known field selector: only ${known.map((one) => JSON.stringify(one)).join(', ')}`,
        ),
      )
    tests.push((object) => (fieldText(object, field) === value) !== (operator === '!='))
  }
  return done(tests.length === 0 ? undefined : (object) => tests.every((test) => test(object)))
}

function fieldText(object: KubeObject, field: string): string {
  if (field === 'metadata.name') return nameOf(object)
  if (field === 'metadata.namespace') return namespaceOf(object)
  const value = valueAt(object, ...field.split('.'))
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value)
}
