import {
  createEngine,
  evaluate,
  isWorkload,
  type JsonObject,
  type KubeObject,
  listAt,
  type Outcome,
  withEvents,
} from '@downsync/core'
import {
  type ClauseVerdict,
  compilePolicy,
  judgePolicy,
  type Subject,
  testClause,
  verdictOf,
} from '@downsync/core/select'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putEvent } from '../generators/changes.ts'
import {
  clause,
  clauseFields,
  emptySelector,
  faultySelector,
  labels,
  modulation,
  policyOf,
  selector,
  subject,
  vacuousClause,
} from '../generators/policies.ts'
import { managedClusters, pick, wdsResources } from '../generators/vocabulary.ts'
import { settingsOf, snapshotOfWorld, worldsWithoutMail } from '../generators/worlds.ts'
import * as reference from '../reference/bindings.ts'
import { isLabelKey, isLabelValue, passes } from '../reference/selectors.ts'
import { ofKind, runs, textOf } from './support.ts'

// Told twice: tested, and judged (P-7).
const verdict = (written: JsonObject, object: Subject): ClauseVerdict => {
  const policy = compilePolicy(policyOf({ downsync: [written] }))
  const [tested] = policy.clauses.map((one) => testClause(one, object))
  const [judged] = judgePolicy(policy, object, undefined).clauses.map(verdictOf)
  expect(tested).toBe(judged)
  return tested ?? 'no'
}
const yesIf = (isIt: boolean): ClauseVerdict => (isIt ? 'yes' : 'no')
const listOf = (...texts: readonly string[]) => fc.array(pick(...texts, '*'), { maxLength: 3 })
const isAll = (list: readonly string[]) => list.length === 0 || list.includes('*')
const codesOf = (policy: KubeObject) => compilePolicy(policy).faults.map(({ code }) => code)

describe('one field of a clause', () => {
  it('SEL-2 apiGroup: absent and null are any group, "" is the core group, a name that one', () => {
    const groups = pick('', 'apps', 'example.com', 'constructor', '*')
    fc.assert(
      fc.property(subject(), groups, (object, apiGroup) => {
        const all = { resources: ['*'] }
        expect(verdict(all, object)).toBe('yes')
        expect(verdict({ ...all, apiGroup: null }, object)).toBe('yes')
        expect(verdict({ ...all, apiGroup }, object)).toBe(yesIf(object.id.group === apiGroup))
      }),
      runs(300),
    )
  })

  it('SEL-3 lists of names: empty or with "*" all, else membership; a cluster-scoped object is in no namespace', () => {
    const fields = fc.record({
      resources: listOf('pods', 'deployments', 'namespaces', 'toString', 'pod'),
      namespaces: listOf('', 'a', 'a-b', 'prod', 'constructor'),
      objectNames: listOf('web', 'db', '__proto__', '😀', '～'),
    })
    fc.assert(
      fc.property(subject(), fields, (object, { resources, namespaces, objectNames }) => {
        const { resource, namespace, name } = object.id
        const isIn = (list: readonly string[], value: string) => isAll(list) || list.includes(value)
        const isInNamespace = isAll(namespaces) || (namespace !== '' && namespaces.includes(namespace))
        expect(verdict({ apiGroup: null, resources }, object)).toBe(yesIf(isIn(resources, resource)))
        expect(verdict({ namespaces }, object)).toBe(yesIf(isInNamespace))
        expect(verdict({ objectNames }, object)).toBe(yesIf(isIn(objectNames, name)))
      }),
      runs(500),
    )
  })

  it('SEL-4, SEL-5 selectors: an empty list or {} all, else the labels that are there pass one of them', () => {
    const selectors = fc.array(fc.oneof({ weight: 5, arbitrary: selector() }, emptySelector()), {
      maxLength: 3,
    })
    fc.assert(
      fc.property(subject(), selectors, ({ namespace, ...object }, list) => {
        const isWide = list.length === 0 || list.some((one) => passes(one, {}) && isEmpty(one))
        const isMet = (on: JsonObject) => isWide || list.some((one) => passes(one, on))
        const ofNamespace = namespace.kind === 'labels' ? yesIf(isMet(namespace.labels)) : yesIf(isWide)
        const seen = namespace.kind === 'unseen' && !isWide ? 'unsure' : ofNamespace
        expect(verdict({ objectSelectors: list }, { ...object, namespace })).toBe(yesIf(isMet(object.labels)))
        expect(verdict({ namespaceSelectors: list }, { ...object, namespace })).toBe(seen)
      }),
      runs(500),
    )
  })
})

describe('what is valid', () => {
  it('SEL-8 a clause in which no field discriminates is not, unless its resources say everything', () => {
    fc.assert(
      fc.property(vacuousClause(), clause(), (vacuous, valid) => {
        expect(codesOf(policyOf({ downsync: [valid, vacuous] }))).toEqual(['ClauseVacuous'])
        expect(codesOf(policyOf({ downsync: [valid, { ...vacuous, resources: ['pods', '*'] }] }))).toEqual([])
        // Any one field that narrows is enough.
        for (const field of clauseFields) {
          const narrow = field === 'apiGroup' ? '' : field.endsWith('Selectors') ? [exists] : ['web']
          expect(codesOf(policyOf({ downsync: [{ ...vacuous, [field]: narrow }] }))).toEqual([])
        }
      }),
      runs(200),
    )
  })

  it('LBL-2 keys are qualified names and values label values, in matchLabels and in matchExpressions alike', () => {
    fc.assert(
      fc.property(nastyKey, nastyValue, (key, value) => {
        const isGood = isLabelKey(key) && isLabelValue(value)
        const asLabel = { matchLabels: Object.fromEntries([[key, value]]) }
        const asOneOf = { matchExpressions: [{ key, operator: 'NotIn', values: ['x', value] }] }
        for (const clusterSelector of key === '__proto__' ? [asOneOf] : [asLabel, asOneOf])
          expect(codesOf(policyOf({ clusterSelectors: [clusterSelector] }))).toEqual(
            isGood ? [] : expect.arrayContaining(['SelectorInvalid']),
          )
      }),
      runs(1_000),
    )
  })

  it('LBL-2 one requirement that is invalid makes its selector so, whatever stands beside it', () => {
    fc.assert(
      fc.property(selector(), faultySelector(), (good, bad) => {
        const both = {
          matchLabels: { ...(good['matchLabels'] as JsonObject), ...(bad['matchLabels'] as JsonObject) },
          matchExpressions: [...listAt(good, 'matchExpressions'), ...listAt(bad, 'matchExpressions')],
        }
        expect(codesOf(policyOf({ clusterSelectors: [good] }))).toEqual([])
        expect(codesOf(policyOf({ clusterSelectors: [both] }))).toEqual(['SelectorInvalid'])
      }),
      runs(300),
    )
  })

  it('ID-2, ID-3 what is workload is told by group and resource, and narrowed by groups', () => {
    const texts = pick(...wdsResources.flatMap(({ group, resource }) => [group, resource]), 'events', 'nodes')
    const known = pick('coordination.k8s.io', 'storage.k8s.io', 'events.k8s.io', 'apiextensions.k8s.io')
    const resources = fc.oneof(texts, pick('csinodes', 'csistoragecapacities', 'endpoints', 'leases'))
    fc.assert(
      fc.property(
        fc.oneof(texts, known),
        resources,
        fc.array(texts, { maxLength: 3 }),
        (group, resource, apiGroups) => {
          const one = { group, resource }
          const isIt = reference.isWorkload(`${group}/${resource}`, { apiGroups })
          expect(isWorkload(one, apiGroups)).toBe(isIt)
        },
      ),
      runs(500),
    )
  })
})

describe('what decides', () => {
  it('CLU-2 of the inventory labels and deletion, and nothing else', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.nat(), (world, at) => {
        const snapshot = snapshotOfWorld(world)
        const wecs = ofKind(snapshot, 'its', managedClusters.kind)
        const wec = wecs[at % Math.max(1, wecs.length)]
        if (wec === undefined) return
        const metadata = { ...wec.metadata, annotations: { theirs: 'x' }, generation: 9 }
        const status = { conditions: [{ type: 'ManagedClusterConditionAvailable', status: 'Unknown' }] }
        const sick = { ...wec, metadata, spec: { hubAcceptsClient: false }, status }
        const after = withEvents(snapshot, [putEvent(snapshot, 'its', sick)])
        expect(listsOf(evaluate(after, settingsOf(world)))).toEqual(
          listsOf(evaluate(snapshot, settingsOf(world))),
        )
      }),
      runs(60),
    )
  })

  it('SEL-7 relabelling a Namespace evaluates anew what is in it', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.nat(), labels(), modulation(), (world, at, made, asks) => {
        const asking = policyOf(
          { clusterSelectors: [{}], downsync: [{ namespaceSelectors: [exists], ...asks }] },
          'asks',
        )
        const settings = settingsOf(world)
        const given = snapshotOfWorld(world)
        const engine = createEngine(settings, withEvents(given, [putEvent(given, 'wds', asking)]))
        const { snapshot } = engine.outcome()
        const spaces = ofKind(snapshot, 'wds', 'Namespace')
        const space = spaces[at % Math.max(1, spaces.length)]
        if (space === undefined) return
        const relabelled = { ...space, metadata: { ...space.metadata, labels: made } }
        const event = putEvent(snapshot, 'wds', relabelled)
        engine.accept([event])
        const outcome = engine.outcome()
        expect(listsOf(outcome)).toEqual(listsOf(evaluate(withEvents(snapshot, [event]), settings)))
        const listed = listAt(outcome.bindings.get('asks')?.binding, 'spec', 'workload', 'namespaceScope')
        const isListed = listed.some(
          (entry) =>
            entry !== null &&
            JSON.stringify(entry).includes(`"namespace":"${String(space.metadata['name'])}"`),
        )
        if (isListed) expect(Object.keys(made)).toContain('app')
      }),
      runs(60),
    )
  })
})

const exists: JsonObject = { matchExpressions: [{ key: 'app', operator: 'Exists' }] }

function isEmpty(one: JsonObject): boolean {
  return Object.values(one).every(
    (part) => typeof part === 'object' && part !== null && Object.keys(part).length === 0,
  )
}

// Around what the rules for names turn on: lengths, first and last characters, slashes.
const piece = fc.oneof(
  pick('', 'a', 'A', '9', '-', '_', '.', 'app', 'a-b', 'a_b', 'a..b', '__proto__', 'é', ' ', 'a\n'),
  pick(62, 63, 64, 252, 253, 254).map((length) => 'x'.repeat(length)),
  fc.string({ maxLength: 4 }),
)
const nastyKey: Arbitrary<string> = fc
  .array(piece, { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.join('/'))
const nastyValue: Arbitrary<string> = fc.tuple(piece, piece).map((pieces) => pieces.join(''))

// Without resourceVersions and statuses.
function listsOf({ bindings }: Outcome): readonly string[] {
  return [...bindings].map(([name, { binding }]) => textOf([name, binding['spec'] ?? null]))
}
