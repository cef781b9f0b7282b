import { objectPath } from '@downsync/adapter-k8s'
import { valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heldIn } from '../hub/conditions.ts'
import { AGENT_NAME, resources } from '../hub/names.ts'
import { type Hub, type HubOptions, runHub } from '../hub/run-hub.ts'
import {
  clientBy,
  startTestIts,
  startTestSpace,
  type TestEnvironment,
  type TestSpace,
  testEnvironment,
  until,
} from '../testing/hub-world.ts'
import { requestRegistration } from './request-registration.ts'

let its: TestSpace
let wec: TestSpace
let environment: TestEnvironment
let hub: Hub | undefined

beforeEach(async () => {
  const nobody = { name: 'nobody', groups: [], token: 'nobody-token' }
  ;[its, wec] = await Promise.all([startTestIts([nobody]), startTestSpace('wec')])
  environment = testEnvironment()
})
afterEach(async () => {
  await hub?.stop()
  hub = undefined
  await Promise.all([its.close(), wec.close()])
})

describe('AGT-1 registering', () => {
  it('asks, waits to be accepted, and gets credentials for its mailbox', async () => {
    start()
    const registering = register({ labels: { env: 'prod' }, leaseDurationSeconds: 7 })
    await untilLogged(
      'kubectl patch managedcluster edge --type merge -p \'{"spec":{"hubAcceptsClient":true}}\'',
    )
    const asked = await its.get(resources.clusters, '', 'edge')
    expect(valueAt(asked, 'metadata', 'labels')).toEqual({ env: 'prod' })
    expect(valueAt(asked, 'spec')).toEqual({ hubAcceptsClient: false, leaseDurationSeconds: 7 })
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: true } })
    const registered = await registering
    if (!registered.ok) throw new Error(registered.message)
    expect(registered.value.expires).toBeGreaterThan(environment.now())
    const agent = await clientBy(registered.value.kubeconfig)
    const review = await agent.request({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    })
    agent.close()
    expect(review.kind === 'answer' && valueAt(review.body, 'status', 'userInfo', 'username')).toBe(
      `system:serviceaccount:edge:${AGENT_NAME}`,
    )
  })

  it('may be done again, and changes nothing then', async () => {
    start({ acceptAll: true })
    expect(await register()).toMatchObject({ ok: true })
    await hub?.idle()
    its.space.forgetRequests()
    expect(await register({ labels: { not: 'taken' } })).toMatchObject({ ok: true })
    expect(its.writes()).toEqual(['create serviceaccounts/token'])
  })

  it('asks to be accepted at once, where that is wanted', async () => {
    start()
    expect(await register({ accept: true })).toMatchObject({ ok: true })
  })

  it('waits for the end of one of its name that leaves', async () => {
    start()
    await its.create(resources.clusters, {
      metadata: { name: 'edge', finalizers: ['example.com/not-yet'] },
      spec: { hubAcceptsClient: false },
    })
    await its.remove(resources.clusters, '', 'edge')
    const registering = register({ accept: true })
    await untilLogged('ManagedCluster edge is being deleted; waiting for its end')
    await its.change(resources.clusters, '', 'edge', { metadata: { finalizers: null } })
    expect(await registering).toMatchObject({ ok: true })
  })

  it('gets credentials for one that leaves where the hub waits for its agent', async () => {
    start()
    expect(await register({ accept: true })).toMatchObject({ ok: true, value: { isLeaving: false } })
    await leaveWithWork()
    const again = await register({ accept: true })
    if (!again.ok) throw new Error(again.message)
    expect(again.value.isLeaving).toBe(true)
    await untilLogged('the hub waits for the agent of edge to finish 1 ManifestWork: it does so first')
    const agent = await clientBy(again.value.kubeconfig)
    const works = await agent.request({ method: 'GET', path: objectPath(resources.works, 'edge', 'work') })
    agent.close()
    expect(works).toMatchObject({ kind: 'answer', code: 200 })
  })

  it('goes on asking for them where the hub has not let its agent in yet', async () => {
    start()
    await register({ accept: true })
    await leaveWithWork()
    await hub?.stop()
    await its.remove(resources.accounts, 'edge', AGENT_NAME)
    const registering = register({ accept: true })
    await untilLogged('the hub waits for the agent of edge, which is not let in: ')
    start()
    await until(async () => (await its.get(resources.accounts, 'edge', AGENT_NAME)) !== undefined)
    environment.advance(30_000)
    expect(await registering).toMatchObject({ ok: true, value: { isLeaving: true } })
  })

  it.each([
    ['is another cluster’s', {}, { clusterClaims: [{ name: 'id.k8s.io', value: 'somebody' }] }],
    ['is denied', { spec: { hubAcceptsClient: false } }, {}],
  ])('waits for the end of one whose works remain where it %s', async (_, change, status) => {
    start()
    await register({ accept: true })
    await leaveWithWork()
    await its.change(resources.clusters, '', 'edge', change)
    await its.change(resources.clusters, '', 'edge', { status }, 'status')
    await hub?.idle()
    its.space.forgetRequests()
    const registering = register({ accept: true })
    await until(() =>
      its.space.requests().some(({ verb, resource }) => verb === 'watch' && resource === 'managedclusters'),
    )
    await its.change(resources.works, 'edge', 'work', { metadata: { finalizers: null } })
    expect(await registering).toMatchObject({ ok: true, value: { isLeaving: false } })
  })

  it('goes on when the server is there again', async () => {
    start({ acceptAll: true })
    const matches = ({ resource }: { resource: string }) =>
      ['managedclusters', 'serviceaccounts'].includes(resource)
    its.space.faults.order({ fault: { kind: 'status', code: 503 }, matches, times: 3 })
    const registering = register()
    const done = new AbortController()
    void registering.finally(() => done.abort())
    await until(() => {
      environment.advance(30_000)
      return done.signal.aborted
    })
    expect(await registering).toMatchObject({ ok: true })
  })
})

describe('AGT-1 what keeps a cluster from registering', () => {
  it('is a name that no namespace can have', async () => {
    expect(await register({ name: 'Edge.1' })).toEqual({
      ok: false,
      message: expect.stringMatching(
        /^"Edge\.1" cannot be the name of a cluster, as its mailbox is a namespace of that name: a lowercase RFC 1123 label/,
      ),
    })
  })

  it('is a missing permission, which is named', async () => {
    expect(await register({ its: await its.as('nobody') })).toEqual({
      ok: false,
      message: expect.stringMatching(
        /^no permission to read ManagedCluster edge: .*User "nobody" cannot get resource "managedclusters"/,
      ),
    })
    const reader = { apiGroups: ['*'], resources: ['managedclusters'], verbs: ['get', 'list', 'watch'] }
    await its.create(resources.clusterRoles, { metadata: { name: 'reader' }, rules: [reader] })
    await its.create(resources.clusterRoleBindings, {
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
    })
    expect(await register({ its: await its.as('nobody') })).toEqual({
      ok: false,
      message: expect.stringMatching(/^no permission to create ManagedCluster edge: /),
    })
    start()
    expect(await register({ accept: true })).toMatchObject({ ok: true })
    expect(await register({ its: await its.as('nobody') })).toEqual({
      ok: false,
      message: expect.stringMatching(
        /^no permission to get credentials for the agent: .* it takes the right to create serviceaccounts\/token in namespace edge$/,
      ),
    })
  })

  it('is a server that is no ITS', async () => {
    expect(await register({ its: wec.client })).toEqual({
      ok: false,
      message: expect.stringContaining('serves no ManagedClusters: it is no ITS, or its hub has never run'),
    })
  })

  it('is another cluster of its name', async () => {
    await its.create(resources.clusters, { metadata: { name: 'edge' }, spec: { hubAcceptsClient: true } })
    await its.change(
      resources.clusters,
      '',
      'edge',
      { status: { clusterClaims: [{ name: 'id.k8s.io', value: 'somebody' }] } },
      'status',
    )
    expect(await register()).toEqual({
      ok: false,
      message: expect.stringMatching(/^another cluster is registered as edge: its id\.k8s\.io is somebody/),
    })
  })

  it('is one who denies or deletes it', async () => {
    start()
    const stopping = new AbortController()
    const denied = register({ accept: true })
    expect(await denied).toMatchObject({ ok: true })
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: false } })
    await hub?.idle()
    const again = register({ signal: stopping.signal })
    await untilLogged('ManagedCluster edge is denied; who may accepts it by: kubectl patch')
    stopping.abort()
    expect(await again).toEqual({
      ok: false,
      message: expect.stringContaining('stopped: ManagedCluster edge is denied'),
    })
    const last = register()
    await until(() => {
      environment.advance(100)
      return environment.logged.filter(({ message }) => message.includes('is denied')).length > 1
    })
    await its.remove(resources.clusters, '', 'edge')
    expect(await last).toEqual({
      ok: false,
      message: 'ManagedCluster edge was deleted before it was accepted',
    })
  })

  it('is a hub that is not downsync’s', async () => {
    await its.create(resources.clusters, { metadata: { name: 'edge' }, spec: { hubAcceptsClient: true } })
    await its.create(resources.namespaces, { metadata: { name: 'edge' } })
    const conditions = [
      {
        type: 'HubAcceptedManagedCluster',
        status: 'True',
        reason: 'HubClusterAdminAccepted',
        message: '',
        lastTransitionTime: '2026-06-01T00:00:00Z',
      },
    ]
    await its.change(resources.clusters, '', 'edge', { status: { conditions } }, 'status')
    expect(await register()).toEqual({
      ok: false,
      message: expect.stringContaining('has made no ServiceAccount downsync-agent in namespace edge'),
    })
  })

  it('is a WEC that cannot be read', async () => {
    await wec.space.close()
    expect(await register()).toEqual({
      ok: false,
      message: expect.stringMatching(/^namespace kube-system of http.* cannot be read: /),
    })
  })
})

type Options = Parameters<typeof requestRegistration>[0]

function register(options: Partial<Options> = {}) {
  return requestRegistration({ its: its.client, wec: wec.client, name: 'edge', environment, ...options })
}

/** Deletes the ManagedCluster while its mailbox holds a work that an agent has to finish; until the hub says so. */
async function leaveWithWork(): Promise<void> {
  const metadata = { name: 'work', finalizers: ['example.com/agent'] }
  await its.create(resources.works, { metadata, spec: { workload: { manifests: [] } } }, 'edge')
  await its.remove(resources.clusters, '', 'edge')
  await until(async () => {
    const cluster = await its.get(resources.clusters, '', 'edge')
    return cluster !== undefined && heldIn(cluster) === 1
  })
}

function start(options: Partial<HubOptions> = {}): void {
  hub = runHub({ its: its.client, environment, ...options })
}

async function untilLogged(text: string): Promise<void> {
  await until(() => {
    environment.advance(100)
    return environment.logged.some(({ message }) => message.includes(text))
  })
}
