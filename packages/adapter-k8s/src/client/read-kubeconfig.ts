import {
  editDistance,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  stringAt,
} from '@downsync/core'
import type { Attempt } from '../attempt.ts'

/** One context of a kubeconfig, with what it names: as they stand in the file. */
export type ContextParts = Readonly<{
  name: string
  context: JsonObject
  cluster: JsonObject
  user: JsonObject
}>

/**
 * Finds a context of a kubeconfig with its cluster and user.
 * @param wanted default: the one that the file calls current
 * @returns a failure that says what is missing, and what there is instead
 */
export function readContext(config: Json, where: string, wanted: string | undefined): Attempt<ContextParts> {
  if (!isObject(config) || memberOf(config, 'contexts') === undefined)
    return failed(`${where} is no kubeconfig file: it has no contexts`)
  const names = listAt(config, 'contexts').flatMap((one) => stringAt(one, 'name') ?? [])
  const choice = names.length === 0 ? 'it has none at all' : `it has ${names.join(', ')}`
  const name = wanted ?? stringAt(config, 'current-context') ?? ''
  if (name === '') return failed(`${where} has no current-context, and no context was asked for; ${choice}`)
  const context = entryOf(config, 'contexts', name, 'context')
  if (context === undefined)
    return failed(`${where} has no context ${name}; ${choice}${suggestion(name, names)}`)
  const here = `context ${name} of ${where}`
  const clusterName = stringAt(context, 'cluster') ?? ''
  if (clusterName === '') return failed(`${here} names no cluster`)
  const cluster = entryOf(config, 'clusters', clusterName, 'cluster')
  if (cluster === undefined)
    return failed(`${here} names the cluster ${clusterName}, which is not in the file`)
  const userName = stringAt(context, 'user') ?? ''
  // Without a name it is nobody, whom a server may let in.
  const user = userName === '' ? {} : entryOf(config, 'users', userName, 'user')
  if (user === undefined) return failed(`${here} names the user ${userName}, who is not in the file`)
  const problem = clusterProblem(cluster) ?? userProblem(user)
  if (problem !== undefined) return failed(`${here}: ${problem}`)
  return { ok: true, value: { name, context, cluster, user } }
}

function entryOf(config: Json, list: string, name: string, member: string): JsonObject | undefined {
  const entry = listAt(config, list).find((one) => memberOf(one, 'name') === name)
  if (entry === undefined) return undefined
  const value = memberOf(entry, member)
  return isObject(value) ? value : {}
}

function clusterProblem(cluster: JsonObject): string | undefined {
  const server = stringAt(cluster, 'server') ?? ''
  if (server === '') return 'its cluster has no server'
  if (!URL.canParse(server)) return `the server of its cluster, ${server}, is not a URL`
  const { protocol } = new URL(server)
  return protocol === 'https:' || protocol === 'http:'
    ? undefined
    : `the server of its cluster, ${server}, is neither https nor http`
}

/** What the library behind passes over: who asks for it would be somebody else than he thinks. */
const UNSUPPORTED = ['as-groups', 'as-uid', 'as-user-extra']

function userProblem(user: JsonObject): string | undefined {
  const found = UNSUPPORTED.find((key) => (memberOf(user, key) ?? null) !== null)
  return found === undefined ? undefined : `its user asks for ${found}, which is not supported`
}

function suggestion(wanted: string, names: readonly string[]): string {
  const limit = Math.max(2, Math.floor(wanted.length / 3))
  const [nearest] = names
    .map((name) => ({ name, distance: editDistance(wanted, name, limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
  return nearest === undefined ? '' : `; did you mean ${nearest.name}?`
}

function failed(message: string): Attempt<never> {
  return { ok: false, message }
}
