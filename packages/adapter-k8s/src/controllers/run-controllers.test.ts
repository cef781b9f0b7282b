import {
  annotationsOf,
  applyActions,
  evaluate,
  type KubeObject,
  listAt,
  nameOf,
  namespaceOf,
  plan,
  type Settings,
  type Snapshot,
  stringAt,
  withEvents,
} from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addWec,
  type ControlSpaces,
  configMap,
  configMapsIn,
  PATHS,
  setScene,
  startControlSpaces,
} from '../testing/control-spaces.ts'
import {
  atRest,
  defaultSettings,
  type Running,
  type RunOptions,
  runInSpaces,
  until,
} from '../testing/run-in-spaces.ts'

const WORKS = { group: 'work.open-cluster-management.io', resource: 'manifestworks' }
const INVENTORY = { group: 'cluster.open-cluster-management.io', resource: 'managedclusters' }
const CONFIG_MAPS = { group: '', resource: 'configmaps' }

let spaces: ControlSpaces
let running: Running[] = []
beforeEach(async () => {
  spaces = await startControlSpaces()
})
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()))
  running = []
  await spaces.close()
})

async function run(options: RunOptions = {}): Promise<Running> {
  const one = await runInSpaces(spaces, options)
  running.push(one)
  return one
}

/** The manifests in each mailbox that are not being deleted: `east: a=1`. */
async function delivered(): Promise<readonly string[]> {
  const list = await spaces.its.send({ method: 'GET', path: PATHS.works })
  return (listAt(list, 'items') as readonly KubeObject[])
    .flatMap((work) =>
      (listAt(work, 'spec', 'workload', 'manifests') as readonly KubeObject[]).map(
        (manifest) => `${namespaceOf(work)}: ${nameOf(manifest)}=${stringAt(manifest, 'data', 'k') ?? ''}`,
      ),
    )
    .sort()
}

function forgetRequests(): void {
  spaces.wds.space.forgetRequests()
  spaces.its.space.forgetRequests()
}
const writes = () => [...spaces.wds.writes(), ...spaces.its.writes()]

/** What the plan says will be written from here to rest, as requests. */
function planned(from: Snapshot, settings: Settings): readonly string[] {
  const requests: string[] = []
  let world = from
  for (;;) {
    const { actions } = plan(evaluate(world, settings))
    if (actions.length === 0) return requests.sort()
    for (const action of actions) {
      const subresource = action.kind === 'patch' && action.subresource !== '' ? '/status' : ''
      requests.push(`${action.kind} ${action.ref.resource}${subresource}`)
    }
    world = applyActions(world, actions)
  }
}

describe('the controllers', () => {
  it('bring objects into the mailboxes of the WECs that a policy selects, and keep them so', async () => {
    await setScene(spaces, { objects: ['a', 'b'], wecs: ['east', 'west'] })
    await addWec(spaces.its, 'north', { site: 'core' })
    const one = await run()
    await atRest(spaces, one)
    expect(await delivered()).toEqual(['east: a=', 'east: b=', 'west: a=', 'west: b='])

    await spaces.wds.merge(`${configMapsIn('shop')}/a`, { data: { k: '1' } })
    await spaces.wds.send({ method: 'DELETE', path: `${configMapsIn('shop')}/b` })
    await spaces.its.merge(`${PATHS.managedClusters}/north`, { metadata: { labels: { site: 'edge' } } })
    await until(async () => (await delivered()).join() === 'east: a=1,north: a=1,west: a=1')
    await atRest(spaces, one)

    await spaces.wds.send({ method: 'DELETE', path: `${PATHS.policies}/p` })
    await until(async () => (await delivered()).length === 0)
    await until(() => spaces.wds.space.objects().every(({ kind }) => kind !== 'BindingPolicy'))
    await atRest(spaces, one)
    expect(spaces.wds.space.objects().filter(({ kind }) => kind === 'Binding')).toEqual([])
    expect(one.controllers.counts()).toMatchObject({ conflicts: 0, refusals: 0, failures: 0 })
  })

  it('repair what somebody else did to a wrapped object', async () => {
    await setScene(spaces, { objects: ['a'], wecs: ['east'] })
    await atRest(spaces, await run())
    const path = '/apis/work.open-cluster-management.io/v1/namespaces/east/manifestworks/p-wds1-0'
    const uid = async () => stringAt(await spaces.its.send({ method: 'GET', path }), 'metadata', 'uid')
    const first = await uid()
    await spaces.its.merge(path, { spec: { workload: { manifests: [] } } })
    await until(async () => (await delivered()).join() === 'east: a=')
    expect(await uid()).toBe(first)
    await spaces.its.send({ method: 'DELETE', path })
    await until(async () => (await delivered()).join() === 'east: a=')
    expect(await uid()).not.toBe(first)
  })

  it('CUS-1, CUS-2, CUS-4 expand templates over what the ITS says of each WEC, as it changes', async () => {
    await setScene(spaces, { objects: ['a', 'b'], wecs: ['east', 'west'] })
    await spaces.wds.merge(`${configMapsIn('shop')}/a`, {
      metadata: { annotations: { 'control.kubestellar.io/expand-templates': 'true' } },
      data: { k: '{{.clusterName}} {{.tier}}' },
    })
    const one = await run()
    await atRest(spaces, one)
    expect(await delivered()).toEqual(['east: b=', 'west: b='])

    const properties = { ...configMap('', 'east'), metadata: { name: 'east' }, data: { tier: 'gold' } }
    await spaces.its.send({
      method: 'POST',
      path: configMapsIn('customization-properties'),
      body: properties,
    })
    await spaces.its.merge(`${PATHS.managedClusters}/west`, { metadata: { annotations: { tier: 'tin' } } })
    await until(
      async () => (await delivered()).join() === 'east: a=east gold,east: b=,west: a=west tin,west: b=',
    )
    await spaces.its.send({ method: 'DELETE', path: `${configMapsIn('customization-properties')}/east` })
    await spaces.its.merge(`${PATHS.managedClusters}/west`, { metadata: { annotations: { tier: 'zinc' } } })
    await until(
      async () => (await delivered()).join() === 'east: a=east gold,east: b=,west: a=west zinc,west: b=',
    )
    await atRest(spaces, one)
  })

  it('BND-12 leave a paused policy alone, all but its status', async () => {
    await setScene(spaces, { objects: ['a'], wecs: ['east'] })
    const one = await run()
    await atRest(spaces, one)
    await spaces.wds.merge(`${PATHS.policies}/p`, {
      metadata: { annotations: { 'downsync/paused': 'true' } },
    })
    await spaces.wds.merge(`${configMapsIn('shop')}/a`, { data: { k: '1' } })
    await atRest(spaces, one)
    expect(await delivered()).toEqual(['east: a='])
    await spaces.wds.merge(`${PATHS.policies}/p`, { metadata: { annotations: null } })
    await until(async () => (await delivered()).join() === 'east: a=1')
  })
})

describe('what is written', () => {
  it('is what the plan says, one wrapped object each of 200 in 10 WECs: 10 for an edit; nothing at rest or at a restart', async () => {
    const settings = { ...defaultSettings, limits: { objects: 1 } }
    const names = (kind: string, count: number) => Array.from({ length: count }, (_, at) => `${kind}${at}`)
    await setScene(spaces, { objects: names('o', 200), wecs: names('wec', 10) })
    const one = await run({ settings })
    await atRest(spaces, one, settings)
    expect(spaces.its.writes()).toHaveLength(2_000)

    forgetRequests()
    const before = one.controllers.outcome().snapshot
    const edited = await spaces.wds.merge(`${configMapsIn('shop')}/o7`, { data: { k: '1' } })
    await until(() => writes().length > 0)
    await atRest(spaces, one, settings)
    // What stands there as an object of Kubernetes, as the server says.
    const put = { kind: 'put', space: 'wds', object: edited as KubeObject } as const
    expect(writes().slice().sort()).toEqual(planned(withEvents(before, [put]), settings))
    expect(spaces.its.writes()).toEqual(Array.from({ length: 10 }, () => 'patch manifestworks'))
    expect(one.controllers.counts()).toMatchObject({ conflicts: 0, refusals: 0, failures: 0 })

    // RPT-8, CLU-2: what concerns nobody is seen, and nothing follows.
    forgetRequests()
    await spaces.wds.send({ method: 'POST', path: configMapsIn('shop'), body: configMap('x', 'other') })
    await spaces.its.merge(`${PATHS.managedClusters}/wec0`, { metadata: { annotations: { beat: '1' } } })
    await until(() => {
      const { snapshot } = one.controllers.outcome()
      const clusters = [...snapshot.objects('its', INVENTORY)]
      return (
        clusters.some((cluster) => annotationsOf(cluster)['beat'] === '1') &&
        [...snapshot.objects('wds', CONFIG_MAPS)].some((object) => nameOf(object) === 'x')
      )
    })
    await one.controllers.idle()
    expect(writes()).toEqual([])

    await one.stop()
    const next = await run({ settings })
    await next.controllers.ready
    await next.controllers.idle()
    expect(writes()).toEqual([])
    expect(next.controllers.counts()).toMatchObject({ rounds: 1, writes: 0 })
  }, 300_000)

  it('ACT-1 costs no conflict when edit follows upon edit', async () => {
    await setScene(spaces, { objects: ['a', 'b', 'c'], wecs: ['east', 'west'] })
    const one = await run()
    await atRest(spaces, one)
    for (let k = 0; k < 20; k++) {
      await spaces.wds.merge(`${configMapsIn('shop')}/${'abc'[k % 3]}`, { data: { k: String(k) } })
      await until(async () => (await delivered()).filter((line) => line.endsWith(`=${k}`)).length === 2)
    }
    await atRest(spaces, one)
    expect(one.controllers.counts()).toMatchObject({ conflicts: 0, refusals: 0, failures: 0 })
  })

  it('P-6b is not tried again when the server refuses it, and told to who can mend it', async () => {
    const group = 'rbac.authorization.k8s.io'
    const path = (plural: string) => `/apis/${group}/v1/${plural}`
    const metadata = { name: 'limited' }
    const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }]
    const role = { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata, rules }
    const binding = {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'limited' },
      subjects: [{ apiGroup: group, kind: 'Group', name: 'limited' }],
    }
    await spaces.its.send({ method: 'POST', path: path('clusterroles'), body: role })
    await spaces.its.send({ method: 'POST', path: path('clusterrolebindings'), body: binding })
    await setScene(spaces, { objects: ['a'], wecs: ['east'] })
    const one = await run({ users: { its: 'limited' } })
    await one.controllers.ready
    const errors = async () =>
      listAt(await spaces.wds.send({ method: 'GET', path: `${PATHS.policies}/p` }), 'status', 'errors')
    await until(async () => (await errors()).some((line) => String(line).includes('forbidden')))
    await one.controllers.idle()
    expect(one.controllers.counts()).toMatchObject({ refusals: 1, failures: 0 })

    // Another input: it is tried again.
    await spaces.wds.merge(`${configMapsIn('shop')}/a`, { data: { k: '1' } })
    await until(() => one.controllers.counts().refusals === 2)
  })
})

describe('controllers that run apart', () => {
  it('each make their own writes, wait for those of the others, and do together what one does alone', async () => {
    await setScene(spaces, { objects: ['a'], wecs: ['east'] })
    const transport = await run({
      controllers: ['transport', 'status'],
      users: { wds: 'other', its: 'other' },
    })
    await transport.controllers.ready
    await transport.controllers.idle()
    expect(writes()).toEqual([])

    const binding = await run({ controllers: ['binding'] })
    await until(async () => (await delivered()).join() === 'east: a=')
    await atRest(spaces, binding)
    expect(writersOf('manifestworks')).toEqual(['other'])
    expect(writersOf('bindings')).toEqual(['controller'])

    // BND-4: the finalizer goes with the last wrapped object, and whoever deletes these takes it off.
    forgetRequests()
    await spaces.wds.send({ method: 'DELETE', path: `${PATHS.policies}/p` })
    await until(() => spaces.wds.space.objects().every(({ kind }) => kind !== 'BindingPolicy'))
    await atRest(spaces, transport)
    expect(await delivered()).toEqual([])
    expect(writersOf('bindings')).toEqual(['controller', 'other'])
    expect(writersOf('bindingpolicies')).toEqual(['controller'])
    for (const { controllers } of [transport, binding])
      expect(controllers.counts()).toMatchObject({ failures: 0, refusals: 0 })
  })
})

/** Who wrote objects of a resource, the author of the scene aside. */
function writersOf(resource: string): readonly string[] {
  const requests = [...spaces.wds.space.requests(), ...spaces.its.space.requests()]
  const own = requests.filter((one) => one.resource === resource && one.user !== 'author')
  return [
    ...new Set(own.filter(({ verb }) => !['get', 'list', 'watch'].includes(verb)).map(({ user }) => user)),
  ].sort()
}

describe('SNP-2 what is not seen', () => {
  it('lets nothing be written before it is, and nothing be withdrawn while it cannot be', async () => {
    await setScene(spaces, { objects: ['a'], wecs: ['east', 'west'] })
    const first = await run()
    await atRest(spaces, first)
    await first.stop()
    await spaces.its.send({ method: 'DELETE', path: `${PATHS.managedClusters}/west` })
    await spaces.wds.merge(`${configMapsIn('shop')}/a`, { data: { k: '1' } })
    forgetRequests()
    const hidden = [
      spaces.its.space.faults.order({
        fault: { kind: 'status', code: 500 },
        matches: ({ verb, resource }) => verb === 'list' && resource === 'managedclusters',
        times: 1_000_000,
      }),
    ]
    const next = await run()
    await until(async () => (await delivered()).join() === 'east: a=1,west: a=1')
    expect(spaces.its.writes()).not.toContain('delete manifestworks')
    for (const show of hidden) show()
    await until(async () => (await delivered()).join() === 'east: a=1')
    await atRest(spaces, next)
  })

  it('lets nothing be written while a space is down, and goes on when it comes, and when it comes again', async () => {
    await setScene(spaces, { objects: ['a'], wecs: ['east'] })
    const { url } = spaces.its.space
    await spaces.its.down()
    const one = await run()
    await until(() => one.logged.some(({ message }) => message.includes(url)))
    expect(writes()).toEqual([])
    await spaces.its.up()
    await until(async () => (await delivered()).join() === 'east: a=')
    await spaces.its.down()
    await spaces.wds.merge(`${configMapsIn('shop')}/a`, { data: { k: '1' } })
    await until(() => one.controllers.outcome().snapshot.resource('its', WORKS)?.known !== true)
    await spaces.its.up()
    await until(async () => (await delivered()).join() === 'east: a=1')
    await atRest(spaces, one)
  })
})
