import {
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  pathSegmentErrors,
  stringAt,
} from '@downsync/core'
import { type FieldError, invalidAs, invalidValue, requiredValue, unsupportedValue } from '../status/index.ts'
import { immutableError, objectAt } from './fields.ts'
import type { Kind } from './kind.ts'

const GROUP = 'rbac.authorization.k8s.io'

export const roles: Kind = { errors: (object) => rulesErrors(object, true) }
export const clusterRoles: Kind = { errors: (object) => rulesErrors(object, false) }
export const roleBindings: Kind = bindings(['Role', 'ClusterRole'])
export const clusterRoleBindings: Kind = bindings(['ClusterRole'])

function rulesErrors(object: KubeObject, isNamespaced: boolean): readonly FieldError[] {
  return listAt(object, 'rules').flatMap((rule, index) => ruleErrors(rule, `rules[${index}]`, isNamespaced))
}

function ruleErrors(rule: Json, path: string, isNamespaced: boolean): readonly FieldError[] {
  const errors: FieldError[] = []
  if (listAt(rule, 'verbs').length === 0)
    errors.push(requiredValue(`${path}.verbs`, 'verbs must contain at least one value'))
  const urls = listAt(rule, 'nonResourceURLs')
  const hasResources = ['apiGroups', 'resources', 'resourceNames'].some((key) => listAt(rule, key).length > 0)
  if (urls.length > 0) {
    const shown = `[]string{${urls.map((url) => JSON.stringify(url)).join(', ')}}`
    const refuse = (why: string) => invalidAs(`${path}.nonResourceURLs`, shown, why)
    if (isNamespaced) errors.push(refuse('namespaced rules cannot apply to non-resource URLs'))
    if (hasResources)
      errors.push(refuse('rules cannot apply to both regular resources and non-resource URLs'))
    return errors
  }
  if (listAt(rule, 'apiGroups').length === 0)
    errors.push(requiredValue(`${path}.apiGroups`, 'resource rules must supply at least one api group'))
  if (listAt(rule, 'resources').length === 0)
    errors.push(requiredValue(`${path}.resources`, 'resource rules must supply at least one resource'))
  return errors
}

function bindings(kinds: readonly string[]): Kind {
  const isNamespaced = kinds.length > 1
  return {
    errors(object) {
      const reference = objectAt(object, 'roleRef')
      return [
        ...referenceErrors(reference, kinds),
        ...listAt(object, 'subjects').flatMap((subject, index) =>
          subjectErrors(subject, `subjects[${index}]`, isNamespaced),
        ),
      ]
    },
    changeErrors: (object, before) =>
      immutableError(memberOf(object, 'roleRef'), memberOf(before, 'roleRef'), 'roleRef', goRoleRef).map(
        (error) => ({
          ...error,
          message: error.message.replace('field is immutable', 'cannot change roleRef'),
        }),
      ),
  }
}

function referenceErrors(reference: JsonObject, kinds: readonly string[]): readonly FieldError[] {
  const errors: FieldError[] = []
  const [group = '', kind = '', name = ''] = ['apiGroup', 'kind', 'name'].map((key) =>
    stringAt(reference, key),
  )
  if (group !== GROUP) errors.push(unsupportedValue('roleRef.apiGroup', group, [GROUP]))
  if (!kinds.includes(kind)) errors.push(unsupportedValue('roleRef.kind', kind, kinds))
  if (name === '') return [...errors, requiredValue('roleRef.name')]
  return [...errors, ...pathSegmentErrors(name).map((text) => invalidValue('roleRef.name', name, text))]
}

function subjectErrors(subject: Json, path: string, isNamespaced: boolean): readonly FieldError[] {
  const errors: FieldError[] = []
  if ((stringAt(subject, 'name') ?? '') === '') errors.push(requiredValue(`${path}.name`))
  const kind = stringAt(subject, 'kind') ?? ''
  const group = stringAt(subject, 'apiGroup') ?? ''
  switch (kind) {
    case 'ServiceAccount':
      if (group !== '') errors.push(unsupportedValue(`${path}.apiGroup`, group, ['']))
      // In a namespace, the binding's own is meant.
      if (!isNamespaced && (stringAt(subject, 'namespace') ?? '') === '')
        errors.push(requiredValue(`${path}.namespace`))
      return errors
    case 'User':
    case 'Group':
      if (group !== GROUP) errors.push(unsupportedValue(`${path}.apiGroup`, group, [GROUP]))
      return errors
    default:
      return [...errors, unsupportedValue(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group'])]
  }
}

function goRoleRef(reference: Json | undefined): string {
  const [group, kind, name] = ['apiGroup', 'kind', 'name'].map((key) =>
    JSON.stringify(stringAt(reference, key) ?? ''),
  )
  return `rbac.RoleRef{APIGroup:${group}, Kind:${kind}, Name:${name}}`
}
