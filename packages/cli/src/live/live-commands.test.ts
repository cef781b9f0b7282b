import { createSpaceClient, failureText, loadKubeConfig, type SpaceClient } from '@downsync/adapter-k8s'
import type { Json } from '@downsync/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { kiosk } from '../testing/kiosk.ts'
import { type MemoryMachine, memoryMachine } from '../testing/memory-machine.ts'
import { liveCommands } from './commands.ts'
import { runLive } from './run-live.ts'

const KUBECONFIG = 'temporary/kubeconfig'
const PATIENCE = { timeout: 20_000 }
const POLICIES = '/apis/control.kubestellar.io/v1alpha1/bindingpolicies'
const COLLECTORS = '/apis/control.kubestellar.io/v1alpha1/statuscollectors'

let up: Command
let variables: Readonly<Record<string, string>>

type Command = Readonly<{ machine: MemoryMachine; ended: Promise<number> }>

/** Runs a command; where it goes on until somebody ends it, `machine.stop()` does. */
function begin(line: string): Command {
  const machine = memoryMachine(files(), variables)
  const [name = '', ...args] = line.split(' ')
  const command = liveCommands.get(name)
  if (command === undefined) throw new Error(`there is no command ${name}`)
  return { machine, ended: runLive(name, command, args, machine) }
}

function files(): Readonly<Record<string, string>> {
  const text = up?.machine.written(KUBECONFIG)
  return text === undefined ? {} : { [KUBECONFIG]: text }
}

/** What a command that ends by itself prints. */
async function downsync(line: string): Promise<string> {
  const { machine, ended } = begin(line)
  const code = await ended
  return `${machine.output()}${machine.errors()}${code === 0 ? '' : `exit ${code}\n`}`
}

async function ask(space: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: Json) {
  const client = await clientOf(space)
  const patch = method === 'PATCH' ? { contentType: 'application/merge-patch+json' as const } : {}
  const answer = await client.request({ method, path, ...patch, ...(body !== undefined && { body }) })
  client.close()
  if (answer.kind !== 'answer' || (method !== 'GET' && answer.code >= 300))
    throw new Error(failureText(answer))
  return answer
}

async function clientOf(space: string): Promise<SpaceClient> {
  const config = await loadKubeConfig(files()[KUBECONFIG] ?? '', { where: KUBECONFIG, context: space })
  const client = config.ok ? createSpaceClient(config.value) : config
  if (!client.ok) throw new Error(client.message)
  return client.value
}

beforeAll(async () => {
  up = begin('up --wecs 2')
  variables = { KUBECONFIG }
  await vi.waitUntil(() => up.machine.output().includes('downsync is running.'), PATIENCE)
}, 30_000)
afterAll(async () => {
  up.machine.stop()
  await up.ended
})

/** A namespace for both WECs. */
async function shop(): Promise<void> {
  for (const wec of ['wec1', 'wec2'])
    await ask('its1', 'PATCH', `/apis/cluster.open-cluster-management.io/v1/managedclusters/${wec}`, {
      metadata: { labels: { tier: 'prod' } },
    })
  await ask('wds1', 'POST', '/api/v1/namespaces', { metadata: { name: 'shop', labels: { app: 'shop' } } })
  await ask('wds1', 'POST', POLICIES, policy('shop', 'prod'))
}

/** Everything of an app, for the clusters of a tier. */
function policy(app: string, tier: string): Json {
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    metadata: { name: app },
    spec: {
      clusterSelectors: [{ matchLabels: { tier } }],
      downsync: [{ objectSelectors: [{ matchLabels: { app } }] }],
    },
  }
}

describe('commands against spaces that run', () => {
  it('up says what there is, and what to try next', () => {
    expect(up.machine.output()).toMatch(
      /wds1 .*\n *its1 .*\n *wec1 .*\n *wec2 .*\n(?:.*\n)*.*export KUBECONFIG=temporary\/kubeconfig/,
    )
  })

  it('clusters shows the inventory', async () => {
    await expect
      .poll(() => downsync('clusters'), PATIENCE)
      .toMatch(/NAME +ACCEPTED +JOINED +AVAILABLE .*\nwec1 +yes +True +True .*\nwec2 +yes +True +True/)
  })

  it('get policies shows how far each has come', async () => {
    await shop()
    await expect
      .poll(() => downsync('get policies'), PATIENCE)
      .toMatch(/NAME +READY +REASON +AGE .*\nshop +2\/2 /)
  })

  it('get policies NAME shows its pairs, with their ages', async () => {
    expect(await downsync('get policies shop')).toMatch(
      /shop: 2 of 2 ready\n.*\n *namespaces shop +wec1 +applied +\d+s +\S+ *\n *namespaces shop +wec2 +applied +\d+s/,
    )
  })

  it('get policies -o json is for programs', async () => {
    expect(JSON.parse(await downsync('get policies -o json'))).toMatchObject([
      { name: 'shop', ready: { applied: 2, total: 2 }, pairs: [{ wec: 'wec1' }, { wec: 'wec2' }] },
    ])
  })

  it('get policies of a name that there is none of', async () => {
    expect(await downsync('get policies shpo')).toBe(
      'downsync: there is no BindingPolicy shpo; did you mean shop?\nexit 1\n',
    )
  })

  it('COL-4, AGG-10 get combinedstatuses shows what was collected, explain which WEC decided what', async () => {
    await ask('wds1', 'POST', COLLECTORS, {
      apiVersion: 'control.kubestellar.io/v1alpha1',
      kind: 'StatusCollector',
      metadata: { name: 'rollout' },
      spec: {
        select: [
          { name: 'wec', def: 'inventory.name' },
          { name: 'ready', def: 'returned.status.readyReplicas' },
          { name: 'wrong', def: 'returned.status.nothing' },
        ],
      },
    })
    await ask('wds1', 'POST', POLICIES, {
      apiVersion: 'control.kubestellar.io/v1alpha1',
      kind: 'BindingPolicy',
      metadata: { name: 'kiosk' },
      spec: {
        clusterSelectors: [{ matchLabels: { tier: 'prod' } }],
        downsync: [
          {
            resources: ['deployments'],
            objectNames: ['kiosk'],
            wantMultiWECReportedState: true,
            statusCollectors: ['rollout'],
          },
        ],
      },
    })
    expect(await downsync('get combinedstatuses kiosk')).toBe(
      'There is no CombinedStatus of kiosk: no clause that selects it lists a StatusCollector.\n',
    )
    await ask('wds1', 'POST', '/apis/apps/v1/namespaces/shop/deployments', kiosk)
    await expect
      .poll(() => downsync('get combinedstatuses deploy/shop/kiosk'), PATIENCE)
      .toBe(
        `deployments.apps shop/kiosk, by kiosk
  StatusCollector rollout: 2 rows
    wec   ready  wrong
    wec1      2  -
    wec2      2  -
    ! wec1: wrong: 1:16: there is no key 'nothing'
    ! wec2: wrong: 1:16: there is no key 'nothing'
`,
      )
    expect(await downsync('get cs -o json kiosk')).toContain('"kind": "CombinedStatus"')
    expect(await downsync('get cs kisok')).toBe(
      'downsync: there is no BindingPolicy or Binding kisok; did you mean kiosk?\nexit 1\n',
    )
    expect(await downsync('get cs deploy/shop/kisok')).toBe(
      'downsync: the WDS has no deployments.apps shop/kisok; did you mean kiosk?\nexit 1\n',
    )
    const explained = await downsync('explain deploy/kiosk -n shop --cluster wec1')
    expect(explained).toMatch(/^deployments.apps shop\/kiosk in wec1: delivered, by kiosk\n/)
    expect(explained).toMatch(/\n {2}FIELD +VALUE +DECIDED BY\n(?:.*\n)* {2}readyReplicas +2 +wec1\n/)
    expect(explained).toContain('StatusCollector rollout: 2 rows')
    expect(await downsync('explain deploy/kiosk -n shop --cluster wec3')).toBe(
      'downsync: there is no ManagedCluster wec3; did you mean wec1?\nexit 1\n',
    )
    await ask('wds1', 'DELETE', `${POLICIES}/kiosk`)
  })

  it('BND-12 what is paused stands still, and get policies --watch tells of all that happens', async () => {
    const watch = begin('get policies shop --watch')
    await expect.poll(() => watch.machine.output(), PATIENCE).toContain('2 of 2 ready')
    expect(await downsync('pause shop')).toBe('shop paused\n')
    await expect.poll(() => watch.machine.output(), PATIENCE).toMatch(/shop +2\/2 +Paused/)
    await ask('wds1', 'PATCH', '/api/v1/namespaces/shop', { metadata: { labels: { colour: 'red' } } })
    await expect.poll(() => watch.machine.output(), PATIENCE).toMatch(/namespaces shop +wec2 +pending/)
    const before = await ask('wec1', 'GET', '/api/v1/namespaces/shop')
    expect(before.body).not.toHaveProperty('metadata.labels.colour')
    expect(await downsync('resume shop')).toBe('shop resumed\n')
    await expect
      .poll(async () => (await ask('wec1', 'GET', '/api/v1/namespaces/shop')).body, PATIENCE)
      .toHaveProperty('metadata.labels.colour', 'red')
    await expect.poll(() => watch.machine.output().split('\n\n').at(-1), PATIENCE).toContain('2 of 2 ready')
    watch.machine.stop()
    expect(await watch.ended).toBe(0)
  })

  it('BND-12 pause --all holds what was made while it lasts', async () => {
    expect(await downsync('pause --all')).toBe('everything paused\n')
    await ask('wds1', 'POST', '/api/v1/namespaces/shop/configmaps', {
      metadata: { name: 'prices', labels: { app: 'shop' } },
    })
    await expect.poll(() => downsync('get policies shop'), PATIENCE).toMatch(/shop +2\/4 +Paused/)
    expect((await ask('wec2', 'GET', '/api/v1/namespaces/shop/configmaps/prices')).code).toBe(404)
    expect(await downsync('resume --all')).toBe('everything resumed\n')
    await expect.poll(() => downsync('get policies'), PATIENCE).toMatch(/shop +4\/4 /)
    expect((await ask('wec2', 'GET', '/api/v1/namespaces/shop/configmaps/prices')).code).toBe(200)
  })

  it('pause of what is not there says so', async () => {
    expect(await downsync('pause shpo')).toBe(
      'downsync: cannot pause shpo: bindingpolicies.control.kubestellar.io "shpo" not found\nexit 1\n',
    )
  })

  describe('WRP-6 what an earlier space of this name left in a mailbox', () => {
    const works = '/apis/work.open-cluster-management.io/v1/namespaces/wec1/manifestworks'
    const left = (name: string): Json => ({
      apiVersion: 'work.open-cluster-management.io/v1',
      kind: 'ManifestWork',
      metadata: {
        name,
        labels: {
          'transport.kubestellar.io/originWdsName': 'wds1',
          'transport.kubestellar.io/originOwnerReferenceBindingKey': 'gone',
        },
        annotations: { 'transport.kubestellar.io/originWdsId': 'an-earlier-one' },
      },
      spec: {
        workload: { manifests: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: `of-${name}` } }] },
      },
    })
    const codeIn = async (name: string) => (await ask('wec1', 'GET', `/api/v1/namespaces/of-${name}`)).code

    it('waits, is shown, and is taken for ours or deleted when somebody says so', async () => {
      expect(await downsync('adopt')).toBe('Nothing waits for a decision.\n')
      for (const name of ['old', 'older']) await ask('its1', 'POST', works, left(name))
      for (const name of ['old', 'older']) await expect.poll(() => codeIn(name), PATIENCE).toBe(200)
      expect(await downsync('prune')).toMatch(
        /WRAPPED +BINDING +MADE BY +OBJECTS\nwec1\/old +gone +an-earlier-one +1\nwec1\/older +gone +an-earlier-one +1\n/,
      )
      expect(await downsync('prune wec1/oldr')).toBe(
        'downsync: no wrapped object wec1/oldr waits for a decision; did you mean wec1/old?\nexit 1\n',
      )
      expect(await downsync('prune --all --wds-context wec2')).toMatch(
        /the WDS wds1 serves no bindingpolicies: it is another space than was meant/,
      )
      expect(await downsync('prune wec1/old')).toBe('wec1/old pruned, with 1 object\n')
      await expect.poll(() => codeIn('old'), PATIENCE).toBe(404)
      // The WDS takes it over; no policy wants it, so that it leaves as all that no policy wants.
      expect(await codeIn('older')).toBe(200)
      expect(await downsync('adopt --all')).toBe('wec1/older adopted, with 1 object\n')
      await expect.poll(() => codeIn('older'), PATIENCE).toBe(404)
    })
  })

  it('hub, agent and run do together in other spaces what up does, and a cluster is let in by name', async () => {
    // The space wec1 as WDS and ITS, the space wec2 as the only cluster of it.
    const here = '--its-context wec1 --its-name wec1'
    const hub = begin(`hub ${here}`)
    const agent = begin(`agent ${here} --wec-name far --wec-context wec2 --label tier=far`)
    await expect.poll(() => downsync(`clusters ${here}`), PATIENCE).toMatch(/far +no +Unknown/)
    expect(await downsync(`clusters accept far ${here}`)).toBe('far accepted\n')
    await expect
      .poll(() => downsync(`clusters ${here}`), PATIENCE)
      .toMatch(/far +yes +True +True +\d+s +tier=far/)
    const run = begin(`run ${here} --wds-context wec1 --wds-name wds9`)
    await expect
      .poll(() => run.machine.log().map(({ message }) => message), PATIENCE)
      .toContain('everything is seen')
    await ask('wec1', 'PATCH', '/api/v1/namespaces/far', { metadata: { labels: { app: 'far' } } })
    await ask('wec1', 'POST', POLICIES, policy('far', 'far'))
    await expect
      .poll(async () => (await ask('wec2', 'GET', '/api/v1/namespaces/far')).code, PATIENCE)
      .toBe(200)
    for (const one of [run, agent, hub]) {
      one.machine.stop()
      expect(await one.ended).toBe(0)
    }
  })
})
