import {
  type Bundle,
  equalJson,
  type Item,
  isKubeObject,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  manifestKey,
  memberOf,
  serverForm,
  stringAt,
  valueAt,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STRATEGY, setOptionsOf } from './configuration.ts'
import kubestellarWorks from './fixtures/kubestellar-works.json'
import { manifestsOf } from './manifest-work.ts'
import { bundles, contents, items } from './testing/bundles.ts'
import { works } from './testing/works.ts'
import { unwrap } from './unwrap.ts'
import { wrap } from './wrap.ts'

const examples: readonly KubeObject[] = (
  kubestellarWorks as readonly { wrapped: readonly KubeObject[] }[]
).flatMap((example) => example.wrapped)

function read(work: KubeObject): Bundle {
  const result = unwrap(work)
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.path).join())
  return result.value
}

function itemsByKey(bundle: Bundle): ReadonlyMap<string, Item> {
  return new Map(bundle.items.map((item) => [manifestKey(item.id), item]))
}

/** What of an item comes back: its content in the server's form. */
function returned(item: Item): object {
  return { ...item, resource: undefined, content: serverForm(item.content) }
}

function isConfigured(item: Item): boolean {
  return item.strategy !== 'update' || item.orphan || item.kept !== undefined
}

function sortedJson(list: readonly Json[]): readonly Json[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function keysOf(value: Json | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value).sort() : []
}

function workOf(spec: JsonObject, rest: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: { name: 'w', namespace: 'wec1' },
    spec,
    ...rest,
  }
}

const configMap = (name: string, data: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'x' },
  data,
})

const itemOf = (content: KubeObject, more: Partial<Item> = {}): Item => ({
  id: { group: '', kind: content.kind, namespace: 'x', name: stringAt(content.metadata, 'name') ?? '' },
  resource: 'configmaps',
  content,
  orphan: false,
  strategy: 'update',
  ...more,
})

const bundleOf = (...list: readonly Item[]): Bundle => ({
  wec: 'wec1',
  name: 'w',
  labels: {},
  annotations: {},
  items: list,
})

const identifier = (name: string, namespace = 'x') => ({ group: '', resource: 'configmaps', namespace, name })

describe('wrapping is undone by unwrapping', () => {
  it('unwrap(wrap(b)) = b, up to the order of items and resources that nothing names', () => {
    fc.assert(
      fc.property(bundles, (bundle) => {
        const back = read(wrap(bundle))
        expect({ ...back, items: [] }).toEqual({ ...bundle, items: [] })
        expect(back.items).toHaveLength(bundle.items.length)
        const found = itemsByKey(back)
        for (const item of bundle.items) {
          const other = found.get(manifestKey(item.id))
          expect(other && returned(other)).toEqual(returned(item))
          if (isConfigured(item)) expect(other?.resource).toBe(item.resource)
          else expect([undefined, item.resource]).toContain(other?.resource)
        }
      }),
    )
  })

  it('unwrap(wrap(b, there)) = b, and what others configured comes on top', () => {
    fc.assert(
      fc.property(bundles, works, (bundle, there) => {
        const back = read(wrap(bundle, there))
        const found = itemsByKey(back)
        expect(back.items).toHaveLength(bundle.items.length)
        expect(back.labels).toMatchObject(bundle.labels)
        expect(back.annotations).toMatchObject(bundle.annotations)
        for (const item of bundle.items) {
          const other = found.get(manifestKey(item.id))
          const { kept = {}, ...wanted } = item
          const { kept: keptBack = {}, ...rest } = other ?? item
          expect(returned(rest)).toEqual(returned(wanted))
          for (const [option, value] of setOptionsOf(kept)) expect(memberOf(keptBack, option)).toEqual(value)
          if (memberOf(kept, STRATEGY) === undefined) expect(memberOf(keptBack, STRATEGY)).toBeUndefined()
        }
      }),
    )
  })

  it('WRP-4 wrap(unwrap(w), w) = w, whoever made w', () => {
    fc.assert(
      fc.property(works, (work) => {
        expect(wrap(read(work), work)).toEqual(work)
      }),
    )
  })

  it('P-6 a wrapped object that has been written is not written again', () => {
    fc.assert(
      fc.property(bundles, works, (bundle, there) => {
        const once = wrap(bundle, there)
        expect(wrap(bundle, once)).toEqual(once)
      }),
    )
  })

  it('FRZ-1 an item that was read is the same in another wrapped object', () => {
    fc.assert(
      fc.property(works, (work) => {
        const bundle = read(work)
        const unique = [...itemsByKey(bundle).values()]
        const named = unique.filter((item) => item.resource !== undefined && !item.id.name.includes('*'))
        const moved = itemsByKey(read(wrap({ ...bundle, items: named })))
        for (const item of named) {
          const other = moved.get(manifestKey(item.id))
          expect(other && returned(other)).toEqual(returned(item))
        }
      }),
    )
  })
})

describe('what others put there', () => {
  it('WRP-4 metadata, status, executor, entries with wildcards and other rules stay', () => {
    fc.assert(
      fc.property(bundles, works, (bundle, there) => {
        const result = wrap(bundle, there)
        expect(result['status']).toEqual(there['status'])
        expect(valueAt(result, 'spec', 'executor')).toEqual(valueAt(there, 'spec', 'executor'))
        const ttl = ['spec', 'deleteOption', 'ttlSecondsAfterFinished']
        expect(valueAt(result, ...ttl)).toEqual(valueAt(there, ...ttl))
        expect(labelsOf(result)['theirs']).toEqual(labelsOf(there)['theirs'])
        expect(result.metadata['finalizers']).toEqual(there.metadata['finalizers'])
        const names = (entry: Json) => stringAt(entry, 'resourceIdentifier', 'name') ?? '*'
        const patterns = (work: KubeObject) =>
          listAt(work, 'spec', 'manifestConfigs').filter(
            (entry) => names(entry).includes('*') && names(entry) !== 'a*',
          )
        expect(patterns(result)).toEqual(patterns(there))
      }),
    )
  })

  it('P-6a fields that the server fills in are no difference', () => {
    const there = workOf({
      workload: {
        manifests: [{ ...configMap('a'), metadata: { ...configMap('a').metadata, creationTimestamp: null } }],
      },
      manifestConfigs: [
        {
          resourceIdentifier: identifier('a'),
          feedbackScrapeType: 'Poll',
          updateStrategy: {
            type: 'ServerSideApply',
            serverSideApply: { force: true, fieldManager: 'work-agent' },
          },
        },
      ],
      deleteOption: { propagationPolicy: 'Foreground' },
    })
    expect(wrap(bundleOf(itemOf(configMap('a'), { strategy: 'serverSideApply' })), there)).toEqual(there)
  })

  it('feedback rules stay when the strategy goes; a bare entry goes', () => {
    const feedbackRules = [{ type: 'WellKnownStatus' }]
    const there = workOf({
      workload: { manifests: [configMap('a'), configMap('b')] },
      manifestConfigs: [
        { resourceIdentifier: identifier('a'), feedbackRules, updateStrategy: { type: 'CreateOnly' } },
        {
          resourceIdentifier: identifier('b'),
          updateStrategy: { type: 'CreateOnly' },
          feedbackScrapeType: 'Poll',
        },
      ],
    })
    const result = wrap(bundleOf(itemOf(configMap('a')), itemOf(configMap('b'))), there)
    expect(valueAt(result, 'spec', 'manifestConfigs')).toEqual([
      { resourceIdentifier: identifier('a'), feedbackRules },
    ])
  })

  it('a wildcard that would change a strategy is overruled before it, not edited', () => {
    const wildcard = { resourceIdentifier: identifier('*', '*'), updateStrategy: { type: 'ReadOnly' } }
    const there = workOf({ workload: { manifests: [configMap('a')] }, manifestConfigs: [wildcard] })
    expect(valueAt(wrap(bundleOf(itemOf(configMap('a'))), there), 'spec', 'manifestConfigs')).toEqual([
      { resourceIdentifier: identifier('a'), updateStrategy: { type: 'Update' } },
      wildcard,
    ])
  })
})

describe('configuration where others have some', () => {
  it('an own entry that comes too late is left, and one put before the wildcard', () => {
    const wildcard = { resourceIdentifier: identifier('*', 'x'), updateStrategy: { type: 'ReadOnly' } }
    const own = { resourceIdentifier: identifier('a'), feedbackRules: [{ type: 'WellKnownStatus' }] }
    const there = workOf({ workload: { manifests: [configMap('a')] }, manifestConfigs: [wildcard, own] })
    const result = wrap(bundleOf(itemOf(configMap('a'), { strategy: 'createOnly' })), there)
    expect(valueAt(result, 'spec', 'manifestConfigs')).toEqual([
      { resourceIdentifier: identifier('a'), updateStrategy: { type: 'CreateOnly' } },
      wildcard,
      own,
    ])
  })

  it('the entry of a name that is a pattern does not change its neighbours', () => {
    const wanted = bundleOf(itemOf(configMap('ab')), itemOf(configMap('a*'), { strategy: 'createOnly' }))
    expect(read(wrap(wanted)).items.map((item) => [item.id.name, item.strategy])).toEqual([
      ['ab', 'update'],
      ['a*', 'createOnly'],
    ])
  })

  it('rules for objects that are not here stay, also where ours come and go', () => {
    const theirs = identifier('elsewhere')
    const withRules = (...orphaningRules: readonly Json[]) =>
      workOf({
        workload: { manifests: [configMap('a')] },
        deleteOption: { propagationPolicy: 'SelectivelyOrphan', selectivelyOrphans: { orphaningRules } },
      })
    const plain = bundleOf(itemOf(configMap('a')))
    const orphan = bundleOf(itemOf(configMap('a'), { orphan: true }))
    expect(wrap(orphan, withRules(theirs))).toEqual(withRules(theirs, identifier('a')))
    expect(wrap(plain, withRules(theirs, identifier('a')))).toEqual(withRules(theirs))
  })

  it('WRP-11 an option that says nothing of orphans stays where no rule can be written', () => {
    const { resource: _, ...nameless } = itemOf(configMap('a'), { orphan: true })
    const there = workOf({
      workload: { manifests: [configMap('a'), configMap('b')] },
      deleteOption: { propagationPolicy: 'Foreground' },
    })
    const { resource: __, ...other } = itemOf(configMap('b'))
    expect(wrap(bundleOf(nameless, other), there)).toEqual(there)
  })
})

describe('manifests', () => {
  it('WRP-9 of a new wrapped object stand in the order of need', () => {
    const kindsOf = (work: KubeObject) => manifestsOf(work).map((manifest) => stringAt(manifest, 'kind'))
    const list = ['Widget', 'ConfigMap', 'Namespace', 'Secret'].map((kind) =>
      itemOf({ ...configMap('a'), kind }),
    )
    expect(kindsOf(wrap(bundleOf(...list)))).toEqual(['Namespace', 'ConfigMap', 'Secret', 'Widget'])
  })

  it('WRP-4 equal ones keep their index, changed ones are replaced there, gone ones leave, new ones come last', () => {
    const there = workOf({ workload: { manifests: ['d', 'c', 'b'].map((name) => configMap(name)) } })
    const wanted = bundleOf(
      itemOf(configMap('a')),
      itemOf(configMap('b', { k: 'new' })),
      itemOf(configMap('d')),
    )
    expect(manifestsOf(wrap(wanted, there))).toEqual([
      configMap('d'),
      configMap('b', { k: 'new' }),
      configMap('a'),
    ])
  })

  it('the entry and the rule of a manifest that is gone go with it', () => {
    const there = workOf({
      workload: { manifests: [configMap('a'), configMap('b')] },
      manifestConfigs: [{ resourceIdentifier: identifier('b'), updateStrategy: { type: 'CreateOnly' } }],
      deleteOption: {
        propagationPolicy: 'SelectivelyOrphan',
        selectivelyOrphans: { orphaningRules: [identifier('b')] },
      },
    })
    expect(wrap(bundleOf(itemOf(configMap('a'))), there)['spec']).toEqual({
      workload: { manifests: [configMap('a')] },
    })
  })

  it('a manifest that cannot be read is not taken out', () => {
    const there = workOf({ workload: { manifests: ['?', configMap('a')] } })
    expect(manifestsOf(wrap(bundleOf(), there))).toEqual(['?'])
  })

  it('P-6a are written without `creationTimestamp: null`', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const item = {
          ...itemOf(content),
          id: read(workOf({ workload: { manifests: [content] } })).items[0]?.id,
        }
        if (item.id === undefined) throw new Error('unreadable')
        const [written] = manifestsOf(wrap(bundleOf({ ...item, id: item.id })))
        expect(
          JSON.stringify(written, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
        ).not.toContain('creationTimestamp')
        expect(isKubeObject(written) && equalJson(written, serverForm(content))).toBe(true)
      }),
    )
  })
})

describe('configuration', () => {
  it('WRP-7 createOnly is CreateOnly, WRP-13 server-side apply goes with force', () => {
    const strategies = ['update', 'createOnly', 'serverSideApply'] as const
    const wrapped = wrap(bundleOf(...strategies.map((strategy) => itemOf(configMap(strategy), { strategy }))))
    expect(valueAt(wrapped, 'spec', 'manifestConfigs')).toEqual([
      { resourceIdentifier: identifier('createOnly'), updateStrategy: { type: 'CreateOnly' } },
      {
        resourceIdentifier: identifier('serverSideApply'),
        updateStrategy: { type: 'ServerSideApply', serverSideApply: { force: true } },
      },
    ])
  })

  it('WRP-11 an orphaned item has a rule, and only then is there a deleteOption', () => {
    const plain = itemOf(configMap('a'))
    const orphan = itemOf(configMap('b'), { orphan: true })
    expect(valueAt(wrap(bundleOf(plain)), 'spec', 'deleteOption')).toBeUndefined()
    expect(valueAt(wrap(bundleOf(plain, orphan)), 'spec', 'deleteOption')).toEqual({
      propagationPolicy: 'SelectivelyOrphan',
      selectivelyOrphans: { orphaningRules: [identifier('b')] },
    })
  })

  it('an item of unknown resource gets no entry of its own, and keeps what stands there for it', () => {
    const { resource: _, ...nameless } = itemOf(configMap('a'), { strategy: 'createOnly' })
    expect(valueAt(wrap(bundleOf(nameless)), 'spec', 'manifestConfigs')).toBeUndefined()
    const goose = { apiVersion: 'example.com/v1', kind: 'Goose', metadata: { name: 'a' } }
    const mouse = { ...goose, kind: 'Mouse' }
    const there = workOf({
      workload: { manifests: [goose, mouse] },
      manifestConfigs: [
        {
          resourceIdentifier: { group: 'example.com', resource: 'geese', namespace: '', name: 'a' },
          updateStrategy: { type: 'CreateOnly' },
        },
      ],
    })
    const bundle = read(there)
    expect(bundle.items.map((item) => item.resource)).toEqual([undefined, undefined])
    expect(wrap(bundle, there)).toEqual(there)
  })

  it('WRP-11 items of unknown resource are orphaned where all are, and never lose it', () => {
    const { resource: _, ...nameless } = itemOf(configMap('a'), { orphan: true })
    const all = wrap(bundleOf(nameless))
    expect(valueAt(all, 'spec', 'deleteOption')).toEqual({ propagationPolicy: 'Orphan' })
    const more = wrap(bundleOf(nameless, itemOf(configMap('b'))), all)
    expect(valueAt(more, 'spec', 'deleteOption')).toEqual({ propagationPolicy: 'Orphan' })
  })
})

describe("KubeStellar's own ManifestWorks", () => {
  it('are read', () => {
    const [all] = examples
    const bundle = all && read(all)
    expect(bundle?.items.map((item) => [item.id.kind, item.resource, item.strategy])).toEqual([
      ['ClusterRole', 'clusterroles', 'createOnly'],
      ['Namespace', undefined, 'update'],
      ['ConfigMap', 'configmaps', 'createOnly'],
      ['Deployment', undefined, 'update'],
    ])
    expect(bundle?.labels['transport.kubestellar.io/originWdsName']).toBe('wds1')
  })

  it('are left as they are, and made again with the same content', () => {
    expect(examples.length).toBeGreaterThan(5)
    for (const work of examples) {
      expect(wrap(read(work), work)).toEqual(work)
      const made = wrap(read(work))
      for (const path of [['workload', 'manifests'], ['manifestConfigs']])
        expect(sortedJson(listAt(made, 'spec', ...path))).toEqual(sortedJson(listAt(work, 'spec', ...path)))
      expect(keysOf(made['spec'])).toEqual(keysOf(work['spec']))
      expect(labelsOf(made)).toEqual(labelsOf(work))
    }
  })
})

describe('the generators', () => {
  it('reach what decides', () => {
    const sampled = fc.sample(fc.tuple(bundles, works), { numRuns: 500, seed: 1 })
    const hits = (test: (bundle: Bundle, work: KubeObject) => boolean) =>
      sampled.filter(([bundle, work]) => test(bundle, work)).length
    const shares = (bundle: Bundle, work: KubeObject, test: (item: Item, there: Item) => boolean) =>
      bundle.items.some((item) => {
        const there = itemsByKey(read(work)).get(manifestKey(item.id))
        return there !== undefined && test(item, there)
      })
    expect(hits((b, w) => shares(b, w, (item, there) => item.strategy !== there.strategy))).toBeGreaterThan(
      20,
    )
    expect(hits((b, w) => shares(b, w, (item, there) => item.orphan !== there.orphan))).toBeGreaterThan(20)
    expect(hits((b, w) => shares(b, w, (_, there) => there.kept !== undefined))).toBeGreaterThan(20)
    expect(hits((_, w) => itemsByKey(read(w)).size < read(w).items.length)).toBeGreaterThan(5)
    expect(hits((b) => b.items.some((item) => item.id.name === 'a*'))).toBeGreaterThan(5)
    expect(fc.sample(items, { numRuns: 200, seed: 1 }).some((item) => item.id.kind === 'Person')).toBe(true)
  })
})
