import {
  annotationsOf,
  dnsLabelErrors,
  equalJson,
  finalizersOf,
  isDeleting,
  type Json,
  type KubeObject,
  labelsOf,
  labelValueErrors,
  listAt,
  memberOf,
  nameOf,
  pathSegmentErrors,
  qualifiedNameErrors,
  stringAt,
  subdomainErrors,
  utf8Length,
} from '@downsync/core'
import type { NameRule } from '../resources/index.ts'
import { type FieldError, forbiddenField, invalidValue, requiredValue, tooLong } from '../status/index.ts'

const ANNOTATIONS_LIMIT = 256 * 1024
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/

/** What is wrong with the metadata of an object, in apimachinery's words. */
export function metadataErrors(object: KubeObject, rule: NameRule): readonly FieldError[] {
  const errors: FieldError[] = []
  const generated = stringAt(object.metadata, 'generateName')
  if (generated !== undefined)
    errors.push(...nameErrors(rule, generated.replace(/(?<=.)-$/, 'a'), 'metadata.generateName', generated))
  if (nameOf(object) === '') errors.push(requiredValue('metadata.name', 'name or generateName is required'))
  else errors.push(...nameErrors(rule, nameOf(object), 'metadata.name'))
  for (const [key, value] of Object.entries(labelsOf(object))) {
    errors.push(...qualifiedNameErrors(key).map((error) => invalidValue('metadata.labels', key, error)))
    if (typeof value === 'string')
      errors.push(...labelValueErrors(value).map((error) => invalidValue('metadata.labels', value, error)))
  }
  errors.push(...annotationErrors(object))
  for (const finalizer of finalizersOf(object))
    errors.push(
      ...qualifiedNameErrors(finalizer).map((error) => invalidValue('metadata.finalizers', finalizer, error)),
    )
  const finalizers = new Set(finalizersOf(object))
  if (finalizers.has('orphan') && finalizers.has('foregroundDeletion'))
    errors.push(
      invalidValue(
        'metadata.finalizers',
        [...finalizers],
        'finalizer orphan and foregroundDeletion cannot be both set',
      ),
    )
  return [...errors, ...ownerErrors(listAt(object.metadata, 'ownerReferences'))]
}

/** What an update must not have changed. */
export function metadataUpdateErrors(object: KubeObject, before: KubeObject): readonly FieldError[] {
  const errors: FieldError[] = []
  if (isDeleting(before)) {
    const known = new Set(finalizersOf(before))
    const added = finalizersOf(object).filter((finalizer) => !known.has(finalizer))
    if (added.length > 0)
      errors.push(
        forbiddenField(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((one) => JSON.stringify(one)).join(', ')}}`,
        ),
      )
  }
  for (const field of [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ] as const) {
    const value = memberOf(object.metadata, field)
    if (!equalJson(value, memberOf(before.metadata, field)))
      errors.push(invalidValue(`metadata.${field}`, value, 'field is immutable'))
  }
  return errors
}

function nameErrors(rule: NameRule, name: string, path: string, shown = name): readonly FieldError[] {
  return nameTexts(rule, name).map((error) => invalidValue(path, shown, error))
}

function nameTexts(rule: NameRule, name: string): readonly string[] {
  switch (rule) {
    case 'segment':
      return pathSegmentErrors(name)
    case 'label':
      return dnsLabelErrors(name)
    case 'subdomain':
      return subdomainErrors(name)
    case 'serviceLabel':
      if (utf8Length(name) > 63) return ['must be no more than 63 characters']
      return SERVICE_NAME.test(name)
        ? []
        : [
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
          ]
  }
}

function annotationErrors(object: KubeObject): readonly FieldError[] {
  const errors: FieldError[] = []
  let size = 0
  for (const [key, value] of Object.entries(annotationsOf(object))) {
    // Letters of annotation keys may be upper case in any part.
    errors.push(
      ...qualifiedNameErrors(key.toLowerCase()).map((error) =>
        invalidValue('metadata.annotations', key, error),
      ),
    )
    size += utf8Length(key) + (typeof value === 'string' ? utf8Length(value) : 0)
  }
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong('metadata.annotations', ANNOTATIONS_LIMIT))
  return errors
}

function ownerErrors(owners: readonly Json[]): readonly FieldError[] {
  const errors: FieldError[] = []
  for (const owner of owners)
    for (const [key, text] of [
      ['apiVersion', 'version must not be empty'],
      ['kind', 'kind must not be empty'],
      ['name', 'name must not be empty'],
      ['uid', 'uid must not be empty'],
    ] as const)
      if ((stringAt(owner, key) ?? '') === '')
        errors.push(invalidValue(`metadata.ownerReferences.${key}`, '', text))
  const controllers = owners.filter((owner) => memberOf(owner, 'controller') === true)
  const [first, second] = controllers
  if (first !== undefined && second !== undefined)
    errors.push(
      invalidValue(
        'metadata.ownerReferences',
        [...owners],
        `Only one reference can have Controller set to true. Found "true" in references for ${stringAt(first, 'kind')}/${stringAt(first, 'name')} and ${stringAt(second, 'kind')}/${stringAt(second, 'name')}`,
      ),
    )
  return errors
}
