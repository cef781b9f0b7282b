import type { IncomingHttpHeaders } from 'node:http'
import { type Json, type KubeObject, nameOf, stringAt, uidOf } from '@downsync/core'
import {
  badRequest,
  done,
  methodNotAllowed,
  notFound,
  type Outcome,
  refused,
  unsupportedMediaType,
} from '../status/index.ts'
import {
  applyObject,
  atVersion,
  createObject,
  decodeObject,
  deleteObject,
  type FieldValidation,
  idOfTarget,
  patchObject,
  readDeleteOptions,
  type Site,
  type Target,
  uidConflict,
  updateObject,
  type WriteOptions,
  type Written,
} from '../write/index.ts'
import { type Answer, failureAnswer, successStatus } from './answer.ts'
import { type Body, jsonOf } from './body.ts'
import { listItem } from './list.ts'
import { isTrue } from './route.ts'
import { filterOf } from './selectors.ts'

const BODIES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

/** A request that writes, as far as it matters. */
export type WriteRequest = Readonly<{
  verb: string
  target: Target
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Body
}>

/** Does a write and says how it went. */
export function doWrite(site: Site, request: WriteRequest): Answer {
  switch (request.verb) {
    case 'create':
      return answerOf(create(site, request))
    case 'update':
      return answerOf(update(site, request))
    case 'patch':
      return answerOf(patch(site, request))
    case 'delete':
      return remove(site, request)
    case 'deletecollection':
      return removeAll(site, request)
    default:
      return failureAnswer(methodNotAllowed())
  }
}

function create(site: Site, request: WriteRequest): Outcome<Written> {
  const { target } = request
  if (target.name !== '' || (target.resource.namespaced && target.namespace === ''))
    return refused(methodNotAllowed())
  const body = bodyOf(request)
  if (!body.ok) return body
  const options = optionsOf(request)
  const decoded = decodeObject(target, body.value, options)
  return decoded.ok ? createObject(site, target, decoded.value, options) : decoded
}

function update(site: Site, request: WriteRequest): Outcome<Written> {
  const { target } = request
  if (target.name === '') return refused(methodNotAllowed())
  const body = bodyOf(request)
  if (!body.ok) return body
  const options = optionsOf(request)
  const decoded = decodeObject(target, body.value, options)
  if (!decoded.ok) return decoded
  const current = currentOf(site, target)
  if (current === undefined)
    return target.resource.createsOnUpdate && target.subresource === '' && uidOf(decoded.value.object) === ''
      ? createObject(site, { ...target, name: '' }, decoded.value, options)
      : refused(notFound(target.resource, target.name))
  const uid = uidOf(decoded.value.object)
  if (uid !== '' && uid !== uidOf(current)) return refused(uidConflict(target, current, uid))
  return updateObject(site, target, current, decoded.value, options)
}

function patch(site: Site, request: WriteRequest): Outcome<Written> {
  const { target, query } = request
  if (target.name === '') return refused(methodNotAllowed())
  const type = (request.body.contentType ?? '').split(';')[0]?.trim()
  const accepted = [
    'application/json-patch+json',
    'application/merge-patch+json',
    ...(target.resource.isCustom ? [] : ['application/strategic-merge-patch+json']),
    'application/apply-patch+yaml',
  ]
  if (type === undefined || !accepted.includes(type)) return refused(unsupportedMediaType(accepted))
  const body = jsonOf(request.body.text, 'error decoding patch')
  if (!body.ok) return body
  if (body.value === undefined)
    return refused(badRequest('error decoding patch: unexpected end of JSON input'))
  const options = optionsOf(request)
  const current = currentOf(site, target)
  if (type === 'application/apply-patch+yaml')
    return applyObject(site, target, current, body.value, isTrue(query.get('force')), {
      ...options,
      manager: query.get('fieldManager') ?? '',
    })
  if (current === undefined) return refused(notFound(target.resource, target.name))
  return patchObject(
    site,
    target,
    current,
    type === 'application/json-patch+json'
      ? 'json'
      : type === 'application/merge-patch+json'
        ? 'merge'
        : 'strategic',
    body.value,
    options,
  )
}

function remove(site: Site, request: WriteRequest): Answer {
  const { target } = request
  if (target.subresource !== '') return failureAnswer(methodNotAllowed())
  const current = currentOf(site, target)
  if (current === undefined) return failureAnswer(notFound(target.resource, target.name))
  const deleted = deleteOne(site, request, target, current)
  if (!deleted.ok) return failureAnswer(deleted.failure)
  if (!deleted.value.isGone) return { code: 200, body: deleted.value.object }
  const { resource } = target
  return successStatus({
    name: target.name,
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.resource,
    uid: uidOf(current),
  })
}

function removeAll(site: Site, request: WriteRequest): Answer {
  const { target, query } = request
  const { resource, namespace } = target
  // Namespaces go one by one.
  if (resource.struct === 'core.Namespace') return failureAnswer(methodNotAllowed())
  const filter = filterOf(resource, query)
  if (!filter.ok) return failureAnswer(filter.failure)
  const scope = namespace === '' ? { resource } : { resource, namespace }
  const hit = (site.store.list(scope) ?? []).filter((object) => filter.value?.(object) ?? true)
  const items: Json[] = []
  for (const object of hit) {
    const one = { ...target, namespace: stringAt(object.metadata, 'namespace') ?? '', name: nameOf(object) }
    const deleted = deleteOne(site, request, one, atVersion(resource, object))
    if (!deleted.ok) return failureAnswer(deleted.failure)
    items.push(listItem(resource, deleted.value.object))
  }
  const metadata = { resourceVersion: String(site.store.revision()) }
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
  return { code: 200, body: { kind: resource.listKind, apiVersion, metadata, items } }
}

function deleteOne(site: Site, request: WriteRequest, target: Target, current: KubeObject) {
  const body = jsonOf(request.body.text, 'error decoding DeleteOptions')
  if (!body.ok) return body
  const options = readDeleteOptions(body.value, request.query)
  return options.ok ? deleteObject(site, target, current, options.value) : options
}

function currentOf(site: Site, target: Target): KubeObject | undefined {
  const stored = site.store.get(idOfTarget(target))
  return stored && atVersion(target.resource, stored)
}

function bodyOf(request: WriteRequest): Outcome<Json> {
  const type = (request.body.contentType ?? 'application/json').split(';')[0]?.trim()
  if (type !== 'application/json') return refused(unsupportedMediaType(BODIES))
  const { kind } = request.target.resource
  const body = jsonOf(request.body.text, `the object provided is unrecognized (must be of type ${kind})`)
  if (!body.ok) return body
  return body.value === undefined
    ? refused(badRequest(`the object provided is unrecognized (must be of type ${kind}): the body is empty`))
    : done(body.value)
}

function optionsOf({ query, headers }: WriteRequest): WriteOptions {
  const validation = query.get('fieldValidation')
  const agent = (headers['user-agent'] ?? '').split('/')[0] ?? ''
  const manager = query.get('fieldManager') ?? ''
  return {
    manager: manager === '' ? (agent === '' ? 'unknown' : agent) : manager,
    fieldValidation: isValidation(validation) ? validation : 'Warn',
    isDryRun: query.get('dryRun') === 'All',
  }
}

function isValidation(text: string | null): text is FieldValidation {
  return text === 'Strict' || text === 'Warn' || text === 'Ignore'
}

function answerOf(outcome: Outcome<Written>): Answer {
  if (!outcome.ok) return failureAnswer(outcome.failure)
  const { object, isNew, warnings } = outcome.value
  return { code: isNew ? 201 : 200, body: object, warnings }
}
