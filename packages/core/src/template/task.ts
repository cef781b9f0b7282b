/**
 * A computation that calls others without using the call stack, so that nesting, which a template's author chooses, can be
 * as deep as memory allows; and that can end at once, from however deep.
 *
 * It yields a task to have it done (`call`), or a failure to give up everything (`fail`).
 */
export type Task<Result, Failure> = Generator<Request<Failure>, Result, unknown>

type Request<Failure> = Task<unknown, Failure> | Readonly<{ failure: Failure }>

/** Has a task done, and gives its result. Use `yield*` on the task itself where the depth is known to be small. */
export function* call<Result, Failure>(task: Task<Result, Failure>): Task<Result, Failure> {
  // `runTask` answers a request for a task with what that task returned.
  return (yield task) as Result
}

/** Ends the whole run. */
export function* fail<Failure>(failure: Failure): Task<never, Failure> {
  yield { failure }
  throw new Error('a task that failed was resumed')
}

export type Outcome<Result, Failure> =
  | Readonly<{ ok: true; value: Result }>
  | Readonly<{ ok: false; failure: Failure }>

/** Does a task and all that it calls. */
export function runTask<Result, Failure>(task: Task<Result, Failure>): Outcome<Result, Failure> {
  const callers: Task<unknown, Failure>[] = []
  let current: Task<unknown, Failure> = task
  let answer: unknown
  for (;;) {
    const step = current.next(answer)
    answer = undefined
    if (step.done === true) {
      const caller = callers.pop()
      // The first task has no caller: this is its own result.
      if (caller === undefined) return { ok: true, value: step.value as Result }
      current = caller
      answer = step.value
    } else if ('failure' in step.value) {
      return { ok: false, failure: step.value.failure }
    } else {
      callers.push(current)
      current = step.value
    }
  }
}
