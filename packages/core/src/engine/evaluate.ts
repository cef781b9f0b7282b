import type { Snapshot } from '../snapshot/index.ts'
import { createEngine } from './engine.ts'
import type { Outcome } from './outcome.ts'
import type { Settings } from './settings.ts'

/** Decides everything that follows from a snapshot: a fresh run of the engine; total and deterministic (P-1, P-2, P-3). */
export function evaluate(snapshot: Snapshot, settings: Settings): Outcome {
  return createEngine(settings, snapshot).outcome()
}
