import { type KubeObject, type Ref, refOf, resourceVersionOf, uidOf, type WorldEvent } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOwnWrites, type Landed, type OwnWrites } from './own-writes.ts'

const info = {
  group: '',
  resource: 'configmaps',
  version: 'v1',
  kind: 'ConfigMap',
  namespaced: true,
  hasStatus: false,
} as const
const ref: Ref = refOf('wds', { group: '', resource: 'configmaps', namespace: 'shop', name: 'a' })
const known: WorldEvent = { kind: 'resource', space: 'wds', info: { ...info, known: true } }
const unknown: WorldEvent = { kind: 'resource', space: 'wds', info: { ...info, known: { why: 'lost' } } }

function object(uid: string, resourceVersion: string, name = 'a'): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name, uid, resourceVersion } }
}
const put = (uid: string, version: string): WorldEvent => ({
  kind: 'put',
  space: 'wds',
  object: object(uid, version),
})
const deleted = (uid: string): WorldEvent => ({ kind: 'deleted', ref, uid })
const stands = (uid: string, version: string): Landed => ({ kind: 'stands', object: object(uid, version) })
const gone = (uid: string): Landed => ({ kind: 'gone', ref, uid })

function started(): OwnWrites {
  const ownWrites = createOwnWrites()
  ownWrites.take([known])
  return ownWrites
}

/** What a server did to one object, one state after another; every state has a version or an uid of its own. */
type State = Readonly<{ kind: 'stands'; uid: string; version: string } | { kind: 'gone'; uid: string }>

const steps = ['others', 'watch', 'write', 'send', 'arrive', 'answer', 'lose', 'list', 'tellList'] as const
type Step = Readonly<{ what: (typeof steps)[number]; choice: number; isLost: boolean }>

/** A server, its watch, our writes, and who listens to what `OwnWrites` tells, as far as they can be told apart. */
class Story {
  readonly #ownWrites = createOwnWrites()
  readonly #history: State[] = []
  /** How much of the history the watch has told; undefined: nothing is known of it now. */
  #watched: number | undefined = 0
  #listed: number | undefined
  #reflected: State | undefined
  /** The latest state that was told. */
  told = -1
  #write:
    | { base: State | undefined; landed?: Landed | undefined; hasArrived: boolean; isWhole: boolean }
    | undefined

  constructor() {
    this.#hear(this.#ownWrites.take([known]))
  }

  step({ what, choice, isLost }: Step): void {
    switch (what) {
      case 'others':
        this.#change(choice)
        return
      case 'watch':
        this.#watch()
        return
      // One after the other, faster than the watch tells.
      case 'write':
        for (const part of ['send', 'arrive', 'answer'] as const) this.step({ what: part, choice, isLost })
        return
      case 'send':
        if (this.#write !== undefined) return
        this.#write = {
          base: this.#history[this.told],
          hasArrived: false,
          isWhole: this.#watched !== undefined,
        }
        this.#ownWrites.begin(ref)
        return
      case 'arrive':
        this.#arrive(choice)
        return
      case 'answer':
        this.#answer(isLost)
        return
      case 'lose':
        if (this.#watched === undefined) return
        this.#watched = undefined
        if (this.#write !== undefined) this.#write.isWhole = false
        this.#hear(this.#ownWrites.take([unknown]))
        return
      case 'list':
        if (this.#watched === undefined) this.#listed = this.#history.length
        return
      case 'tellList':
        this.#tellList()
        return
    }
  }

  finish(): void {
    for (const what of ['arrive', 'answer', 'lose', 'list', 'tellList'] as const)
      this.step({ what, choice: 0, isLost: false })
    this.#expectEnd()
  }

  /** The same without a list at the end: the watch alone has to bring everything. */
  finishWatching(): void {
    for (const what of ['arrive', 'answer'] as const) this.step({ what, choice: 0, isLost: false })
    if (this.#watched === undefined)
      for (const what of ['list', 'tellList'] as const) this.step({ what, choice: 0, isLost: false })
    while ((this.#watched ?? 0) < this.#history.length) this.#watch()
    this.#expectEnd()
  }

  #change(choice: number): State {
    const last = this.#history.at(-1)
    const at = this.#history.length
    const state: State =
      last?.kind !== 'stands'
        ? { kind: 'stands', uid: `u${at}`, version: this.#version(at) }
        : choice % 3 === 0
          ? { kind: 'gone', uid: last.uid }
          : { kind: 'stands', uid: last.uid, version: this.#version(at) }
    this.#history.push(state)
    return state
  }

  // Versions that cannot be compared, as an API promises no more.
  #version(at: number): string {
    return `v${(at * 7919) % 1009}`
  }

  #arrive(choice: number): void {
    const write = this.#write
    if (write === undefined || write.hasArrived) return
    write.hasArrived = true
    const last = this.#history.at(-1)
    const isAbsent = (state: State | undefined) => state?.kind !== 'stands'
    const fits = last === write.base || (isAbsent(last) && isAbsent(write.base))
    if (!fits) return
    const state = this.#change(choice)
    write.landed = state.kind === 'gone' ? gone(state.uid) : stands(state.uid, state.version)
  }

  #answer(isLost: boolean): void {
    const write = this.#write
    if (write === undefined || !write.hasArrived) return
    this.#write = undefined
    const landed = isLost ? undefined : write.landed
    this.#hear(this.#ownWrites.end(ref, landed))
    // As soon as it is answered it is known, unless the watch was lost on the way.
    if (landed !== undefined && write.isWhole)
      expect(this.told).toBeGreaterThanOrEqual(
        landed.kind === 'gone' && this.#standing() === undefined ? -1 : this.#indexOf(landed),
      )
  }

  #watch(): void {
    const state = this.#watched === undefined ? undefined : this.#history[this.#watched]
    if (this.#watched === undefined || state === undefined) return
    this.#watched++
    this.#reflected = state
    this.#hear(this.#ownWrites.take([eventOf(state)]))
  }

  #tellList(): void {
    if (this.#watched !== undefined || this.#listed === undefined) return
    const state = this.#history[this.#listed - 1]
    const before = this.#reflected
    const events: WorldEvent[] = []
    if (before?.kind === 'stands' && (state?.kind !== 'stands' || state.uid !== before.uid))
      events.push(deleted(before.uid))
    if (state?.kind === 'stands') events.push(eventOf(state))
    this.#reflected = state
    this.#watched = this.#listed
    this.#listed = undefined
    this.#hear(this.#ownWrites.take([...events, known]))
  }

  #hear(events: readonly WorldEvent[]): void {
    for (const event of events) {
      if (event.kind === 'put') this.#tell({ kind: 'stands', object: event.object })
      // As the engine does: the end of another one than the one that stands is none.
      else if (event.kind === 'deleted' && this.#standing() === event.uid)
        this.#tell({ kind: 'gone', ref, uid: event.uid })
    }
  }

  #tell(landed: Landed): void {
    const index = this.#indexOf(landed)
    expect(index).toBeGreaterThanOrEqual(this.told)
    this.told = index
  }

  /** The uid of what stands there for who listens. */
  #standing(): string | undefined {
    const state = this.#history[this.told]
    return state?.kind === 'stands' ? state.uid : undefined
  }

  #expectEnd(): void {
    const last = this.#history.at(-1)
    if (last?.kind === 'stands') expect(this.told).toBe(this.#history.length - 1)
    else expect(this.#standing()).toBeUndefined()
  }

  #indexOf(landed: Landed): number {
    return this.#history.findIndex((state) =>
      landed.kind === 'gone'
        ? state.kind === 'gone' && state.uid === landed.uid
        : state.kind === 'stands' &&
          state.uid === uidOf(landed.object) &&
          state.version === resourceVersionOf(landed.object),
    )
  }
}

function eventOf(state: State): WorldEvent {
  return state.kind === 'gone' ? deleted(state.uid) : put(state.uid, state.version)
}

const step = (whats: readonly Step['what'][]): fc.Arbitrary<Step> =>
  fc.record({
    what: fc.constantFrom(...whats),
    choice: fc.nat(5),
    isLost: fc.integer({ max: 5, min: 0 }).map((n) => n === 0),
  })

describe('what watches say and what our own writes are answered, in one order', () => {
  it('never goes back, knows what is answered, and ends where the server is', () => {
    const watching = ['others', 'watch', 'write', 'send', 'arrive', 'answer'] as const
    fc.assert(
      fc.property(fc.array(step(watching), { maxLength: 60 }), (list) => {
        const story = new Story()
        for (const one of list) story.step(one)
        story.finishWatching()
      }),
      { numRuns: 2_000 },
    )
  })

  it('does so when the watch is lost and everything is listed again, at any moment', () => {
    fc.assert(
      fc.property(fc.array(step(steps), { maxLength: 80 }), fc.boolean(), (list, endsWithList) => {
        const story = new Story()
        for (const one of list) story.step(one)
        if (endsWithList) story.finish()
        else story.finishWatching()
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
    const there: WorldEvent = {
      kind: 'put',
      space: 'wds',
      object: { ...object('x', '2'), metadata: { ...object('x', '2').metadata, namespace: 'bank' } },
    }
    ownWrites.take([there])
    expect(ownWrites.end(ref, undefined)).toEqual([])
    expect(ownWrites.end(others, undefined)).toEqual([there])
  })
})
