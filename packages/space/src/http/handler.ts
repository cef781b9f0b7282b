import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { impersonatedBy, judge, refusalText } from '../auth/index.ts'
import {
  forbidden,
  internalError,
  methodNotAllowed,
  noSuchResource,
  notFound,
  tooManyRequests,
  unauthorized,
} from '../status/index.ts'
import { atVersion, idOfTarget, type Site, type Target } from '../write/index.ts'
import { type Answer, failureAnswer, sendAnswer } from './answer.ts'
import { type Body, readBody } from './body.ts'
import { doReview, type Reviewers } from './do-review.ts'
import { doWrite } from './do-write.ts'
import { documentAt } from './documents.ts'
import type { Fault, FaultDesk, RequestInfo } from './faults.ts'
import { listObjects } from './list.ts'
import type { RequestLog } from './request-log.ts'
import { demandOf, type Route, routeOf } from './route.ts'
import type { Pace } from './sink.ts'
import { readWatch, streamWatch } from './watch.ts'

export type HandlerSettings = Reviewers &
  Readonly<{
    bookmarkInterval: number
    faultDesk: FaultDesk
    requestLog: RequestLog
  }>

const NOWHERE: Answer = { code: 404, body: '404 page not found\n' }

/** Answers one request; never throws. */
export async function handleRequest(
  site: Site,
  settings: HandlerSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await answerRequest(site, settings, request, response)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else
      sendAnswer(
        response,
        failureAnswer(internalError(error instanceof Error ? error.message : String(error))),
      )
  }
}

async function answerRequest(
  site: Site,
  settings: HandlerSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET'
  const url = new URL(request.url ?? '/', 'http://server')
  const body = await readBody(request)
  const route = routeOf(site.catalog, method, url)
  const known = settings.authenticator.userOf(request.headers.authorization)
  const user = known && impersonatedBy(site.store, known, request.headersDistinct)
  const asked = { method, path: url.pathname, ...seen(route) }
  settings.requestLog.arrived({ ...asked, user: user?.ok === true ? user.value.name : '' }, response)
  if (user === undefined) return sendAnswer(response, failureAnswer(unauthorized()))
  if (!user.ok) return sendAnswer(response, failureAnswer(user.failure))
  const info: RequestInfo = { ...asked, user: user.value }
  const fault = settings.faultDesk.next(info)
  if (fault !== undefined && (await strikes(fault, response))) return
  const pace = fault?.kind === 'slow' ? fault : undefined
  const answer = body.ok
    ? await decide(site, settings, { route, info, url, request, response, body: body.value, pace })
    : failureAnswer(body.failure)
  if (answer === undefined) return
  // Nothing is acknowledged that could still be lost.
  await site.store.flushed()
  if (fault?.kind === 'cut') response.destroy()
  else sendAnswer(response, answer, pace)
}

type Work = Readonly<{
  route: Route
  info: RequestInfo
  url: URL
  request: IncomingMessage
  response: ServerResponse
  body: Body
  pace: Pace | undefined
}>

// Undefined where the answer is a stream, already begun.
async function decide(site: Site, settings: HandlerSettings, work: Work): Promise<Answer | undefined> {
  const { route, info, url, request } = work
  const demand = demandOf(route, info.method, url.searchParams)
  const verdict = judge(site.store, info.user, demand)
  if (!verdict.isAllowed) {
    const why = refusalText(info.user, demand, verdict.reason)
    if (route.kind === 'path')
      return failureAnswer({ code: 403, reason: 'Forbidden', message: `forbidden: ${why}`, details: {} })
    return failureAnswer(forbidden(route, route.name, why))
  }
  if (route.kind === 'path') {
    const address = request.headers.host ?? ''
    const document = documentAt(site, route.path, request.headers.accept ?? '', address)
    if (document === undefined) return NOWHERE
    return info.method === 'GET' ? document : failureAnswer(methodNotAllowed())
  }
  return onResource(site, settings, work, route)
}

function onResource(
  site: Site,
  settings: HandlerSettings,
  { info, url, request, response, body, pace }: Work,
  route: Extract<Route, { kind: 'resource' }>,
): Answer | undefined {
  const resource = route.found
  // As a real one: unknown groups are no path at all, unknown core resources are no resource.
  if (resource === undefined) {
    const isKnown = route.group === '' || site.catalog.all().some(({ group }) => group === route.group)
    return isKnown ? failureAnswer(noSuchResource()) : NOWHERE
  }
  const { subresource, namespace, name, verb } = route
  const review = doReview(site, settings, route, resource, info.user, body)
  if (review !== undefined) return review
  if (subresource !== '' && !(subresource === 'status' && resource.hasStatus))
    return failureAnswer(noSuchResource())
  if (!resource.namespaced && namespace !== '') return failureAnswer(noSuchResource())
  if (resource.namespaced && name !== '' && namespace === '') return failureAnswer(noSuchResource())
  const target: Target = { resource, namespace, name, subresource: subresource === '' ? '' : 'status' }
  switch (verb) {
    case 'get': {
      const object = site.store.get(idOfTarget(target))
      return object === undefined
        ? failureAnswer(notFound(resource, name))
        : { code: 200, body: atVersion(resource, object) }
    }
    case 'list': {
      const list = listObjects(site, resource, namespace, url.searchParams)
      return list.ok ? { code: 200, body: list.value } : failureAnswer(list.failure)
    }
    case 'watch': {
      const watch = readWatch(resource, url.searchParams)
      if (!watch.ok) return failureAnswer(watch.failure)
      streamWatch(site, resource, namespace, watch.value, response, info, { ...settings, pace })
      return undefined
    }
    default:
      return doWrite(site, { verb, target, query: url.searchParams, headers: request.headers, body })
  }
}

function seen(route: Route): Omit<RequestInfo, 'method' | 'path' | 'user'> {
  if (route.kind === 'path')
    return { verb: 'get', group: '', resource: '', subresource: '', namespace: '', name: '' }
  const { verb, group, resource, subresource, namespace, name } = route
  return { verb, group, resource, subresource, namespace, name }
}

// True where the request ends with it.
async function strikes(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'status': {
      const failure =
        fault.code === 429
          ? tooManyRequests(fault.retryAfterSeconds ?? 1)
          : { ...orderedFailures[fault.code] }
      sendAnswer(response, failureAnswer({ code: fault.code, ...failure }))
      return true
    }
    case 'cut':
      if (!fault.isDone) response.destroy()
      return !fault.isDone
    case 'silence':
      return true
    case 'delay':
      await sleep(fault.milliseconds, undefined, { ref: false })
      return false
    case 'slow':
      return false
  }
}

const orderedFailures = {
  409: {
    reason: 'Conflict',
    message: 'the object has been modified; please apply your changes to the latest version and try again',
  },
  410: { reason: 'Expired', message: 'The resourceVersion for the provided watch is too old.' },
  500: { reason: 'InternalError', message: 'Internal error occurred: ordered by a test' },
  502: { reason: 'InternalError', message: 'bad gateway' },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: { reason: 'Timeout', message: 'Timeout: request did not complete within the allotted timeout' },
} as const
