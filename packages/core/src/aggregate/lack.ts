import type { Generation } from './generation.ts'
import type { KindTable } from './kind-table.ts'
import type { Reading } from './reading.ts'
import type { Lack } from './reconciling.ts'

/** What keeps the whole from being done although counts and generation say so; `unstarted`: a WEC that has not started. */
export function lackOf(
  table: KindTable,
  readings: readonly Reading[],
  generation: Generation,
  unstartedWec?: string,
): Lack | undefined {
  const isHidden = !(table.observesGeneration && generation.isShown)
  const behind = readings.find(({ wec }) => wec === generation.behind)
  if (behind !== undefined && isHidden) {
    const isSilent = behind.status === undefined
    const what = isSilent ? 'it has reported nothing' : 'it does not run the present content'
    return { reading: behind, reason: isSilent ? 'NotReported' : 'NotCurrent', message: what }
  }
  const unstarted = readings.find(({ wec }) => wec === unstartedWec)
  return unstarted && { reading: unstarted, reason: 'NotStarted', message: 'it has not started' }
}
