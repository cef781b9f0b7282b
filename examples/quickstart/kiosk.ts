/** One broken, one silent, one healthy: what is seen of that in the WDS. */
import { create, relabel } from './acts.ts'
import { columns } from './columns.ts'
import { available, condition, inSpace, named, readyReplicas } from './effects.ts'
import { at, itemsAt, type Seen, textAt } from './read-back.ts'
import {
  CLUSTERS,
  COMBINED,
  DEPLOYMENTS,
  type Effect,
  ITS,
  SHOP_WECS,
  type Sight,
  type Step,
  WDS,
  type World,
} from './world.ts'

const REPLICAS = 2

/** Its image comes from the registry that each cluster is labelled with. */
const kiosk = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'kiosk',
    namespace: 'bakery',
    labels: { app: 'bakery', part: 'shop' },
    annotations: { 'control.kubestellar.io/expand-templates': 'true' },
  },
  spec: {
    replicas: REPLICAS,
    progressDeadlineSeconds: 1,
    selector: { matchLabels: { run: 'kiosk' } },
    template: {
      metadata: { labels: { run: 'kiosk' } },
      spec: { containers: [{ name: 'kiosk', image: '{{.registry}}/bakery/kiosk:1.0' }] },
    },
  },
}

const status: Sight = {
  title: 'its .status, in each cluster and in the WDS:',
  async look(world) {
    const rows = await Promise.all(
      [...SHOP_WECS, WDS].map(async (space) => [space, ...statusRow(await found(world, space))]),
    )
    return columns(['SPACE', 'REPLICAS', 'READY', 'UNAVAILABLE', 'AVAILABLE', 'PROGRESSING'], rows)
  },
}

const provenance: Sight = {
  title: 'who decided that, says `downsync explain deployment/bakery/kiosk --cluster berlin`:',
  async look(world) {
    const lines = (await world.downsync('explain deployment/bakery/kiosk --cluster berlin')).split('\n')
    const from = lines.findIndex((line) => line.includes('DECIDED BY'))
    const to = lines.indexOf('', from)
    const shown = lines.slice(from, to)
    if (!shown.some((line) => /readyReplicas|unavailableReplicas/.test(line) && line.includes('berlin')))
      throw new Error(`explain does not say that berlin decided: ${shown.join(' | ')}`)
    return shown.map((line) => line.trim())
  },
}

const collected: Sight = {
  title: 'its CombinedStatus, of the StatusCollector rollout:',
  async look(world) {
    const { body } = await world.api(WDS).send('GET', COMBINED)
    const [result] = itemsAt(combinedOf(itemsAt(body, 'items')), 'results')
    const names = at(result, 'columnNames')
    return columns(Array.isArray(names) ? names.map(String) : [], rowsOf(result))
  },
}

/** While dallas is silent. */
export const kioskOpens: Step = {
  title: 'A kiosk opens meanwhile: berlin cannot pull its image, dallas is silent, lisbon runs it',
  async act(world) {
    await relabel(world, 'berlin', { registry: 'registry.invalid' })
    await relabel(world, 'dallas', { registry: 'registry.example.com' })
    await relabel(world, 'lisbon', { registry: 'registry.example.com' })
    await create(world, DEPLOYMENTS, kiosk)
  },
  effects: [
    inSpace(
      ITS,
      CLUSTERS,
      'dallas is not heard of any more',
      (seen) => available(named(seen, 'dallas')) === 'Unknown',
      9_000,
    ),
    inSpace(
      'berlin',
      DEPLOYMENTS,
      'berlin has given up waiting for it',
      (seen) => isStuck(named(seen, 'kiosk')),
      9_000,
    ),
    inSpace('dallas', DEPLOYMENTS, 'dallas has no kiosk', (seen) => named(seen, 'kiosk') === undefined),
    inSpace(
      'lisbon',
      DEPLOYMENTS,
      'lisbon runs it',
      (seen) => readyReplicas(named(seen, 'kiosk')) === REPLICAS,
    ),
    inSpace(
      WDS,
      DEPLOYMENTS,
      'its .status says that it does not run everywhere, and why',
      (seen) => {
        const it = named(seen, 'kiosk')
        return isStuck(it) && (readyReplicas(it) ?? 0) === 0 && !isObserved(it)
      },
      9_000,
    ),
    inSpace(
      WDS,
      COMBINED,
      'its CombinedStatus has a row for each',
      (seen) =>
        JSON.stringify(rowsOf(itemsAt(combinedOf(seen), 'results')[0]).map((row) => [row[0], row.at(-1)])) ===
        EACH,
      9_000,
    ),
  ],
  sights: [status, provenance, collected],
}

const EACH = JSON.stringify([
  ['berlin', 'stuck'],
  ['dallas', 'silent'],
  ['lisbon', 'fine'],
])

/** Once all is put right. */
export const kioskRuns: readonly Effect[] = [
  inSpace(WDS, DEPLOYMENTS, 'the kiosk runs everywhere, by its .status', (seen) => {
    const it = named(seen, 'kiosk')
    return readyReplicas(it) === REPLICAS && isObserved(it) && !isStuck(it)
  }),
]

async function found(world: World, space: string): Promise<Seen | undefined> {
  const { body } = await world.api(space).send('GET', DEPLOYMENTS)
  return named(itemsAt(body, 'items'), 'kiosk')
}

function statusRow(it: Seen | undefined): readonly string[] {
  if (it === undefined) return ['-', '-', '-', 'no kiosk yet', '']
  const count = (field: string) => plainText(at(it, 'status', field) ?? 0)
  const words = (type: string) => {
    const one = condition(it, type)
    return [textAt(one, 'status'), textAt(one, 'reason')].join(' ').trim()
  }
  return [
    count('replicas'),
    count('readyReplicas'),
    count('unavailableReplicas'),
    words('Available'),
    words('Progressing'),
  ]
}

function isStuck(it: Seen | undefined): boolean {
  return at(condition(it, 'Progressing'), 'reason') === 'ProgressDeadlineExceeded'
}

function isObserved(it: Seen | undefined): boolean {
  return at(it, 'status', 'observedGeneration') === at(it, 'metadata', 'generation')
}

function combinedOf(seen: readonly Seen[]): Seen | undefined {
  return seen.find((one) => at(one, 'metadata', 'labels', 'status.kubestellar.io/name') === 'kiosk')
}

function rowsOf(result: unknown): readonly (readonly string[])[] {
  return itemsAt(result, 'rows').map((row) =>
    itemsAt(row, 'columns').map((cell) =>
      plainText(at(cell, 'string') ?? at(cell, 'float') ?? at(cell, 'bool') ?? '-'),
    ),
  )
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
