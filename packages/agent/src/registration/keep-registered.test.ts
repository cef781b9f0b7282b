import type { Attempt } from '@downsync/adapter-k8s'
import { conditionOf, conditionsOf, type KubeObject, listAt, stringAt, valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AGENT_NAME, ocm, resources } from '../hub/names.ts'
import { type Hub, runHub } from '../hub/run-hub.ts'
import {
  startTestIts,
  startTestSpace,
  type TestEnvironment,
  type TestSpace,
  testEnvironment,
  until,
} from '../testing/hub-world.ts'
import { type AgentConnection, openAgentConnection } from './agent-connection.ts'
import { agentKubeconfig } from './hub-address.ts'
import { type KeepOptions, keepRegistered } from './keep-registered.ts'
import { requestRegistration } from './request-registration.ts'
import { readWecId } from './wec-facts.ts'

const AVAILABLE = 'ManagedClusterConditionAvailable'

let its: TestSpace
let wec: TestSpace
let environment: TestEnvironment
let hub: Hub
let connection: AgentConnection
let stopping: AbortController

beforeEach(async () => {
  ;[its, wec] = await Promise.all([startTestIts(), startTestSpace('wec')])
  environment = testEnvironment()
  hub = runHub({ its: its.client, environment, acceptAll: true })
  const registered = await requestRegistration({
    its: its.client,
    wec: wec.client,
    name: 'edge',
    leaseDurationSeconds: 10,
    environment,
  })
  if (!registered.ok) throw new Error(registered.message)
  const opened = await openAgentConnection(registered.value.kubeconfig, 'agent.kubeconfig', 'edge')
  if (!opened.ok) throw new Error(opened.message)
  connection = opened.value
  stopping = new AbortController()
  await hub.idle()
  its.space.forgetRequests()
})
afterEach(async () => {
  stopping.abort()
  await hub.stop()
  connection.client.close()
  await Promise.all([its.close(), wec.close()])
})

describe('AGT-1 an agent that runs', () => {
  it('joins, says who and how its cluster is, and renews its lease, with its own rights', async () => {
    const kept = keep()
    const cluster = await untilSaid(AVAILABLE, 'True')
    await untilRenewed()
    const id = await readWecId(wec.client)
    expect(listAt(cluster, 'status', 'clusterClaims')).toContainEqual({
      name: ocm.idClaim,
      value: id.ok && id.value,
    })
    expect(stringAt(cluster, 'status', 'version', 'kubernetes')).toMatch(/^v\d/)
    expect(conditionOf(conditionsOf(cluster), 'ManagedClusterJoined')?.status).toBe('True')
    await hub.idle()
    // One write of the status, one of the lease, and nothing else by anybody.
    expect([...its.writes()].sort()).toEqual(['patch leases', 'patch managedclusters/status'])
    expect(agentRequests().every(({ code }) => code < 300)).toBe(true)
    stopping.abort()
    expect(await kept).toEqual({ ok: true, value: undefined })
  })

  it('renews its lease each period and writes nothing else', async () => {
    void keep()
    await untilSaid(AVAILABLE, 'True')
    await untilRenewed()
    await hub.idle()
    its.space.forgetRequests()
    for (const count of [1, 2, 3])
      expect(await untilLater(1000, () => its.writes().length === count)).toBeGreaterThan(8000)
    expect(its.writes()).toEqual(['patch leases', 'patch leases', 'patch leases'])
  })

  it('takes another period from its ManagedCluster, at once', async () => {
    void keep()
    await untilSaid(AVAILABLE, 'True')
    await untilRenewed()
    const renewals = (): number => its.writes().filter((write) => write === 'patch leases').length
    await its.change(resources.clusters, '', 'edge', { spec: { leaseDurationSeconds: 1000 } })
    await until(() => renewals() === 2)
    expect(await untilLater(50_000, () => renewals() === 3)).toBeGreaterThan(900_000)
  })

  it('is back after a silence', async () => {
    const first = keep()
    await untilSaid(AVAILABLE, 'True')
    await untilRenewed()
    stopping.abort()
    await first
    await hub.idle()
    environment.advance(50_000)
    await untilSaid(AVAILABLE, 'Unknown')
    stopping = new AbortController()
    void keep()
    const back = await untilSaid(AVAILABLE, 'True')
    expect(conditionOf(conditionsOf(back), AVAILABLE)?.reason).toBe('ManagedClusterAvailable')
  })

  it('P-4 tells of an API server that is not well only when that lasts', async () => {
    void keep()
    await untilSaid(AVAILABLE, 'True')
    const isHealth = ({ path }: { path: string }): boolean => path === '/livez'
    const withdraw = wec.space.faults.order({
      fault: { kind: 'status', code: 500 },
      matches: isHealth,
      times: 1e6,
    })
    const looks = (): number => wec.space.requests().filter(isHealth).length
    for (const step of [10_000, 5000, 5000, 5000]) {
      expect(conditionOf(conditionsOf(await clusterNow()), AVAILABLE)?.status).toBe('True')
      const before = looks()
      environment.advance(step)
      await until(() => looks() > before)
    }
    const before = looks()
    environment.advance(5000)
    await until(() => looks() > before)
    const down = await untilSaid(AVAILABLE, 'False')
    expect(conditionOf(conditionsOf(down), AVAILABLE)).toMatchObject({
      reason: 'ManagedClusterKubeAPIServerUnavailable',
      message: expect.stringContaining('The kube-apiserver is not ok, status code: 500, '),
    })
    withdraw()
    environment.advance(5000)
    await untilSaid(AVAILABLE, 'True')
  })

  it('goes on through errors, cut connections and conflicts', async () => {
    its.space.faults.order({ fault: { kind: 'status', code: 503 }, matches: isOfAgent, times: 3 })
    its.space.faults.order({ fault: { kind: 'cut', isDone: true }, matches: isOfAgent, times: 2 })
    void keep()
    await until(async () => {
      environment.advance(1000)
      return conditionOf(conditionsOf(await clusterNow()), AVAILABLE)?.status === 'True'
    })
    await untilRenewed()
    expect(environment.logged.some(({ level }) => level === 'warn')).toBe(true)
  })

  it('renews its credentials, with its own rights, before they run out', async () => {
    const kubeconfigs: string[] = []
    void keep({ onRenewed: (text) => kubeconfigs.push(text) })
    await untilRenewed()
    const before = connection.kubeconfig()
    environment.advance(10 * 86_400_000)
    const after = await until(() => kubeconfigs[0])
    expect(after).toBe(connection.kubeconfig())
    expect(after).not.toBe(before)
    const asked = its.space.requests().filter(({ subresource }) => subresource === 'token')
    expect(asked.map(({ user, code }) => [user, code])).toEqual([
      [`system:serviceaccount:edge:${AGENT_NAME}`, 201],
    ])
    its.space.forgetRequests()
    await untilLater(1000, () => its.writes().includes('patch leases'))
  })

  it('gets new credentials as who registered it, when its ServiceAccount was made anew', async () => {
    const kubeconfigs: string[] = []
    void keep({ registrar: its.client, onRenewed: (text) => kubeconfigs.push(text) })
    await untilRenewed()
    await its.remove(resources.accounts, 'edge', AGENT_NAME)
    await until(() => its.writes().includes('create serviceaccounts'))
    its.space.faults.cutWatches(isOfAgent)
    await until(() => kubeconfigs[0])
    expect(environment.logged.map(({ message }) => message)).toContain(
      'the hub does not know the credentials of edge any more; asking for new ones as who registered it',
    )
    its.space.forgetRequests()
    await untilLater(1000, () => its.writes().includes('patch leases'))
    // It is known again, and nothing asks again and again.
    expect(kubeconfigs.length).toBe(1)
  })
})

describe('AGT-1 an agent that cannot go on', () => {
  it('ends when its ManagedCluster is gone, after it has left in order', async () => {
    const kept = keep()
    await untilSaid(AVAILABLE, 'True')
    await its.remove(resources.clusters, '', 'edge')
    expect(await kept).toEqual({
      ok: false,
      message: 'ManagedCluster edge is gone: the cluster is not registered any more',
    })
    expect(await its.get(resources.accounts, 'edge', AGENT_NAME)).toBeUndefined()
  })

  it('ends when its ManagedCluster went unseen, with its credentials', async () => {
    const kept = keep({ registrar: its.client })
    await untilSaid(AVAILABLE, 'True')
    await untilRenewed()
    its.space.faults.silenceWatches(isOfAgent)
    await its.remove(resources.clusters, '', 'edge')
    await until(async () => (await its.get(resources.clusters, '', 'edge')) === undefined)
    its.space.faults.cutWatches(isOfAgent)
    expect(await kept).toMatchObject({
      ok: false,
      message: expect.stringContaining('ManagedCluster edge is gone'),
    })
  })

  it('ends when another cluster has its name, and writes nothing over it', async () => {
    const claim = { clusterClaims: [{ name: ocm.idClaim, value: 'somebody' }] }
    await its.change(resources.clusters, '', 'edge', { status: claim }, 'status')
    its.space.forgetRequests()
    expect(await keep()).toEqual({
      ok: false,
      message: expect.stringMatching(/^another cluster is registered as edge: its id\.k8s\.io is somebody/),
    })
    expect(its.writes().filter((write) => write.includes('managedclusters'))).toEqual([])
  })

  it('ends when its credentials have run out', async () => {
    const claims = Buffer.from(JSON.stringify({ iat: 1, exp: 2 })).toString('base64url')
    const old = agentKubeconfig({ server: its.client.server }, 'edge', `x.${claims}.y`)
    if (!old.ok) throw new Error(old.message)
    const opened = await openAgentConnection(old.value, 'agent.kubeconfig', 'edge')
    if (!opened.ok) throw new Error(opened.message)
    expect(await keep({ its: opened.value.client, connection: opened.value })).toEqual({
      ok: false,
      message:
        'the credentials of edge ran out at 1970-01-01T00:00:02Z: the cluster has to be registered again',
    })
    opened.value.client.close()
  })

  it('waits while it is denied, and goes on when it is accepted again', async () => {
    void keep()
    await untilSaid(AVAILABLE, 'True')
    await untilRenewed()
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: false } })
    await untilSaid('HubAcceptedManagedCluster', 'False')
    await hub.idle()
    its.space.forgetRequests()
    environment.advance(49_000)
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: true } })
    await until(async () => {
      environment.advance(1000)
      return its.writes().includes('patch leases')
    })
    expect(valueAt(await clusterNow(), 'spec', 'hubAcceptsClient')).toBe(true)
  })
})

function isOfAgent({ user }: { user: { name: string } }): boolean {
  return user.name.startsWith('system:serviceaccount:')
}

function keep(options: Partial<KeepOptions> = {}): Promise<Attempt<undefined>> {
  return keepRegistered({
    its: connection.client,
    wec: wec.client,
    name: 'edge',
    environment,
    signal: stopping.signal,
    connection,
    ...options,
  })
}

/** Lets time go by, step by step, until something is so; how much of it went by. */
async function untilLater(step: number, look: () => boolean): Promise<number> {
  let gone = 0
  await until(() => {
    if (look()) return true
    gone += step
    environment.advance(step)
    return false
  })
  return gone
}

async function clusterNow(): Promise<KubeObject> {
  const cluster = await its.get(resources.clusters, '', 'edge')
  if (cluster === undefined) throw new Error('the ManagedCluster is gone')
  return cluster
}

function untilSaid(type: string, status: string): Promise<KubeObject> {
  return until(async () => {
    const cluster = await clusterNow()
    return conditionOf(conditionsOf(cluster), type)?.status === status && cluster
  })
}

async function untilRenewed(): Promise<void> {
  await until(async () => {
    const lease = await its.get(resources.leases, 'edge', ocm.lease)
    return valueAt(lease, 'spec', 'renewTime') !== valueAt(lease, 'spec', 'acquireTime')
  })
}

function agentRequests() {
  return its.space.requests().filter(({ user }) => user.startsWith('system:serviceaccount:'))
}
