import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonObject, type KubeObject, objectOf } from '../kube/index.ts'
import { customizeObject } from './customize.ts'
import { propertiesOf } from './properties.ts'

const cluster = (annotations: JsonObject, labels: JsonObject): KubeObject => ({
  apiVersion: 'cluster.open-cluster-management.io/v1',
  kind: 'ManagedCluster',
  metadata: { name: 'east', annotations, labels },
})
const map = (parts: JsonObject): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'east', namespace: 'customization-properties' },
  ...parts,
})
const found = (inventoryObject?: KubeObject, configMap?: KubeObject) =>
  Object.fromEntries(propertiesOf({ wec: 'east', inventoryObject, configMap }))

describe('properties of a WEC', () => {
  it('CUS-2 each source counts where none before it has the key', () => {
    const keys = ['k1', 'k2', 'k3', 'clusterName']
    const source = fc.uniqueArray(fc.constantFrom(...keys))
    fc.assert(
      fc.property(source, source, source, source, (data, binary, annotations, labels) => {
        const of = (from: readonly string[], value: string) => objectOf(from.map((key) => [key, value]))
        const properties = found(
          cluster(of(annotations, 'annotation'), of(labels, 'label')),
          map({ data: of(data, 'data'), binaryData: of(binary, 'Yg==') }),
        )
        for (const key of keys) {
          const first = [
            data.includes(key) && 'data',
            binary.includes(key) && 'b',
            annotations.includes(key) && 'annotation',
            labels.includes(key) && 'label',
            key === 'clusterName' && 'east',
          ].find((value) => value !== false)
          expect(properties[key]).toBe(first)
        }
      }),
    )
  })

  it('CUS-2 needs neither a ConfigMap nor an inventory object', () => {
    expect(found()).toEqual({ clusterName: 'east' })
  })

  it('CUS-2 takes Go identifiers that are no keywords, those that JavaScript objects have among them', () => {
    const keys = ['_', '_x', 'x1', 'é1', '名前', 'string', 'nil', 'constructor', '__proto__']
    const others = [
      '1x',
      'a-b',
      'a.b/c',
      'a·b',
      'x²',
      '',
      'type',
      'range',
      'default',
      'go',
      'func',
      'a b',
      // A letter since Unicode 16.0, which Go does not have.
      '\u1c89',
      '\ud800',
    ]
    const data = objectOf([...keys, ...others].map((key) => [key, 'v'] as const))
    const properties = propertiesOf({ wec: 'east', inventoryObject: undefined, configMap: map({ data }) })
    expect([...properties.keys()].sort()).toEqual([...keys, 'clusterName'].sort())
  })

  it('CUS-2, CUS-3 bytes that are no UTF-8 are a string of Go: templates handle them, and U+FFFD is what is delivered', () => {
    const base64 = (...bytes: readonly number[]) => Buffer.from(bytes).toString('base64')
    const binaryData = { bad: base64(0xff, 0x41, 0xc3), tail: base64(0xa9), good: base64(0xc3, 0xa9) }
    const properties = propertiesOf({
      wec: 'east',
      inventoryObject: undefined,
      configMap: map({ binaryData }),
    })
    const data = {
      bytes: '{{len .bad}} {{index .bad 0}} {{printf "%x %q" .bad .bad}} {{eq .bad .tail}}',
      joined: '{{slice .bad 2}}{{.tail}}{{.good}}',
      shown: '{{.bad}}',
    }
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data }
    expect(customizeObject(object, 'east/ConfigMap(a)', properties)).toEqual({
      object: {
        ...object,
        data: { bytes: '3 255 ff41c3 "\\xffA\\xc3" false', joined: 'éé', shown: '\ufffdA\ufffd' },
      },
      errors: [],
    })
  })

  it('P-3, P-4 a value that is none stands in the way of other sources, and is no property', () => {
    const labels = { a: 'label', b: 'label', c: 'label', d: 'label' }
    const parts = { data: { a: 7, b: null, c: { x: 'y' } }, binaryData: { d: 'no base64' } }
    expect(found(cluster({}, labels), map(parts))).toEqual({ clusterName: 'east' })
    expect(found(cluster({}, labels), map({ data: 'odd', binaryData: [1] }))).toEqual({
      ...labels,
      clusterName: 'east',
    })
  })
})
