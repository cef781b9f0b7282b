import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locate, parseQuery } from '../jsonpath/index.ts'
import { isList, isObject, type Json, type KubeObject } from '../kube/index.ts'
import { anyObject } from './clean.arbitrary.ts'
import { cleanObject } from './clean.ts'
import { type CompiledTransform, compileTransform } from './compile-transform.ts'
import { isProtected } from './protected-fields.ts'
import { removeFields } from './remove-fields.ts'

const transform = (name: string, ...remove: readonly string[]): CompiledTransform =>
  compileTransform({
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'CustomTransform',
    metadata: { name },
    spec: { apiGroup: '', resource: 'configmaps', remove },
  })

const configMap = (more: Readonly<Record<string, Json>> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', labels: { app: 'web' } },
  data: { x: '1', y: '2' },
  ...more,
})
const left = (object: KubeObject, ...expressions: readonly string[]) =>
  removeFields(object, [transform('t', ...expressions)]).object

/** Expressions that meet the objects of `anyObject`, and what is protected. */
const expression = fc.constantFrom(
  '$.data',
  '$.spec',
  '$.spec.ports',
  '$.spec.ports[*].nodePort',
  '$.spec.ports[0]',
  '$.metadata.labels',
  '$.metadata.annotations',
  '$.metadata.labels.app',
  '$..labels',
  '$..[0]',
  '$.spec.*',
  '$.spec..*',
  '$.spec[?@.x]',
  '$[?@.labels]',
  '$..[?@.name]',
  '$[?length(@) > 2]',
  '$["__proto__"]',
  '$.metadata[?@ == "web"]',
  '$.missing.x',
)

describe('removeFields', () => {
  it('TRF-1 without CustomTransforms is cleanObject', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        expect(removeFields(object, [])).toEqual({ object: cleanObject(object), faults: [] })
      }),
    )
  })

  it('TRF-4, TRF-5 removes exactly what an expression locates, but for what is protected', () => {
    let removed = 0
    let cases = 0
    fc.assert(
      fc.property(anyObject, expression, (object, text) => {
        const parsed = parseQuery(text)
        const whole = cleanObject(object)
        const found = parsed.ok && locate(parsed.value, whole)
        if (found === false || !found.ok) throw new Error(text)
        const going = found.value.filter((location) => !isProtected(location))
        removed += going.length
        cases++
        const isGoing = (place: readonly (string | number)[]) =>
          going.some((location) => location.every((key, at) => key === place[at]))
        const staying = placesOf(whole).filter(({ place }) => !isGoing(place))
        expect(scalarsOf(placesOf(left(whole, text)))).toEqual(scalarsOf(staying))
      }),
      { numRuns: 500 },
    )
    expect(removed / cases).toBeGreaterThan(0.2)
  })

  it('TRF-4 is idempotent for names and wildcards, which lists do not move under', () => {
    const named = fc.constantFrom(
      '$.data',
      '$.spec.ports[*].nodePort',
      '$.metadata.labels',
      '$..labels',
      '$.spec.template.metadata',
      '$.metadata.annotations["a"]',
      '$.spec.*',
      '$["__proto__"]',
    )
    fc.assert(
      fc.property(anyObject, fc.array(named, { maxLength: 3 }), (object, texts) => {
        const once = left(object, ...texts)
        expect(left(once, ...texts)).toEqual(once)
      }),
    )
  })

  it('TRF-5 keeps what makes an object one, whatever is removed', () => {
    fc.assert(
      fc.property(anyObject, fc.array(expression, { maxLength: 4 }), (object, texts) => {
        const { apiVersion, kind, metadata } = left(object, ...texts)
        const identity = [apiVersion, kind, metadata['name'], metadata['namespace']]
        expect(identity).toEqual([
          object.apiVersion,
          object.kind,
          object.metadata['name'],
          object.metadata['namespace'],
        ])
      }),
    )
  })

  it('TRF-4 goes by the names of CustomTransforms, one expression after the other', () => {
    const list = configMap({ list: [1, 2, 3, 4] })
    expect(left(list, '$.list[0]', '$.list[0]')['list']).toEqual([3, 4])
    const [first, second] = [transform('a', '$.list[0]'), transform('b', '$.list[?@ == 1]', '$.list[2]')]
    for (const transforms of [
      [first, second],
      [second, first],
    ])
      expect(removeFields(list, transforms).object['list']).toEqual([2, 3])
  })

  it('TRF-5 removes overlapping and unordered matches as they were located', () => {
    const list = configMap({ list: [1, { a: [1, 2] }, 3] })
    expect(left(list, '$.list[2,0,0]')['list']).toEqual([{ a: [1, 2] }])
    expect(left(list, '$.list..*')['list']).toEqual([])
    expect(left(list, '$.list[1,0].a[::-1]')['list']).toEqual([1, { a: [] }, 3])
  })

  it('TRF-1 takes labels and annotations that became empty, and no other map', () => {
    expect(left(configMap(), '$.metadata.labels.app', '$.data.*')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'shop' },
      data: {},
    })
    // After all removals: an expression still sees the empty ones.
    const empty = configMap({ metadata: { name: 'a', labels: {} } })
    expect(left(empty, '$.data[?$.metadata.labels]')['data']).toEqual({})
  })

  it('TRF-4 sees the object without what belongs to the WDS', () => {
    const own = configMap({ metadata: { name: 'a', uid: '7' }, status: { x: 1 } })
    expect(left(own, '$.data[?$.metadata.uid]', '$.data[?$.status]')['data']).toEqual({ x: '1', y: '2' })
  })

  it('TRF-4 applies the good expressions and reports the bad', () => {
    const { object, faults } = removeFields(configMap(), [transform('t', '$.data.x', '$.data[', '$')])
    expect(object['data']).toEqual({ y: '2' })
    expect(faults.map(({ transform: name, fault }) => [name, fault.code, fault.path])).toEqual([
      ['t', 'QueryInvalid', 'spec.remove[1]'],
      ['t', 'RemovalForbidden', 'spec.remove[2]'],
    ])
  })

  it('P-4 reports an expression that takes too long in an object, and removes nothing by it', () => {
    let deep: Json = 1
    for (let level = 0; level < 1_000; level++) deep = { a: deep }
    const { object, faults } = removeFields(configMap({ deep }), [transform('t', '$..x', '$.data.x')])
    expect(object['data']).toEqual({ y: '2' })
    expect(faults).toEqual([
      {
        transform: 't',
        fault: {
          code: 'RemovalUnbounded',
          path: 'spec.remove[0]',
          message: 'it looks more than 500 levels deep',
        },
      },
    ])
  })
})

type Place = Readonly<{ place: readonly (string | number)[]; value: Json }>

function placesOf(value: Json, place: readonly (string | number)[] = []): readonly Place[] {
  const children: readonly (readonly [string | number, Json])[] = isList(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : []
  return [{ place, value }, ...children.flatMap(([key, child]) => placesOf(child, [...place, key]))]
}

// Maps and lists may be left empty, or go for being so (TRF-1).
const scalarsOf = (places: readonly Place[]) =>
  places.flatMap(({ value }) => (isList(value) || isObject(value) ? [] : [value]))
