import {
  annotationsOf,
  canonicalJson,
  evaluate,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  plan,
  valueAt,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { describe, expect, it } from 'vitest'
import { agent } from '../generators/agent.ts'
import { WDS_ID } from '../generators/vocabulary.ts'
import { written } from '../generators/writer.ts'
import {
  BINDING_UID,
  type Example,
  examples,
  isCreateOnly,
  leftBehind,
  limitsLike,
  manifestsIn,
  marksOf,
  resourceOf,
  standing,
  WEC,
} from './kubestellar-world.ts'
import { obedient, takenIn, type Wecs, worksIn } from './wecs.ts'

const GENERATION = 'transport.kubestellar.io/originOwnerReferenceBindingGeneration'
const WDS_UID = 'transport.kubestellar.io/originWdsId'
const HASH = 'transport.kubestellar.io/content-hash'
const ROUNDS = 12

/** A label value has 63 characters at most: no server has taken the wrapped objects of a longer name. */
const storable = examples.filter(({ bindingName }) => bindingName.length <= 63)
const named = (all: readonly Example[]) => all.map((example) => [example.what, example] as const)

describe('what KubeStellar wrapped', () => {
  it.each(named(examples))('WRP-2 is read as what it is: %s', (_what, example) => {
    for (const work of example.works.map(standing)) {
      const manifests = manifestsIn([work])
      expect(marksOf(work)).toEqual({ binding: example.bindingName, wds: 'wds1', generation: '4' })
      const bundle = ocmTransport.unwrap(work)
      expect(bundle).toMatchObject({
        ok: true,
        value: { wec: WEC, name: nameOf(work), labels: labelsOf(work) },
      })
      const items = bundle.ok ? bundle.value.items : []
      expect(items.map(({ content }) => content)).toEqual(manifests)
      expect(items.map(({ id, resource, strategy, orphan }) => ({ id, resource, strategy, orphan }))).toEqual(
        manifests.map((manifest) => ({
          id: idOf(manifest),
          // Where nothing but a kind is said of it, discovery has to know.
          resource: isCreateOnly(manifest) ? resourceOf(manifest) : undefined,
          strategy: isCreateOnly(manifest) ? 'createOnly' : 'update',
          orphan: false,
        })),
      )
      expect(ocmTransport.deliveryOf(work).map(({ id, state, current }) => ({ id, state, current }))).toEqual(
        manifests.map((manifest) => ({ id: idOf(manifest), state: 'pending', current: false })),
      )
    }
  })

  it.each(named(storable))(
    'WRP-3, WRP-6 is taken over where it stands, and nothing leaves its WEC: %s',
    (_what, example) => {
      const settings = { transport: ocmTransport }
      let snapshot = leftBehind(example, true)
      let wecs: Wecs = new Map()
      for (const work of worksIn(snapshot)) ({ snapshot, wecs } = takenIn(snapshot, wecs, work, obedient))
      const before = wecs
      for (let round = 0; round < ROUNDS; round++) {
        const { actions } = plan(evaluate(snapshot, settings))
        for (const action of actions) {
          if (action.ref.space !== 'its') continue
          const work = worksIn(snapshot).find((one) => nameOf(one) === action.ref.name)
          // WRP-1: an empty one, which it makes when a limit is met exactly, goes. It holds nothing.
          if (action.kind === 'delete') expect(manifestsIn(work === undefined ? [] : [work])).toEqual([])
          else expect(action.kind).toBe('patch')
        }
        snapshot = written(evaluate(snapshot, settings))
        for (const work of worksIn(snapshot)) {
          const taken = takenIn(snapshot, wecs, work, obedient)
          expect(taken.deleted).toEqual([])
          ;({ snapshot, wecs } = taken)
        }
      }
      expect(plan(evaluate(snapshot, settings)).actions).toEqual([])
      expect(wecs).toEqual(before)
      const left = new Map(example.works.map((work) => [nameOf(work), standing(work)]))
      for (const work of worksIn(snapshot)) {
        const there = left.get(nameOf(work))
        expect(work['spec']).toEqual(there?.['spec'])
        expect(annotationsOf(work)).toMatchObject({ [WDS_UID]: WDS_ID })
      }
      expect(worksIn(snapshot)).toHaveLength(
        example.works.filter((work) => manifestsIn([work]).length > 0).length,
      )
    },
  )
})

describe('the same objects, wrapped by us', () => {
  it.each(named(storable))('WRP-2 differ in nothing but what the rules name: %s', (_what, example) => {
    const settings = { transport: ocmTransport, limits: limitsLike(example) }
    let snapshot = leftBehind(example, false)
    for (let round = 0; round < ROUNDS; round++) snapshot = agent(written(evaluate(snapshot, settings)))
    const ours = worksIn(snapshot)
    const theirs = example.works.map(standing)
    // Names: by number, or, one for each object, by uids; the lowest numbers.
    const isByUid = example.most === 1
    const numbered = ours.map((_, at) => `${example.bindingName}-wds1-${at}`)
    const byUid = theirs.map(nameOf)
    expect(ours.map(nameOf)).toEqual(isByUid ? byUid : numbered)
    expect(byUid.every((name) => name.startsWith(`${BINDING_UID}-wds1-`))).toBe(isByUid)
    for (const work of ours) {
      const [their] = theirs
      expect(labelsOf(work)).toEqual(labelsOf(their ?? work))
      expect(Object.keys(annotationsOf(work)).sort()).toEqual([GENERATION, WDS_UID, HASH].sort())
      expect([work.apiVersion, work.kind]).toEqual([their?.apiVersion, their?.kind])
      expect(Object.keys(work['spec'] as JsonObject).sort()).toEqual(
        [...(manifestsIn([work]).some(isCreateOnly) ? ['manifestConfigs'] : []), 'workload'].sort(),
      )
    }
    // Manifests and what is configured for them are the same, wherever they are.
    const parts = (works: readonly KubeObject[], ...path: readonly string[]) =>
      works.flatMap((work) => listAt(work, ...path).map(canonicalJson)).sort()
    for (const path of [
      ['spec', 'workload', 'manifests'],
      ['spec', 'manifestConfigs'],
    ])
      expect(parts(ours, ...path)).toEqual(parts(theirs, ...path))
    // Where each stands alone, work by work.
    if (isByUid) expect(ours.map((work) => work['spec'])).toEqual(theirs.map((work) => work['spec']))
    const grouping = { theirs: groupsOf(theirs), ours: groupsOf(ours) }
    const { rule, ...allowed } = differences[example.what] ?? {
      rule: '',
      theirs: groupsOf(theirs),
      ours: groupsOf(theirs),
    }
    expect(grouping, rule).toEqual(allowed)
  })
})

// What is allowed besides: no `creationTimestamp: null` and no empty status, which a server takes away (P-6a); our annotations, of the
// hash and of the WDS (WRP-2); and these.

/** Which objects stand together, where that is not as KubeStellar has it, and the rule. */
const differences: Readonly<Record<string, Readonly<{ rule: string; theirs: string; ours: string }>>> = {
  'one wrapped object for all': {
    rule: 'WRP-9: Namespaces and CRDs never share, and come first',
    theirs: 'ClusterRole, Namespace, ConfigMap, Deployment',
    ours: 'Namespace | ClusterRole, ConfigMap, Deployment',
  },
  'two for each': {
    rule: 'WRP-9: Namespaces and CRDs never share, and come first',
    theirs: 'ClusterRole, Namespace | ConfigMap, Deployment',
    ours: 'Namespace | ClusterRole, ConfigMap | Deployment',
  },
  'a limit equal to the size of the first object: an empty wrapped object comes first': {
    rule: 'WRP-1: never an empty wrapped object',
    theirs: ' | ClusterRole',
    ours: 'ClusterRole',
  },
  'two objects whose sizes add up to the limit exactly: two wrapped objects': {
    rule: 'WRP-9: Namespaces and CRDs never share, and come first',
    theirs: 'ClusterRole | Namespace',
    ours: 'Namespace | ClusterRole',
  },
  'two objects whose sizes add up to one less than the limit': {
    rule: 'WRP-9: Namespaces and CRDs never share, and come first',
    theirs: 'ClusterRole, Namespace',
    ours: 'Namespace | ClusterRole',
  },
}

function groupsOf(works: readonly KubeObject[]): string {
  const kinds = works.map((work) => manifestsIn([work]).map(({ kind }) => kind))
  return kinds.map((group) => group.join(', ')).join(' | ')
}

function idOf(manifest: KubeObject) {
  const [, group = ''] = manifest.apiVersion.split('/').reverse()
  const namespace = valueAt(manifest, 'metadata', 'namespace') ?? ''
  return { group, kind: manifest.kind, namespace, name: nameOf(manifest) }
}
