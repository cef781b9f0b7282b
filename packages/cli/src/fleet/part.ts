/** Something of a fleet that runs, and that can be stopped and started again as a process would be. */
export interface Part {
  readonly name: string
  isRunning(): boolean
  start(): Promise<void>
  /** Ends it as if it were killed, except that writes under way are waited for. */
  stop(): Promise<void>
  /** Resolves once it has nothing to do; at once when it does not run. */
  idle(): Promise<void>
}

/** What a start gives: the running thing itself. */
export type Running = Readonly<{ idle(): Promise<void>; stop(): Promise<void> | void }>

/** A part that `start` brings up; starts and stops that overlap are done one after the other. */
export function createPart(name: string, start: () => Promise<Running>): Part {
  let running: Running | undefined
  let last: Promise<void> = Promise.resolve()
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const turn = last.then(act)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    name,
    isRunning: () => running !== undefined,
    start: () =>
      inTurn(async () => {
        running ??= await start()
      }),
    stop: () =>
      inTurn(async () => {
        const ending = running
        running = undefined
        await ending?.stop()
      }),
    idle: async () => running?.idle(),
  }
}
