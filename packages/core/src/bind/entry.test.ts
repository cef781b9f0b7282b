import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policy } from '../../../../test/worlds/world.ts'
import type { Json, KubeObject } from '../kube/index.ts'
import { noModulation } from '../select/index.ts'
import { bindingFor, sameButVersions } from './binding-object.ts'
import { destinationsOf, entriesOf, entryPath, inBindingOrder } from './entry.ts'
import type { Entry } from './types.ts'

const name = fc.constantFrom('a', 'b', 'é', '𝄞', 'z')
const entry: fc.Arbitrary<Entry> = fc.record({
  id: fc.record({
    group: fc.constantFrom('', 'apps', 'example.org'),
    resource: fc.constantFrom('configmaps', 'deployments', 'namespaces'),
    namespace: fc.constantFrom('', 'shop', 'bank'),
    name,
  }),
  version: fc.constantFrom('v1', 'v1beta1'),
  resourceVersion: fc.nat(9).map(String),
  modulation: fc.record({
    createOnly: fc.boolean(),
    statusCollectors: fc.uniqueArray(name),
    wantSingletonReportedState: fc.boolean(),
    wantMultiWECReportedState: fc.boolean(),
  }),
})
const entries = fc.uniqueArray(entry, { selector: ({ id }) => JSON.stringify(id) })
const bindingOf = (some: readonly Entry[], wecs: readonly string[] = ['east']): KubeObject =>
  bindingFor(policy('p'), some, wecs, undefined)
const withEntry = (list: string, json: Json): KubeObject => ({
  ...bindingOf([]),
  spec: { workload: { [list]: [json] } },
})

describe('the entries of a Binding', () => {
  it('BND-1, BND-2 are read as they were written, the cluster-scoped ones first', () => {
    fc.assert(
      fc.property(entries, (some) => {
        expect(entriesOf(bindingOf(some))).toEqual(inBindingOrder(some))
      }),
    )
  })

  it('BND-6 are named by their path, and what is not listed by that of the lists', () => {
    fc.assert(
      fc.property(entries, entry, (some, other) => {
        const binding = bindingOf(some)
        const paths = entriesOf(binding).map(({ id }) => entryPath(binding, id))
        const [cluster, inNamespace] = [true, false].map((is) =>
          some.filter(({ id }) => (id.namespace === '') === is).map((_, at) => at),
        )
        expect(paths).toEqual([
          ...(cluster ?? []).map((at) => `spec.workload.clusterScope[${at}]`),
          ...(inNamespace ?? []).map((at) => `spec.workload.namespaceScope[${at}]`),
        ])
        const nowhere = { ...other.id, name: 'none' }
        expect(entryPath(binding, nowhere)).toBe('spec.workload')
      }),
    )
  })

  it.each([
    [
      'the core group',
      { resource: 'nodes', name: 'n' },
      {
        id: { group: '', resource: 'nodes', namespace: '', name: 'n' },
        version: '',
        resourceVersion: '',
        modulation: noModulation,
      },
    ],
    [
      'no flag that is not true',
      {
        resource: 'nodes',
        name: 'n',
        createOnly: 'true',
        wantSingletonReportedState: 1,
        wantMultiWECReportedState: {},
        statusCollectors: ['a', 7, null],
      },
      {
        id: { group: '', resource: 'nodes', namespace: '', name: 'n' },
        version: '',
        resourceVersion: '',
        modulation: { ...noModulation, statusCollectors: ['a'] },
      },
    ],
    ['nothing without a resource', { name: 'n' }, undefined],
    ['nothing without a name', { resource: 'nodes' }, undefined],
    ['nothing where there is no object', 7, undefined],
  ])('P-3 are taken from any JSON: %s', (_, json, expected) => {
    const wanted = expected === undefined ? [] : [expected]
    expect(entriesOf(withEntry('clusterScope', json))).toEqual(wanted)
    expect(entriesOf(withEntry('namespaceScope', json))).toEqual(wanted)
  })

  it('P-3 destinations are names, each once, in their order', () => {
    const destinations = [{ clusterId: 'b' }, { clusterId: 7 }, 'c', { clusterId: 'a' }, { clusterId: 'b' }]
    expect(destinationsOf({ ...bindingOf([]), spec: { destinations } })).toEqual(['b', 'a'])
  })
})

describe('two Bindings', () => {
  it('BND-1 differ in nothing but resourceVersions when all else is equal, and only then', () => {
    fc.assert(
      fc.property(
        entries,
        entries,
        fc.uniqueArray(name),
        fc.uniqueArray(name),
        (some, others, wecs, more) => {
          const one = bindingOf(some, wecs)
          const renewed = some.map((each) => ({ ...each, resourceVersion: 'new' }))
          expect(sameButVersions(one, bindingOf(renewed, wecs))).toBe(true)
          const bare = (list: readonly Entry[]) =>
            JSON.stringify(inBindingOrder(list).map((each) => ({ ...each, resourceVersion: '' })))
          const equal = bare(some) === bare(others) && JSON.stringify(wecs) === JSON.stringify(more)
          expect(sameButVersions(one, bindingOf(others, more))).toBe(equal)
        },
      ),
    )
  })

  it('BND-3, BND-4 differ when their owners or finalizers do', () => {
    const one = bindingOf([])
    const { ownerReferences: _, ...others } = one.metadata
    expect(sameButVersions(one, { ...one, metadata: { ...one.metadata, finalizers: [] } })).toBe(false)
    expect(sameButVersions(one, { ...one, metadata: others })).toBe(false)
    expect(
      sameButVersions({ ...one, metadata: others }, { ...one, metadata: { ...others, ownerReferences: [] } }),
    ).toBe(true)
  })
})
