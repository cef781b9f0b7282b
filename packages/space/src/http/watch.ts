import type { ServerResponse } from 'node:http'
import { apiVersionOf, type Json, type KubeObject, stringifyJson, withMember } from '@downsync/core'
import type { Resource } from '../resources/index.ts'
import {
  done,
  expired,
  type Failure,
  forbiddenField,
  invalid,
  type Outcome,
  refused,
  statusOf,
} from '../status/index.ts'
import type { StoreEvent } from '../store/index.ts'
import { atVersion, type Site } from '../write/index.ts'
import type { FaultDesk, RequestInfo } from './faults.ts'
import { readRevision } from './list.ts'
import { isTrue } from './route.ts'
import { filterOf, type ObjectFilter } from './selectors.ts'
import { type Pace, sinkOf } from './sink.ts'

export type WatchSettings = Readonly<{
  /** Milliseconds between bookmarks. */
  bookmarkInterval: number
  faultDesk: FaultDesk
  pace?: Pace | undefined
}>

type WatchRequest = Readonly<{
  after: number | undefined
  filter: ObjectFilter
  wantsBookmarks: boolean
  timeout: number
}>

// As kube-apiserver: between 30 and 60 minutes where the client does not say.
const DEFAULT_TIMEOUT = 30 * 60_000

/** What a watch asks for, before its answer begins. */
export function readWatch(resource: Resource, query: URLSearchParams): Outcome<WatchRequest> {
  const filter = filterOf(resource, query)
  if (!filter.ok) return filter
  const after = readRevision(query.get('resourceVersion'))
  if (!after.ok) return after
  if (query.has('sendInitialEvents'))
    return refused(
      invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
        forbiddenField(
          'sendInitialEvents',
          'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
        ),
      ]),
    )
  const seconds = Number(query.get('timeoutSeconds') ?? 0)
  return done({
    after: after.value,
    filter: filter.value ?? (() => true),
    wantsBookmarks: isTrue(query.get('allowWatchBookmarks')),
    timeout: seconds > 0 ? seconds * 1000 : DEFAULT_TIMEOUT,
  })
}

/** Streams changes until the client, its timeout or the server ends it. */
export function streamWatch(
  site: Site,
  resource: Resource,
  namespace: string,
  watch: WatchRequest,
  response: ServerResponse,
  request: RequestInfo,
  settings: WatchSettings,
): void {
  let isSilent = false
  const sink = sinkOf(response, settings.pace)
  const send = (type: string, object: Json): void => {
    if (!isSilent && !response.writableEnded) sink.write(`${stringifyJson({ type, object })}\n`)
  }
  const shown = (object: KubeObject): Json => atVersion(resource, object)
  const scope = namespace === '' ? { resource } : { resource, namespace }
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' })
  response.flushHeaders()

  let after = watch.after
  if (after === undefined) {
    after = site.store.safeRevision()
    for (const object of site.store.list(scope, after) ?? [])
      if (watch.filter(object)) send('ADDED', shown(object))
  }
  const from = after
  const stop = site.store.watch(scope, from, (event) => {
    if (event.revision > from) tell(event, watch.filter, (type, object) => send(type, shown(object)))
  })
  if (stop === undefined) {
    send('ERROR', statusOf(tooOld(from, site.store.compactedTo())))
    sink.end()
    return
  }
  const bookmark = (): void => {
    send('BOOKMARK', {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource.group, resource.version),
      metadata: {
        resourceVersion: String(Math.max(from, site.store.safeRevision())),
        ...(resource.isCustom ? {} : { creationTimestamp: null }),
      },
    })
  }
  const bookmarks = watch.wantsBookmarks ? setInterval(bookmark, settings.bookmarkInterval) : undefined
  const end = setTimeout(() => {
    if (watch.wantsBookmarks) bookmark()
    if (!isSilent) sink.end()
  }, watch.timeout)
  const closed = settings.faultDesk.opened({
    request,
    cut: () => response.destroy(),
    silence: () => {
      isSilent = true
    },
  })
  response.on('close', () => {
    stop()
    closed()
    clearInterval(bookmarks)
    clearTimeout(end)
  })
}

// With a selector an object can come into view and leave it without being created or deleted.
function tell(
  event: StoreEvent,
  filter: ObjectFilter,
  send: (type: string, object: KubeObject) => void,
): void {
  const was = event.previous !== undefined && filter(event.previous)
  if (event.type === 'DELETED') {
    if (was) send('DELETED', event.object)
    return
  }
  const is = filter(event.object)
  if (is) send(was ? 'MODIFIED' : 'ADDED', event.object)
  else if (was && event.previous !== undefined) {
    // As it was in view, at the revision at which it left.
    const metadata = withMember(event.previous.metadata, 'resourceVersion', String(event.revision))
    send('DELETED', { ...event.previous, metadata })
  }
}

function tooOld(asked: number, oldest: number): Failure {
  return expired(`too old resource version: ${asked} (${oldest})`)
}
