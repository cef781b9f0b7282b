import type { JsonObject } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Client,
  CONFIG_MAPS,
  configMap,
  DEFINITIONS,
  framesOf,
  startTestSpace,
  WIDGETS,
  widget,
  widgetDefinition,
} from './testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startTestSpace()
})
afterEach(() => client.space.close())

describe('SPC-2 objects over HTTP', () => {
  it('has the namespaces that every cluster has', async () => {
    for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease'])
      expect((await client.get(`/api/v1/namespaces/${name}`)).at('status', 'phase')).toBe('Active')
  })

  it('creates, reads, replaces and deletes', async () => {
    const made = await client.post(CONFIG_MAPS, configMap('a'))
    expect(made.code).toBe(201)
    expect(made.at('metadata', 'uid')).toMatch(/^uid-/)
    expect(made.at('metadata', 'creationTimestamp')).toBe('2026-01-02T03:04:05Z')
    expect((await client.get(`${CONFIG_MAPS}/a`)).body).toEqual(made.body)
    const replaced = await client.put(`${CONFIG_MAPS}/a`, configMap('a', {}, { k: 'w' }))
    expect(replaced.at('data', 'k')).toBe('w')
    expect(replaced.at('metadata', 'uid')).toBe(made.at('metadata', 'uid'))
    expect((await client.remove(`${CONFIG_MAPS}/a`)).at('status')).toBe('Success')
    const gone = await client.get(`${CONFIG_MAPS}/a`)
    expect([gone.code, gone.at('message')]).toEqual([404, 'configmaps "a" not found'])
  })

  it('refuses a second object of a name, and makes names up', async () => {
    await client.post(CONFIG_MAPS, configMap('a'))
    const again = await client.post(CONFIG_MAPS, configMap('a'))
    expect([again.code, again.at('reason')]).toEqual([409, 'AlreadyExists'])
    const generated = await client.post(CONFIG_MAPS, { metadata: { generateName: 'gen-' } })
    expect(generated.at('metadata', 'name')).toMatch(/^gen-x\d+$/)
  })

  it('lets an update win only over the state it was made from, and keeps the revision of one that changes nothing', async () => {
    const made = await client.post(CONFIG_MAPS, configMap('a'))
    const revision = made.at('metadata', 'resourceVersion') ?? ''
    const same = await client.put(`${CONFIG_MAPS}/a`, configMap('a', { resourceVersion: revision }))
    expect(same.at('metadata', 'resourceVersion')).toBe(revision)
    await client.put(`${CONFIG_MAPS}/a`, configMap('a', { resourceVersion: revision }, { k: 'w' }))
    const late = await client.put(
      `${CONFIG_MAPS}/a`,
      configMap('a', { resourceVersion: revision }, { k: 'x' }),
    )
    expect([late.code, late.at('reason')]).toEqual([409, 'Conflict'])
  })

  it('NUM-1 keeps numbers', async () => {
    await client.post(DEFINITIONS, widgetDefinition)
    const text =
      '{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"n"},"spec":{"mode":"a","any":{"big":9007199254740993,"zero":-0.0}}}'
    await client.post(WIDGETS, text)
    expect((await client.get(`${WIDGETS}/n`)).text).toContain('"big":9007199254740993,"zero":-0.0')
  })

  it('patches: JSON Patch, merge patch, and a strategic one where the kind is built in', async () => {
    await client.post(CONFIG_MAPS, configMap('a'))
    const merged = await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch+json', { data: { k: null, l: '1' } })
    expect(merged.at('data')).toEqual({ l: '1' })
    const edited = await client.patch(`${CONFIG_MAPS}/a`, 'json-patch+json', [
      { op: 'test', path: '/data/l', value: '1' },
      { op: 'replace', path: '/data/l', value: '2' },
    ])
    expect(edited.at('data', 'l')).toBe('2')
    const misfit = await client.patch(`${CONFIG_MAPS}/a`, 'json-patch+json', [
      { op: 'test', path: '/data/l', value: '1' },
    ])
    expect(misfit.code).toBe(422)
    expect((await client.patch(`${CONFIG_MAPS}/a`, 'strategic-merge-patch+json', {})).code).toBe(200)
    await client.post(DEFINITIONS, widgetDefinition)
    await client.post(WIDGETS, widget('w', { mode: 'a' }))
    expect((await client.patch(`${WIDGETS}/w`, 'strategic-merge-patch+json', {})).code).toBe(415)
  })

  it('deletes only what the preconditions name', async () => {
    await client.post(CONFIG_MAPS, configMap('a'))
    expect((await client.remove(`${CONFIG_MAPS}/a`, { preconditions: { uid: 'other' } })).code).toBe(409)
    expect((await client.remove(`${CONFIG_MAPS}/a`, { preconditions: { resourceVersion: '1' } })).code).toBe(
      409,
    )
    expect((await client.get(`${CONFIG_MAPS}/a`)).code).toBe(200)
  })

  it('holds an object until its last finalizer is off', async () => {
    await client.post(CONFIG_MAPS, configMap('a', { finalizers: ['example.com/f'] }))
    const held = await client.remove(`${CONFIG_MAPS}/a`)
    expect(held.at('metadata', 'deletionTimestamp')).toBe('2026-01-02T03:04:05Z')
    const added = await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch+json', {
      metadata: { finalizers: ['example.com/f', 'example.com/g'] },
    })
    expect(added.code).toBe(422)
    await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch+json', { metadata: { finalizers: null } })
    expect((await client.get(`${CONFIG_MAPS}/a`)).code).toBe(404)
  })

  it('names every fault of a name and its metadata', async () => {
    const bad = await client.post(CONFIG_MAPS, configMap('A', { labels: { 'b!': 'c d' } }))
    expect(bad.code).toBe(422)
    expect(bad.at('details', 'causes')).toMatchObject([
      { field: 'metadata.name' },
      { field: 'metadata.labels' },
      { field: 'metadata.labels' },
    ])
  })
})

describe('SPC-2 custom resources', () => {
  beforeEach(() => client.post(DEFINITIONS, widgetDefinition))

  it('are served at once, and shown by discovery', async () => {
    expect((await client.post(WIDGETS, widget('w', { mode: 'a' }))).code).toBe(201)
    const list = await client.get('/apis/example.com/v1')
    expect(list.at('resources')).toMatchObject([{ name: 'widgets' }, { name: 'widgets/status' }])
    expect((await client.get('/apis')).text).toContain('"example.com/v1"')
    const all = await client.get('/apis', {
      accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    })
    expect(all.text).toContain('"resource":"widgets"')
  })

  it('are pruned and defaulted', async () => {
    const made = await client.post(WIDGETS, widget('w', { mode: 'a', extra: 1, any: { x: 1 }, size: null }))
    expect(made.at('spec')).toEqual({ mode: 'a', any: { x: 1 }, size: 3 })
    expect(made.headers['warning']).toBe('299 - "unknown field \\"spec.extra\\""')
    const strict = await client.post(
      `${WIDGETS}?fieldValidation=Strict`,
      widget('s', { mode: 'a', extra: 1 }),
    )
    expect([strict.code, strict.at('message')]).toEqual([
      400,
      'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.extra"',
    ])
  })

  it.each([
    [{}, 'spec.mode: Required value'],
    [[], 'spec: Invalid value: "array": spec in body must be of type object: "array"'],
    [{ mode: 'z' }, 'spec.mode: Unsupported value: "z": supported values: "a", "b"'],
    [
      { mode: 'a', size: 0 },
      'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
    ],
    [
      { mode: 'a', size: 1.5 },
      'spec.size: Invalid value: "number": spec.size in body must be of type integer: "number"',
    ],
    [
      { mode: 'a', name: 'A' },
      'spec.name: Invalid value: "A": spec.name in body should be at least 2 chars long',
    ],
    [
      { mode: 'a', name: 'AB' },
      'spec.name: Invalid value: "AB": spec.name in body should match \'^[a-z]+$\'',
    ],
    [{ mode: 'a', list: ['x', 'y', 'z'] }, 'spec.list: Too many: 3: must have at most 2 items'],
    [{ mode: 'a', list: ['x', 'x'] }, 'spec.list[1]: Duplicate value: "x"'],
    [
      { mode: 'a', ports: [{ name: 'a' }, { name: 'a' }] },
      'spec.ports[1]: Duplicate value: map[string]interface {}{"name":"a"}',
    ],
    [
      { mode: 'a', ports: [{ name: 'a', port: true }] },
      'spec.ports[0].port: Invalid value: "boolean": spec.ports[0].port in body must be of type integer,string: "boolean"',
    ],
  ])('are validated by their schema: %j', async (spec, said) => {
    const bad = await client.post(WIDGETS, widget('w', spec))
    expect([bad.code, bad.at('message')]).toEqual([422, `Widget.example.com "w" is invalid: ${said}`])
  })

  it('count generations of all but metadata and status, which has an endpoint of its own', async () => {
    const made = await client.post(WIDGETS, { ...widget('w', { mode: 'a' }), status: { x: 1 } })
    expect([made.at('metadata', 'generation'), made.at('status')]).toEqual([1, undefined])
    const reported = await client.patch(`${WIDGETS}/w/status`, 'merge-patch+json', {
      spec: { mode: 'b' },
      status: { x: 1 },
    })
    expect([
      reported.at('metadata', 'generation'),
      reported.at('spec', 'mode'),
      reported.at('status'),
    ]).toEqual([1, 'a', { x: 1 }])
    const changed = await client.patch(`${WIDGETS}/w`, 'merge-patch+json', {
      spec: { mode: 'b' },
      status: { x: 2 },
    })
    expect([changed.at('metadata', 'generation'), changed.at('status')]).toEqual([2, { x: 1 }])
    const labelled = await client.patch(`${WIDGETS}/w`, 'merge-patch+json', {
      metadata: { labels: { a: 'b' } },
    })
    expect(labelled.at('metadata', 'generation')).toBe(2)
  })

  it('go with their definition', async () => {
    await client.post(WIDGETS, widget('w', { mode: 'a' }, { finalizers: ['example.com/f'] }))
    await client.remove(`${DEFINITIONS}/widgets.example.com`)
    await client.space.settled()
    expect((await client.get(`${WIDGETS}/w`)).at('metadata', 'deletionTimestamp')).toBeDefined()
    await client.patch(`${WIDGETS}/w`, 'merge-patch+json', { metadata: { finalizers: null } })
    await client.space.settled()
    expect((await client.get(`${DEFINITIONS}/widgets.example.com`)).code).toBe(404)
    expect((await client.get(WIDGETS)).code).toBe(404)
  })
})

describe('SPC-2 lists and watches', () => {
  it('pages at one revision', async () => {
    const secrets = '/api/v1/namespaces/default/secrets'
    for (const name of ['a', 'b', 'c']) await client.post(secrets, { metadata: { name } })
    const first = await client.get(`${secrets}?limit=2`)
    expect(first.at('metadata', 'remainingItemCount')).toBe(1)
    await client.remove(`${secrets}/c`)
    const token = String(first.at('metadata', 'continue'))
    const second = await client.get(`${secrets}?limit=2&continue=${token}`)
    expect(second.at('items')).toMatchObject([{ metadata: { name: 'c' } }])
    expect(second.at('metadata', 'resourceVersion')).toBe(first.at('metadata', 'resourceVersion'))
    client.space.faults.compact()
    const late = await client.get(`${secrets}?limit=2&continue=${token}`)
    expect([late.code, late.at('reason')]).toEqual([410, 'Expired'])
    const rest = await client.get(`${secrets}?continue=${String(late.at('metadata', 'continue'))}`)
    expect(rest.at('items')).toEqual([])
  })

  it('selects by labels and fields', async () => {
    await client.post(CONFIG_MAPS, configMap('a', { labels: { app: 'x' } }))
    await client.post(CONFIG_MAPS, configMap('b', { labels: { app: 'y' } }))
    const named = async (query: string) =>
      (await client.get(`${CONFIG_MAPS}?${query}`)).text.match(/"name":"\w"/g)
    expect(await named('labelSelector=app%3Dx')).toEqual(['"name":"a"'])
    expect(await named('labelSelector=app%20in%20(x,y),app!%3Dx')).toEqual(['"name":"b"'])
    expect(await named('fieldSelector=metadata.name%3Db')).toEqual(['"name":"b"'])
    expect((await client.get(`${CONFIG_MAPS}?fieldSelector=spec.x%3Db`)).code).toBe(400)
  })

  it('streams changes after a revision, as the selector sees them', async () => {
    const start = String((await client.get(CONFIG_MAPS)).at('metadata', 'resourceVersion'))
    await client.post(CONFIG_MAPS, configMap('a', { labels: { on: 'y' } }))
    await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch+json', { data: { k: '2' } })
    await client.patch(`${CONFIG_MAPS}/a`, 'merge-patch+json', { metadata: { labels: { on: null } } })
    const reply = await client.get(
      `${CONFIG_MAPS}?watch=1&resourceVersion=${start}&labelSelector=on&timeoutSeconds=1&allowWatchBookmarks=true`,
    )
    expect(framesOf(reply).map((frame) => frame['type'])).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
      'BOOKMARK',
    ])
  })

  it('tells a watch from a forgotten revision with an ERROR of 410', async () => {
    await client.post(CONFIG_MAPS, configMap('a'))
    client.space.faults.compact()
    const reply = await client.get(`${CONFIG_MAPS}?watch=1&resourceVersion=1&timeoutSeconds=1`)
    expect(reply.code).toBe(200)
    expect(framesOf(reply)).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }])
  })
})

describe('SPC-2 who owns what', () => {
  beforeEach(() => client.post(DEFINITIONS, widgetDefinition))

  it('records managers of spec and status apart', async () => {
    await client.post(WIDGETS, widget('w', { mode: 'a' }))
    const reply = await client.patch(`${WIDGETS}/w/status?fieldManager=agent`, 'merge-patch+json', {
      status: { x: 1 },
    })
    expect(reply.at('metadata', 'managedFields')).toEqual([
      expect.objectContaining({
        manager: 'agent',
        operation: 'Update',
        subresource: 'status',
        fieldsV1: { 'f:status': { '.': {}, 'f:x': {} } },
      }),
      expect.objectContaining({
        manager: 'tester',
        operation: 'Update',
        fieldsV1: { 'f:spec': { '.': {}, 'f:mode': {}, 'f:size': {} } },
      }),
    ])
  })

  it('WRP-13 applies: what an author leaves out goes, what others own stays, conflicts need force', async () => {
    const apply = (manager: string, spec: JsonObject) =>
      client.patch(`${WIDGETS}/w?${manager}`, 'apply-patch+yaml', widget('w', { ...spec }))
    expect((await apply('fieldManager=x', { mode: 'a', ports: [{ name: 'p' }] })).code).toBe(201)
    const refused = await apply('fieldManager=y', { mode: 'b', ports: [{ name: 'q' }] })
    expect([refused.code, refused.at('message')]).toEqual([
      409,
      'Apply failed with 1 conflict: conflict with "x": .spec.mode',
    ])
    const forced = await apply('fieldManager=y&force=true', { mode: 'b', ports: [{ name: 'q' }] })
    expect(forced.at('spec')).toEqual({ mode: 'b', ports: [{ name: 'p' }, { name: 'q' }], size: 3 })
    const left = await apply('fieldManager=x', { mode: 'b' })
    expect(left.at('spec')).toEqual({ mode: 'b', ports: [{ name: 'q' }], size: 3 })
    const same = await apply('fieldManager=x', { mode: 'b' })
    expect(same.at('metadata', 'resourceVersion')).toBe(left.at('metadata', 'resourceVersion'))
  })
})

describe('SPC-2 what controllers do', () => {
  const owner = (uid: unknown, more = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'owner',
    uid: String(uid),
    ...more,
  })

  it('empties a namespace before it goes, and lets nothing new in', async () => {
    await client.post('/api/v1/namespaces', { metadata: { name: 'shop' } })
    await client.post('/api/v1/namespaces/shop/configmaps', configMap('a', { finalizers: ['example.com/f'] }))
    expect((await client.remove('/api/v1/namespaces/shop')).at('status', 'phase')).toBe('Terminating')
    await client.space.settled()
    expect((await client.post('/api/v1/namespaces/shop/configmaps', configMap('b'))).code).toBe(403)
    await client.patch('/api/v1/namespaces/shop/configmaps/a', 'merge-patch+json', {
      metadata: { finalizers: null },
    })
    await client.space.settled()
    expect((await client.get('/api/v1/namespaces/shop')).code).toBe(404)
    expect((await client.remove('/api/v1/namespaces/kube-system')).code).toBe(403)
  })

  it.each([
    ['Background', 404],
    ['Foreground', 404],
    ['Orphan', 200],
  ])('%s deletion of an owner', async (policy, code) => {
    const made = await client.post(CONFIG_MAPS, configMap('owner'))
    await client.post(
      CONFIG_MAPS,
      configMap('owned', {
        ownerReferences: [owner(made.at('metadata', 'uid'), { blockOwnerDeletion: true })],
      }),
    )
    await client.remove(`${CONFIG_MAPS}/owner?propagationPolicy=${policy}`)
    await client.space.settled()
    expect((await client.get(`${CONFIG_MAPS}/owner`)).code).toBe(404)
    const owned = await client.get(`${CONFIG_MAPS}/owned`)
    expect(owned.code).toBe(code)
    expect(owned.at('metadata', 'ownerReferences')).toBeUndefined()
  })

  it('keeps an owner in foreground deletion until what blocks it is gone', async () => {
    const made = await client.post(CONFIG_MAPS, configMap('owner'))
    await client.post(
      CONFIG_MAPS,
      configMap('owned', {
        finalizers: ['example.com/f'],
        ownerReferences: [owner(made.at('metadata', 'uid'), { blockOwnerDeletion: true })],
      }),
    )
    await client.remove(`${CONFIG_MAPS}/owner?propagationPolicy=Foreground`)
    await client.space.settled()
    expect((await client.get(`${CONFIG_MAPS}/owner`)).at('metadata', 'finalizers')).toEqual([
      'foregroundDeletion',
    ])
    await client.patch(`${CONFIG_MAPS}/owned`, 'merge-patch+json', { metadata: { finalizers: null } })
    await client.space.settled()
    expect((await client.get(`${CONFIG_MAPS}/owner`)).code).toBe(404)
  })
})

describe('SPC-2 who may do what', () => {
  const RBAC = '/apis/rbac.authorization.k8s.io/v1'

  it('knows users by their tokens, and roles by their bindings', async () => {
    expect((await client.as('unknown').get(CONFIG_MAPS)).at('message')).toBe('Unauthorized')
    const bob = client.as('plain')
    expect((await bob.get(CONFIG_MAPS)).at('message')).toBe(
      'configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "default"',
    )
    await client.post(`${RBAC}/namespaces/default/roles`, {
      metadata: { name: 'reader' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'], verbs: ['get'] }],
    })
    await client.post(`${RBAC}/namespaces/default/rolebindings`, {
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'Group', name: 'devs' }],
    })
    await client.post(CONFIG_MAPS, configMap('a'))
    expect((await bob.get(`${CONFIG_MAPS}/a`)).code).toBe(200)
    expect((await bob.get(`${CONFIG_MAPS}/b`)).code).toBe(403)
    expect((await bob.remove(`${CONFIG_MAPS}/a`)).code).toBe(403)
    expect((await client.as('').get('/readyz')).code).toBe(200)
  })
})

describe('trouble on demand', () => {
  it('answers the next requests that match as ordered', async () => {
    client.space.faults.order({
      fault: { kind: 'status', code: 429, retryAfterSeconds: 7 },
      matches: (r) => r.verb === 'list',
      times: 2,
    })
    expect((await client.get('/readyz')).code).toBe(200)
    const held = await client.get(CONFIG_MAPS)
    expect([held.code, held.headers['retry-after']]).toEqual([429, '7'])
    expect((await client.get(CONFIG_MAPS)).code).toBe(429)
    expect((await client.get(CONFIG_MAPS)).code).toBe(200)
  })

  it('cuts a connection before or after the work', async () => {
    client.space.faults.order({ fault: { kind: 'cut', isDone: false } })
    await expect(client.post(CONFIG_MAPS, configMap('a'))).rejects.toThrow(
      /hang up|ECONNRESET|aborted|terminated/,
    )
    expect((await client.get(`${CONFIG_MAPS}/a`)).code).toBe(404)
    client.space.faults.order({ fault: { kind: 'cut', isDone: true } })
    await expect(client.post(CONFIG_MAPS, configMap('a'))).rejects.toThrow(
      /hang up|ECONNRESET|aborted|terminated/,
    )
    expect((await client.get(`${CONFIG_MAPS}/a`)).code).toBe(200)
  })

  it('cuts open watches', async () => {
    const watch = client.get(`${CONFIG_MAPS}?watch=1`)
    const outcome = watch.then(
      () => 'ended',
      () => 'broken',
    )
    while (client.space.faults.cutWatches((request) => request.resource === 'configmaps') === 0)
      await new Promise(setImmediate)
    expect(await outcome).toBe('broken')
  })

  it('leaves a watch open in which nothing comes any more', async () => {
    const watch = client.get(`${CONFIG_MAPS}?watch=1`)
    let isOver = false
    const outcome = watch.then(
      (reply) => reply.text,
      () => 'broken',
    )
    void outcome.then(() => (isOver = true))
    while (client.space.faults.silenceWatches() === 0) await new Promise(setImmediate)
    await client.post(CONFIG_MAPS, configMap('a'))
    expect(isOver).toBe(false)
    client.space.faults.cutWatches()
    expect(await outcome).toBe('broken')
  })
})
