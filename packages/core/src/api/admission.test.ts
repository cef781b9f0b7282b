import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compileSelector,
  isList,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  objectOf,
  stringAt,
  valueAt,
} from '../kube/index.ts'
import { edited, kinds, type Path, placeOf, replacement, samples } from './control-object.arbitrary.ts'
import { controlCrds } from './crd.ts'
import { type ControlKind, validators } from './validate.ts'

const schemas = new Map(
  controlCrds().map((crd) => [
    stringAt(crd, 'spec', 'names', 'kind'),
    valueAt(listAt(crd, 'spec', 'versions')[0], 'schema', 'openAPIV3Schema'),
  ]),
)
const schemaOf = (kind: ControlKind): JsonObject => {
  const schema = schemas.get(kind)
  return isObject(schema) ? schema : {}
}

describe('what a server admits', () => {
  it.each(kinds)('a %s in which everything is said, whole', (kind) => {
    expect(admitted(kind, samples[kind])).toEqual(samples[kind])
  })

  it('is valid', () => {
    const outcomes = { admitted: 0, refused: 0 }
    fc.assert(
      fc.property(placeOf(), replacement(), ({ kind, path }, value) => {
        const kept = admitted(kind, edited(samples[kind], path, value))
        outcomes[kept === undefined ? 'refused' : 'admitted']++
        if (kept !== undefined) expect(validators[kind](kept).ok).toBe(true)
      }),
      { numRuns: 1500 },
    )
    expect(Math.min(outcomes.admitted, outcomes.refused)).toBeGreaterThan(100)
  })

  it('is all that is valid, but for selectors that no label can pass', () => {
    fc.assert(
      fc.property(placeOf(), replacement(), ({ kind, path }, value) => {
        const object = edited(samples[kind], path, value)
        fc.pre(validators[kind](object).ok && selectorsOf(object).every(isCompilable))
        expect(admitted(kind, object)).toBeDefined()
      }),
      { numRuns: 1500 },
    )
  })

  it('SEL-8 does not include a clause without any of the six fields', () => {
    const policyWith = (clause: Json) =>
      admitted('BindingPolicy', { ...samples.BindingPolicy, spec: { downsync: [clause] } })
    expect(policyWith({ createOnly: true })).toBeUndefined()
    expect(policyWith({ apiGroup: null })).toBeUndefined()
    expect(policyWith({ apiGroup: '' })).toBeDefined()
    for (const list of ['resources', 'namespaces', 'namespaceSelectors', 'objectSelectors', 'objectNames'])
      expect(policyWith({ [list]: [] }), list).toBeDefined()
  })

  it.each<readonly [string, Path, Json]>([
    ['a value', ['matchLabels', 'a'], 'not a value'],
    ['a long value', ['matchLabels', 'a'], 'x'.repeat(64)],
    ['a prefix', ['matchExpressions', 0, 'key'], 'not_a_prefix/a'],
    ['a name', ['matchExpressions', 0, 'key'], 'example.com/-a'],
    ['a long name', ['matchExpressions', 0, 'key'], 'x'.repeat(64)],
    ['an operator', ['matchExpressions', 0, 'operator'], 'Equals'],
    ['one of the values', ['matchExpressions', 0, 'values', 0], 'a b'],
  ])('LBL-2 does not include a selector with what is not %s, in any list of selectors', (_, path, value) => {
    const selector = {
      matchLabels: { a: 'b' },
      matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
    }
    for (const list of [
      ['spec', 'clusterSelectors'],
      ['spec', 'downsync', 0, 'namespaceSelectors'],
      ['spec', 'downsync', 0, 'objectSelectors'],
    ]) {
      const policy = (one: Json) => admitted('BindingPolicy', edited(samples.BindingPolicy, list, [one]))
      expect(policy(selector)).toBeDefined()
      expect(policy(edited(selector, path, value))).toBeUndefined()
    }
  })
})

function selectorsOf(object: Json): readonly Json[] {
  return [
    ...listAt(object, 'spec', 'clusterSelectors'),
    ...listAt(object, 'spec', 'downsync').flatMap((clause) => [
      ...listAt(clause, 'namespaceSelectors'),
      ...listAt(clause, 'objectSelectors'),
    ]),
  ]
}

function isCompilable(selector: Json): boolean {
  return compileSelector(selector, '').ok
}

// What an API server does with an object, as far as our schemas ask it to.

/** The object as an API server keeps it: without unknown fields and nulls; undefined where the schema refuses it. */
function admitted(kind: ControlKind, object: Json): Json | undefined {
  const kept = keptBy(schemaOf(kind), object, true)
  return admits(schemaOf(kind), kept) ? kept : undefined
}

function keptBy(node: JsonObject, value: Json, isRoot = false): Json {
  const items = memberOf(node, 'items')
  if (isList(value)) return value.map((item) => (isObject(items) ? keptBy(items, item) : item))
  const keepsAll = memberOf(node, 'x-kubernetes-preserve-unknown-fields') === true
  if (!isObject(value) || keepsAll) return value
  return objectOf(
    Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      const schema = valueAt(node, 'properties', name) ?? memberOf(node, 'additionalProperties')
      if (!isObject(schema)) return []
      if (isRoot && name === 'metadata') return [[name, member]]
      return member === null ? [] : [[name, keptBy(schema, member)]]
    }),
  )
}

function admits(node: JsonObject, value: Json): boolean {
  const { type, pattern, maxLength } = node
  const choice = listAt(node, 'enum')
  if (typeof type === 'string' && !hasType(type, value)) return false
  if (choice.length > 0 && !choice.includes(value)) return false
  if (typeof value === 'string') {
    if (typeof pattern === 'string' && !new RegExp(pattern).test(value)) return false
    if (typeof maxLength === 'number' && Array.from(value).length > maxLength) return false
    if (memberOf(node, 'format') === 'date-time' && Number.isNaN(Date.parse(value))) return false
  }
  const items = memberOf(node, 'items')
  if (isList(value)) return !isObject(items) || value.every((item) => admits(items, item))
  if (!isObject(value)) return true
  const has = (name: Json) => memberOf(value, String(name)) !== undefined
  const branches = listAt(node, 'anyOf')
  if (!listAt(node, 'required').every(has)) return false
  if (branches.length > 0 && !branches.some((branch) => listAt(branch, 'required').every(has))) return false
  return Object.entries(value).every(([name, member]) => {
    const schema = valueAt(node, 'properties', name) ?? memberOf(node, 'additionalProperties')
    return !isObject(schema) || admits(schema, member)
  })
}

function hasType(type: string, value: Json): boolean {
  switch (type) {
    case 'object':
      return isObject(value)
    case 'array':
      return isList(value)
    case 'integer':
      return typeof value === 'bigint' || Number.isSafeInteger(value)
    default:
      return typeof value === type
  }
}
