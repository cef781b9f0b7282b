import { generationOf, isKubeObject, type Json, type JsonObject, memberOf } from '../kube/index.ts'
import { isGeneration, type Reading } from './reading.ts'
import type { Decided } from './types.ts'

/** What `observedGeneration` of the aggregate is, and whether it shows that some WEC is not current. */
export type Generation = Readonly<{
  /** Undefined: it is not written. */
  own: Decided | undefined
  /** The first WEC that is not current. */
  behind: string | undefined
  isShown: boolean
  /** The same for a condition, given what stands in the one of its type. */
  ofCondition: (standing: Json | undefined) => Json | undefined
}>

/** AGG-5: the WDS's generation when every WEC is current, else the last one for which that was so. */
export function generationFor(
  object: JsonObject,
  readings: readonly Reading[],
  earlier: Json | undefined,
): Generation {
  const generation = isKubeObject(object) ? generationOf(object) : 0
  const behind = readings.find(({ isCurrent }) => !isCurrent)?.wec
  const value = counted(generation, behind === undefined, memberOf(earlier, 'observedGeneration'))
  const from = behind ?? readings[0]?.wec
  return {
    own: value === undefined || from === undefined ? undefined : { value, from: [from] },
    behind,
    isShown: value !== undefined,
    ofCondition: (standing) =>
      counted(generation, behind === undefined, memberOf(standing, 'observedGeneration')),
  }
}

// AGG-1: all that a judge sees of a WEC that is not current is a lower generation. So where it was reached before (a WEC joined, or
// fell back), what stands there does not stay: it is one less.
function counted(generation: number, isReached: boolean, standing: Json | undefined): Json | undefined {
  if (generation <= 0) return undefined
  if (isReached) return generation
  if (!isGeneration(standing) || standing > generation) return undefined
  if (standing < generation) return standing
  return generation > 1 ? generation - 1 : undefined
}
