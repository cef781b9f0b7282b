import { readFileSync } from 'node:fs'
import { isList, type Json, parseJson, stringAt } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInResources } from '../resources/index.ts'
import { startTestSpace } from '../testing/client.ts'
import { readKubernetesProtobuf } from './index.ts'
import { messageOfKind } from './layout.ts'

function jsonOf(text: string): Json {
  const read = parseJson(text)
  if (!read.ok) throw new Error('no JSON')
  return read.value
}

// Made by generate/vectors: what client-go sends, and what Go makes of it in JSON.
const file = jsonOf(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'))
const vectors = (isList(file) ? file : []).map((vector) => ({
  kind: stringAt(vector, 'kind') ?? '',
  bytes: Buffer.from(stringAt(vector, 'protobuf') ?? '', 'base64'),
  json: jsonOf(stringAt(vector, 'json') ?? ''),
}))

const vectorOf = (kind: string): Buffer => {
  const found = vectors.find((vector) => vector.kind === kind)
  if (found === undefined) throw new Error(`no vector of ${kind}`)
  return found.bytes
}

describe('SPC-2 objects in protobuf', () => {
  it.each(vectors)('$kind is read as Go reads it', ({ bytes, json }) => {
    expect(readKubernetesProtobuf(bytes)).toEqual({ ok: true, value: json })
  })

  it('of every built-in kind are known', () => {
    for (const { group, version, kind } of builtInResources)
      expect(messageOfKind(group === '' ? version : `${group}/${version}`, kind), kind).toBeDefined()
  })

  it('that are broken are refused, and break nothing', () => {
    const pod = vectorOf('/v1/Pod')
    fc.assert(
      fc.property(fc.nat(pod.length - 1), fc.nat(255), fc.nat(pod.length), (at, byte, length) => {
        const broken = Buffer.from(pod)
        broken[at] = byte
        const read = readKubernetesProtobuf(broken.subarray(0, length))
        if (!read.ok) expect([400, 415]).toContain(read.failure.code)
      }),
    )
    expect(readKubernetesProtobuf(pod.subarray(0, pod.length - 5)).ok).toBe(false)
    expect(readKubernetesProtobuf(Buffer.from('{}'))).toMatchObject({ failure: { code: 400 } })
  })

  it('that nest without end are refused', () => {
    let schema: Buffer = Buffer.alloc(0)
    for (let depth = 0; depth < 5000; depth++) schema = framed(28, schema)
    const version = framed(7, Buffer.concat([framed(4, framed(1, schema))]))
    const crd = framed(2, version)
    const typeMeta = Buffer.concat([
      framed(1, Buffer.from('apiextensions.k8s.io/v1')),
      framed(2, Buffer.from('CustomResourceDefinition')),
    ])
    const body = Buffer.concat([Buffer.from('k8s\u0000'), framed(1, typeMeta), framed(2, crd)])
    expect(readKubernetesProtobuf(body)).toMatchObject({
      failure: { code: 400, message: expect.stringContaining('messages lie too deep in one another') },
    })
  })

  it('are created as their JSON would be, and other kinds are refused', async () => {
    const client = await startTestSpace()
    const post = (path: string, body: Uint8Array) =>
      fetch(`${client.space.url}${path}`, {
        method: 'POST',
        headers: { authorization: 'Bearer secret', 'content-type': 'application/vnd.kubernetes.protobuf' },
        body,
      })
    const typeMeta = Buffer.concat([framed(1, Buffer.from('v1')), framed(2, Buffer.from('Namespace'))])
    const namespace = framed(1, framed(1, Buffer.from('shop')))
    const body = Buffer.concat([Buffer.from('k8s\u0000'), framed(1, typeMeta), framed(2, namespace)])
    expect((await post('/api/v1/namespaces', body)).status).toBe(201)
    expect((await client.get('/api/v1/namespaces/shop')).at('status', 'phase')).toBe('Active')
    const unknown = Buffer.concat([Buffer.from('k8s\u0000'), framed(1, framed(2, Buffer.from('Widget')))])
    expect((await post('/api/v1/namespaces', unknown)).status).toBe(415)
    await client.space.close()
  })
})

/** A field of wire type 2. */
function framed(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>= 7
  }
  return Buffer.from([...bytes, rest])
}
