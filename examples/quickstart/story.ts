/** What happens in the demo, and what must come of it: values and predicates, with nothing of downsync in them. */
import { type Api, at, type Seen, textAt } from './read-back.ts'

/** What a step can do to the world: edits over HTTP, and parts of the system that are stopped and started. */
export type World = Readonly<{
  api(space: string): Api
  /** Creates the objects of a file of the quick start. */
  apply(file: string): Promise<void>
  stop(part: string): Promise<void>
  start(part: string): Promise<void>
}>

/** Something that must become true in a space, by the objects at a path. */
export type Effect = Readonly<{
  name: string
  space: string
  path: string
  holds(objects: readonly Seen[]): boolean
  /** Milliseconds that it may take though nothing moves meanwhile: a lease that runs out. */
  patience?: number
}>

export type Step = Readonly<{ title: string; act(world: World): Promise<void>; effects: readonly Effect[] }>

export const WDS = 'wds1'
export const ITS = 'its1'
export const WECS = ['berlin', 'dallas', 'lab', 'lisbon', 'osaka']

const CLUSTERS = '/apis/cluster.open-cluster-management.io/v1/managedclusters'
const CONTROL = '/apis/control.kubestellar.io/v1alpha1'
const POLICIES = `${CONTROL}/bindingpolicies`
const WORKS = '/apis/work.open-cluster-management.io/v1/manifestworks'
const NAMESPACES = '/api/v1/namespaces'
const DEPLOYMENTS = '/apis/apps/v1/namespaces/bakery/deployments'
const CONFIG_MAPS = '/api/v1/namespaces/bakery/configmaps'
const OVENS = '/apis/bakery.example.com/v1/namespaces/bakery/ovens'
const SHOP_WECS = ['berlin', 'dallas', 'lisbon']
const MERGE = 'application/merge-patch+json'

export const story: readonly Step[] = [
  {
    title: 'Five clusters register and are labelled',
    async act(world) {
      await world.apply('clusters.yaml')
    },
    effects: [
      ...WECS.map((wec) =>
        inSpace(ITS, CLUSTERS, `${wec} has joined and is available`, (seen) => isAvailable(named(seen, wec))),
      ),
      inSpace(ITS, NAMESPACES, 'each has its mailbox', (seen) =>
        WECS.every((wec) => named(seen, wec) !== undefined),
      ),
      inSpace(
        ITS,
        CLUSTERS,
        'berlin is where the ovens are',
        (seen) => label(named(seen, 'berlin'), 'ovens') === 'main',
      ),
    ],
  },
  {
    title: 'The quick start is applied: an application of twenty objects, and three policies',
    async act(world) {
      await world.apply('bakery.yaml')
      await world.apply('policies.yaml')
    },
    effects: [
      ...SHOP_WECS.map((wec) => storefront(wec, 3)),
      inSpace('berlin', OVENS, 'berlin has two ovens of a kind that came along', (seen) => seen.length === 2),
      inSpace('osaka', NAMESPACES, 'osaka has the namespace', (seen) => named(seen, 'bakery') !== undefined),
      inSpace('osaka', DEPLOYMENTS, 'osaka has nothing in it', (seen) => seen.length === 0),
      inSpace('lab', NAMESPACES, 'lab has not even that', (seen) => named(seen, 'bakery') === undefined),
      ovenReported('berlin'),
      ...['foundation', 'ovens', 'shop'].map((policy) => isReady(policy)),
    ],
  },
  {
    title: 'The label moves from berlin to lisbon, and the ovens with it',
    async act(world) {
      await relabel(world, 'berlin', { ovens: null })
      await relabel(world, 'lisbon', { ovens: 'main' })
    },
    effects: [
      inSpace(
        'lisbon',
        DEPLOYMENTS,
        'lisbon controls the ovens',
        (seen) => readyReplicas(named(seen, 'oven-control')) === 1,
      ),
      inSpace(
        'berlin',
        DEPLOYMENTS,
        'berlin does no more',
        (seen) => named(seen, 'oven-control') === undefined,
      ),
      inSpace('berlin', OVENS, 'berlin has no ovens', (seen) => seen.length === 0),
      ovenReported('lisbon'),
      isReady('ovens'),
    ],
  },
  {
    title: 'The storefront gets five replicas',
    act: (world) => scale(world, 5),
    effects: SHOP_WECS.map((wec) => storefront(wec, 5)),
  },
  {
    title: 'dallas goes silent, and bread gets dearer meanwhile',
    async act(world) {
      await world.stop('agent dallas')
      await setPrice(world, '3.40')
    },
    effects: [
      price('berlin', '3.40'),
      price('lisbon', '3.40'),
      inSpace(
        ITS,
        CLUSTERS,
        'dallas is not heard of any more',
        (seen) => available(named(seen, 'dallas')) === 'Unknown',
        9_000,
      ),
      price('dallas', '3.20'),
      storefront('dallas', 5),
      inSpace(ITS, WORKS, 'its mailbox keeps what it has not taken in', (seen) =>
        seen.some((work) => at(work, 'metadata', 'namespace') === 'dallas' && !isTakenIn(work)),
      ),
    ],
  },
  {
    title: 'dallas comes back',
    act: (world) => world.start('agent dallas'),
    effects: [
      price('dallas', '3.40'),
      inSpace(ITS, CLUSTERS, 'dallas is available again', (seen) => isAvailable(named(seen, 'dallas'))),
      isReady('shop'),
    ],
  },
  {
    title: 'The controllers are killed, bread gets dearer again, and they come back',
    async act(world) {
      await world.stop('controllers')
      await setPrice(world, '3.60')
      await world.start('controllers')
    },
    effects: SHOP_WECS.map((wec) => price(wec, '3.60')),
  },
  {
    title: 'Somebody loses the labels of a selector in the policy shop, which would then mean everything',
    async act(world) {
      const downsync = [{ objectSelectors: [{}] }]
      await patch(world, WDS, `${POLICIES}/shop`, { spec: { downsync } })
      await scale(world, 4)
    },
    effects: [
      inSpace(WDS, POLICIES, 'the policy says what is wrong with it', (seen) =>
        textAt(named(seen, 'shop'), 'status', 'errors', '0').includes('spec.downsync[0]'),
      ),
      ...SHOP_WECS.map((wec) => storefront(wec, 4)),
      ...SHOP_WECS.map((wec) => price(wec, '3.60')),
    ],
  },
  {
    title: 'The policy shop is removed',
    act: (world) => remove(world, `${POLICIES}/shop`),
    effects: [
      ...SHOP_WECS.map((wec) =>
        inSpace(
          wec,
          DEPLOYMENTS,
          `${wec} has no storefront`,
          (seen) => named(seen, 'storefront') === undefined,
        ),
      ),
      inSpace(WDS, POLICIES, 'the policy is gone', (seen) => named(seen, 'shop') === undefined),
      inSpace(WDS, `${CONTROL}/bindings`, 'its Binding is gone', (seen) => named(seen, 'shop') === undefined),
      ovenReported('lisbon'),
    ],
  },
  {
    title: 'So are the others',
    async act(world) {
      await remove(world, `${POLICIES}/ovens`)
      await remove(world, `${POLICIES}/foundation`)
    },
    effects: [
      ...WECS.map((wec) =>
        inSpace(
          wec,
          NAMESPACES,
          `${wec} has nothing of the bakery`,
          (seen) => named(seen, 'bakery') === undefined,
        ),
      ),
      inSpace(ITS, WORKS, 'the mailboxes are empty', (seen) => seen.length === 0),
      inSpace(WDS, DEPLOYMENTS, 'what was reported is cleared', (seen) => {
        const control = named(seen, 'oven-control')
        return (
          control !== undefined &&
          readyReplicas(control) === undefined &&
          label(control, REPORTED) === undefined
        )
      }),
    ],
  },
]

const REPORTED = 'managed-by.kubestellar.io/singletonstatus'

function inSpace(
  space: string,
  path: string,
  name: string,
  holds: Effect['holds'],
  patience?: number,
): Effect {
  return { space, path, name, holds, ...(patience !== undefined && { patience }) }
}

function storefront(wec: string, replicas: number): Effect {
  return inSpace(wec, DEPLOYMENTS, `${wec} runs ${replicas} storefronts`, (seen) => {
    const found = named(seen, 'storefront')
    return at(found, 'spec', 'replicas') === replicas && readyReplicas(found) === replicas
  })
}

function price(wec: string, rye: string): Effect {
  return inSpace(
    wec,
    CONFIG_MAPS,
    `rye bread is ${rye} in ${wec}`,
    (seen) => at(named(seen, 'prices'), 'data', 'rye') === rye,
  )
}

function ovenReported(wec: string): Effect {
  return inSpace(WDS, DEPLOYMENTS, `the state of oven-control in ${wec} came back`, (seen) => {
    const control = named(seen, 'oven-control')
    const isCurrent = at(control, 'status', 'observedGeneration') === at(control, 'metadata', 'generation')
    return readyReplicas(control) === 1 && isCurrent && label(control, REPORTED) === 'true'
  })
}

function isReady(policy: string): Effect {
  return inSpace(
    WDS,
    POLICIES,
    `the policy ${policy} is ready`,
    (seen) => at(condition(named(seen, policy), 'Ready'), 'status') === 'True',
  )
}

function named(objects: readonly Seen[], name: string): Seen | undefined {
  return objects.find((object) => at(object, 'metadata', 'name') === name)
}

function label(object: Seen | undefined, key: string): unknown {
  return at(object, 'metadata', 'labels', key)
}

function readyReplicas(object: Seen | undefined): unknown {
  return at(object, 'status', 'readyReplicas')
}

function condition(object: Seen | undefined, type: string): unknown {
  const conditions = at(object, 'status', 'conditions')
  return Array.isArray(conditions) ? conditions.find((one) => at(one, 'type') === type) : undefined
}

function isTakenIn(work: Seen): boolean {
  return at(condition(work, 'Applied'), 'observedGeneration') === at(work, 'metadata', 'generation')
}

function available(cluster: Seen | undefined): unknown {
  return at(condition(cluster, 'ManagedClusterConditionAvailable'), 'status')
}

function isAvailable(cluster: Seen | undefined): boolean {
  return available(cluster) === 'True' && at(condition(cluster, 'ManagedClusterJoined'), 'status') === 'True'
}

function relabel(world: World, wec: string, labels: Readonly<Record<string, string | null>>): Promise<void> {
  return patch(world, ITS, `${CLUSTERS}/${wec}`, { metadata: { labels } })
}

function scale(world: World, replicas: number): Promise<void> {
  return patch(world, WDS, `${DEPLOYMENTS}/storefront`, { spec: { replicas } })
}

function setPrice(world: World, rye: string): Promise<void> {
  return patch(world, WDS, `${CONFIG_MAPS}/prices`, { data: { rye } })
}

async function patch(world: World, space: string, path: string, body: object): Promise<void> {
  const { code, body: answer } = await world.api(space).send('PATCH', path, body, MERGE)
  if (code !== 200) throw new Error(`PATCH ${path} in ${space}: ${code} ${String(answer['message'])}`)
}

async function remove(world: World, path: string): Promise<void> {
  const { code, body: answer } = await world.api(WDS).send('DELETE', path)
  if (code !== 200) throw new Error(`DELETE ${path}: ${code} ${String(answer['message'])}`)
}
