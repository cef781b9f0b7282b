import {
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  stringAt,
  uidOf,
  valueAt,
} from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ControlSpaces,
  namespace,
  PATHS,
  setScene,
  startControlSpaces,
} from '../testing/control-spaces.ts'
import { atRest, type Running, runInSpaces, until } from '../testing/run-in-spaces.ts'

const CONTROL = '/apis/control.kubestellar.io/v1alpha1'
const COLLECTORS = `${CONTROL}/statuscollectors`
const PLACE = `${PATHS.namespaces}/kubestellar-report`

let spaces: ControlSpaces
let running: Running
beforeEach(async () => {
  spaces = await startControlSpaces()
  await setScene(spaces, { objects: ['a'], wecs: ['east', 'west'] })
})
afterEach(async () => {
  await running.stop()
  await spaces.close()
})

const collector: KubeObject = {
  apiVersion: 'control.kubestellar.io/v1alpha1',
  kind: 'StatusCollector',
  metadata: { name: 'all' },
  spec: {
    select: [
      { name: 'wec', def: 'inventory.name' },
      { name: 'n', def: 'returned.status.n' },
    ],
    limit: 20,
  },
}

const combinedIn = () => spaces.wds.space.objects().filter(({ kind }) => kind === 'CombinedStatus')
const cells = (): Json =>
  combinedIn().map((one) =>
    listAt(listAt(one, 'results')[0], 'rows').map((row) =>
      listAt(row, 'columns').map((cell) => stringAt(cell, 'string') ?? stringAt(cell, 'float') ?? null),
    ),
  )

/** What OCM's status add-on makes of an object in a WEC. */
async function report(wec: string, n: number): Promise<void> {
  const works = `/apis/work.open-cluster-management.io/v1/namespaces/${wec}/manifestworks`
  const work = listAt(await spaces.its.send({ method: 'GET', path: works }), 'items')[0] as KubeObject
  const path = `${CONTROL}/namespaces/${wec}/workstatuses`
  const owner = {
    apiVersion: work.apiVersion,
    kind: work.kind,
    name: nameOf(work),
    uid: uidOf(work),
    controller: true,
  }
  const body = {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'WorkStatus',
    metadata: { name: 'a', ownerReferences: [owner] },
    spec: {
      sourceRef: {
        group: '',
        version: 'v1',
        resource: 'configmaps',
        kind: 'ConfigMap',
        namespace: 'shop',
        name: 'a',
      },
    },
  }
  const { client } = spaces.its
  await client.request({ method: 'POST', path, contentType: 'application/json', body })
  await spaces.its.merge(`${path}/a/status`, { status: { n } })
}

describe('CombinedStatus, on servers', () => {
  it('COL-1, COL-9..11 follows collectors, reports and policies, and rests', async () => {
    running = await runInSpaces(spaces)
    await spaces.wds.merge(`${PATHS.policies}/p`, {
      spec: { downsync: [{ resources: ['configmaps'], objectNames: ['a'], statusCollectors: ['all'] }] },
    })
    await spaces.wds.send({ method: 'POST', path: COLLECTORS, body: collector })
    await until(() => JSON.stringify(cells()) === '[[["east",null],["west",null]]]')
    await atRest(spaces, running)
    await report('east', 3)
    await until(() => JSON.stringify(cells()) === '[[["east","3"],["west",null]]]')
    await report('west', 4)
    await report('east', 5)
    await until(() => JSON.stringify(cells()) === '[[["east","5"],["west","4"]]]')
    await atRest(spaces, running)
    const status = async () =>
      memberOf(await spaces.wds.send({ method: 'GET', path: `${COLLECTORS}/all` }), 'status')
    expect(await status()).toEqual({ observedGeneration: 1 })

    await spaces.wds.merge(`${COLLECTORS}/all`, { spec: { filter: 'inventory.nam(' } })
    await until(async () => valueAt(await status(), 'observedGeneration') === 2)
    await until(() => listAt(combinedIn()[0], 'results').length === 0)
    expect(stringAt(listAt(await status(), 'errors')[0] ?? null)).toMatch(/^filter expression invalid: 1:/)
    await spaces.wds.send({ method: 'DELETE', path: `${PATHS.policies}/p` })
    await until(() => combinedIn().length === 0)
    await atRest(spaces, running)
    expect(running.controllers.counts()).toMatchObject({ refusals: 0, failures: 0 })
  })

  it('COL-10 of cluster-scoped objects stands in kubestellar-report, which is made for it', async () => {
    running = await runInSpaces(spaces)
    await spaces.wds.send({ method: 'POST', path: COLLECTORS, body: collector })
    await spaces.wds.send({ method: 'POST', path: PATHS.namespaces, body: namespace('chosen') })
    await spaces.wds.merge(`${PATHS.policies}/p`, {
      spec: { downsync: [{ resources: ['namespaces'], objectNames: ['chosen'], statusCollectors: ['all'] }] },
    })
    await until(() => combinedIn().length === 1)
    await atRest(spaces, running)
    expect(stringAt(combinedIn()[0], 'metadata', 'namespace')).toBe('kubestellar-report')
    expect(nameOf((await spaces.wds.send({ method: 'GET', path: PLACE })) as KubeObject)).toBe(
      'kubestellar-report',
    )
  })
})
