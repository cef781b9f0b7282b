/** What happens in the demo, and what must come of it. */
import { patch, relabel, remove, scale, setPrice } from './acts.ts'
import {
  inSpace,
  isAvailable,
  isReady,
  isTakenIn,
  label,
  named,
  ovenReported,
  price,
  REPORTED,
  readyReplicas,
  storefront,
  storefrontReported,
} from './effects.ts'
import { kioskOpens, kioskRuns } from './kiosk.ts'
import { at, textAt } from './read-back.ts'
import {
  CLUSTERS,
  COMBINED,
  CONTROL,
  DEPLOYMENTS,
  ITS,
  NAMESPACES,
  OVENS,
  POLICIES,
  SHOP_WECS,
  type Step,
  WDS,
  WECS,
  WORKS,
} from './world.ts'

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
      storefrontReported(3),
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
    effects: [...SHOP_WECS.map((wec) => storefront(wec, 5)), storefrontReported(5)],
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
      price('dallas', '3.20'),
      storefront('dallas', 5),
      inSpace(ITS, WORKS, 'its mailbox keeps what it has not taken in', (seen) =>
        seen.some((work) => at(work, 'metadata', 'namespace') === 'dallas' && !isTakenIn(work)),
      ),
    ],
  },
  kioskOpens,
  {
    title: 'dallas comes back, and the registry of berlin is put right',
    async act(world) {
      await world.start('agent dallas')
      await relabel(world, 'berlin', { registry: 'registry.example.com' })
    },
    effects: [
      ...kioskRuns,
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
      inSpace(WDS, COMBINED, 'what was collected for it is gone', (seen) => seen.length === 0),
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
