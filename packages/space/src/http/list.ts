import { apiVersionOf, type Json, type KubeObject, withMember } from '@downsync/core'
import type { Resource } from '../resources/index.ts'
import { badRequest, done, expired, type Outcome, refused, tooLargeRevision } from '../status/index.ts'
import { continueToken, readContinueToken, storageKeyOf } from '../store/index.ts'
import { atVersion, type Site } from '../write/index.ts'
import { filterOf } from './selectors.ts'

const STALE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'

/** The answer to a list: one page of it with `limit`, at one revision throughout. */
export function listObjects(
  site: Site,
  resource: Resource,
  namespace: string,
  query: URLSearchParams,
): Outcome<Json> {
  const filter = filterOf(resource, query)
  if (!filter.ok) return filter
  const asked = positionOf(site, query)
  if (!asked.ok) return asked
  const { revision, after } = asked.value
  const scope = namespace === '' ? { resource } : { resource, namespace }
  const all = site.store.list(scope, revision)
  if (all === undefined)
    return refused(
      after === ''
        ? expired(`The resourceVersion for the provided list is too old.`)
        : expired(STALE, continueToken({ revision: -1, after })),
    )
  const matching = filter.value === undefined ? all : all.filter(filter.value)
  const first = after === '' ? 0 : firstAfter(matching, after)
  const limit = Number(query.get('limit') ?? 0)
  const page = limit > 0 ? matching.slice(first, first + limit) : matching.slice(first)
  const last = page.at(-1)
  const remaining = matching.length - first - page.length
  const more =
    remaining > 0 && last !== undefined
      ? {
          continue: continueToken({ revision, after: storageKeyOf(last) }),
          // Selectors would make it a guess.
          ...(filter.value === undefined ? { remainingItemCount: remaining } : {}),
        }
      : resource.isCustom
        ? { continue: '' }
        : {}
  return done({
    kind: resource.listKind,
    apiVersion: apiVersionOf(resource.group, resource.version),
    metadata: { resourceVersion: String(revision), ...more },
    items: page.map((object) => listItem(resource, object)),
  })
}

/** A revision as a client wrote it: undefined for none or `0`, which stand for any. */
export function readRevision(text: string | null): Outcome<number | undefined> {
  if (text === null || text === '' || text === '0') return done(undefined)
  if (/^\d{1,15}$/.test(text)) return done(Number(text))
  return refused(
    badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    ),
  )
}

function positionOf(
  site: Site,
  query: URLSearchParams,
): Outcome<Readonly<{ revision: number; after: string }>> {
  const now = site.store.revision()
  const token = query.get('continue')
  if (token !== null && token !== '') {
    const position = readContinueToken(token)
    if (position === undefined)
      return refused(badRequest('invalid continue token: continue key is not valid'))
    return done({ revision: position.revision < 0 ? now : position.revision, after: position.after })
  }
  const asked = readRevision(query.get('resourceVersion'))
  if (!asked.ok) return asked
  if (asked.value === undefined) return done({ revision: now, after: '' })
  if (asked.value > now) return refused(tooLargeRevision(asked.value, now))
  // Not older than asked for, unless exactly that is wanted.
  return done({ revision: query.get('resourceVersionMatch') === 'Exact' ? asked.value : now, after: '' })
}

function firstAfter(objects: readonly KubeObject[], after: string): number {
  const compare = Buffer.from(after)
  const found = objects.findIndex((object) => Buffer.compare(Buffer.from(storageKeyOf(object)), compare) > 0)
  return found < 0 ? objects.length : found
}

/** An object as an item of a list: of built-in kinds they say neither kind nor apiVersion. */
export function listItem(resource: Resource, object: KubeObject): Json {
  if (resource.isCustom) return atVersion(resource, object)
  return withMember(withMember(object, 'kind', undefined), 'apiVersion', undefined)
}
