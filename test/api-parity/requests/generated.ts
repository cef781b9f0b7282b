import type { Json, JsonObject } from '@downsync/core'
import fc from 'fast-check'
import {
  apply,
  get,
  jsonPatch,
  mergePatch,
  post,
  put,
  remove,
  type Step,
  scenario,
  theme,
  untold,
} from '../scenario.ts'
import { CONFIG_MAPS, configMap, DEPLOYMENTS, deployment, WIDGETS, widget, withWidgets } from './objects.ts'

/** The same sequences for ever: a record is made of them. */
const SEED = 20260301
const SEQUENCES = 8
const LENGTH = 9

const names = fc.constantFrom('a', 'b')
const managers = fc.constantFrom('one', 'two', 'three')
const words = fc.constantFrom('x', 'y', 'z')
const metadata = fc.record(
  {
    labels: fc.dictionary(words, words, { maxKeys: 2 }),
    annotations: fc.dictionary(words, words, { maxKeys: 2 }),
    finalizers: fc.constantFrom<Json>([], ['x.io/a'], ['x.io/a', 'x.io/b']),
  },
  { requiredKeys: [] },
)
const propagation = fc.constantFrom<Json>({}, { propagationPolicy: 'Background' }, { dryRun: ['All'] })

type Kind = Readonly<{
  path: string
  make: (name: string, content: JsonObject, metadata: JsonObject) => JsonObject
  content: fc.Arbitrary<JsonObject>
  /** Merge patches of the content. */
  change: fc.Arbitrary<JsonObject>
  subresources: readonly string[]
}>

// What is written is a value of its own with everything in it: sequences shrink to what they are.
function stepOf(kind: Kind): fc.Arbitrary<readonly Step[]> {
  const at = (name: string, subresource = '') => `${kind.path}/${name}${subresource}`
  const object = fc.tuple(names, kind.content, metadata).map((parts) => ({
    name: parts[0],
    body: kind.make(...parts),
  }))
  const patch = fc.oneof(
    kind.change,
    metadata.map((more): JsonObject => ({ metadata: more })),
    fc.constantFrom<JsonObject>({ metadata: { finalizers: null } }, { metadata: { labels: null } }),
  )
  const steps: fc.Arbitrary<Step>[] = [
    fc.tuple(object, managers).map(([{ body }, by]) => post(`${kind.path}?fieldManager=${by}`, body)),
    fc.tuple(object, managers).map(([{ name, body }, by]) => put(`${at(name)}?fieldManager=${by}`, body)),
    fc
      .tuple(object, managers, fc.boolean())
      .map(([{ name, body }, by, force]) => apply(at(name), `fieldManager=${by}&force=${force}`, body)),
    fc
      .tuple(names, fc.constantFrom('', ...kind.subresources), patch, managers)
      .map(([name, below, body, by]) => mergePatch(`${at(name, below)}?fieldManager=${by}`, body)),
    fc
      .tuple(names, words, fc.constantFrom('add', 'replace', 'remove', 'test'))
      .map(([name, key, op]) =>
        jsonPatch(at(name), [
          { op, path: `/metadata/labels/${key}`, ...(op === 'remove' ? {} : { value: 'j' }) },
        ]),
      ),
    fc.tuple(names, propagation).map(([name, body]) => remove(at(name), body)),
    names.map((name) => get(at(name))),
  ]
  return fc.array(fc.oneof(...steps), { minLength: LENGTH, maxLength: LENGTH })
}

const configMaps: Kind = {
  path: CONFIG_MAPS,
  make: configMap,
  content: fc.dictionary(words, words, { maxKeys: 3 }),
  change: fc.dictionary(words, fc.option(words), { maxKeys: 2 }).map((data): JsonObject => ({ data })),
  subresources: [],
}
const widgetSpec = fc.record(
  {
    mode: fc.constantFrom('a', 'b'),
    size: fc.integer({ min: 0, max: 11 }),
    tags: fc.uniqueArray(words, { maxLength: 3 }),
    plain: fc.array(words, { maxLength: 2 }),
    ports: fc.uniqueArray(fc.record({ name: words, port: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 3,
      selector: ({ name }) => name,
    }),
    labels: fc.dictionary(words, words, { maxKeys: 2 }),
    exact: fc.record({ a: words }, { requiredKeys: [] }),
    inner: fc.record({ deep: fc.integer({ min: 0, max: 2 }), other: words }, { requiredKeys: [] }),
    any: fc.dictionary(words, fc.oneof(words, fc.array(words, { maxLength: 2 })), { maxKeys: 2 }),
  },
  { requiredKeys: ['mode'] },
)
const widgets: Kind = {
  path: WIDGETS,
  make: widget,
  content: widgetSpec,
  change: fc.oneof(
    widgetSpec.map((spec): JsonObject => ({ spec })),
    fc.tuple(words, words).map(([key, value]): JsonObject => ({ status: { [key]: value } })),
  ),
  subresources: ['/status'],
}
const deploymentSpec = fc.record(
  {
    replicas: fc.integer({ min: 0, max: 2 }),
    paused: fc.boolean(),
    minReadySeconds: fc.integer({ min: 0, max: 2 }),
    strategy: fc.constantFrom<JsonObject>({}, { type: 'Recreate' }, { rollingUpdate: { maxSurge: 1 } }),
  },
  { requiredKeys: [] },
)
const deployments: Kind = {
  path: DEPLOYMENTS,
  make: deployment,
  content: deploymentSpec,
  change: fc.oneof(
    deploymentSpec.map((spec): JsonObject => ({ spec })),
    fc.integer({ min: 0, max: 2 }).map((replicas): JsonObject => ({ status: { replicas } })),
  ),
  subresources: ['/status'],
}

const sequences = (name: string, kind: Kind, before: readonly Step[] = []) =>
  fc
    .sample(stepOf(kind), { seed: SEED, numRuns: SEQUENCES })
    .map((steps, index) => scenario(`${name} ${index + 1}`, before, ...steps))

export const generated = theme(
  'generated',
  ...sequences('ConfigMaps', configMaps),
  ...sequences('custom resources', widgets, withWidgets()),
  ...sequences('Deployments', deployments, untold(get(DEPLOYMENTS))),
)
