import { apiVersionOf, type Json, listAt, memberOf, stringAt } from '@downsync/core'
import type { Attempt } from '../attempt.ts'
import { failureText } from '../client/failure.ts'
import type { SpaceClient } from '../client/types.ts'
import type { GroupVersion } from './group-version.ts'
import type { ServedResource } from './types.ts'

/** Group versions asked for at the same time. */
const CONCURRENCY = 8

/**
 * Asks for each group version by itself, where a server does not tell all at once.
 * @param body what `/api` or `/apis` answered
 * @returns undefined where that was no list of versions or groups
 */
export async function readByVersion(
  client: SpaceClient,
  root: '/api' | '/apis',
  body: Json,
  signal: AbortSignal | undefined,
): Promise<Attempt<readonly GroupVersion[]> | undefined> {
  const kind = root === '/api' ? 'APIVersions' : 'APIGroupList'
  if (memberOf(body, 'kind') !== kind) return undefined
  const wanted = root === '/api' ? coreVersionsOf(body) : listAt(body, 'groups').flatMap(versionsOfGroup)
  const value: GroupVersion[] = []
  const rest = wanted.entries()
  const worker = async (): Promise<void> => {
    // One iterator for all workers: each takes the next that nobody has taken.
    for (const [index, one] of rest) value[index] = await readVersion(client, one, signal)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  return { ok: true, value }
}

type Wanted = Readonly<{ group: string; version: string }>

function coreVersionsOf(body: Json): readonly Wanted[] {
  const versions = listAt(body, 'versions').filter((version) => typeof version === 'string')
  return versions.map((version) => ({ group: '', version }))
}

function versionsOfGroup(given: Json): readonly Wanted[] {
  const group = stringAt(given, 'name') ?? ''
  const preferred = stringAt(given, 'preferredVersion', 'version')
  const versions = listAt(given, 'versions').flatMap((one) => stringAt(one, 'version') ?? [])
  const ordered = versions.filter((version) => version !== preferred)
  if (preferred !== undefined && versions.includes(preferred)) ordered.unshift(preferred)
  return ordered.map((version) => ({ group, version }))
}

async function readVersion(
  client: SpaceClient,
  { group, version }: Wanted,
  signal: AbortSignal | undefined,
): Promise<GroupVersion> {
  const path = `${group === '' ? '/api' : `/apis/${encodeURIComponent(group)}`}/${encodeURIComponent(version)}`
  const answer = await client.request({ method: 'GET', path }, signal)
  const why = (text: string) => ({
    group,
    version,
    resources: { why: `${apiVersionOf(group, version)}: ${text}` },
  })
  if (answer.kind === 'noAnswer' || answer.code !== 200) return why(failureText(answer))
  if (memberOf(answer.body, 'kind') !== 'APIResourceList')
    return why('the server answered with something else')
  return { group, version, resources: resourcesOf(group, version, listAt(answer.body, 'resources')) }
}

function resourcesOf(group: string, version: string, entries: readonly Json[]): readonly ServedResource[] {
  const named = entries.map((entry) => ({ entry, name: stringAt(entry, 'name') ?? '' }))
  const names = new Set(named.map(({ name }) => name))
  return named.flatMap(({ entry, name }) => {
    const kind = stringAt(entry, 'kind')
    if (name === '' || name.includes('/') || kind === undefined) return []
    const namespaced = memberOf(entry, 'namespaced') === true
    const verbs = listAt(entry, 'verbs').filter((verb) => typeof verb === 'string')
    return [
      { group, version, resource: name, kind, namespaced, hasStatus: names.has(`${name}/status`), verbs },
    ]
  })
}
