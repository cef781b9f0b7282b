import type { Outcome, Settings } from '@downsync/core'
import type { SpaceClient } from '../client/types.ts'
import type { Environment } from '../environment.ts'

/** Which writes are made: of policies and Bindings; of wrapped objects; of reported state. */
export type ControllerName = 'binding' | 'transport' | 'status'

export type ControllerOptions = Readonly<{
  wds: SpaceClient
  its: SpaceClient
  wdsName: string
  settings: Settings
  environment: Environment
  /** Default: all of them. */
  controllers?: readonly ControllerName[]
  /** Writes under way at the same time, in each space; default 8. */
  concurrency?: number
  /** Called with what follows each time that something was seen, the first time when everything has been. */
  onOutcome?(outcome: Outcome): void
}>

/** What the loop has done so far, for people and tests. */
export type Counts = Readonly<{
  rounds: number
  writes: number
  conflicts: number
  refusals: number
  failures: number
}>

/** The controllers of one WDS: events → engine → actions, for as long as they run. */
export interface Controllers {
  /** Resolves once all inputs are known or known to be unreadable, and the first plan is made. Nothing is written before. */
  readonly ready: Promise<void>
  /** What follows from what has been seen so far. */
  outcome(): Outcome
  counts(): Counts
  /** Resolves when nothing is to be done, under way or waiting to be repeated; it may have come to be otherwise since. */
  idle(): Promise<void>
  /** Takes no more events, waits for the writes under way. */
  stop(): Promise<void>
}
