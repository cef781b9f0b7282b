import { failureText } from '@downsync/adapter-k8s'
import {
  conditionOf,
  conditionsOf,
  finalizersOf,
  isDeleting,
  type JsonObject,
  type KubeObject,
  labelsOf,
  valueAt,
} from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  startTestIts,
  type TestEnvironment,
  type TestSpace,
  testEnvironment,
  until,
} from '../testing/hub-world.ts'
import { AGENT_NAME, clusterRoleNameOf, ocm, resources } from './names.ts'
import { type Hub, type HubOptions, runHub } from './run-hub.ts'

let its: TestSpace
let environment: TestEnvironment
let hubs: Hub[]

beforeEach(async () => {
  its = await startTestIts([{ name: 'hub', groups: [], token: 'hub-token' }])
  environment = testEnvironment()
  hubs = []
})
afterEach(async () => {
  await Promise.all(hubs.map((hub) => hub.stop()))
  await its.close()
})

describe('AGT-1 accepting', () => {
  it('does nothing for who is not accepted', async () => {
    await register('edge', { hubAcceptsClient: false })
    its.space.forgetRequests()
    await start().idle()
    expect(its.writes()).toEqual([])
    expect(await its.get(resources.namespaces, '', 'edge')).toBeUndefined()
  })

  it('makes a mailbox, rights in it and a lease, and says so last', async () => {
    const hub = start()
    await register('edge')
    const cluster = await untilAccepted('edge')
    expect(its.writes().slice(-9)).toEqual([
      'patch managedclusters',
      'create namespaces',
      'create serviceaccounts',
      'create roles',
      'create clusterroles',
      'create rolebindings',
      'create clusterrolebindings',
      'create leases',
      'patch managedclusters/status',
    ])
    expect(finalizersOf(cluster)).toEqual([ocm.finalizer])
    expect(conditionsOf(cluster)).toMatchObject([
      {
        type: 'HubAcceptedManagedCluster',
        status: 'True',
        reason: 'HubClusterAdminAccepted',
        message: 'Accepted by hub cluster admin',
      },
    ])
    const namespace = await its.get(resources.namespaces, '', 'edge')
    expect(namespace && labelsOf(namespace)).toMatchObject({ [ocm.clusterName]: 'edge' })
    its.space.forgetRequests()
    await hub.idle()
    expect(its.writes()).toEqual([])
  })

  it('accepts everybody once, where that is wanted; who is denied then stays denied', async () => {
    const hub = start({ acceptAll: true })
    await register('edge', { hubAcceptsClient: false })
    const accepted = await untilAccepted('edge')
    expect(valueAt(accepted, 'spec', 'hubAcceptsClient')).toBe(true)
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: false } })
    await untilSaid('edge', 'HubAcceptedManagedCluster', 'HubClusterAdminDenied')
    await hub.idle()
    const denied = await its.get(resources.clusters, '', 'edge')
    expect(valueAt(denied, 'spec', 'hubAcceptsClient')).toBe(false)
  })

  it('takes the rights away from who is denied, keeps the mailbox, and gives them back', async () => {
    start()
    await register('edge')
    await untilAccepted('edge')
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: false } })
    await untilSaid('edge', 'HubAcceptedManagedCluster', 'HubClusterAdminDenied')
    expect(await its.get(resources.roleBindings, 'edge', AGENT_NAME)).toBeUndefined()
    expect(await its.get(resources.clusterRoleBindings, '', clusterRoleNameOf('edge'))).toBeUndefined()
    expect(await its.get(resources.namespaces, '', 'edge')).toBeDefined()
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: true } })
    await untilAccepted('edge')
    expect(await its.get(resources.roleBindings, 'edge', AGENT_NAME)).toBeDefined()
  })

  it('uses a namespace that is there already, and what is in it', async () => {
    await its.create(resources.namespaces, { metadata: { name: 'edge', labels: { mine: 'too' } } })
    await its.create(resources.accounts, { metadata: { name: AGENT_NAME } }, 'edge')
    start()
    await register('edge')
    await untilAccepted('edge')
    const namespace = await its.get(resources.namespaces, '', 'edge')
    expect(namespace && labelsOf(namespace)).toMatchObject({ mine: 'too', [ocm.clusterName]: 'edge' })
    const account = await its.get(resources.accounts, 'edge', AGENT_NAME)
    expect(account && labelsOf(account)).toEqual({ [ocm.clusterName]: 'edge' })
  })

  it('puts right what others have changed', async () => {
    const hub = start()
    await register('edge')
    await untilAccepted('edge')
    const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]
    const name = clusterRoleNameOf('edge')
    await its.change(resources.roles, 'edge', AGENT_NAME, { rules: everything })
    await its.remove(resources.clusterRoleBindings, '', name)
    await its.remove(resources.clusterRoles, '', name)
    // Without its label it is not followed, but found when it is to be made.
    await its.create(resources.clusterRoles, { metadata: { name }, rules: everything })
    await until(async () => {
      const role = await its.get(resources.roles, 'edge', AGENT_NAME)
      const clusterRole = await its.get(resources.clusterRoles, '', name)
      const binding = await its.get(resources.clusterRoleBindings, '', name)
      const isNarrow = [role, clusterRole].every(
        (one) => !JSON.stringify(one?.['rules'] ?? '*').includes('*'),
      )
      return isNarrow && binding !== undefined
    })
    await hub.idle()
    expect((await madeFor('edge')).length).toBe(6)
  })

  it('says why a mailbox cannot be made, and makes it when it can', async () => {
    const hub = start()
    await its.create(resources.namespaces, {
      metadata: { name: 'edge', finalizers: ['example.com/not-yet'] },
    })
    await its.remove(resources.namespaces, '', 'edge')
    await register('edge')
    const waiting = await untilSaid('edge', 'HubAcceptedManagedCluster', 'Error')
    expect(said(waiting, 'HubAcceptedManagedCluster')?.message).toContain('namespace edge is being deleted')
    await its.change(resources.namespaces, '', 'edge', { metadata: { finalizers: null } })
    await untilAccepted('edge')
    await hub.idle()
  })

  it('says what the server refuses, and does it when it may', async () => {
    const group = 'rbac.authorization.k8s.io'
    const everything = {
      apiGroups: ['*'],
      resources: ['*'],
      verbs: ['get', 'list', 'watch', 'patch', 'delete'],
    }
    const some = [
      'managedclusters',
      'namespaces',
      'serviceaccounts',
      'clusterroles',
      'rolebindings',
      'leases',
    ]
    const most = { apiGroups: ['*'], resources: [...some, 'clusterrolebindings'], verbs: ['create'] }
    await its.create(resources.clusterRoles, { metadata: { name: 'hub' }, rules: [everything, most] })
    await its.create(resources.clusterRoleBindings, {
      metadata: { name: 'hub' },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'hub' },
      subjects: [{ apiGroup: group, kind: 'User', name: 'hub' }],
    })
    start({ its: await its.as('hub') })
    await register('edge')
    const refused = await untilSaid('edge', 'HubAcceptedManagedCluster', 'Error')
    expect(said(refused, 'HubAcceptedManagedCluster')?.message).toContain(
      'cannot create Role downsync-agent: roles.rbac.authorization.k8s.io is forbidden: User "hub"',
    )
    await its.change(resources.clusterRoles, '', 'hub', { rules: [{ ...everything, verbs: ['*'] }] })
    await until(async () => {
      environment.advance(10_000)
      return said(await clusterNow('edge'), 'HubAcceptedManagedCluster')?.status === 'True'
    })
  })
})

describe('AGT-1 silence', () => {
  it('is said when the lease was not renewed for five periods, and is over when it is renewed', async () => {
    const hub = start()
    await register('edge', { hubAcceptsClient: true, leaseDurationSeconds: 10 })
    await untilAccepted('edge')
    await renew('edge')
    await hub.idle()
    environment.advance(49_000)
    await hub.idle()
    expect(said(await clusterNow('edge'), 'ManagedClusterConditionAvailable')).toBeUndefined()
    environment.advance(1000)
    const silent = await untilSaid(
      'edge',
      'ManagedClusterConditionAvailable',
      'ManagedClusterLeaseUpdateStopped',
    )
    expect(said(silent, 'ManagedClusterConditionAvailable')).toMatchObject({
      status: 'Unknown',
      message: 'Registration agent stopped updating its lease.',
    })
    await renew('edge')
    const back = await untilSaid('edge', 'ManagedClusterConditionAvailable', 'ManagedClusterAvailable')
    expect(said(back, 'ManagedClusterConditionAvailable')).toMatchObject({
      status: 'True',
      message: 'Managed cluster is available',
    })
  })

  it('P-4 is not said while leases cannot be read', async () => {
    const hub = start()
    await register('edge')
    await untilAccepted('edge')
    await renew('edge')
    await hub.idle()
    const isOfLeases = ({ resource, verb }: { resource: string; verb: string }): boolean =>
      resource === 'leases' && (verb === 'list' || verb === 'watch')
    const withdraw = its.space.faults.order({
      fault: { kind: 'status', code: 410 },
      matches: isOfLeases,
      times: 1e6,
    })
    its.space.faults.cutWatches(isOfLeases)
    await until(() =>
      environment.logged.some(({ message }) => message.startsWith('leases.coordination.k8s.io is not known')),
    )
    environment.advance(3_600_000)
    await its.change(resources.clusters, '', 'edge', { metadata: { labels: { looked: 'at' } } })
    await hub.idle()
    expect(said(await clusterNow('edge'), 'ManagedClusterConditionAvailable')).toBeUndefined()
    withdraw()
    // Then its agent has time to come back first.
    let gone = 0
    await until(async () => {
      environment.advance(10_000)
      gone += 10_000
      return said(await clusterNow('edge'), 'ManagedClusterConditionAvailable')?.status === 'Unknown'
    })
    expect(gone).toBeGreaterThanOrEqual(120_000)
  })

  it('is told although what an agent needs cannot be seen', async () => {
    const hub = start()
    await register('edge')
    await untilAccepted('edge')
    await hub.stop()
    const isOfRoles = ({ resource, verb }: { resource: string; verb: string }): boolean =>
      resource === 'clusterroles' && verb === 'list'
    its.space.faults.order({ fault: { kind: 'status', code: 410 }, matches: isOfRoles, times: 1e6 })
    start()
    await until(async () => {
      environment.advance(10_000)
      return said(await clusterNow('edge'), 'ManagedClusterConditionAvailable')?.status === 'Unknown'
    })
    expect(said(await clusterNow('edge'), 'HubAcceptedManagedCluster')?.status).toBe('True')
  })
})

describe('AGT-1 leaving', () => {
  it('empties the mailbox, waits for the agent, and keeps the namespace', async () => {
    const hub = start()
    await register('edge')
    await untilAccepted('edge')
    await deliver('first', { finalizers: ['example.com/agent'] })
    await deliver('last', { annotations: { [ocm.cleanupPriority]: '50' } })
    await its.remove(resources.clusters, '', 'edge')
    const waiting = await untilSaid('edge', 'Deleting', 'ResourceRemaining')
    expect(said(waiting, 'Deleting')?.message).toBe(
      'The resource manifestworks is remaning, the remaining count is 2, the finalizer pending count is 1',
    )
    const first = await until(async () => {
      const work = await its.get(resources.works, 'edge', 'first')
      return work && isDeleting(work) && work
    })
    expect(finalizersOf(first)).toEqual(['example.com/agent'])
    const last = await its.get(resources.works, 'edge', 'last')
    expect(last && isDeleting(last)).toBe(false)
    // The agent still has its rights, to finish.
    expect(await its.get(resources.roleBindings, 'edge', AGENT_NAME)).toBeDefined()
    await its.change(resources.works, 'edge', 'first', { metadata: { finalizers: null } })
    await until(async () => (await its.get(resources.clusters, '', 'edge')) === undefined)
    await hub.idle()
    expect(await its.get(resources.works, 'edge', 'last')).toBeUndefined()
    expect(await madeFor('edge')).toEqual([])
    const namespace = await its.get(resources.namespaces, '', 'edge')
    expect(namespace && isDeleting(namespace)).toBe(false)
  })

  it('lets the agent in again where works arrive while its rights are taken away', async () => {
    const hub = start()
    await register('edge')
    await untilAccepted('edge')
    its.space.faults.order({
      fault: { kind: 'delay', milliseconds: 200 },
      matches: ({ verb, resource }) => verb === 'delete' && resource === 'serviceaccounts',
      times: 1,
    })
    await its.remove(resources.clusters, '', 'edge')
    await until(() => its.writes().includes('delete rolebindings'))
    await deliver('late', { finalizers: ['example.com/agent'] })
    await untilSaid('edge', 'Deleting', 'ResourceRemaining')
    await hub.idle()
    expect((await madeFor('edge')).length).toBe(6)
    const can = await rightsOf('edge')
    expect(await can('patch', resources.works.group, 'manifestworks', 'edge')).toBe(true)
    await its.change(resources.works, 'edge', 'late', { metadata: { finalizers: null } })
    await until(async () => (await its.get(resources.clusters, '', 'edge')) === undefined)
    expect(await madeFor('edge')).toEqual([])
  })

  it('gives no rights to who is denied, though works remain', async () => {
    start()
    await register('edge')
    await untilAccepted('edge')
    await its.change(resources.clusters, '', 'edge', { spec: { hubAcceptsClient: false } })
    await untilSaid('edge', 'HubAcceptedManagedCluster', 'HubClusterAdminDenied')
    await deliver('work', { finalizers: ['example.com/agent'] })
    await its.remove(resources.clusters, '', 'edge')
    await untilSaid('edge', 'Deleting', 'ResourceRemaining')
    await hubs[0]?.idle()
    expect(await its.get(resources.roleBindings, 'edge', AGENT_NAME)).toBeUndefined()
    expect(await its.get(resources.clusterRoleBindings, '', clusterRoleNameOf('edge'))).toBeUndefined()
  })

  it('lets it go although the server speaks of a conflict where nothing has changed', async () => {
    start()
    await register('edge')
    await untilAccepted('edge')
    its.space.faults.order({
      fault: { kind: 'status', code: 409 },
      matches: ({ verb, resource }) => verb === 'patch' && resource === 'managedclusters',
      times: 2,
    })
    await its.remove(resources.clusters, '', 'edge')
    await until(async () => {
      environment.advance(1000)
      return (await its.get(resources.clusters, '', 'edge')) === undefined
    })
    expect(await madeFor('edge')).toEqual([])
  })

  it('goes on where a hub before it stopped', async () => {
    const before = start()
    await register('edge')
    await untilAccepted('edge')
    await deliver('work', { finalizers: ['example.com/agent'] })
    await before.stop()
    await its.remove(resources.clusters, '', 'edge')
    await its.change(resources.works, 'edge', 'work', { metadata: { finalizers: null } })
    start()
    await until(async () => (await its.get(resources.clusters, '', 'edge')) === undefined)
    expect(await madeFor('edge')).toEqual([])
  })

  it('takes the rights away where somebody removed the ManagedCluster by force', async () => {
    start()
    await register('edge')
    await register('other')
    await untilAccepted('edge')
    await untilAccepted('other')
    await removeByForce('edge')
    await until(async () => (await madeFor('edge')).length === 0)
    expect((await madeFor('other')).length).toBe(6)
  })

  it('SNP-3 takes no rights away where the whole inventory is gone', async () => {
    const hub = start()
    await register('edge')
    await untilAccepted('edge')
    await removeByForce('edge')
    await hub.idle()
    await until(async () => (await its.get(resources.clusters, '', 'edge')) === undefined)
    await hub.idle()
    expect((await madeFor('edge')).length).toBe(6)
  })
})

describe('AGT-1 a hub among others', () => {
  it('writes nothing when it is started again', async () => {
    const before = start()
    for (const name of ['a', 'b', 'c']) await register(name)
    for (const name of ['a', 'b', 'c']) await untilAccepted(name)
    await before.stop()
    its.space.forgetRequests()
    await start().idle()
    expect(its.writes()).toEqual([])
  })

  it('comes to the same with a second one beside it, and through conflicts, errors and cut connections', async () => {
    await register('edge')
    its.space.faults.order({ fault: { kind: 'status', code: 503 }, matches: isWrite, times: 2 })
    its.space.faults.order({ fault: { kind: 'cut', isDone: true }, matches: isWrite, times: 2 })
    its.space.faults.order({ fault: { kind: 'status', code: 409 }, matches: isWrite, times: 2 })
    const pair = [start(), start()]
    await until(async () => {
      environment.advance(5000)
      its.space.faults.cutWatches()
      return said(await clusterNow('edge'), 'HubAcceptedManagedCluster')?.status === 'True'
    })
    for (const hub of pair) await hub.idle()
    expect((await madeFor('edge')).length).toBe(6)
    its.space.forgetRequests()
    for (const hub of pair) await hub.stop()
    await start().idle()
    expect(its.writes()).toEqual([])
  })

  it('lets an agent do in its mailbox what it has to, and nothing elsewhere', async () => {
    start()
    await register('edge')
    await register('other')
    await untilAccepted('edge')
    await untilAccepted('other')
    const can = await rightsOf('edge')
    const work = resources.works.group
    expect(await can('patch', work, 'manifestworks', 'edge')).toBe(true)
    expect(await can('patch', work, 'manifestworks', 'edge', 'w', 'status')).toBe(true)
    expect(await can('create', 'control.kubestellar.io', 'workstatuses', 'edge')).toBe(true)
    expect(await can('patch', 'coordination.k8s.io', 'leases', 'edge', ocm.lease)).toBe(true)
    expect(await can('create', '', 'serviceaccounts', 'edge', AGENT_NAME, 'token')).toBe(true)
    expect(await can('get', resources.clusters.group, 'managedclusters', '', 'edge')).toBe(true)
    expect(await can('patch', resources.clusters.group, 'managedclusters', '', 'edge', 'status')).toBe(true)
    for (const refused of [
      can('delete', work, 'manifestworks', 'edge', 'w'),
      can('create', work, 'manifestworks', 'edge'),
      can('get', work, 'manifestworks', 'other', 'w'),
      can('list', work, 'manifestworks', ''),
      can('patch', 'coordination.k8s.io', 'leases', 'edge', 'another'),
      can('create', '', 'serviceaccounts', 'edge', 'default', 'token'),
      can('get', '', 'secrets', 'edge', 's'),
      can('patch', resources.clusters.group, 'managedclusters', '', 'edge'),
      can('get', resources.clusters.group, 'managedclusters', '', 'other'),
      can('patch', resources.clusters.group, 'managedclusters', '', 'other', 'status'),
    ])
      expect(await refused).toBe(false)
  })
})

function start(options: Partial<HubOptions> = {}): Hub {
  const hub = runHub({ its: its.client, environment, ...options })
  hubs.push(hub)
  return hub
}

function register(name: string, spec: JsonObject = { hubAcceptsClient: true }): Promise<KubeObject> {
  return its.create(resources.clusters, { metadata: { name }, spec })
}

async function renew(name: string): Promise<void> {
  const renewTime = new Date(environment.now()).toISOString().replace('Z', '000Z')
  await its.change(resources.leases, name, ocm.lease, { spec: { renewTime } })
}

function deliver(name: string, metadata: JsonObject): Promise<KubeObject> {
  return its.create(
    resources.works,
    { metadata: { name, ...metadata }, spec: { workload: { manifests: [] } } },
    'edge',
  )
}

async function removeByForce(name: string): Promise<void> {
  await its.change(resources.clusters, '', name, { metadata: { finalizers: null } })
  // The hub may be quicker and put its own back.
  await until(async () => {
    await its.remove(resources.clusters, '', name).catch(() => undefined)
    const cluster = await its.get(resources.clusters, '', name)
    if (cluster === undefined) return true
    await its.change(resources.clusters, '', name, { metadata: { finalizers: null } }).catch(() => undefined)
    return false
  })
}

async function clusterNow(name: string): Promise<KubeObject> {
  const cluster = await its.get(resources.clusters, '', name)
  if (cluster === undefined) throw new Error(`${name} is gone`)
  return cluster
}

function said(cluster: KubeObject, type: string) {
  return conditionOf(conditionsOf(cluster), type)
}

function untilSaid(name: string, type: string, reason: string): Promise<KubeObject> {
  return until(async () => {
    const cluster = await clusterNow(name)
    return said(cluster, type)?.reason === reason && cluster
  })
}

function untilAccepted(name: string): Promise<KubeObject> {
  return untilSaid(name, 'HubAcceptedManagedCluster', 'HubClusterAdminAccepted')
}

/** Kinds of what the hub has made for a WEC beside its mailbox. */
async function madeFor(name: string): Promise<readonly string[]> {
  const { leases, accounts, roles, roleBindings, clusterRoles, clusterRoleBindings } = resources
  const objects = await Promise.all([
    its.get(leases, name, ocm.lease),
    its.get(accounts, name, AGENT_NAME),
    its.get(roles, name, AGENT_NAME),
    its.get(roleBindings, name, AGENT_NAME),
    its.get(clusterRoles, '', clusterRoleNameOf(name)),
    its.get(clusterRoleBindings, '', clusterRoleNameOf(name)),
  ])
  return objects.flatMap((object) => object?.kind ?? [])
}

function isWrite({ verb, group }: { verb: string; group: string }): boolean {
  return ['create', 'patch', 'delete'].includes(verb) && group !== 'apiextensions.k8s.io'
}

async function rightsOf(wec: string) {
  const user = `system:serviceaccount:${wec}:${AGENT_NAME}`
  return async (
    verb: string,
    group: string,
    resource: string,
    namespace: string,
    name = '',
    subresource = '',
  ): Promise<boolean> => {
    const answer = await its.client.request({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user, resourceAttributes: { verb, group, resource, namespace, name, subresource } },
      },
    })
    if (answer.kind === 'noAnswer' || answer.code >= 300) throw new Error(failureText(answer))
    return valueAt(answer.body, 'status', 'allowed') === true
  }
}
