import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Client, CONFIG_MAPS, configMap, framesOf, startTestSpace } from '../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startTestSpace()
})
afterEach(() => client.space.close())

const mapNames = () =>
  client.space
    .objects()
    .filter((object) => object.kind === 'ConfigMap' && object.metadata['namespace'] === 'default')
    .map((object) => object.metadata['name'])

/** The pieces in which an answer comes. */
function piecesOf(path: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer secret' }
    const outgoing = httpRequest(`${client.space.url}${path}`, { headers }, (answer) => {
      const pieces: string[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece.toString()))
      answer.on('end', () => resolve(pieces))
      answer.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}

describe('trouble on demand', () => {
  it('delays one request, and no other', async () => {
    client.space.faults.order({
      fault: { kind: 'delay', milliseconds: 20 },
      matches: ({ name }) => name === 'slow',
    })
    const order: string[] = []
    const slow = client.put(`${CONFIG_MAPS}/slow`, configMap('slow')).then(() => order.push('slow'))
    while (client.space.requests().length === 0) await new Promise(setImmediate)
    await client.get(`${CONFIG_MAPS}/quick`).then(() => order.push('quick'))
    await slow
    expect(order).toEqual(['quick', 'slow'])
  })

  it('says nothing to one request: it is not done, and the connection stays open', async () => {
    client.space.faults.order({ fault: { kind: 'silence' } })
    let isOver = false
    const silent = client
      .post(CONFIG_MAPS, configMap('a'))
      .catch(() => 'broken')
      .finally(() => (isOver = true))
    while (client.space.requests().length === 0) await new Promise(setImmediate)
    expect((await client.post(CONFIG_MAPS, configMap('b'))).code).toBe(201)
    expect(isOver).toBe(false)
    expect(mapNames()).toEqual(['kube-root-ca.crt', 'b'])
    await client.space.close()
    expect(await silent).toBe('broken')
  })

  it('lets an answer come piece by piece', async () => {
    await client.post(CONFIG_MAPS, configMap('a', {}, { k: 'ü'.repeat(50) }))
    const whole = await piecesOf(`${CONFIG_MAPS}/a`)
    client.space.faults.order({ fault: { kind: 'slow', bytes: 64, milliseconds: 1 } })
    const pieces = await piecesOf(`${CONFIG_MAPS}/a`)
    expect(pieces.length).toBeGreaterThan(whole.length + 3)
    client.space.faults.order({ fault: { kind: 'slow', bytes: 64, milliseconds: 1 } })
    expect((await client.get(`${CONFIG_MAPS}/a`)).text).toBe(whole.join(''))
  })

  it('lets a watch come piece by piece, and loses nothing of it', async () => {
    const start = String((await client.get(CONFIG_MAPS)).at('metadata', 'resourceVersion'))
    for (const name of ['a', 'b', 'c']) await client.post(CONFIG_MAPS, configMap(name))
    client.space.faults.order({ fault: { kind: 'slow', bytes: 100, milliseconds: 1 } })
    const reply = await client.get(`${CONFIG_MAPS}?watch=1&resourceVersion=${start}&timeoutSeconds=1`)
    expect(framesOf(reply)).toMatchObject(['a', 'b', 'c'].map((name) => ({ object: { metadata: { name } } })))
  })

  it.each([
    [{ kind: 'status', code: 500 } as const, ['kube-root-ca.crt', 'a', 'b']],
    [{ kind: 'cut', isDone: false } as const, ['kube-root-ca.crt', 'a', 'b']],
    [{ kind: 'cut', isDone: true } as const, ['kube-root-ca.crt']],
  ])('strikes the deletion of a collection as any other request: %j', async (fault, left) => {
    for (const name of ['a', 'b']) await client.post(CONFIG_MAPS, configMap(name, { labels: { on: 'y' } }))
    client.space.faults.order({ fault, matches: ({ verb }) => verb === 'deletecollection' })
    const outcome = await client.remove(`${CONFIG_MAPS}?labelSelector=on`).then(
      ({ code }) => code,
      () => 'broken',
    )
    expect(outcome).toBe(fault.kind === 'status' ? 500 : 'broken')
    expect(mapNames()).toEqual(left)
    expect((await client.remove(`${CONFIG_MAPS}?labelSelector=on`)).code).toBe(200)
    expect(mapNames()).toEqual(['kube-root-ca.crt'])
  })

  it('is withdrawn, or cleared', async () => {
    const withdraw = client.space.faults.order({ fault: { kind: 'status', code: 503 }, times: 5 })
    expect((await client.get(CONFIG_MAPS)).code).toBe(503)
    withdraw()
    expect((await client.get(CONFIG_MAPS)).code).toBe(200)
    client.space.faults.order({ fault: { kind: 'status', code: 503 }, times: 5 })
    client.space.faults.clear()
    expect((await client.get(CONFIG_MAPS)).code).toBe(200)
  })

  it('forgets history: pages, exact lists and watches of before are gone, and later ones go on', async () => {
    await client.post(CONFIG_MAPS, configMap('a'))
    const before = String((await client.get(CONFIG_MAPS)).at('metadata', 'resourceVersion'))
    await client.post(CONFIG_MAPS, configMap('b'))
    client.space.faults.compact()
    const exact = `resourceVersion=${before}&resourceVersionMatch=Exact`
    expect((await client.get(`${CONFIG_MAPS}?${exact}`)).code).toBe(410)
    const late = await client.get(`${CONFIG_MAPS}?watch=1&resourceVersion=${before}&timeoutSeconds=1`)
    expect(framesOf(late)).toMatchObject([{ type: 'ERROR', object: { code: 410 } }])
    const now = String((await client.get(CONFIG_MAPS)).at('metadata', 'resourceVersion'))
    await client.post(CONFIG_MAPS, configMap('c'))
    const next = await client.get(`${CONFIG_MAPS}?watch=1&resourceVersion=${now}&timeoutSeconds=1`)
    expect(framesOf(next)).toMatchObject([{ type: 'ADDED', object: { metadata: { name: 'c' } } }])
  })
})

describe('SPC-2 a dry run', () => {
  it('answers as the write would be answered, and changes nothing', async () => {
    await client.post(CONFIG_MAPS, configMap('a'))
    const before = client.space.objects()
    const dry = 'dryRun=All'
    expect((await client.post(`${CONFIG_MAPS}?${dry}`, configMap('b'))).code).toBe(201)
    expect((await client.post(`${CONFIG_MAPS}?${dry}`, configMap('a'))).code).toBe(409)
    const changed = await client.put(`${CONFIG_MAPS}/a?${dry}`, configMap('a', {}, { k: 'w' }))
    expect([changed.code, changed.at('data')]).toEqual([200, { k: 'w' }])
    const patched = await client.patch(`${CONFIG_MAPS}/a?${dry}`, 'merge-patch+json', { data: { k: 'p' } })
    expect(patched.at('data')).toEqual({ k: 'p' })
    const applied = await client.patch(
      `${CONFIG_MAPS}/c?${dry}&fieldManager=x`,
      'apply-patch+yaml',
      configMap('c'),
    )
    expect(applied.code).toBe(201)
    expect((await client.remove(`${CONFIG_MAPS}/a?${dry}`)).code).toBe(200)
    expect((await client.remove(`${CONFIG_MAPS}?${dry}`)).code).toBe(200)
    await client.space.settled()
    expect(client.space.objects()).toEqual(before)
  })
})
