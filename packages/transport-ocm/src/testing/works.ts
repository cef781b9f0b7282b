import type { Json, JsonObject, KubeObject, ObjectId } from '@downsync/core'
import fc from 'fast-check'
import { manifestIdOf } from '../manifest-work.ts'
import { contents, entryOptions, type Kind, objectIds, resourceOf } from './bundles.ts'

const orWildcard = (text: string) => fc.constantFrom(text, text, text, '*', `${text.slice(0, 1)}*`)

/** What a configuration names: an object that is there, one that is not, or several by wildcards. */
const identifiersFor = (manifests: readonly KubeObject[]): fc.Arbitrary<ObjectId> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...manifests.map(objectIdOf)) },
    { weight: 1, arbitrary: objectIds.map(({ kind, namespace, name }) => idOf(kind, namespace, name)) },
  )

const entriesFor = (manifests: readonly KubeObject[]): fc.Arbitrary<Json> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(identifiersFor(manifests).chain(withWildcards), entryOptions)
        .map(([resourceIdentifier, options]) => ({ resourceIdentifier, ...options })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Json>(null, 'text', {}, { resourceIdentifier: { name: 'a' } }),
    },
  )

// A wildcard does not connect an irregular plural with its kind; what it says is then not read.
function withWildcards(id: ObjectId): fc.Arbitrary<ObjectId> {
  if (id.resource === 'people') return fc.constant(id)
  return fc.record({
    group: fc.constant(id.group),
    resource: fc.constant(id.resource),
    namespace: orWildcard(id.namespace),
    name: orWildcard(id.name),
  })
}

function objectIdOf(manifest: KubeObject): ObjectId {
  const { group, namespace, name } = manifestIdOf(manifest)
  return { group, resource: resourceOf(manifest.kind), namespace, name }
}

function idOf(kind: Kind, namespace: string, name: string): ObjectId {
  return { group: kind.group, resource: kind.resource, namespace, name }
}

const deleteOptionsFor = (manifests: readonly KubeObject[]): fc.Arbitrary<Json | undefined> => {
  const rules = fc.array(identifiersFor(manifests), { maxLength: 4 })
  return fc.oneof(
    fc.constantFrom<Json | undefined>(
      undefined,
      { propagationPolicy: 'Foreground' },
      { propagationPolicy: 'Orphan' },
      { ttlSecondsAfterFinished: 5 },
    ),
    rules.map((orphaningRules) => ({
      propagationPolicy: 'SelectivelyOrphan',
      ttlSecondsAfterFinished: 5,
      selectivelyOrphans: { orphaningRules },
    })),
    rules.map((orphaningRules) => ({ selectivelyOrphans: { orphaningRules } })),
  )
}

const conditions: fc.Arbitrary<readonly Json[]> = fc.constantFrom<readonly Json[]>(
  [],
  [{ type: 'Applied', status: 'True', observedGeneration: 2 }],
  [{ type: 'Applied', status: 'True' }],
  [{ type: 'Applied', status: 'False', observedGeneration: 1, message: 'Failed to apply manifest: no' }],
)

function resourceStatusOf(manifests: readonly KubeObject[]): JsonObject {
  const described = manifests.map((manifest, ordinal) => ({
    resourceMeta: { ordinal, ...manifestIdOf(manifest), version: 'v1', resource: resourceOf(manifest.kind) },
    conditions: [],
  }))
  return { manifests: described }
}

/** ManifestWorks as others may have made or edited them: readable, and else whatever a hub accepts. */
export const works: fc.Arbitrary<KubeObject> = fc
  .array(contents, { minLength: 1, maxLength: 6 })
  .chain((manifests) =>
    fc.record({
      manifests: fc.constantFrom(manifests, manifests, manifests, []),
      configs: fc.option(fc.array(entriesFor(manifests), { maxLength: 6 }), { nil: undefined }),
      deleteOption: deleteOptionsFor(manifests),
      conditions,
      hasStatus: fc.boolean(),
      metadata: fc.constantFrom<JsonObject>(
        {},
        { labels: { theirs: 'x', ours: 'old' }, finalizers: ['cleanup'] },
        { annotations: { theirs: 'y' }, ownerReferences: [{ name: 'set' }] },
        { labels: null },
      ),
      executor: fc.constantFrom<JsonObject>({}, { executor: { subject: { type: 'ServiceAccount' } } }),
    }),
  )
  .map(({ manifests, configs, deleteOption, conditions, hasStatus, metadata, executor }) => ({
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: { name: 'bp1-wds1-0', namespace: 'wec1', generation: 2, ...metadata },
    spec: {
      workload: manifests.length > 0 ? { manifests } : {},
      ...(configs !== undefined && { manifestConfigs: configs }),
      ...(deleteOption !== undefined && { deleteOption }),
      ...executor,
    },
    status: { conditions, ...(hasStatus && { resourceStatus: resourceStatusOf(manifests) }) },
  }))

const memberNames = fc.constantFrom(
  ...'__proto__ constructor toString \u0000 metadata name spec workload manifests'.split(' '),
  ...'manifestConfigs resourceIdentifier resource deleteOption selectivelyOrphans status'.split(' '),
  ...'orphaningRules resourceStatus resourceMeta conditions type managedFields sourceRef'.split(' '),
)

/** Any JSON at all, and JSON that nearly is a ManifestWork or a WorkStatus. */
export const anything: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, -0, 1n, '', '*', '\ud800', '\u0000', 'ManifestWork', 'v1'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(memberNames, tie('json'), { maxKeys: 4 }) as fc.Arbitrary<Json>,
  ),
})).json
