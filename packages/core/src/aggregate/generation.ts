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
  /** The same for a condition, given what stands in the one of its type, and whether every WEC's is of what runs there. */
  ofCondition: (standing: Json | undefined, isObserved: boolean) => Json | undefined
}>

/** AGG-5: the WDS's generation when every WEC is current, else the last one for which that was so. */
export function generationFor(
  object: JsonObject,
  readings: readonly Reading[],
  earlier: Json | undefined,
): Generation {
  const generation = isKubeObject(object) ? generationOf(object) : 0
  const behind = readings.find(({ isCurrent }) => !isCurrent)?.wec
  const value = countedGeneration(generation, behind === undefined, memberOf(earlier, 'observedGeneration'))
  const from = behind ?? readings[0]?.wec
  return {
    own: value === undefined || from === undefined ? undefined : { value, from: [from] },
    behind,
    isShown: value !== undefined,
    ofCondition: (standing, isObserved) =>
      countedGeneration(
        generation,
        isObserved && behind === undefined,
        memberOf(standing, 'observedGeneration'),
      ),
  }
}

/**
 * What `observedGeneration` is in the WDS (AGG-5): the object's generation where that is reached, else the last one for which it was
 * so. All that a judge sees of a WEC that is not current is a lower generation (AGG-1). So where it was reached before (a WEC joined,
 * fell back, or is to run something else of the same generation), what stands does not stay: it is one less.
 * @param generation the object's in the WDS; 0 for a kind that has none
 * @param standing what stands there
 */
export function countedGeneration(
  generation: number,
  isReached: boolean,
  standing: Json | undefined,
): Json | undefined {
  if (generation <= 0) return undefined
  if (isReached) return generation
  if (!isGeneration(standing) || standing > generation) return undefined
  if (standing < generation) return standing
  return generation > 1 ? generation - 1 : undefined
}
