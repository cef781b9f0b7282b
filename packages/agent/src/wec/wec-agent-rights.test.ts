import { type JsonObject, listAt, memberOf, stringAt } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientBy } from '../testing/hub-world.ts'
import {
  appliedWork,
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  manifestConditionOf,
  namespace,
  startWecWorld,
  stillEnvironment,
  until,
  untilApplied,
  type WecWorld,
  WORKS,
  work,
} from '../testing/wec-world.ts'

let world: WecWorld

beforeEach(async () => {
  world = await startWecWorld([{ name: 'narrow', groups: [], token: 'narrow-token' }])
})
afterEach(() => world.close())

const RBAC = '/apis/rbac.authorization.k8s.io/v1'
const ALL = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']

/** Lets the narrow user do this, in the whole WEC or in one namespace. */
async function grant(name: string, rule: JsonObject, namespace = ''): Promise<void> {
  const base = namespace === '' ? RBAC : `${RBAC}/namespaces/${namespace}`
  const prefix = namespace === '' ? 'Cluster' : ''
  const apiVersion = 'rbac.authorization.k8s.io/v1'
  const roles = `${base}/${prefix.toLowerCase()}roles`
  await world.wec.post(roles, { apiVersion, kind: `${prefix}Role`, metadata: { name }, rules: [rule] })
  await world.wec.post(`${base}/${prefix.toLowerCase()}rolebindings`, {
    apiVersion,
    kind: `${prefix}RoleBinding`,
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: `${prefix}Role`, name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'narrow' }],
  })
}

async function startNarrow() {
  const own = { apiGroups: ['work.open-cluster-management.io'], resources: ['*'], verbs: ['*'] }
  await grant('own', own)
  await grant('definitions', {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    verbs: ['get', 'list', 'watch'],
  })
  const wec = await clientBy(world.wec.space.kubeconfig('narrow') ?? '')
  return { agent: await world.start({ wec }), wec }
}

const mayMaps = (verbs: readonly string[]): JsonObject => ({
  apiGroups: [''],
  resources: ['configmaps'],
  verbs,
})

describe('AGT-2 rights', () => {
  it('AGT-2 what the WEC forbids is reported with its text, and applied once it is allowed', async () => {
    await grant('maps', mayMaps(ALL))
    await startNarrow()
    await world.its.post(WORKS, work('w', [deployment('web'), configMap('a')]))
    const said = await until(async () => {
      const found = await world.its.get(`${WORKS}/w`)
      return manifestConditionOf(found, 0, 'Applied') !== undefined && found
    })
    expect(manifestConditionOf(said, 0, 'Applied')).toMatchObject({
      status: 'False',
      reason: 'AppliedManifestFailed',
      message:
        'Failed to apply manifest: deployments.apps "web" is forbidden: User "narrow" cannot get resource "deployments" in API group "apps" in the namespace "default"',
    })
    expect(stringAt(manifestConditionOf(said, 0, 'Available'), 'reason')).toBe('FetchingResourceFailed')
    expect(ocmTransport.deliveryOf(said)).toMatchObject([
      { state: 'failed', cause: 'forbidden' },
      { state: 'applied', current: true },
    ])
    await grant('deployments', { apiGroups: ['apps'], resources: ['deployments'], verbs: ALL })
    world.environment.advance(200_000)
    await untilApplied(world, 'w')
    expect(await world.wec.get(`${DEPLOYMENTS}/web`)).toBeDefined()
  })

  it('AGT-2 rights in one namespace are enough for what goes there', async () => {
    await grant('maps', mayMaps(ALL), 'default')
    const { agent } = await startNarrow()
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await untilApplied(world, 'w')
    await agent.idle()
    await world.wec.merge(`${CONFIG_MAPS}/a`, { data: { k: 'x' } })
    await until(async () => memberOf(memberOf(await world.wec.get(`${CONFIG_MAPS}/a`), 'data'), 'k') === 'v')
    expect(world.wec.writes()).toContain('update configmaps a')
  })

  it('AGT-2 what may not be watched is looked at from time to time', async () => {
    await grant('maps', mayMaps(['get', 'create', 'update', 'patch', 'delete']))
    const { agent } = await startNarrow()
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await untilApplied(world, 'w')
    await agent.idle()
    await world.wec.merge(`${CONFIG_MAPS}/a`, { data: { k: 'x' } })
    world.environment.advance(240_000)
    await until(async () => memberOf(memberOf(await world.wec.get(`${CONFIG_MAPS}/a`), 'data'), 'k') === 'v')
    expect(world.wec.writes()).toContain('update configmaps a')
  })

  it('P-4 what may not be deleted, or read, stays and stays recorded; the others go', async () => {
    await grant('maps', mayMaps(ALL))
    await grant('deployments', {
      apiGroups: ['apps'],
      resources: ['deployments'],
      verbs: ALL.filter((verb) => verb !== 'delete'),
    })
    await startNarrow()
    await world.its.post(WORKS, work('w', [deployment('web'), configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: [configMap('b')] } } })
    await until(async () => (await world.wec.get(`${CONFIG_MAPS}/a`)) === undefined)
    await until(async () => listAt(await appliedWork(world, 'w'), 'status', 'appliedResources').length === 2)
    expect(await world.wec.get(`${DEPLOYMENTS}/web`)).toBeDefined()
    await grant('deleting', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['delete'] })
    world.environment.advance(200_000)
    await until(async () => (await world.wec.get(`${DEPLOYMENTS}/web`)) === undefined)
    await until(async () => listAt(await appliedWork(world, 'w'), 'status', 'appliedResources').length === 1)
  })

  it('AGT-2 what was refused for the want of something is applied as soon as that is there', async () => {
    // Time stands still: nothing is tried again by itself.
    await world.start({ environment: stillEnvironment() })
    const inLater = { ...configMap('a'), metadata: { name: 'a', namespace: 'later' } }
    await world.its.post(WORKS, work('one', [inLater]))
    await until(async () => manifestConditionOf(await world.its.get(`${WORKS}/one`), 0, 'Applied'))
    await world.its.post(WORKS, work('two', [namespace('later')]))
    const said = await untilApplied(world, 'one')
    expect(manifestConditionOf(said, 0, 'Applied')).toMatchObject({ status: 'True' })
  })

  it('WRP-13 a change that the WEC refuses leaves what runs, with the text of the WEC', async () => {
    await world.start()
    const secret = (type: string): JsonObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'default' },
      immutable: true,
      data: { type },
    })
    await world.its.post(WORKS, work('w', [secret('one'), configMap('b')]))
    await untilApplied(world, 'w')
    const uid = (await world.wec.get(`${CONFIG_MAPS}/a`))?.metadata['uid']
    await world.its.merge(`${WORKS}/w`, {
      spec: { workload: { manifests: [secret('two'), configMap('b', { k: 'w' })] } },
    })
    const said = await until(async () => {
      const found = await world.its.get(`${WORKS}/w`)
      return stringAt(manifestConditionOf(found, 0, 'Applied'), 'status') === 'False' && found
    })
    expect(stringAt(manifestConditionOf(said, 0, 'Applied'), 'message')).toContain('field is immutable')
    expect(manifestConditionOf(said, 1, 'Applied')).toMatchObject({ status: 'True', observedGeneration: 2 })
    const found = await world.wec.get(`${CONFIG_MAPS}/a`)
    expect(found?.metadata['uid']).toBe(uid)
    expect(memberOf(found, 'data')).toEqual({ type: 'one' })
  })
})
