import { setMaxListeners } from 'node:events'

/** Why something under way was given up by our own side. */
export type GivenUp = Readonly<{ kind: 'aborted' | 'closed' | 'timedOut'; message: string }>

/** Ends what is under way, once: by the caller's signal, by the client's closing, or when time is up. */
export type Lifeline = Readonly<{
  /** Why it was given up; undefined while it was not. */
  reason(): GivenUp | undefined
  /** Called at once when it has been given up already. */
  onGiveUp(act: () => void): void
  /** Sets the time from now on after which it is given up with this message, instead of the one set before. */
  expire(milliseconds: number, message: string): void
  /** Nothing more can end it. */
  release(): void
}>

/** All that a client has under way, so that closing it ends everything. */
export type Lifelines = Readonly<{
  create(signal: AbortSignal | undefined): Lifeline
  close(): void
}>

export function createLifelines(server: string): Lifelines {
  const closers = new Set<() => void>()
  let isClosed = false

  function create(signal: AbortSignal | undefined): Lifeline {
    let reason: GivenUp | undefined
    let act: (() => void) | undefined
    let timer: NodeJS.Timeout | undefined
    let timing: Readonly<{ milliseconds: number; message: string }> | undefined
    const giveUp = (why: GivenUp): void => {
      if (reason !== undefined) return
      reason = why
      release()
      act?.()
    }
    const onAbort = (): void => giveUp({ kind: 'aborted', message: `the request to ${server} was given up` })
    const onClose = (): void =>
      giveUp({ kind: 'closed', message: `the connection to ${server} has been closed by its user` })
    function release(): void {
      clearTimeout(timer)
      closers.delete(onClose)
      signal?.removeEventListener('abort', onAbort)
    }
    if (isClosed) onClose()
    else if (signal?.aborted === true) onAbort()
    else {
      closers.add(onClose)
      if (signal !== undefined) {
        // One signal ends as many requests as are under way: that is no leak of listeners.
        setMaxListeners(0, signal)
        signal.addEventListener('abort', onAbort)
      }
    }
    return {
      reason: () => reason,
      onGiveUp(next) {
        act = next
        if (reason !== undefined) next()
      },
      expire(milliseconds, message) {
        if (reason !== undefined) return
        if (timing?.milliseconds === milliseconds && timing.message === message) {
          timer?.refresh()
          return
        }
        clearTimeout(timer)
        timing = { milliseconds, message }
        timer = setTimeout(() => giveUp({ kind: 'timedOut', message }), milliseconds)
      },
      release,
    }
  }

  return {
    create,
    close() {
      isClosed = true
      for (const close of closers) close()
    },
  }
}
