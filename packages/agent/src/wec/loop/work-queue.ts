import type { Environment } from '@downsync/adapter-k8s'

/** How it stands with a key after it was worked on. */
export type Verdict =
  | Readonly<{ kind: 'done' }>
  /** Something failed that may go well the next time: soon, later and later. Seconds, if a server said. */
  | Readonly<{ kind: 'retry'; retryAfter?: number }>
  /** Something was refused, which only others can change: again all the same, later and later. */
  | Readonly<{ kind: 'refused' }>
  /** Again after so many milliseconds. */
  | Readonly<{ kind: 'again'; after: number }>

export type WorkQueueOptions = Readonly<{
  environment: Environment
  /** Keys under way at the same time. */
  concurrency: number
  work(key: string): Promise<Verdict>
}>

/** Keys to be worked on: each once at a time, again when it is added meanwhile, and again by its verdict. */
export interface WorkQueue {
  add(key: string): void
  /** Adds a key; what came of it when it was worked on from now on. */
  run(key: string): Promise<Verdict>
  readonly isIdle: boolean
  /** Resolves when nothing is to be done, under way or to be retried. Refusals are not waited for. */
  idle(): Promise<void>
  stop(): Promise<void>
}

const FIRST_WAIT = 100
const LONGEST_RETRY = 30_000
const LONGEST_REFUSED = 120_000
/** What a server may ask for at most. */
const LONGEST_ASKED = 600_000

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { environment, concurrency, work } = options
  const due = new Set<string>()
  const running = new Set<string>()
  const states = new Map<string, KeyState>()
  let idlers: (() => void)[] = []
  let isStopped = false

  function stateOf(key: string): KeyState {
    const known = states.get(key) ?? { failures: 0, refusals: 0, askers: [] }
    states.set(key, known)
    return known
  }

  function add(key: string): void {
    if (isStopped) return
    stateOf(key).waiting?.wake.abort()
    due.add(key)
    start()
  }

  function start(): void {
    for (const key of due) {
      if (running.size >= concurrency || isStopped) return
      if (running.has(key)) continue
      due.delete(key)
      running.add(key)
      void run(key)
    }
  }

  async function run(key: string): Promise<void> {
    const state = stateOf(key)
    const askers = state.askers
    state.askers = []
    const verdict = await attempt(key)
    running.delete(key)
    for (const tell of askers) tell(verdict)
    settle(key, state, verdict)
    start()
    checkIdle()
  }

  async function attempt(key: string): Promise<Verdict> {
    try {
      return await work(key)
    } catch (error) {
      // A programmer's mistake in the work; the others go on.
      const message = `${key}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
      environment.log({ level: 'error', message })
      return { kind: 'retry' }
    }
  }

  function settle(key: string, state: KeyState, verdict: Verdict): void {
    if (verdict.kind === 'retry') state.failures++
    if (verdict.kind === 'refused') state.refusals++
    if (isStopped) return
    if (verdict.kind !== 'done') wait(key, state, delayOf(verdict, state), verdict.kind === 'retry')
    else if (due.has(key)) Object.assign(state, { failures: 0, refusals: 0 })
    else states.delete(key)
  }

  function delayOf(verdict: Exclude<Verdict, { kind: 'done' }>, state: KeyState): number {
    const spread = 0.75 + environment.random() / 2
    switch (verdict.kind) {
      case 'again':
        return verdict.after
      case 'retry': {
        const asked = Math.min(LONGEST_ASKED, (verdict.retryAfter ?? 0) * 1000)
        return Math.max(asked, spread * Math.min(LONGEST_RETRY, FIRST_WAIT * 2 ** (state.failures - 1)))
      }
      case 'refused':
        return spread * Math.min(LONGEST_REFUSED, FIRST_WAIT * 2 ** (state.refusals - 1))
    }
  }

  function wait(key: string, state: KeyState, delay: number, isRetry: boolean): void {
    // Added meanwhile: it is its turn anyway.
    if (due.has(key)) return
    const waiting = { wake: new AbortController(), isRetry }
    state.waiting = waiting
    void over(key, state, waiting, delay)
  }

  async function over(key: string, state: KeyState, waiting: Waiting, delay: number): Promise<void> {
    await environment.sleep(delay, waiting.wake.signal)
    if (state.waiting === waiting) delete state.waiting
    if (waiting.wake.signal.aborted) return
    due.add(key)
    start()
  }

  function isIdle(): boolean {
    return (
      running.size === 0 && due.size === 0 && ![...states.values()].some((state) => state.waiting?.isRetry)
    )
  }

  function checkIdle(): void {
    if (!isIdle() && !(isStopped && running.size === 0)) return
    const told = idlers
    idlers = []
    for (const tell of told) tell()
  }

  function idle(): Promise<void> {
    return new Promise((resolve) => {
      idlers.push(resolve)
      checkIdle()
    })
  }

  return {
    add,
    run(key) {
      if (isStopped) return Promise.resolve({ kind: 'retry' })
      return new Promise((resolve) => {
        stateOf(key).askers.push(resolve)
        add(key)
      })
    },
    get isIdle() {
      return isIdle()
    },
    idle,
    async stop() {
      isStopped = true
      due.clear()
      for (const { waiting, askers } of states.values()) {
        waiting?.wake.abort()
        // Whoever waits is itself to be stopped.
        for (const tell of askers) tell({ kind: 'retry' })
      }
      await idle()
    },
  }
}

type Waiting = Readonly<{ wake: AbortController; isRetry: boolean }>
type KeyState = {
  failures: number
  refusals: number
  waiting?: Waiting
  askers: ((verdict: Verdict) => void)[]
}

// Earlier ones are worse.
const byWeight = ['retry', 'refused', 'again', 'done'] as const

/** The verdict on several parts together. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const [worst = { kind: 'done' }] = [...verdicts].sort(
    (a, b) => byWeight.indexOf(a.kind) - byWeight.indexOf(b.kind) || afterOf(a) - afterOf(b),
  )
  return worst
}

function afterOf(verdict: Verdict): number {
  return verdict.kind === 'again' ? verdict.after : 0
}
