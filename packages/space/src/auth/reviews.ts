import { isObject, type Json, type JsonObject, listAt, memberOf, stringAt, withMember } from '@downsync/core'
import type { Resource } from '../resources/index.ts'
import {
  badRequest,
  done,
  type FieldError,
  invalid,
  invalidValue,
  type Outcome,
  refused,
} from '../status/index.ts'
import type { ObjectStore } from '../store/index.ts'
import { timeText } from '../world.ts'
import type { Authenticator } from './authenticator.ts'
import { type Demand, grantsOf, judge } from './rbac.ts'
import type { User } from './user.ts'

/** What reviews look at. */
export type ReviewSite = Readonly<{ store: ObjectStore; authenticator: Authenticator; now(): number }>

/**
 * Answers a review: who somebody is, or what they may do. Nothing of it is stored.
 * @param object the review as it came, with an envelope that fits the resource
 * @param namespace of the path; `''` for none
 */
export function answerReview(
  site: ReviewSite,
  resource: Resource,
  namespace: string,
  user: User,
  object: JsonObject,
): Outcome<JsonObject> {
  const spec = memberOf(object, 'spec') ?? {}
  if (!isObject(spec))
    return refused(
      badRequest(
        `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: json: cannot unmarshal ${Array.isArray(spec) ? 'array' : typeof spec} into Go struct field ${resource.kind}.spec of type v1.${resource.kind}Spec`,
      ),
    )
  switch (resource.resource) {
    case 'selfsubjectreviews': {
      const metadata = { creationTimestamp: timeText(site.now()) }
      return done({ ...object, metadata, status: { userInfo: userInfo(user) } })
    }
    case 'tokenreviews':
      return tokenReview(site, object, spec)
    case 'selfsubjectrulesreviews':
      return rulesReview(site, object, spec, user)
    case 'selfsubjectaccessreviews':
      return accessReview(site, resource, object, spec, user, attributeErrors(spec))
    case 'subjectaccessreviews':
    case 'localsubjectaccessreviews': {
      const errors = [...attributeErrors(spec), ...subjectErrors(spec)]
      if (resource.namespaced) errors.push(...localErrors(spec, namespace))
      return accessReview(site, resource, object, spec, subjectOf(spec), errors)
    }
    default:
      return refused(badRequest(`${resource.kind} is no review that this server answers`))
  }
}

function tokenReview(site: ReviewSite, object: JsonObject, spec: JsonObject): Outcome<JsonObject> {
  const token = stringAt(spec, 'token') ?? ''
  if (token === '') return refused(badRequest('token is required for TokenReview in authentication'))
  const asked = textsAt(spec, 'audiences')
  const known = site.authenticator.review(token, ...(asked.length === 0 ? [] : [asked]))
  const status =
    known === undefined
      ? { user: {}, error: 'invalid bearer token' }
      : { authenticated: true, user: userInfo(known.user), audiences: known.audiences }
  return done({ ...object, metadata: { creationTimestamp: null }, status })
}

function rulesReview(
  site: ReviewSite,
  object: JsonObject,
  spec: JsonObject,
  user: User,
): Outcome<JsonObject> {
  const namespace = stringAt(spec, 'namespace') ?? ''
  if (namespace === '') return refused(badRequest('no namespace on request'))
  const { grants, missing } = grantsOf(site.store, user, namespace)
  const rules = grants.map(({ rule }) => rule)
  const parts = (fields: readonly string[]) => (rule: Json) =>
    Object.fromEntries(fields.map((field): [string, Json] => [field, listAt(rule, field)]))
  const status = {
    resourceRules: rules
      .filter((rule) => listAt(rule, 'resources').length > 0)
      .map(parts(['verbs', 'apiGroups', 'resources', 'resourceNames'])),
    nonResourceRules: rules
      .filter((rule) => listAt(rule, 'nonResourceURLs').length > 0)
      .map(parts(['verbs', 'nonResourceURLs'])),
    incomplete: false,
    ...(missing.length === 0 ? {} : { evaluationError: missing.join(', ') }),
  }
  return done({ ...object, metadata: { creationTimestamp: null }, spec: {}, status })
}

function accessReview(
  site: ReviewSite,
  resource: Resource,
  object: JsonObject,
  spec: JsonObject,
  user: User,
  errors: readonly FieldError[],
): Outcome<JsonObject> {
  const metadata = withMember(
    withMember(metadataOf(object), 'managedFields', undefined),
    'namespace',
    undefined,
  )
  const all =
    Object.keys(metadata).length === 0
      ? errors
      : [
          ...errors,
          invalidValue(
            'metadata',
            metadata,
            resource.namespaced ? 'must be empty except for namespace' : 'must be empty',
          ),
        ]
  if (all.length > 0) return refused(invalid(resource, '', all))
  const { isAllowed, reason } = judge(site.store, user, demandIn(spec))
  const status = { allowed: isAllowed, ...(reason === '' ? {} : { reason }) }
  return done({ ...object, metadata: { ...metadataOf(object), creationTimestamp: null }, status })
}

function demandIn(spec: JsonObject): Demand {
  const path = memberOf(spec, 'nonResourceAttributes')
  if (isObject(path))
    return { kind: 'path', verb: stringAt(path, 'verb') ?? '', path: stringAt(path, 'path') ?? '' }
  const attributes = memberOf(spec, 'resourceAttributes')
  const text = (key: string): string => stringAt(attributes, key) ?? ''
  return {
    kind: 'resource',
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
  }
}

function attributeErrors(spec: JsonObject): FieldError[] {
  const resource = memberOf(spec, 'resourceAttributes')
  const path = memberOf(spec, 'nonResourceAttributes')
  if (isObject(resource) && isObject(path))
    return [
      invalidValue(
        'spec.nonResourceAttributes',
        path,
        'cannot be specified in combination with resourceAttributes',
      ),
    ]
  if (isObject(resource) || isObject(path)) return []
  return [
    invalidValue(
      'spec.resourceAttributes',
      null,
      'exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ),
  ]
}

function subjectErrors(spec: JsonObject): FieldError[] {
  const { name, groups } = subjectOf(spec)
  if (name !== '' || groups.length > 0) return []
  return [invalidValue('spec.user', '', 'at least one of user or group must be specified')]
}

function localErrors(spec: JsonObject, namespace: string): FieldError[] {
  const errors: FieldError[] = []
  const resource = memberOf(spec, 'resourceAttributes')
  const given = stringAt(resource, 'namespace') ?? ''
  if (isObject(resource) && given !== namespace)
    errors.push(invalidValue('spec.resourceAttributes.namespace', given, 'must match metadata.namespace'))
  const path = memberOf(spec, 'nonResourceAttributes')
  if (isObject(path))
    errors.push(invalidValue('spec.nonResourceAttributes', path, 'disallowed on this kind of request'))
  return errors
}

function subjectOf(spec: JsonObject): User {
  return { name: stringAt(spec, 'user') ?? '', groups: textsAt(spec, 'groups') }
}

function userInfo({ name, uid, groups, extra }: User): JsonObject {
  return { username: name, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) }
}

function metadataOf(object: JsonObject): JsonObject {
  const metadata = memberOf(object, 'metadata')
  return isObject(metadata) ? metadata : {}
}

function textsAt(value: Json | undefined, key: string): readonly string[] {
  return listAt(value, key).filter((text): text is string => typeof text === 'string')
}
