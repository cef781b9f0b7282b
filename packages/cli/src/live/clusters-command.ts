import { failureText, objectPath, resourcePath, type SpaceClient } from '@downsync/adapter-k8s'
import {
  isKubeObject,
  isObject,
  type Json,
  labelsOf,
  listAt,
  memberOf,
  names,
  stringAt,
  valueAt,
} from '@downsync/core'
import { ageText } from '../print/age.ts'
import { machineText } from '../print/machine.ts'
import { table } from '../print/text.ts'
import { DONE, type Ending, failed, type LiveCommand } from './command.ts'
import { connect } from './connect.ts'
import { itsChoice, itsOptions } from './connection-options.ts'
import type { Machine } from './machine.ts'

const INVENTORY = { group: names.INVENTORY_GROUP, version: 'v1', resource: 'managedclusters' }

/** `downsync clusters`: the inventory; `downsync clusters accept NAME`: lets a cluster in that has asked to join. */
export const clustersCommand: LiveCommand = {
  options: { ...itsOptions, output: { type: 'string', short: 'o' } },
  async run(given, machine) {
    const [verb, ...wanted] = given.rest
    if (verb !== undefined && verb !== 'accept')
      return { usage: `clusters takes nothing, or accept NAME, not ${given.rest.join(' ')}` }
    if (verb === 'accept' && wanted.length === 0)
      return { usage: 'say which cluster to accept: clusters accept NAME' }
    const output = given.text('output') ?? 'table'
    if (output !== 'table' && output !== 'json' && output !== 'yaml')
      return { usage: `-o takes table, json or yaml, not ${JSON.stringify(output)}` }
    const its = await connect(machine, itsChoice(given), false)
    if (!its.ok) return failed(machine, its.message)
    const { client } = its.value
    try {
      return verb === 'accept' ? await accept(client, machine, wanted) : await list(client, machine, output)
    } finally {
      client.close()
    }
  },
}

async function accept(client: SpaceClient, machine: Machine, wecs: readonly string[]): Promise<Ending> {
  for (const wec of wecs) {
    const answer = await client.request({
      method: 'PATCH',
      path: objectPath(INVENTORY, '', wec),
      contentType: 'application/merge-patch+json',
      body: { spec: { hubAcceptsClient: true } },
    })
    if (answer.kind !== 'answer' || answer.code !== 200)
      return failed(machine, `cannot accept ${wec}: ${failureText(answer)}`)
    machine.write(`${wec} accepted\n`)
  }
  return DONE
}

async function list(
  client: SpaceClient,
  machine: Machine,
  output: 'table' | 'json' | 'yaml',
): Promise<Ending> {
  const answer = await client.request({ method: 'GET', path: resourcePath(INVENTORY) })
  if (answer.kind === 'answer' && answer.code === 404)
    return failed(
      machine,
      `${client.server} serves no ManagedClusters: neither Open Cluster Management nor downsync hub runs there`,
    )
  if (answer.kind !== 'answer' || answer.code !== 200)
    return failed(machine, `cannot list ManagedClusters: ${failureText(answer)}`)
  const clusters = listAt(answer.body, 'items').filter(isObject).map(wecOf)
  if (output !== 'table')
    machine.write(
      machineText(
        clusters.map(({ since: _, ...cluster }) => cluster),
        output,
      ),
    )
  else if (clusters.length === 0)
    machine.write('There are no ManagedClusters. downsync agent registers one.\n')
  else {
    const now = machine.environment.now()
    const rows = clusters.map(({ name, accepted, joined, available, since, labels }) => [
      name,
      accepted ? 'yes' : 'no',
      joined,
      available,
      ageText(since, now),
      Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    ])
    machine.write(
      `${table(['NAME', 'ACCEPTED', 'JOINED', 'AVAILABLE', 'SINCE', 'LABELS'], rows, 0).join('\n')}\n`,
    )
  }
  return DONE
}

function wecOf(object: Json) {
  const named = { apiVersion: '', kind: '', ...(isObject(object) ? object : {}) }
  const [joined, available] = ['ManagedClusterJoined', 'ManagedClusterConditionAvailable'].map((type) =>
    listAt(object, 'status', 'conditions').find((one) => memberOf(one, 'type') === type),
  )
  const labels = Object.entries(isKubeObject(named) ? labelsOf(named) : {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  )
  return {
    name: stringAt(object, 'metadata', 'name') ?? '',
    accepted: valueAt(object, 'spec', 'hubAcceptsClient') === true,
    joined: stringAt(joined, 'status') ?? 'Unknown',
    available: stringAt(available, 'status') ?? 'Unknown',
    since: stringAt(available, 'lastTransitionTime') ?? '',
    labels: Object.fromEntries(labels),
  }
}
