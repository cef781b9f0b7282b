import { realEnvironment, type SpaceClient } from '@downsync/adapter-k8s'
import {
  finalizersOf,
  isDeleting,
  isKubeObject,
  type JsonObject,
  type KubeObject,
  uidOf,
} from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedFleet, startEmbeddedFleet } from './start-embedded-fleet.ts'
import type { FleetSpace } from './types.ts'

const CLUSTER = '/apis/cluster.open-cluster-management.io/v1/managedclusters/red'
const WORKS = '/apis/work.open-cluster-management.io/v1/namespaces/red/manifestworks'
const APPLIED = '/api/v1/namespaces/default/configmaps/delivered'
const HELD = 'example.com/held'

let fleet: EmbeddedFleet
let its: SpaceClient
let wec: SpaceClient

beforeEach(async () => {
  const started = await startEmbeddedFleet({
    environment: realEnvironment,
    wdsName: 'wds1',
    itsName: 'its1',
    wecs: [{ name: 'red' }],
    simulates: false,
    starts: (part) => part !== 'controllers',
  })
  if (!started.ok) throw new Error(started.message)
  fleet = started.value
  its = clientOf(fleet.its)
  wec = clientOf(fleet.wecs()[0])
})
afterEach(async () => {
  for (const client of [its, wec]) client.close()
  await fleet.stop()
})

describe('AGT-1 an agent that is started while its WEC leaves', () => {
  it('finishes what was delivered, though it is stopped meanwhile; then it registers again', async () => {
    const agent = fleet.part('agent red')
    await agent?.idle()
    const before = await there(its, CLUSTER)
    await deliver()
    const applied = await until(() => get(wec, APPLIED))
    await merge(wec, { metadata: { finalizers: [HELD] } })
    await agent?.stop()
    await its.request({ method: 'DELETE', path: CLUSTER })
    await agent?.start()
    // It is at work: what it withdraws waits for others.
    await until(async () => isDeleting(await there(wec, APPLIED)))
    await agent?.stop()
    expect(isDeleting(await there(its, CLUSTER))).toBe(true)
    await merge(wec, { metadata: { finalizers: null } })
    await agent?.start()
    await agent?.idle()
    const after = await there(its, CLUSTER)
    expect(uidOf(after)).not.toBe(uidOf(before))
    expect(isDeleting(after)).toBe(false)
    expect(await get(its, `${WORKS}/work`)).toBeUndefined()
    expect(await get(wec, APPLIED)).toBeUndefined()
    // And what comes then is applied as ever.
    await deliver()
    const again = await until(() => get(wec, APPLIED))
    expect(uidOf(again)).not.toBe(uidOf(applied))
  })
})

function clientOf(space: FleetSpace | undefined): SpaceClient {
  const client = space?.connect()
  if (client?.ok !== true) throw new Error('the space cannot be reached')
  return client.value
}

async function deliver(): Promise<void> {
  const manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'delivered', namespace: 'default' },
  }
  const answer = await its.request({
    method: 'POST',
    path: WORKS,
    body: {
      apiVersion: 'work.open-cluster-management.io/v1',
      kind: 'ManifestWork',
      metadata: { name: 'work' },
      spec: { workload: { manifests: [manifest] } },
    },
  })
  expect(answer).toMatchObject({ kind: 'answer', code: 201 })
  await until(async () => finalizersOf(await there(its, `${WORKS}/work`)).length > 0)
}

async function merge(client: SpaceClient, body: JsonObject): Promise<void> {
  await client.request({
    method: 'PATCH',
    path: APPLIED,
    contentType: 'application/merge-patch+json',
    body,
  })
}

async function get(client: SpaceClient, path: string): Promise<KubeObject | undefined> {
  const answer = await client.request({ method: 'GET', path })
  if (answer.kind === 'noAnswer') throw new Error(answer.message)
  return answer.code === 200 && isKubeObject(answer.body) ? answer.body : undefined
}

async function there(client: SpaceClient, path: string): Promise<KubeObject> {
  const object = await get(client, path)
  if (object === undefined) throw new Error(`there is no ${path}`)
  return object
}

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    await realEnvironment.sleep(5)
  }
}
