import {
  isList,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  stringAt,
  stringifyJson,
  valueAt,
} from '@downsync/core'
import { parse } from 'yaml'

/** A space with the text of a kubeconfig file for it alone. */
export type NamedKubeconfig = Readonly<{ name: string; kubeconfig: string }>

/**
 * One kubeconfig file for several spaces, with a context named as each of them; the first is the current one. It is written as JSON,
 * which every reader of YAML takes.
 */
export function mergedKubeconfig(spaces: readonly NamedKubeconfig[]): string {
  const configs = spaces.map(
    (
      { name, kubeconfig }, // Plain YAML gives plain JSON.
    ) => renamed(name, parse(kubeconfig) as Json),
  )
  const all = (key: string): Json => configs.flatMap((config) => listAt(config, key))
  return `${stringifyJson(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: all('clusters'),
      users: all('users'),
      contexts: all('contexts'),
      'current-context': spaces[0]?.name ?? '',
    },
    2,
  )}\n`
}

// Of a kubeconfig only what its current context names is taken, all of it under the name of the space.
function renamed(name: string, config: Json): JsonObject {
  const current = stringAt(config, 'current-context')
  const context = entry(config, 'contexts', current)
  const pick = (list: string, key: string): Json => {
    const found = entry(config, list, stringAt(context, 'context', key))
    return found === undefined ? [] : [{ name, [key]: memberOf(found, key) ?? {} }]
  }
  const namespace = valueAt(context, 'context', 'namespace')
  return {
    clusters: pick('clusters', 'cluster'),
    users: pick('users', 'user'),
    contexts: [
      { name, context: { cluster: name, user: name, ...(namespace !== undefined && { namespace }) } },
    ],
  }
}

function entry(config: Json, list: string, name: string | undefined): Json | undefined {
  const entries = valueAt(config, list)
  return isList(entries) ? entries.find((one) => stringAt(one, 'name') === name) : undefined
}
