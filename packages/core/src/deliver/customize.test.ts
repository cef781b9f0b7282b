import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json, type JsonObject, type KubeObject, objectOf, stringifyJson } from '../kube/index.ts'
import { customizeObject, hasTemplates, templateName } from './customize.ts'

const properties = new Map([
  ['clusterName', 'east'],
  ['region', 'eu'],
])
const objectWith = (body: JsonObject, metadata: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', ...metadata },
  ...body,
})
const name = 'east/ConfigMap(shop/a)'
const customized = (object: KubeObject) => customizeObject(object, name, properties)

const texts = fc.constantFrom('plain', '{{.region}}', 'in {{.clusterName}}', '{{.missing}}', '{{', '}} {', '')
const keys = fc.constantFrom('a', 'b', 'name', 'kind', 'a-b', 'a.b', '__proto__', '{{.region}}')
const { body: bodies } = fc.letrec<{ body: JsonObject; value: Json }>((tie) => ({
  body: fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map(objectOf),
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 4, arbitrary: texts },
    fc.constantFrom<Json>(null, true, 7, 9_007_199_254_740_993n, -0),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('body'),
  ),
}))
const objects = bodies.map((body) => objectWith({ ...body, kind: 'ConfigMap' }))

describe('customizeObject', () => {
  it('CUS-1 expands every leaf string, and leaves keys, other values and the object itself', () => {
    const body = {
      data: { '{{.region}}': '{{.region}}', plain: '}} {' },
      list: ['{{.clusterName}}', 1, null, ['x', '{{.region}}'], { deep: { er: '{{.region}}' } }],
    }
    const object = objectWith(body, { labels: { at: '{{.region}}' } })
    const before = stringifyJson(object)
    expect(customized(object)).toEqual({
      object: objectWith(
        {
          data: { '{{.region}}': 'eu', plain: '}} {' },
          list: ['east', 1, null, ['x', 'eu'], { deep: { er: 'eu' } }],
        },
        { labels: { at: 'eu' } },
      ),
      errors: [],
    })
    expect(stringifyJson(object)).toBe(before)
  })

  it('CUS-5 never expands apiVersion, kind, name and namespace, those of the object alone', () => {
    const object = {
      apiVersion: '{{.region}}/v1',
      kind: '{{',
      metadata: { name: '{{.missing}}', namespace: '{{.region}}', labels: { name: '{{.region}}' } },
      spec: { kind: '{{.region}}', metadata: { name: '{{.region}}' } },
    }
    expect(customized(object)).toEqual({
      object: {
        ...object,
        metadata: { ...object.metadata, labels: { name: 'eu' } },
        spec: { kind: 'eu', metadata: { name: 'eu' } },
      },
      errors: [],
    })
  })

  it('CUS-1 gives the very object back where there is nothing to expand', () => {
    fc.assert(
      fc.property(objects, (object) => {
        fc.pre(!hasTemplates(object))
        expect(customized(object).object).toBe(object)
      }),
    )
  })

  it('CUS-4 has an error for each string that fails, by path, and no other', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const { errors, object: made } = customized(object)
        const failing = stringifyJson(object).match(/(?<!\{\{\.region)"(?:\{\{|\{\{\.missing\}\})"(?!:)/g)
        expect(errors).toHaveLength(failing?.length ?? 0)
        for (const { message } of errors) expect(message.startsWith(`template: ${name}.`)).toBe(true)
        expect(stringifyJson(made)).not.toMatch(/"(?:in )?\{\{[^"]*"[,\]}]/)
      }),
    )
  })

  it('CUS-4 names a string as Go does, sorts by that, and says where its author finds it', () => {
    const object = objectWith({
      data: { 'a-b': '{{', a: '{{', 'a.b': '{{', 'quo"te': '{{' },
      list: Array.from({ length: 11 }, (_, index) => (index === 2 || index === 10 ? '{{' : 'x')),
    })
    expect(customized(object).errors.map(({ path, message }) => [path, message])).toEqual(
      [
        ['data.a', '.data.a'],
        ['data.a-b', '.data.a-b'],
        ['data["a.b"]', '.data.a.b'],
        ['data["quo"te"]', '.data.quo"te'],
        ['list[10]', '.list[10]'],
        ['list[2]', '.list[2]'],
      ].map(([path, goPath]) => [
        path === 'data["quo"te"]' ? 'data["quo\\"te"]' : path,
        `template: ${name}${goPath}:1: unclosed action`,
      ]),
    )
  })

  it('P-2 is the same whatever the order of members', () => {
    const reversed = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(reversed)
      if (typeof value !== 'object' || value === null) return value
      return objectOf(
        Object.entries(value as JsonObject)
          .reverse()
          .map(([key, member]) => [key, reversed(member)] as const),
      )
    }
    fc.assert(
      fc.property(objects, (object) => {
        const turned = customized(reversed(object) as KubeObject)
        expect(turned).toEqual(customized(object))
      }),
    )
  })

  it('CUS-1 what was made has nothing left to expand, so that it stays as it is', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const once = customized(object)
        fc.pre(once.errors.length === 0)
        expect(customized(once.object)).toEqual({ object: once.object, errors: [] })
      }),
    )
  })

  it('CUS-2 equal properties make equal content in every WEC', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const [here, there] = ['east/X(a)', 'west/X(a)'].map((name) =>
          customizeObject(object, name, properties),
        )
        expect(there?.object).toEqual(here?.object)
      }),
    )
  })

  it('P-3 takes any depth: what is too deep is an error of that string, what is beside it is expanded', () => {
    let deep: Json = '{{.region}}'
    for (let depth = 0; depth < 20_000; depth++) deep = depth % 2 === 0 ? [deep] : { a: deep }
    const { errors, object } = customized(objectWith({ deep, near: '{{.region}}' }))
    expect(errors.map(({ message }) => message.slice(-33))).toEqual([':1: nested deeper than 500 levels'])
    expect(object['near']).toBe('eu')
    expect(object['deep']).toBe(deep)
  })

  it('CUS-3 stops after very many errors', () => {
    const list = Array.from({ length: 130_000 }, () => '{{')
    expect(customized(objectWith({ list })).errors).toHaveLength(1_000)
  })

  it('CUS-3 bounds the output of all strings together', () => {
    const object = objectWith({ list: Array.from({ length: 3 }, () => '{{.clusterName}}') })
    const failing = (output: number) => customizeObject(object, name, properties, { output }).errors.length
    expect([12, 11, 7, 3].map(failing)).toEqual([0, 1, 2, 3])
  })

  it('CUS-3, P-5 bounds the steps of all strings together, and one that takes all of its own takes none of the others', () => {
    const list = ['{{range 1000000000}}{{end}}', ...Array.from({ length: 20 }, () => '{{.clusterName}}')]
    const { errors, object } = customizeObject(objectWith({ list }), name, properties, { steps: 1_000 })
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toMatch(/^template: east\/ConfigMap\(shop\/a\)\.list\[0\]:1/)
    expect((object['list'] as Json[]).slice(1)).toEqual(list.slice(1).map(() => 'east'))
    const most = customizeObject(objectWith({ list: [list[0] ?? ''] }), name, properties)
    expect(most.errors).toHaveLength(1)
  })
})

describe('templateName', () => {
  it('CUS-4 has no group for core kinds, and no namespace for cluster-scoped ones', () => {
    const of = (group: string, namespace: string) =>
      templateName('east', { group, kind: 'Thing', namespace, name: 'x' })
    expect([of('', ''), of('', 'shop'), of('apps', ''), of('apps', 'shop')]).toEqual([
      'east/Thing(x)',
      'east/Thing(shop/x)',
      'east/Thing.apps(x)',
      'east/Thing.apps(shop/x)',
    ])
  })
})
