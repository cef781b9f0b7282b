/**
 * Plans a small world, then changes it four times and plans each change. Everything happens in this process, on values: `npm run demo`.
 * What must come out stands beside each change; if anything else does, the demo says what and fails.
 */
import { fileURLToPath } from 'node:url'
import {
  buildWorld,
  comparePairs,
  complaintLine,
  hasErrors,
  manifestText,
  nodeSystem,
  type Pair,
  pairsIn,
  readFiles,
  run,
  yamlText,
} from '@downsync/cli'
import {
  applyActions,
  editOf,
  evaluate,
  type Outcome,
  plan,
  type Snapshot,
  type WorldDraft,
  withEvents,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import {
  deployment,
  inventory,
  type Labelled,
  type Policy,
  policy,
  type Removable,
  type Replicated,
} from './refs.ts'

const NOW = '2026-01-01T00:00:00Z'
const MOST_ROUNDS = 10
const settings = { transport: ocmTransport }
const shop = [
  'ConfigMap bakery/prices',
  'Deployment bakery/storefront',
  'HorizontalPodAutoscaler bakery/storefront',
  'Ingress bakery/storefront',
  'NetworkPolicy bakery/ledger',
  'PodDisruptionBudget bakery/storefront',
  'Secret bakery/till',
  'Service bakery/ledger',
  'Service bakery/storefront',
  'StatefulSet bakery/ledger',
]

/** A change of the world, and what the plan for it must do. */
type Change = Readonly<{
  title: string
  edit: (world: WorldDraft) => void
  appear?: readonly string[]
  change?: readonly string[]
  vanish?: readonly string[]
  /** Policies whose lists stay as they are. */
  frozen?: readonly string[]
}>

const changes: readonly Change[] = [
  {
    title: 'Osaka goes into production: its label tier becomes prod',
    edit: (world) =>
      world.update<Labelled>(inventory('osaka'), ({ metadata }) => {
        metadata.labels['tier'] = 'prod'
      }),
    appear: shop.map((object) => `${object} in osaka`),
  },
  {
    title: 'The storefront gets five replicas',
    edit: (world) =>
      world.update<Replicated>(deployment('bakery', 'storefront'), ({ spec }) => {
        spec.replicas = 5
      }),
    change: ['berlin', 'dallas', 'lisbon', 'osaka'].map((wec) => `Deployment bakery/storefront in ${wec}`),
  },
  {
    title: 'Somebody breaks the policy ovens: there is no operator Inn',
    edit: (world) =>
      world.update<Policy>(policy('ovens'), ({ spec }) => {
        spec.clusterSelectors = [{ matchExpressions: [{ key: 'region', operator: 'Inn', values: ['eu'] }] }]
      }),
    frozen: ['ovens'],
  },
  {
    title: 'The policy shop is deleted',
    edit: (world) =>
      world.update<Removable>(policy('shop'), ({ metadata }) => {
        metadata.deletionTimestamp = NOW
      }),
    vanish: shop.flatMap((object) =>
      ['berlin', 'dallas', 'lisbon', 'osaka'].map((wec) => `${object} in ${wec}`),
    ),
    frozen: ['ovens'],
  },
]

const system = nodeSystem()
const failures: string[] = []
const folder = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

print('The world as it is', '==================')
run(['plan', '-f', folder, '--now', NOW], system)
const { documents, complaints } = readFiles(system, [folder])
const world = buildWorld(documents, { now: NOW })
const wrong = [...complaints, ...world.complaints]
if (hasErrors(wrong)) failures.push(...wrong.map(complaintLine))

let outcome = settle(world.snapshot)
const works = [...outcome.snapshot.objects('its', ocmTransport.resource)]
print(
  '',
  'One of these ManifestWorks',
  '--------------------------',
  yamlText(works.at(-1) ?? null).trimEnd(),
)
for (const [index, change] of changes.entries()) outcome = make(change, index + 1, outcome.snapshot)

if (failures.length === 0) print('', `All ${changes.length} changes did what they should, and nothing else.`)
else {
  print('', ...failures.map((failure) => `FAILED: ${failure}`))
  process.exitCode = 1
}

// Makes one change, plans it, applies the plan until there is none, and compares the pairs with what should come of it.
function make(change: Change, number: number, before: Snapshot): Outcome {
  print('', `${number}. ${change.title}`, '-'.repeat(change.title.length + 3))
  const changed = withEvents(before, editOf(before, change.edit))
  const after = settle(changed)
  const pairs = comparePairs(pairsIn(before, ocmTransport), pairsIn(after.snapshot, ocmTransport))
  const frozen = [...after.bindings].filter(([, binding]) => binding.frozen).map(([name]) => name)
  for (const [, problems] of after.problems)
    for (const { on, path, message, expected } of problems)
      print(
        `  problem: ${on.name}: ${path}: ${message}${expected === undefined ? '' : `; expected ${expected}`}`,
      )
  list('appear', pairs.appear)
  list('change', pairs.change)
  list('vanish', pairs.vanish)
  print(`  ${pairs.stay} pairs stay${frozen.length === 0 ? '' : `, those of ${frozen.join(', ')} frozen`}`)
  expectSame(`${number}, pairs that appear`, pairs.appear.map(pairText), change.appear ?? [])
  expectSame(`${number}, pairs that change`, pairs.change.map(pairText), change.change ?? [])
  expectSame(`${number}, pairs that vanish`, pairs.vanish.map(pairText), change.vanish ?? [])
  expectSame(`${number}, frozen policies`, frozen, change.frozen ?? [])
  return after
}

// Plans and applies until there is nothing left to write.
function settle(start: Snapshot): Outcome {
  let outcome = evaluate(start, settings)
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const { actions } = plan(outcome)
    if (actions.length === 0) {
      print('  planned again: empty')
      return outcome
    }
    const writes = actions.map(
      ({ kind, ref }) =>
        `${kind} ${ref.resource} ${ref.namespace === '' ? '' : `${ref.namespace}/`}${ref.name}`,
    )
    const shown = writes.length > 3 ? [...writes.slice(0, 2), `and ${writes.length - 2} more`] : writes
    print(`  round ${round}: ${shown.join(', ')}`)
    outcome = evaluate(applyActions(outcome.snapshot, actions), settings)
  }
  failures.push(`not at rest after ${MOST_ROUNDS} rounds`)
  return outcome
}

function list(what: string, pairs: readonly Pair[]): void {
  for (const object of new Set(pairs.map(({ id }) => manifestText(id)))) {
    const wecs = pairs.filter(({ id }) => manifestText(id) === object).map(({ wec }) => wec)
    print(`  ${what}: ${object} in ${wecs.join(', ')}`)
  }
}

function pairText({ id, wec }: Pair): string {
  return `${manifestText(id)} in ${wec}`
}

function expectSame(what: string, found: readonly string[], wanted: readonly string[]): void {
  const missing = wanted.filter((one) => !found.includes(one))
  const extra = found.filter((one) => !wanted.includes(one))
  for (const one of missing) failures.push(`${what}: ${one} is missing`)
  for (const one of extra) failures.push(`${what}: ${one} should not be among them`)
}

function print(...lines: readonly string[]): void {
  system.write(lines.map((line) => `${line}\n`).join(''))
}
