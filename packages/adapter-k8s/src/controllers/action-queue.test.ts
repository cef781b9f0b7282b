import { type Action, type Ref, refKey, refOf, type Space } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ActionQueue, createActionQueue, type Tried } from './action-queue.ts'

const DELAY = 100

function refTo(name: string, space: Space = 'wds'): Ref {
  return refOf(space, { group: '', resource: 'things', namespace: '', name })
}

/** A patch of an object as it stands under a resourceVersion; `wants` tells intents apart. */
function patch(name: string, resourceVersion = '1', after: readonly string[] = [], wants = 'x'): Action {
  const ref = refTo(name)
  return {
    kind: 'patch',
    ref,
    subresource: '',
    format: 'merge',
    patch: {},
    uid: `uid-of-${name}`,
    resourceVersion,
    why: { rule: 'BND-1', from: ref },
    after: after.map((one) => refTo(one)),
    intent: wants,
  }
}

function queueOf(isOurs: (action: Action) => boolean = () => true): ActionQueue {
  return createActionQueue({ isOurs, delay: (failures, asked = 0) => failures * DELAY + asked * 1000 })
}

/** Takes all that may be sent now, as names. */
function taken(queue: ActionQueue, now = 0, space: Space = 'wds'): Action[] {
  const actions: Action[] = []
  for (let next = queue.next(space, now); next !== undefined; next = queue.next(space, now))
    actions.push(next)
  return actions
}
const names = (actions: readonly Action[]) => actions.map(({ ref }) => ref.name)
/** A plan of all that has come. */
function plan(queue: ActionQueue, actions: readonly Action[], now = 0): void {
  queue.mark()
  queue.replace(actions, now)
}

describe('what may be sent', () => {
  it('is what is planned, in the order of the plan, each space by itself', () => {
    const queue = queueOf()
    const wrapped = { ...patch('w'), ref: refTo('w', 'its') }
    plan(queue, [patch('a'), wrapped, patch('b')])
    expect(names(taken(queue))).toEqual(['a', 'b'])
    expect(names(taken(queue, 0, 'its'))).toEqual(['w'])
    expect(taken(queue)).toEqual([])
  })

  it('is nothing that the latest plan does not hold any more', () => {
    const queue = queueOf()
    plan(queue, [patch('a'), patch('b')])
    plan(queue, [patch('b', '2')])
    expect(taken(queue)).toEqual([patch('b', '2')])
  })

  it('is one write at a time for each object, whatever is planned meanwhile', () => {
    const queue = queueOf()
    plan(queue, [patch('a')])
    const [first] = taken(queue)
    plan(queue, [patch('a', '2')])
    expect(taken(queue)).toEqual([])
    if (first !== undefined) queue.answered(first, 'conflict', 0)
    expect(taken(queue)).toEqual([patch('a', '2')])
  })

  it('WRP-10 is no withdrawal that was planned without knowing what came of an earlier one from that mailbox', () => {
    const inMailbox = (name: string, namespace: string, resourceVersion = '1'): Action => ({
      ...patch(name, resourceVersion),
      ref: { ...refTo(name, 'its'), namespace },
    })
    const queue = queueOf()
    plan(queue, [inMailbox('shard-0', 'wec-1')])
    const [first] = taken(queue, 0, 'its')
    if (first === undefined) throw new Error('nothing was sent')
    const later = [inMailbox('shard-2', 'wec-1'), inMailbox('shard-2', 'wec-2')]
    plan(queue, later)
    expect(taken(queue, 0, 'its').map(({ ref }) => ref.namespace)).toEqual(['wec-2'])
    queue.answered(first, 'landed', 0)
    expect(taken(queue, 0, 'its')).toEqual([])
    plan(queue, later.slice(0, 1))
    expect(taken(queue, 0, 'its').map(({ ref }) => ref.namespace)).toEqual(['wec-1'])
  })

  it('WRP-10 is a withdrawal of a plan that still holds the earlier one', () => {
    const inMailbox = (name: string): Action => ({
      ...patch(name),
      ref: { ...refTo(name, 'its'), namespace: 'w' },
    })
    const queue = queueOf()
    plan(queue, [inMailbox('shard-0')])
    expect(names(taken(queue, 0, 'its'))).toEqual(['shard-0'])
    plan(queue, [inMailbox('shard-0'), inMailbox('shard-2')])
    expect(names(taken(queue, 0, 'its'))).toEqual(['shard-2'])
  })

  it('WRP-10 is a withdrawal as soon as it is known that an earlier one was not done', () => {
    const inMailbox = (name: string): Action => ({
      ...patch(name),
      ref: { ...refTo(name, 'its'), namespace: 'w' },
    })
    const queue = queueOf()
    plan(queue, [inMailbox('shard-0')])
    const [first] = taken(queue, 0, 'its')
    if (first === undefined) throw new Error('nothing was sent')
    plan(queue, [inMailbox('shard-2')])
    expect(taken(queue, 0, 'its')).toEqual([])
    queue.answered(first, 'conflict', 0)
    expect(names(taken(queue, 0, 'its'))).toEqual(['shard-2'])
  })

  it('is the first of several on one object: the others were computed from what it changes', () => {
    const queue = queueOf()
    plan(queue, [patch('a', '1', [], 'label'), patch('a', '1', [], 'status')])
    const [first] = taken(queue)
    expect(first?.intent).toBe('label')
    if (first !== undefined) queue.answered(first, 'landed', 0)
    expect(taken(queue)).toEqual([])
  })

  it('BND-4 comes after the writes that it waits for, as soon as they have landed, and not before', () => {
    const queue = queueOf()
    plan(queue, [patch('work', '1', ['binding']), patch('binding', '1', ['policy']), patch('policy')])
    expect(names(taken(queue))).toEqual(['policy'])
    queue.answered(patch('policy'), 'landed', 0)
    expect(names(taken(queue))).toEqual(['binding'])
    queue.answered(patch('binding', '1', ['policy']), 'landed', 0)
    expect(names(taken(queue))).toEqual(['work'])
  })

  it.each(['refused', 'conflict', 'failed'] as const)('comes after nothing that was not done: %s', (how) => {
    const queue = queueOf()
    plan(queue, [patch('work', '1', ['binding']), patch('binding')])
    taken(queue)
    queue.answered(patch('binding'), how, 0)
    expect(taken(queue)).toEqual([])
    plan(queue, [patch('work')])
    expect(names(taken(queue))).toEqual(['work'])
  })

  it('waits for nothing that is not planned', () => {
    const queue = queueOf()
    plan(queue, [patch('work', '1', ['binding'])])
    expect(names(taken(queue))).toEqual(['work'])
  })

  it('waits for a write that is under way though it is not planned any more', () => {
    const queue = queueOf()
    plan(queue, [patch('binding')])
    taken(queue)
    plan(queue, [patch('work', '1', ['binding'])])
    expect(taken(queue)).toEqual([])
    queue.answered(patch('binding'), 'conflict', 0)
    expect(names(taken(queue))).toEqual(['work'])
  })
})

describe('what was answered', () => {
  it('is not sent again before a plan knows of it', () => {
    const queue = queueOf()
    plan(queue, [patch('a')])
    taken(queue)
    queue.mark()
    queue.answered(patch('a'), 'landed', 0)
    // Made while the answer came in.
    queue.replace([patch('a')], 10_000)
    expect(taken(queue, 10_000)).toEqual([])
    plan(queue, [], 10_000)
    plan(queue, [patch('a', '2')], 10_000)
    expect(taken(queue, 10_000)).toEqual([patch('a', '2')])
  })

  it.each(['landed', 'refused', 'conflict', 'failed'] as const)(
    'waits, longer each time, while it is planned as it was tried: %s',
    (how) => {
      const queue = queueOf()
      plan(queue, [patch('a')])
      let now = 0
      for (const delay of [DELAY, 2 * DELAY, 3 * DELAY]) {
        expect(names(taken(queue, now))).toEqual(['a'])
        queue.answered(patch('a'), how, now)
        plan(queue, [patch('a')], now)
        expect(queue.nextAt).toBe(now + delay)
        expect(taken(queue, now + delay - 1)).toEqual([])
        now += delay
      }
    },
  )

  it('ACT-1 goes on at once after a conflict when something else is planned by now', () => {
    const queue = queueOf()
    plan(queue, [patch('a')])
    taken(queue)
    queue.answered(patch('a'), 'conflict', 0)
    expect(taken(queue)).toEqual([])
    plan(queue, [patch('a', '2')])
    expect(taken(queue)).toEqual([patch('a', '2')])
    queue.answered(patch('a', '2'), 'conflict', 0)
    // The first of its kind again.
    expect(queue.nextAt).toBe(DELAY)
  })

  it('RPT-12 waits, longer each time, when somebody else undoes it each time', () => {
    const queue = queueOf()
    let now = 0
    for (const [version, delay] of [
      ['1', 0],
      ['3', DELAY],
      ['5', 2 * DELAY],
    ] as const) {
      plan(queue, [patch('a', version)], now)
      expect(taken(queue, now + delay - 1)).toEqual(delay === 0 ? [patch('a', version)] : [])
      now += delay
      if (delay > 0) expect(taken(queue, now)).toEqual([patch('a', version)])
      queue.answered(patch('a', version), 'landed', now)
      plan(queue, [], now)
      expect(queue.isIdle).toBe(true)
    }
  })

  it('waits after a failure though something else is planned by now, as long as the server asked for', () => {
    const queue = queueOf()
    plan(queue, [patch('a')])
    taken(queue)
    queue.answered(patch('a'), 'failed', 0, 7)
    plan(queue, [patch('a', '2')])
    expect(queue.nextAt).toBe(7_000 + DELAY)
    expect(taken(queue, 7_000 + DELAY - 1)).toEqual([])
    expect(taken(queue, 7_000 + DELAY)).toEqual([patch('a', '2')])
  })

  it('is forgotten once it is not planned any more', () => {
    const queue = queueOf()
    plan(queue, [patch('a')])
    taken(queue)
    queue.answered(patch('a'), 'failed', 0)
    plan(queue, [])
    plan(queue, [patch('a')])
    expect(names(taken(queue))).toEqual(['a'])
  })
})

describe('whether something is left to be done', () => {
  it('is so while something is to be sent, under way, or waits for its time', () => {
    const queue = queueOf()
    expect(queue.isIdle).toBe(true)
    plan(queue, [patch('a')])
    expect(queue.isIdle).toBe(false)
    taken(queue)
    expect(queue.isIdle).toBe(false)
    queue.answered(patch('a'), 'failed', 0)
    expect(queue.isIdle).toBe(false)
    plan(queue, [])
    expect(queue.isIdle).toBe(true)
  })

  it('is not so for writes of others, nor for what waits for them', () => {
    const queue = queueOf(({ ref }) => ref.name !== 'binding')
    plan(queue, [patch('binding'), patch('work', '1', ['binding'])])
    expect(taken(queue)).toEqual([])
    expect(queue.isIdle).toBe(true)
    plan(queue, [patch('work', '1', ['binding'])])
    expect(names(taken(queue))).toEqual(['work'])
  })
})

describe('working off a plan', () => {
  const vocabulary = ['a', 'b', 'c', 'd', 'e', 'f'] as const
  // Each may wait for those before it, so that none waits for itself.
  const plans = fc
    .tuple(...vocabulary.map((_, at) => fc.tuple(fc.boolean(), fc.subarray(vocabulary.slice(0, at)))))
    .map((made) =>
      made.flatMap(([isPlanned, after], at) => (isPlanned ? [patch(vocabulary[at] ?? '', '1', after)] : [])),
    )
  const fates = fc.constantFrom<Tried>('landed', 'landed', 'landed', 'conflict', 'failed')

  it('keeps to its order, sends nothing twice that landed, and comes to its end', () => {
    fc.assert(
      fc.property(
        plans,
        fc.array(fates, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 3 }),
        (actions, list, room) => {
          const queue = queueOf()
          const landed = new Set<string>()
          const open: Action[] = []
          let now = 0
          let tries = 0
          plan(queue, actions, now)
          while (!queue.isIdle) {
            for (let next = queue.next('wds', now); next !== undefined; next = queue.next('wds', now)) {
              const key = refKey(next.ref)
              expect(open.map(({ ref }) => refKey(ref))).not.toContain(key)
              expect(landed).not.toContain(key)
              for (const ref of next.after)
                if (actions.some((one) => refKey(one.ref) === refKey(ref)))
                  expect(landed).toContain(refKey(ref))
              open.push(next)
              if (open.length >= room) break
            }
            const answered = open.shift()
            if (answered === undefined) now = Math.max(now, queue.nextAt ?? now)
            else {
              // After a while everything goes well.
              const how = tries < 50 ? (list[tries % list.length] ?? 'landed') : 'landed'
              tries++
              queue.answered(answered, how, now)
              if (how === 'landed') landed.add(refKey(answered.ref))
              if (tries % 3 === 0)
                plan(
                  queue,
                  actions.filter(({ ref }) => !landed.has(refKey(ref))),
                  now,
                )
            }
          }
          expect(landed.size).toBe(actions.length)
        },
      ),
      { numRuns: 500 },
    )
  })
})
