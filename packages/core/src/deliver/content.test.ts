import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Json,
  type JsonObject,
  type KubeObject,
  type ObjectId,
  problemLine,
  refOf,
} from '../kube/index.ts'
import { anyObject } from './clean.arbitrary.ts'
import { cleanObject } from './clean.ts'
import { compileTransform } from './compile-transform.ts'
import { type ContentInput, contentOf } from './content.ts'

const id: ObjectId = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }

const deployment = (metadata: JsonObject = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: '7', ...metadata },
  spec: { replicas: 2 },
})

const transform = (name: string, ...remove: readonly string[]) =>
  compileTransform({
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'CustomTransform',
    metadata: { name },
    spec: { apiGroup: 'apps', resource: 'deployments', remove },
  })

const inputOf = (object: KubeObject, more: Partial<ContentInput> = {}): ContentInput => ({
  object,
  id,
  kind: 'Deployment',
  version: 'v1',
  on: refOf('wds', id),
  transforms: [],
  sizeOf: (content) => JSON.stringify(content).length,
  hardLimit: 512_000,
  ...more,
})

const problemOf = (input: ContentInput) => {
  const content = contentOf(input)
  if (content.kind !== 'frozen') throw new Error(`expected frozen, got ${content.kind}`)
  return content.problem
}

const expandTemplates = { annotations: { 'control.kubestellar.io/expand-templates': 'true' } }

describe('contentOf', () => {
  it('TRF-1 gives the cleaned object, named as the receiver names it, with its size', () => {
    const object = deployment()
    expect(contentOf(inputOf(object, { sizeOf: () => 42 }))).toEqual({
      kind: 'content',
      manifest: { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' },
      resource: 'deployments',
      content: cleanObject(object),
      bytes: 42,
    })
  })

  it('DLV-1 withholds first, whatever else is wrong', () => {
    const object: KubeObject = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'default', ...expandTemplates },
    }
    const withheld = contentOf(
      inputOf(object, {
        id: { group: '', resource: 'namespaces', namespace: '', name: 'default' },
        kind: 'Namespace',
        transforms: [transform('a')],
        hardLimit: 0,
      }),
    )
    expect(withheld).toEqual({
      kind: 'withheld',
      manifest: { group: '', kind: 'Namespace', namespace: '', name: 'default' },
      resource: 'namespaces',
      rule: 'DLV-1: each WEC has its own Namespace of this name',
    })
  })

  it('TRF-4 delivers what CustomTransforms leave', () => {
    const transforms = [transform('a', '$.spec.replicas')]
    expect(contentOf(inputOf(deployment(), { transforms }))).toMatchObject({
      kind: 'content',
      content: { spec: {} },
    })
  })

  it('TRF-4 freezes, on the first CustomTransform by name that has an error', () => {
    const bad = [transform('c', '$'), transform('b', '$.spec', '$.x['), transform('a', '$.spec')]
    for (const transforms of [bad, [...bad].reverse()])
      expect(problemOf(inputOf(deployment(expandTemplates), { transforms }))).toEqual({
        code: 'QueryInvalid',
        severity: 'error',
        on: {
          space: 'wds',
          group: 'control.kubestellar.io',
          resource: 'customtransforms',
          namespace: '',
          name: 'b',
        },
        path: 'spec.remove[1]',
        message:
          'syntax error at 4: unclosed bracketed selection; until that is mended, deployments.apps stay as they are in the WECs',
        found: '$.x[',
        freezes: [{ object: id }],
      })
  })

  it('P-4 freezes an object in which an expression takes too long, alone', () => {
    let deep: Json = 1
    for (let level = 0; level < 1_000; level++) deep = { a: deep }
    const problem = problemOf(inputOf({ ...deployment(), deep }, { transforms: [transform('t', '$..x')] }))
    expect(problem).toMatchObject({ code: 'RemovalUnbounded', on: { name: 't' }, freezes: [{ object: id }] })
    expect(problemLine(problem)).toBe(
      'spec.remove[0]: in deployments.apps shop/web it looks more than 500 levels deep, so that the object stays as it is in the WECs',
    )
    expect(contentOf(inputOf(deployment(), { transforms: [transform('t', '$..x')] })).kind).toBe('content')
  })

  it('CUS-1 gives an object that asks for expansion, and has templates, as it is before it is known for which WEC', () => {
    const object = { ...deployment(expandTemplates), spec: { image: '{{.image}}' } }
    // WRP-5 is asked of what the templates make.
    expect(contentOf(inputOf(object, { hardLimit: 0 }))).toEqual({
      kind: 'templated',
      manifest: { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' },
      resource: 'deployments',
      content: cleanObject(object),
    })
  })

  it('CUS-1, CUS-5 gives one without templates, or with some where none is expanded, as any other', () => {
    const kinds = [expandTemplates, { ...expandTemplates, name: '{{.x}}' }].map(
      (metadata) => contentOf(inputOf(deployment(metadata))).kind,
    )
    expect(kinds).toEqual(['content', 'content'])
    const unasked = { ...deployment(), spec: { image: '{{.image}}' } }
    expect(contentOf(inputOf(unasked)).kind).toBe('content')
  })

  it('CUS-1 delivers an object whose annotation says anything but "true"', () => {
    const object = deployment({ annotations: { 'control.kubestellar.io/expand-templates': 'True' } })
    expect(contentOf(inputOf(object)).kind).toBe('content')
  })

  it('ID-1 freezes an object that was not seen in the preferred version', () => {
    const problem = problemOf(inputOf(deployment(), { version: 'v2' }))
    expect(problem).toMatchObject({ code: 'ResourceUnseen', on: refOf('wds', id), freezes: [{ object: id }] })
    expect(problemLine(problem)).toBe(
      'apiVersion: the object was seen as apps/v1 only, while the server prefers apps/v2: it stays as it is in the WECs until it is seen in that version',
    )
  })

  it('WRP-12 freezes what the hub would refuse, with the first fault and the number of the others', () => {
    const one = problemOf(inputOf(deployment({ labels: { a: 1 } })))
    expect(one).toMatchObject({
      code: 'ManifestInvalid',
      severity: 'error',
      on: refOf('wds', id),
      freezes: [{ object: id }],
    })
    expect(problemLine(one)).toBe('metadata.labels["a"]: must be a string')
    const three = problemOf(inputOf(deployment({ labels: { c: 1, b: 1, a: 1 } })))
    expect(problemLine(three)).toBe('metadata.labels["a"]: must be a string (and 2 more)')
  })

  it('WRP-12 looks at what is delivered, not at what is removed first', () => {
    expect(contentOf(inputOf(deployment({ generateName: 'web-' }))).kind).toBe('content')
  })

  it('WRP-5 freezes what is over the hard limit, and nothing that just reaches it', () => {
    const sizeOf = () => 512_001
    expect(contentOf(inputOf(deployment(), { sizeOf, hardLimit: 512_001 })).kind).toBe('content')
    const problem = problemOf(inputOf(deployment(), { sizeOf }))
    expect(problem).toMatchObject({ code: 'ObjectTooLarge', on: refOf('wds', id), freezes: [{ object: id }] })
    expect(problemLine(problem)).toBe(
      'it has 512001 bytes, and the transport carries 512000 at most: split it, or deliver it by other means',
    )
  })

  it('WRP-12 goes before WRP-5', () => {
    const problem = problemOf(inputOf(deployment({ labels: { a: 1 } }), { hardLimit: 0 }))
    expect(problem.code).toBe('ManifestInvalid')
  })

  it('P-4 freezes the object alone, with a reason, or delivers it cleaned, whatever it is', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const content = contentOf(inputOf(object, { sizeOf: () => 1 }))
        const [found, wanted] =
          content.kind === 'frozen'
            ? [content.problem.freezes, [{ object: id }]]
            : [content, { kind: 'content', content: cleanObject(object) }]
        expect(found).toMatchObject(wanted)
      }),
    )
  })
})
