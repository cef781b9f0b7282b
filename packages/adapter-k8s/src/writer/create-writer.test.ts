import {
  type Action,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  type Ref,
  refOf,
  resourceVersionOf,
  uidOf,
  valueAt,
} from '@downsync/core'
import { type EmbeddedSpace, startEmbeddedSpace } from '@downsync/space'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SpaceClient } from '../client/types.ts'
import { realEnvironment } from '../environment.ts'
import { clientOf } from '../testing/test-client.ts'
import { createWriter } from './create-writer.ts'
import type { Write } from './types.ts'

const PATH = '/api/v1/namespaces/default/configmaps'
const ref = refOf('wds', { group: '', resource: 'configmaps', namespace: 'default', name: 'a' })

let space: EmbeddedSpace
let client: SpaceClient
let write: Write
beforeEach(async () => {
  space = await startEmbeddedSpace({ name: 'wds' })
  client = await clientOf(space)
  write = createWriter({
    clients: { wds: client, its: client },
    resourceOf: ({ group, resource }) =>
      resource === 'unserved' ? undefined : { group, resource, version: 'v1' },
    environment: realEnvironment,
  })
})
afterEach(async () => {
  client.close()
  await space.close()
})

const common = (target: Ref) => ({
  ref: target,
  why: { rule: 'BND-1', from: target },
  after: [],
  intent: 'x',
})
const configMap = (metadata: JsonObject = {}, data: JsonObject = { k: 'v' }): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'default', name: 'a', ...metadata },
  data,
})
const creation = (object: KubeObject): Action => ({ ...common(ref), kind: 'create', object })
const merge = (there: KubeObject, patch: JsonObject): Action => ({
  ...common(ref),
  kind: 'patch',
  subresource: '',
  format: 'merge',
  patch,
  uid: uidOf(there),
  resourceVersion: resourceVersionOf(there),
})
const jsonPatch = (there: KubeObject, ...patch: readonly Json[]): Action => ({
  ...common(ref),
  kind: 'patch',
  subresource: '',
  format: 'json',
  patch,
  uid: uidOf(there),
  resourceVersion: resourceVersionOf(there),
})
const deletion = (there: KubeObject): Action => ({
  ...common(ref),
  kind: 'delete',
  uid: uidOf(there),
  resourceVersion: resourceVersionOf(there),
})

/** Somebody else does it; returns what the server answers. */
async function others(
  method: 'POST' | 'PATCH' | 'GET' | 'DELETE',
  path: string,
  body?: Json,
): Promise<KubeObject> {
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const answer = await client.request({ method, path, contentType, ...(body === undefined ? {} : { body }) })
  if (answer.kind !== 'answer' || answer.code >= 300) throw new Error(JSON.stringify(answer))
  return answer.body as KubeObject
}
const made = (object = configMap()) => others('POST', PATH, object)
const standing = () => others('GET', `${PATH}/a`)

describe('the writer', () => {
  it('ACT-1 creates what is not there, as the manager downsync, and finds it there the next time', async () => {
    const result = await write(creation(configMap()))
    expect(result).toMatchObject({ kind: 'done', unchanged: false, object: { data: { k: 'v' } } })
    expect(valueAt(await standing(), 'metadata', 'managedFields')).toMatchObject([{ manager: 'downsync' }])
    expect(await write(creation(configMap()))).toMatchObject({ kind: 'conflict' })
  })

  it('changes by merge patch and by JSON patch', async () => {
    const first = await write(merge(await made(), { data: { k: 'w' }, metadata: { labels: { a: 'b' } } }))
    expect(first).toMatchObject({
      kind: 'done',
      unchanged: false,
      object: { data: { k: 'w' }, metadata: { labels: { a: 'b' } } },
    })
    const second = await write(jsonPatch(await standing(), { op: 'add', path: '/data/l', value: 'm' }))
    expect(second).toMatchObject({ kind: 'done', unchanged: false, object: { data: { k: 'w', l: 'm' } } })
  })

  it('ACT-1 says what a patch was computed from, and touches nothing where that is not so any more', async () => {
    const old = await made()
    await others('PATCH', `${PATH}/a`, { data: { k: 'theirs' } })
    expect(await write(merge(old, { data: { k: 'ours' } }))).toMatchObject({ kind: 'conflict' })
    const replaced = jsonPatch(old, { op: 'replace', path: '/data/k', value: 'ours' })
    expect(await write(replaced)).toMatchObject({ kind: 'conflict' })
    expect(await write(deletion(old))).toMatchObject({ kind: 'conflict' })
    expect(memberOf(await standing(), 'data')).toEqual({ k: 'theirs' })
  })

  it('ACT-1 takes a JSON patch that does not fit for a conflict if the object was changed, and for a refusal if not', async () => {
    const old = await made(configMap({}, { k: 'v', l: 'm' }))
    await others('PATCH', `${PATH}/a`, { data: { l: null } })
    const removed = (there: KubeObject) => jsonPatch(there, { op: 'remove', path: '/data/l' })
    expect(await write(removed(old))).toMatchObject({ kind: 'conflict' })
    expect(await write(removed(await standing()))).toMatchObject({ kind: 'refused', code: 422 })
  })

  it('ACT-1 labels without a resourceVersion, but no other object of the name', async () => {
    const old = await made()
    await others('PATCH', `${PATH}/a`, { data: { k: 'theirs' } })
    const { resourceVersion: _, ...label } = merge(old, { metadata: { labels: { a: 'b' } } }) as Extract<
      Action,
      { kind: 'patch' }
    >
    expect(await write(label)).toMatchObject({ kind: 'done', object: { data: { k: 'theirs' } } })
    await others('DELETE', `${PATH}/a`)
    await made()
    expect(await write(label)).toMatchObject({ kind: 'conflict' })
    expect(valueAt(await standing(), 'metadata', 'labels')).toBeUndefined()
  })

  it('P-6b knows a write that changed nothing', async () => {
    const there = await made()
    expect(await write(merge(there, { data: { k: 'v' } }))).toMatchObject({ kind: 'done', unchanged: true })
    expect(await write(jsonPatch(there))).toMatchObject({ kind: 'done', unchanged: true })
  })

  it('P-6b passes on why a server refuses', async () => {
    const result = await write(merge(await made(), { metadata: { labels: { 'no good': 'x' } } }))
    expect(result).toMatchObject({ kind: 'refused', code: 422 })
    expect(result).toHaveProperty('message', expect.stringContaining('metadata.labels'))
  })

  it('deletes what was planned from, and sees what finalizers hold, and when they let go', async () => {
    expect(await write(deletion(await made()))).toEqual({ kind: 'done', unchanged: false })
    const held = await made(configMap({ finalizers: ['example.com/hold'] }))
    const begun = await write(deletion(held))
    expect(begun).toMatchObject({ kind: 'done', unchanged: false, object: { metadata: { name: 'a' } } })
    const released = await write(merge(await standing(), { metadata: { finalizers: [] } }))
    expect(released).toEqual({ kind: 'done', unchanged: false })
    expect(await write(deletion(held))).toMatchObject({ kind: 'conflict' })
  })

  it('takes a missing object, Namespace or resource for a conflict: it was there when this was planned', async () => {
    const there = await made()
    await others('DELETE', `${PATH}/a`)
    expect(await write(merge(there, { data: {} }))).toMatchObject({ kind: 'conflict' })
    const elsewhere = { ...ref, namespace: 'nowhere' }
    const object = configMap({ namespace: 'nowhere' })
    expect(await write({ ...common(elsewhere), kind: 'create', object })).toMatchObject({ kind: 'conflict' })
    const unserved = { ...ref, resource: 'unserved' }
    expect(await write({ ...common(unserved), kind: 'create', object })).toEqual({
      kind: 'conflict',
      message: 'unserved are not served',
    })
  })

  it('knows no more than anybody where the answer is lost', async () => {
    space.faults.order({ fault: { kind: 'cut', isDone: true }, matches: ({ verb }) => verb === 'create' })
    expect(await write(creation(configMap()))).toMatchObject({ kind: 'failed' })
    expect(await write(creation(configMap()))).toMatchObject({ kind: 'conflict' })
    const fault = { kind: 'status', code: 429, retryAfterSeconds: 4 } as const
    space.faults.order({ fault, matches: ({ verb }) => verb === 'delete' })
    expect(await write(deletion(await standing()))).toMatchObject({ kind: 'failed', retryAfter: 4 })
  })
})
