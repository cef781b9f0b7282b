import {
  isDeleting,
  isList,
  isObject,
  type Json,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  type ObjectId,
  objectOf,
  stringAt,
  uidOf,
  withMember,
} from '@downsync/core'
import {
  CRDS,
  crdErrors,
  hasRules,
  type Resource,
  withCrdDefaults,
  withCrdStatus,
} from '../resources/index.ts'
import { type FieldError, forbiddenField, invalidValue } from '../status/index.ts'
import { timeText } from '../world.ts'
import type { Site } from './site.ts'

/** What a server adds to an object of some kinds by itself, whenever one is written. */
export function withKindDefaults(site: Site, resource: Resource, object: KubeObject): KubeObject {
  switch (kindKey(resource)) {
    case '/Namespace':
      return namespaceDefaults(object)
    case '/Secret':
      return secretDefaults(object)
    case 'apiextensions.k8s.io/CustomResourceDefinition': {
      const others = (site.store.list({ resource: CRDS }) ?? []).filter(
        (crd) => nameOf(crd) !== nameOf(object),
      )
      const filled = withCrdDefaults(object)
      return isDeleting(object) ? filled : withCrdStatus(filled, others, timeText(site.world.now()))
    }
    default:
      return object
  }
}

/** What is wrong with an object by the rules of its kind, as far as this server knows them. */
export function kindErrors(
  resource: Resource,
  object: KubeObject,
  before: KubeObject | undefined,
): readonly FieldError[] {
  switch (kindKey(resource)) {
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return crdErrors(object)
    case '/ConfigMap':
    case '/Secret':
      return dataErrors(object, before)
    case 'rbac.authorization.k8s.io/RoleBinding':
    case 'rbac.authorization.k8s.io/ClusterRoleBinding':
      return before !== undefined &&
        stringAt(before, 'roleRef', 'name') !== stringAt(object, 'roleRef', 'name')
        ? [invalidValue('roleRef', memberOf(object, 'roleRef'), 'cannot change roleRef')]
        : []
    default:
      return []
  }
}

/** What an author should know though it is stored. */
export function kindWarnings(resource: Resource, object: KubeObject): readonly string[] {
  if (kindKey(resource) !== 'apiextensions.k8s.io/CustomResourceDefinition') return []
  return hasRules(memberOf(object, 'spec'))
    ? ['x-kubernetes-validations: rules are stored, but this server does not evaluate them']
    : []
}

/** Whether something besides `metadata.finalizers` holds an object that is being deleted. */
export function isHeld(resource: Resource, object: KubeObject): boolean {
  return kindKey(resource) === '/Namespace' && listAt(object, 'spec', 'finalizers').length > 0
}

/** Whether an object of this identity may never be deleted. */
export function isProtected({ group, resource, name }: ObjectId): boolean {
  const forGood = ['default', 'kube-system', 'kube-public']
  return group === '' && resource === 'namespaces' && forGood.includes(name)
}

function kindKey(resource: Resource): string {
  return resource.isCustom ? '' : `${resource.group}/${resource.kind}`
}

function namespaceDefaults(object: KubeObject): KubeObject {
  const labels = withMember(labelsOf(object), 'kubernetes.io/metadata.name', nameOf(object))
  const labelled = { ...object, metadata: { ...object.metadata, labels } }
  const phase = isDeleting(object) ? 'Terminating' : 'Active'
  const status = memberOf(object, 'status')
  const spec = memberOf(object, 'spec')
  // Only the namespace controller takes the finalizer away.
  const finalizers = uidOf(object) === '' ? ['kubernetes'] : listAt(spec, 'finalizers')
  return {
    ...labelled,
    spec: { ...(isObject(spec) ? spec : {}), finalizers },
    status: { ...(isObject(status) ? status : {}), phase },
  }
}

function secretDefaults(object: KubeObject): KubeObject {
  const texts = memberOf(object, 'stringData')
  const { stringData: _written, ...rest } = object
  const data = memberOf(object, 'data')
  const encoded = isObject(texts)
    ? Object.entries(texts).map(([key, text]): [string, Json] => [
        key,
        Buffer.from(typeof text === 'string' ? text : '').toString('base64'),
      ])
    : []
  const merged = objectOf([...Object.entries(isObject(data) ? data : {}), ...encoded])
  return {
    ...(rest as KubeObject),
    ...(Object.keys(merged).length === 0 ? {} : { data: merged }),
    type: memberOf(object, 'type') ?? 'Opaque',
  }
}

function dataErrors(object: KubeObject, before: KubeObject | undefined): readonly FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['data', 'binaryData'] as const) {
    const data = memberOf(object, field)
    for (const key of isObject(data) ? Object.keys(data) : [])
      if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key) || key === '.' || key === '..')
        errors.push(
          invalidValue(
            `${field}[${key}]`,
            key,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
          ),
        )
  }
  if (before !== undefined && memberOf(before, 'immutable') === true) {
    if (memberOf(object, 'immutable') !== true)
      errors.push(forbiddenField('immutable', 'field is immutable when `immutable` is set'))
    if (JSON.stringify(memberOf(object, 'data')) !== JSON.stringify(memberOf(before, 'data')))
      errors.push(forbiddenField('data', 'field is immutable when `immutable` is set'))
  }
  return errors
}

/** The first member of a ConfigMap or Secret whose value is no text, as Go refuses it. */
export function undecodableField(resource: Resource, object: KubeObject): string | undefined {
  const key = kindKey(resource)
  if (key !== '/ConfigMap' && key !== '/Secret') return undefined
  for (const field of ['data', 'binaryData', 'stringData']) {
    const data = memberOf(object, field)
    if (data === undefined || data === null) continue
    const wrong = isObject(data) ? Object.values(data).find((value) => typeof value !== 'string') : data
    if (wrong === undefined) continue
    const found = isList(wrong)
      ? 'array'
      : typeof wrong === 'boolean'
        ? 'bool'
        : typeof wrong === 'bigint'
          ? 'number'
          : typeof wrong
    return `json: cannot unmarshal ${found} into Go struct field ${resource.kind}.${field} of type string`
  }
  return undefined
}
