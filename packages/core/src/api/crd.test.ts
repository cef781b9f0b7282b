import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  hashText,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  stringAt,
  valueAt,
} from '../kube/index.ts'
import { kinds } from './control-object.arbitrary.ts'
import { CRD_REVISION, controlCrds } from './crd.ts'
import type { ControlKind } from './validate.ts'

const crds = new Map(controlCrds().map((crd) => [stringAt(crd, 'spec', 'names', 'kind') ?? '', crd]))
const versionOf = (kind: string): Json => listAt(crds.get(kind), 'spec', 'versions')[0] ?? null
const schemaOf = (kind: string): JsonObject => {
  const schema = valueAt(versionOf(kind), 'schema', 'openAPIV3Schema')
  return isObject(schema) ? schema : {}
}

/** Each node of a schema with its path. */
function nodesOf(node: Json, path = ''): readonly (readonly [string, JsonObject])[] {
  if (!isObject(node)) return []
  const properties = Object.entries(memberOf(node, 'properties') ?? {}) as [string, Json][]
  return [
    [path, node],
    ...properties.flatMap(([name, property]) => nodesOf(property, path === '' ? name : `${path}.${name}`)),
    ...nodesOf(memberOf(node, 'items') ?? null, `${path}[]`),
    ...nodesOf(memberOf(node, 'additionalProperties') ?? null, `${path}{}`),
  ]
}

const allNodes = kinds.flatMap((kind) =>
  nodesOf(schemaOf(kind)).map(([path, node]) => ({ where: `${kind} ${path}`, path, node })),
)

const KEYWORDS = [
  ...'description type properties items additionalProperties required anyOf default'.split(' '),
  ...'enum pattern maxLength format x-kubernetes-list-type x-kubernetes-list-map-keys'.split(' '),
  ...'x-kubernetes-map-type x-kubernetes-preserve-unknown-fields'.split(' '),
]

describe('schemas are structural', () => {
  it('every node has a type or keeps what it does not know', () => {
    const untyped = allNodes.filter(
      ({ node }) =>
        stringAt(node, 'type') === undefined &&
        memberOf(node, 'x-kubernetes-preserve-unknown-fields') !== true,
    )
    expect(untyped.map(({ where }) => where)).toEqual([])
    expect(allNodes.length).toBeGreaterThan(150)
  })

  it('no keyword that servers refuse or that surprises: $ref, nullable, additionalProperties: false …', () => {
    for (const { where, node } of allNodes) {
      expect(KEYWORDS, where).toEqual(expect.arrayContaining(Object.keys(node)))
      const more = memberOf(node, 'additionalProperties')
      if (more !== undefined) expect(isObject(more) && !Object.hasOwn(node, 'properties'), where).toBe(true)
    }
  })

  it('alternatives only ask for fields that are there', () => {
    for (const { where, node } of allNodes)
      for (const branch of listAt(node, 'anyOf')) {
        expect(Object.keys(isObject(branch) ? branch : {}), where).toEqual(['required'])
        for (const name of listAt(branch, 'required'))
          expect(valueAt(node, 'properties', String(name)), where).toBeDefined()
      }
  })

  it('required fields are fields, and what has a default is not required', () => {
    for (const { where, node } of allNodes)
      for (const name of listAt(node, 'required')) {
        const property = valueAt(node, 'properties', String(name))
        expect(property, `${where}: ${String(name)}`).toBeDefined()
        expect(memberOf(property, 'default'), where).toBeUndefined()
      }
  })

  it('keys of list-maps are scalars that must be there', () => {
    const maps = allNodes.filter(({ node }) => memberOf(node, 'x-kubernetes-list-type') === 'map')
    for (const { where, node } of maps)
      for (const key of listAt(node, 'x-kubernetes-list-map-keys')) {
        expect(listAt(node, 'items', 'required'), where).toContain(key)
        expect(stringAt(node, 'items', 'properties', String(key), 'type'), where).toBe('string')
      }
    expect(maps.map(({ where, node }) => [where, memberOf(node, 'x-kubernetes-list-map-keys')])).toEqual([
      ['BindingPolicy status.conditions', ['type']],
      ['Binding spec.workload.clusterScope', ['group', 'resource', 'name']],
      ['Binding spec.workload.namespaceScope', ['group', 'resource', 'namespace', 'name']],
      ['Binding spec.destinations', ['clusterId']],
      ['Binding status.conditions', ['type']],
    ])
  })

  it('patterns are for whole strings', () => {
    const patterns = allNodes.flatMap(({ node }) => stringAt(node, 'pattern') ?? [])
    expect(patterns.length).toBeGreaterThan(8)
    for (const pattern of patterns) expect(pattern).toMatch(/^\^.*\$$/)
  })

  it('every field is described, in sentences; metadata must not be', () => {
    const isMetadata = ({ path }: { path: string }) => path === 'metadata'
    // Items and values that are scalars are described by what they are in.
    const isDescribedAbove = ({ path, node }: { path: string; node: Json }) =>
      /(\[]|\{})$/.test(path) && memberOf(node, 'type') !== 'object'
    for (const { node } of allNodes.filter(isMetadata)) expect(node).toEqual({ type: 'object' })
    for (const one of allNodes)
      if (!isMetadata(one) && !isDescribedAbove(one))
        expect(stringAt(one.node, 'description'), one.where).toMatch(/^[A-Z].*\.$/)
  })
})

describe('the CustomResourceDefinitions', () => {
  it('are named, scoped and shortened as KubeStellar’s', () => {
    const facts = [...crds.values()].map((crd) => [
      stringAt(crd, 'metadata', 'name'),
      stringAt(crd, 'spec', 'scope'),
      listAt(crd, 'spec', 'names', 'shortNames').join(),
      listAt(crd, 'spec', 'names', 'categories').join(),
      stringAt(crd, 'spec', 'names', 'listKind'),
      stringAt(crd, 'spec', 'names', 'singular'),
    ])
    expect(facts).toEqual([
      ['bindingpolicies.control.kubestellar.io', 'Cluster', 'bp', '', 'BindingPolicyList', 'bindingpolicy'],
      ['bindings.control.kubestellar.io', 'Cluster', 'bdg', '', 'BindingList', 'binding'],
      [
        'customtransforms.control.kubestellar.io',
        'Cluster',
        'ct',
        'all',
        'CustomTransformList',
        'customtransform',
      ],
      [
        'statuscollectors.control.kubestellar.io',
        'Cluster',
        'sc',
        '',
        'StatusCollectorList',
        'statuscollector',
      ],
      [
        'combinedstatuses.control.kubestellar.io',
        'Namespaced',
        'cs',
        '',
        'CombinedStatusList',
        'combinedstatus',
      ],
      ['workstatuses.control.kubestellar.io', 'Namespaced', 'ws,wss', '', 'WorkStatusList', 'workstatus'],
    ])
  })

  it('have one version, and a status subresource where there is a status', () => {
    for (const kind of kinds) {
      expect(listAt(crds.get(kind), 'spec', 'versions').length).toBe(1)
      expect(versionOf(kind)).toMatchObject({ name: 'v1alpha1', served: true, storage: true })
      const hasStatus = valueAt(schemaOf(kind), 'properties', 'status') !== undefined
      expect(valueAt(versionOf(kind), 'subresources', 'status') !== undefined, kind).toBe(hasStatus)
      expect(hasStatus).toBe(kind !== 'CombinedStatus')
    }
  })

  it('COL-7 give a collector without a limit one of 20', () => {
    const spec = valueAt(schemaOf('StatusCollector'), 'properties', 'spec')
    expect(valueAt(spec, 'properties', 'limit')).toMatchObject({
      type: 'integer',
      format: 'int64',
      default: 20,
    })
  })

  it('show columns that can be filled', () => {
    const columns = (kind: ControlKind) =>
      listAt(versionOf(kind), 'additionalPrinterColumns').map((column) => stringAt(column, 'name'))
    expect(columns('BindingPolicy')).toEqual(['SYNCED', 'READY', 'AGE'])
    expect(columns('CustomTransform')).toEqual(['SUBJECT_GROUP', 'SUBJECT_RESOURCE', 'AGE'])
    expect(columns('CombinedStatus').slice(0, 2)).toEqual(['SUBJECT_GROUP', 'SUBJECT_RSC'])
    for (const kind of kinds)
      for (const column of listAt(versionOf(kind), 'additionalPrinterColumns')) {
        const [, first = '', second = ''] = (stringAt(column, 'jsonPath') ?? '').split(/[.[]/)
        if (first === 'metadata') continue
        expect(valueAt(schemaOf(kind), 'properties', first, 'properties', second), kind).toBeDefined()
      }
  })

  it('API-1 carry their revision, which goes up with every change', () => {
    for (const crd of crds.values())
      expect(valueAt(crd.metadata, 'annotations', 'downsync/crd-revision')).toBe(String(CRD_REVISION))
    const digest = hashText(canonicalJson([...crds.values()]), 16)
    // When this fails because a CRD was changed: count CRD_REVISION up, then write the new pair here.
    expect([CRD_REVISION, digest]).toEqual([1, '841bb3cbd3e029d2'])
  })
})
