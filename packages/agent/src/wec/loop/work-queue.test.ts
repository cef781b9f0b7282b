import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stillEnvironment } from '../../testing/wec-world.ts'
import { createWorkQueue, type Verdict, worstOf } from './work-queue.ts'

/** A queue of which each run is ended by hand. */
function queueByHand(concurrency = 2) {
  const environment = stillEnvironment()
  const begun: string[] = []
  const ends: ((verdict: Verdict) => void)[] = []
  const queue = createWorkQueue({
    environment,
    concurrency,
    work(key) {
      begun.push(key)
      return new Promise((resolve) => ends.push(resolve))
    },
  })
  return {
    environment,
    queue,
    begun,
    end: async (verdict: Verdict): Promise<void> => {
      ends.shift()?.(verdict)
      await turn()
    },
  }
}

/** All that follows without waiting has happened. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

const DONE: Verdict = { kind: 'done' }

describe('queue of keys', () => {
  it('a key is under way once at a time, and again if it is added meanwhile', async () => {
    const { queue, begun, end } = queueByHand()
    queue.add('a')
    queue.add('a')
    queue.add('b')
    queue.add('c')
    expect(begun).toEqual(['a', 'b'])
    await end(DONE)
    expect(begun).toEqual(['a', 'b', 'a'])
    await end(DONE)
    expect(begun).toEqual(['a', 'b', 'a', 'c'])
    expect(queue.isIdle).toBe(false)
    await end(DONE)
    await end(DONE)
    expect(queue.isIdle).toBe(true)
  })

  it('what failed is tried again, later and later; it counts as not done', async () => {
    const { queue, begun, end, environment } = queueByHand()
    queue.add('a')
    for (const wait of [75, 150, 300]) {
      await end({ kind: 'retry' })
      expect(queue.isIdle).toBe(false)
      environment.advance(wait - 1)
      await turn()
      const before = begun.length
      environment.advance(1)
      await turn()
      expect(begun.length).toBe(before + 1)
    }
    await end(DONE)
    expect(queue.isIdle).toBe(true)
    queue.add('a')
    await end({ kind: 'retry', retryAfter: 5 })
    environment.advance(4999)
    await turn()
    expect(begun).toHaveLength(5)
    environment.advance(1)
    await turn()
    expect(begun).toHaveLength(6)
  })

  it('what was refused is tried again too, but nobody waits for it', async () => {
    const { queue, begun, end, environment } = queueByHand()
    queue.add('a')
    await end({ kind: 'refused' })
    await queue.idle()
    environment.advance(75)
    await turn()
    expect(begun).toHaveLength(2)
    await end({ kind: 'again', after: 10_000 })
    expect(queue.isIdle).toBe(true)
    // What is added comes at once.
    queue.add('a')
    expect(begun).toHaveLength(3)
    await end(DONE)
    environment.advance(10_000)
    await turn()
    expect(begun).toHaveLength(3)
  })

  it('who asks for a run is told of one that began afterwards', async () => {
    const { queue, begun, end } = queueByHand()
    queue.add('a')
    const asked = queue.run('a')
    await end({ kind: 'refused' })
    expect(begun).toHaveLength(2)
    await end(DONE)
    expect(await asked).toEqual(DONE)
  })

  it('stopping begins nothing, waits for what is under way, and leaves nobody waiting', async () => {
    const { queue, begun, end } = queueByHand(1)
    queue.add('a')
    const asked = queue.run('b')
    let isStopped = false
    const stopping = queue.stop().then(() => {
      isStopped = true
      return undefined
    })
    expect(await asked).toEqual({ kind: 'retry' })
    await turn()
    expect(isStopped).toBe(false)
    await end({ kind: 'retry' })
    await stopping
    queue.add('c')
    expect(await queue.run('d')).toEqual({ kind: 'retry' })
    expect(begun).toEqual(['a'])
  })

  it('work that throws is a mistake that stops nothing else', async () => {
    const environment = stillEnvironment()
    const queue = createWorkQueue({
      environment,
      concurrency: 1,
      work: (key) => (key === 'bad' ? Promise.reject(new Error('oh')) : Promise.resolve(DONE)),
    })
    expect(await Promise.all([queue.run('bad'), queue.run('good')])).toEqual([{ kind: 'retry' }, DONE])
    expect(environment.logged).toMatchObject([{ level: 'error' }])
    await queue.stop()
  })

  it('of several verdicts the most urgent counts', () => {
    const verdicts = fc.constantFrom<Verdict>(
      DONE,
      { kind: 'retry' },
      { kind: 'refused' },
      { kind: 'again', after: 5 },
      { kind: 'again', after: 9 },
    )
    fc.assert(
      fc.property(fc.array(verdicts), (list) => {
        const worst = worstOf(list)
        const kinds = list.map(({ kind }) => kind)
        expect(worst.kind).toBe(
          (['retry', 'refused', 'again', 'done'] as const).find((kind) => kinds.includes(kind)) ?? 'done',
        )
        if (worst.kind === 'again')
          expect(worst.after).toBe(list.some((one) => one.kind === 'again' && one.after === 5) ? 5 : 9)
      }),
    )
  })
})
