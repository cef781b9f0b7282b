import { type KubeObject, type Ref, refOf, resourceVersionOf, uidOf, type WorldEvent } from '@downsync/core'
import fc from 'fast-check'
import { createOwnWrites, type Landed } from './own-writes.ts'

/** The one object of these stories, in all that is said of it. */
export const ref: Ref = refOf('wds', { group: '', resource: 'configmaps', namespace: 'shop', name: 'a' })

const info = {
  group: '',
  resource: 'configmaps',
  version: 'v1',
  kind: 'ConfigMap',
  namespaced: true,
  hasStatus: false,
} as const
export const known: WorldEvent = { kind: 'resource', space: 'wds', info: { ...info, known: true } }
export const unknown: WorldEvent = {
  kind: 'resource',
  space: 'wds',
  info: { ...info, known: { why: 'lost' } },
}

export function object(uid: string, resourceVersion: string, name = 'a', namespace = 'shop'): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name, uid, resourceVersion } }
}

export function put(uid: string, version: string): WorldEvent {
  return { kind: 'put', space: 'wds', object: object(uid, version) }
}

export function deleted(uid: string): WorldEvent {
  return { kind: 'deleted', ref, uid }
}

export function stands(uid: string, version: string): Landed {
  return { kind: 'stands', object: object(uid, version) }
}

export function gone(uid: string): Landed {
  return { kind: 'gone', ref, uid }
}

const watching = ['others', 'watch', 'write', 'send', 'arrive', 'answer'] as const
const listing = ['lose', 'list', 'tellList'] as const
type Step = Readonly<{
  what: (typeof watching)[number] | (typeof listing)[number]
  choice: number
  /** Of an answer. */
  isLost: boolean
}>

function stepsOf(whats: readonly Step['what'][]): fc.Arbitrary<readonly Step[]> {
  const step = fc.record({
    what: fc.constantFrom(...whats),
    choice: fc.nat(5),
    isLost: fc.nat(5).map((roll) => roll === 0),
  })
  return fc.array(step, { maxLength: 80 })
}

/** What others, our writes and the watch do, one after the other. */
export const watched = stepsOf(watching)
/** The same, and now and then the watch is lost and everything listed again. */
export const watchedAndListed = stepsOf([...watching, ...listing])

/** A server did this to the object; every state has a version or a uid of its own. */
type State = Readonly<{ kind: 'stands'; uid: string; version: string } | { kind: 'gone'; uid: string }>
type Write = Readonly<{ base: State | undefined }> & {
  landed: Landed | undefined
  hasArrived: boolean
  isWhole: boolean
}

/**
 * Plays steps: a server, its watch, our writes, and somebody who listens to what `OwnWrites` tells.
 * @returns what was told that should not have been, or was not told that should
 */
export function faultsOf(steps: readonly Step[], endsWith: 'watch' | 'list'): readonly string[] {
  const ownWrites = createOwnWrites()
  const history: State[] = []
  const faults: string[] = []
  /** How much of the history the watch has told; undefined: it is lost. */
  let told: number | undefined = 0
  let listed: number | undefined
  let reflected: State | undefined
  /** Who listens knows this state. */
  let heard = -1
  let write: Write | undefined

  hear(ownWrites.take([known]))
  for (const step of steps) play(step)
  const last: readonly Step['what'][] =
    endsWith === 'list' ? ['arrive', 'answer', 'lose', 'list', 'tellList'] : ['arrive', 'answer']
  for (const what of last) play({ what, choice: 0, isLost: false })
  if (told === undefined) for (const what of listing) play({ what, choice: 0, isLost: false })
  while (told !== undefined && told < history.length) watch()
  const end = history.at(-1)
  if (end?.kind === 'stands' ? heard !== history.length - 1 : standing() !== undefined)
    faults.push(`it ends with ${heard} of ${history.length}`)
  return faults

  function play({ what, choice, isLost }: Step): void {
    switch (what) {
      case 'others':
        change(choice)
        return
      case 'watch':
        watch()
        return
      // One after the other, faster than the watch tells.
      case 'write':
        for (const part of ['send', 'arrive', 'answer'] as const) play({ what: part, choice, isLost })
        return
      case 'send':
        if (write !== undefined) return
        write = { base: history[heard], landed: undefined, hasArrived: false, isWhole: told !== undefined }
        ownWrites.begin(ref)
        return
      case 'arrive':
        arrive(choice)
        return
      case 'answer':
        answer(isLost)
        return
      case 'lose':
        if (told === undefined) return
        told = undefined
        if (write !== undefined) write.isWhole = false
        hear(ownWrites.take([unknown]))
        return
      case 'list':
        if (told === undefined) listed = history.length
        return
      case 'tellList':
        tellList()
        return
    }
  }

  function change(choice: number): State {
    const before = history.at(-1)
    const at = history.length
    // Versions that cannot be compared, as an API promises no more.
    const version = `v${(at * 7919) % 1009}`
    const state: State =
      before?.kind !== 'stands'
        ? { kind: 'stands', uid: `u${at}`, version }
        : choice % 3 === 0
          ? { kind: 'gone', uid: before.uid }
          : { kind: 'stands', uid: before.uid, version }
    history.push(state)
    return state
  }

  // It lands on the state that it was made for, or not at all.
  function arrive(choice: number): void {
    if (write === undefined || write.hasArrived) return
    write.hasArrived = true
    const before = history.at(-1)
    const isAbsent = (state: State | undefined) => state?.kind !== 'stands'
    if (before !== write.base && !(isAbsent(before) && isAbsent(write.base))) return
    const state = change(choice)
    write.landed = state.kind === 'gone' ? gone(state.uid) : stands(state.uid, state.version)
  }

  function answer(isLost: boolean): void {
    if (write === undefined || !write.hasArrived) return
    const { landed, isWhole } = write
    write = undefined
    hear(ownWrites.end(ref, isLost ? undefined : landed))
    if (isLost || landed === undefined || !isWhole) return
    const isKnown = landed.kind === 'gone' ? standing() !== landed.uid : heard >= indexOf(landed)
    if (!isKnown) faults.push('what was answered is not known')
  }

  function watch(): void {
    const state = told === undefined ? undefined : history[told]
    if (told === undefined || state === undefined) return
    told++
    reflected = state
    hear(ownWrites.take([eventOf(state)]))
  }

  // As the difference to what the watch has told.
  function tellList(): void {
    if (told !== undefined || listed === undefined) return
    const state = history[listed - 1]
    const events: WorldEvent[] = []
    if (reflected?.kind === 'stands' && (state?.kind !== 'stands' || state.uid !== reflected.uid))
      events.push(deleted(reflected.uid))
    if (state?.kind === 'stands') events.push(eventOf(state))
    reflected = state
    told = listed
    listed = undefined
    hear(ownWrites.take([...events, known]))
  }

  function hear(events: readonly WorldEvent[]): void {
    for (const event of events) {
      if (event.kind === 'put') know({ kind: 'stands', object: event.object })
      // As the engine does: the end of another one than the one that stands is none.
      else if (event.kind === 'deleted' && standing() === event.uid) know(gone(event.uid))
    }
  }

  function know(state: Landed): void {
    const index = indexOf(state)
    if (index < heard) faults.push(`it goes back from ${heard} to ${index}`)
    heard = index
  }

  /** The uid of what stands there for who listens. */
  function standing(): string | undefined {
    const state = history[heard]
    return state?.kind === 'stands' ? state.uid : undefined
  }

  function indexOf(landed: Landed): number {
    return history.findIndex((state) =>
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
