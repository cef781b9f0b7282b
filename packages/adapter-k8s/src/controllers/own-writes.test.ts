import type { Ref, WorldEvent } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deleted,
  faultsOf,
  gone,
  known,
  object,
  put,
  ref,
  stands,
  unknown,
  watched,
  watchedAndListed,
} from './own-writes.arbitrary.ts'
import { createOwnWrites, type OwnWrites } from './own-writes.ts'

function started(): OwnWrites {
  const ownWrites = createOwnWrites()
  ownWrites.take([known])
  return ownWrites
}

describe('what watches say and what our own writes are answered, in one order', () => {
  it('never goes back, knows what is answered, and ends where the server is', () => {
    fc.assert(
      fc.property(watched, (steps) => {
        expect(faultsOf(steps, 'watch')).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('does so when the watch is lost and everything is listed again, at any moment', () => {
    fc.assert(
      fc.property(watchedAndListed, fc.constantFrom('watch', 'list'), (steps, end) => {
        expect(faultsOf(steps, end)).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('passes on what is no object of a write as it comes', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    const other: WorldEvent = { kind: 'put', space: 'wds', object: object('x', '9', 'b') }
    const inOtherSpace: WorldEvent = { kind: 'put', space: 'its', object: object('u', '1') }
    const now: WorldEvent = { kind: 'now', now: '2026-01-01T00:00:00Z' }
    expect(ownWrites.take([other, inOtherSpace, now])).toEqual([other, inOtherSpace, now])
  })

  it('holds back what comes while a write is under way, and tells it in order when the write changed nothing', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    expect(ownWrites.take([put('u', '5'), put('u', '3')])).toEqual([])
    expect(ownWrites.end(ref, undefined)).toEqual([put('u', '5'), put('u', '3')])
    expect(ownWrites.take([put('u', '4')])).toEqual([put('u', '4')])
  })

  it('tells an answer at once, and what is older than it never', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    ownWrites.take([put('u', '1')])
    expect(ownWrites.end(ref, stands('u', '3'))).toEqual([put('u', '3')])
    expect(ownWrites.take([put('u', '2'), put('u', '3'), put('u', '4')])).toEqual([put('u', '4')])
  })

  it('tells nothing twice when the watch was faster than the answer', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    ownWrites.take([put('u', '3'), put('u', '4')])
    expect(ownWrites.end(ref, stands('u', '3'))).toEqual([put('u', '3'), put('u', '4')])
    expect(ownWrites.take([put('u', '5')])).toEqual([put('u', '5')])
  })

  it('tells a deletion at once, and not again', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    expect(ownWrites.end(ref, gone('u'))).toEqual([deleted('u')])
    expect(ownWrites.take([put('u', '2'), deleted('u'), put('w', '9')])).toEqual([put('w', '9')])
  })

  it('takes the end of what a write left for newer than the write', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    ownWrites.end(ref, stands('u', '3'))
    expect(ownWrites.take([deleted('other'), deleted('u')])).toEqual([deleted('u')])
    expect(ownWrites.take([put('w', '1')])).toEqual([put('w', '1')])
  })

  it('forgets what it waits for when the watch is lost: a list may skip it', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    ownWrites.end(ref, stands('u', '3'))
    expect(ownWrites.take([unknown, put('u', '7'), known])).toEqual([unknown, put('u', '7'), known])
  })

  it('tells the end of what only an answer told of, when a list does not have it', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    ownWrites.end(ref, stands('u', '3'))
    expect(ownWrites.take([unknown, known])).toEqual([unknown, deleted('u'), known])
    expect(ownWrites.take([unknown, known])).toEqual([unknown, known])
  })

  it('leaves it to the watch to tell of a write during which the watch was lost', () => {
    const ownWrites = started()
    ownWrites.begin(ref)
    ownWrites.take([put('u', '2')])
    expect(ownWrites.take([unknown, put('u', '7')])).toEqual([put('u', '2'), unknown, put('u', '7')])
    expect(ownWrites.end(ref, stands('u', '3'))).toEqual([])
  })

  it('keeps objects that share a name apart', () => {
    const ownWrites = started()
    const others: Ref = { ...ref, namespace: 'bank' }
    ownWrites.begin(ref)
    ownWrites.begin(others)
    const there: WorldEvent = { kind: 'put', space: 'wds', object: object('x', '2', 'a', 'bank') }
    ownWrites.take([there])
    expect(ownWrites.end(ref, undefined)).toEqual([])
    expect(ownWrites.end(others, undefined)).toEqual([there])
  })
})
