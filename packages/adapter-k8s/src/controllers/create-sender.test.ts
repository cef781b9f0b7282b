import { type Action, type KubeObject, type Ref, refOf, type Space, type WorldEvent } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { createTestEnvironment } from '../testing/test-environment.ts'
import type { WriteResult } from '../writer/types.ts'
import { createActionQueue } from './action-queue.ts'
import { createSender } from './create-sender.ts'
import { createOwnWrites } from './own-writes.ts'

const info = {
  group: '',
  resource: 'things',
  version: 'v1',
  kind: 'Thing',
  namespaced: false,
  hasStatus: true,
} as const

function refTo(name: string, space: Space = 'wds'): Ref {
  return refOf(space, { group: '', resource: 'things', namespace: '', name })
}

function thing(name: string, resourceVersion: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name, uid: `uid-of-${name}`, resourceVersion } }
}

function patch(
  name: string,
  resourceVersion: string | undefined,
  space: Space = 'wds',
): Extract<Action, { kind: 'patch' }> {
  const ref = refTo(name, space)
  return {
    kind: 'patch',
    ref,
    subresource: '',
    format: 'merge',
    patch: {},
    uid: `uid-of-${name}`,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    why: { rule: 'BND-1', from: ref },
    after: [],
    intent: `intent for ${name}`,
  }
}

/** A sender whose writes a test answers. */
function started(concurrency = 8, planned: readonly KubeObject[] = []) {
  const sent: { action: Action; answer(result: WriteResult | Error): Promise<void> }[] = []
  const told: WorldEvent[][] = []
  const environment = createTestEnvironment()
  const ownWrites = createOwnWrites()
  for (const space of ['wds', 'its'] as const)
    ownWrites.take([{ kind: 'resource', space, info: { ...info, known: true } }])
  const queue = createActionQueue({ isOurs: () => true, delay: () => 60_000 })
  const sender = createSender({
    queue,
    ownWrites,
    concurrency,
    environment,
    planned: (ref) => planned.find((one) => one.metadata['name'] === ref.name),
    write: (action) =>
      new Promise((resolve, reject) => {
        sent.push({
          action,
          async answer(result) {
            if (result instanceof Error) reject(result)
            else resolve(result)
            // What follows upon it is done when the event loop has turned.
            await new Promise((turned) => setImmediate(turned))
          },
        })
      }),
    onAnswered: (events) => void told.push([...events]),
  })
  return {
    sent,
    told,
    sender,
    ownWrites,
    environment,
    plan: (...actions: readonly Action[]) => {
      queue.mark()
      queue.replace(actions, environment.now())
      sender.pump()
    },
  }
}

const done = (object: KubeObject, unchanged = false): WriteResult => ({ kind: 'done', object, unchanged })
const names = (sent: readonly Readonly<{ action: Action }>[]) => sent.map(({ action }) => action.ref.name)

describe('the sender', () => {
  it('sends as much at a time as it may, in each space', async () => {
    const { sent, plan, sender } = started(2)
    plan(
      ...['a', 'b', 'c'].map((name) => patch(name, '1')),
      ...['x', 'y', 'z'].map((name) => patch(name, '1', 'its')),
    )
    expect(names(sent)).toEqual(['a', 'b', 'x', 'y'])
    await sent[3]?.answer(done(thing('y', '2')))
    sender.pump()
    expect(names(sent)).toEqual(['a', 'b', 'x', 'y', 'z'])
    expect(sender.isBusy).toBe(true)
  })

  it('tells what landed', async () => {
    const { sent, told, plan, sender } = started()
    plan(patch('a', '1'))
    await sent[0]?.answer(done(thing('a', '2')))
    expect(told).toEqual([[{ kind: 'put', space: 'wds', object: thing('a', '2') }]])
    expect(sender.counts).toEqual({ writes: 1, conflicts: 0, refusals: 0, failures: 0 })
    expect(sender.isBusy).toBe(false)
  })

  it('tells what is gone', async () => {
    const { sent, told, plan } = started()
    plan(patch('a', '1'))
    await sent[0]?.answer({ kind: 'done', unchanged: false })
    expect(told).toEqual([[{ kind: 'deleted', ref: refTo('a'), uid: 'uid-of-a' }]])
  })

  it('P-6b tells a refusal with its intent, and before what came meanwhile: that may lift it', async () => {
    const { sent, told, plan, sender, ownWrites, environment } = started()
    plan(patch('a', '1'))
    const newer: WorldEvent = { kind: 'put', space: 'wds', object: thing('a', '5') }
    ownWrites.take([newer])
    await sent[0]?.answer({ kind: 'refused', code: 422, message: 'no' })
    const refused = { kind: 'refused', ref: refTo('a'), code: 422, message: 'no', intent: 'intent for a' }
    expect(told).toEqual([[refused, newer]])
    expect(sender.counts).toEqual({ writes: 0, conflicts: 0, refusals: 1, failures: 0 })
    expect(environment.logged.filter(({ level }) => level === 'warn')).toHaveLength(1)
  })

  it('P-6b takes a write that changed nothing for a refused one', async () => {
    const { sent, told, plan, sender } = started()
    plan(patch('a', '1'))
    await sent[0]?.answer(done(thing('a', '1'), true))
    expect(told).toMatchObject([[{ kind: 'refused', code: 200, intent: 'intent for a' }]])
    expect(sender.counts).toMatchObject({ writes: 0, refusals: 1 })
  })

  it('P-6b takes a label for refused only if the object is still as it was planned from', async () => {
    const { sent, told, plan, sender, ownWrites } = started(8, [thing('a', '3'), thing('b', '3')])
    plan(patch('a', undefined), patch('b', undefined))
    // It may have been told of before, so nothing is held back for it.
    const newer: WorldEvent = { kind: 'put', space: 'wds', object: thing('b', '4') }
    expect(ownWrites.take([newer])).toEqual([newer])
    await sent[0]?.answer(done(thing('a', '3')))
    await sent[1]?.answer(done(thing('b', '4')))
    expect(told).toMatchObject([[{ kind: 'refused', ref: { name: 'a' } }], []])
    expect(sender.counts).toMatchObject({ writes: 1, refusals: 1 })
  })

  it.each([
    [{ kind: 'conflict', message: 'changed' }, { conflicts: 1 }],
    [{ kind: 'failed', message: 'down' }, { failures: 1 }],
    [new Error('a mistake of the writer'), { failures: 1 }],
  ] as const)(
    'tells of %o only what the watch said meanwhile, and tries again later',
    async (result, counts) => {
      const { sent, told, plan, sender, ownWrites, environment } = started()
      plan(patch('a', '1'), patch('b', '1'))
      const newer: WorldEvent = { kind: 'put', space: 'wds', object: thing('a', '5') }
      ownWrites.take([newer])
      await sent[0]?.answer(result)
      expect(told).toEqual([[newer]])
      expect(sender.counts).toMatchObject(counts)
      sender.pump()
      expect(names(sent)).toEqual(['a', 'b'])
      expect(environment.sleeps.length).toBeGreaterThan(0)
    },
  )

  it('says once what fails the same way again and again', async () => {
    const { sent, plan, environment } = started()
    plan(...['a', 'b', 'c'].map((name) => patch(name, '1')), patch('x', '1', 'its'))
    for (const one of sent) await one.answer({ kind: 'failed', message: 'down' })
    expect(environment.logged.map(({ message }) => message)).toEqual([
      'a write to the WDS failed: down',
      'a write to the ITS failed: down',
    ])
  })

  it('sends nothing more once it is stopped, and waits for what is under way', async () => {
    const { sent, told, plan, sender } = started(1)
    plan(patch('a', '1'), patch('b', '1'))
    const stopped = sender.stop()
    sender.pump()
    const turned = new Promise((resolve) => setImmediate(() => resolve('still waiting')))
    expect(await Promise.race([stopped, turned])).toBe('still waiting')
    await sent[0]?.answer(done(thing('a', '2')))
    await stopped
    expect(names(sent)).toEqual(['a'])
    expect(told).toHaveLength(1)
  })
})
