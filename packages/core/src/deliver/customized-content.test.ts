import { describe, expect, it } from 'vitest'
import { type Json, type KubeObject, problemOn, refOf, stringifyJson } from '../kube/index.ts'
import { type CustomizedInput, customizedContentOf, frozenReason } from './customized-content.ts'

const id = { group: '', resource: 'configmaps', namespace: 'shop', name: 'config' }
const manifest = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'config' }

function configMap(value: Json, name = 'config'): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' }, data: { a: value } }
}

function input(content: KubeObject, more: Partial<CustomizedInput> = {}): CustomizedInput {
  return {
    id,
    wec: 'east',
    templated: { kind: 'templated', manifest, resource: 'configmaps', content },
    properties: new Map([
      ['region', 'eu'],
      ['broken', 'Not a name'],
    ]),
    limits: {},
    sizeOf: (object) => stringifyJson(object).length,
    hardLimit: 1_000,
    ...more,
  }
}

const freezes = [{ object: id, wec: 'east' }]

describe('what is delivered of an object with templates', () => {
  it('CUS-1 is what the templates make of it for this WEC, with its size', () => {
    const content = configMap('in eu')
    expect(customizedContentOf(input(configMap('in {{.region}}')))).toEqual({
      kind: 'content',
      manifest,
      resource: 'configmaps',
      content,
      bytes: stringifyJson(content).length,
    })
  })

  it('CUS-4 is nothing where a template fails: the pair is frozen, with the first error', () => {
    const found = customizedContentOf(input(configMap('{{.zone}}')))
    expect(found).toMatchObject({ kind: 'frozen', manifest, resource: 'configmaps' })
    expect(found.kind === 'frozen' && found.problem).toMatchObject({
      code: 'TemplateFailed',
      on: refOf('wds', id),
      path: 'data.a',
      freezes,
    })
    expect(found.kind === 'frozen' && found.problem.message).toContain('east/ConfigMap(shop/config).data.a')
  })

  it('WRP-5 is nothing where what comes out is too large; nor where more is written than can be carried', () => {
    const large = customizedContentOf(input(configMap('{{.region}}'), { hardLimit: 60 }))
    expect(large).toMatchObject({ kind: 'frozen', problem: { code: 'ObjectTooLarge', freezes } })
    const long = customizedContentOf(input(configMap('{{printf "%900d" 1}}'), { hardLimit: 500 }))
    expect(long).toMatchObject({ kind: 'frozen', problem: { code: 'TemplateFailed' } })
    const own = { limits: { output: 5_000 }, hardLimit: 500 }
    expect(customizedContentOf(input(configMap('{{printf "%900d" 1}}'), own))).toMatchObject({
      problem: { code: 'ObjectTooLarge' },
    })
  })

  it('WRP-12 is nothing where the hub would refuse what comes out', () => {
    const labelled = { ...configMap('a'), metadata: { name: 'config', labels: { at: '{{.broken}}' } } }
    expect(customizedContentOf(input(labelled))).toMatchObject({
      kind: 'frozen',
      problem: { on: refOf('wds', id), freezes },
    })
  })
})

describe('why a pair is frozen', () => {
  it('CUS-4 is Go’s text for a template, which names its place, and a line with the place for all else', () => {
    const on = refOf('wds', id)
    const failed = problemOn(
      on,
      { code: 'TemplateFailed', path: 'data.a', message: 'template: x: no' },
      freezes,
    )
    const large = problemOn(on, { code: 'ObjectTooLarge', path: 'data.a', message: 'it is large' }, freezes)
    expect(frozenReason(failed)).toBe('template: x: no')
    expect(frozenReason(large)).toContain('data.a')
    expect(frozenReason(large)).toContain('it is large')
  })
})
