import { isObject, type Json, type JsonObject, type KubeObject, memberOf } from '@downsync/core'
import { argocdHealth, healths, kstatus, rolloutStatus } from '../oracles/index.ts'
import { GENERATION, type MemberState } from './scope.ts'

/** Who judges. */
export const oracles = ['kubectl', 'kstatus', 'argocd'] as const
export type Oracle = (typeof oracles)[number]

/** How bad, 0 is healthy; undefined: this judge has no word on such an object. */
export type Badness = number | undefined
export const HEALTHY = 0
const PROGRESSING = healths.indexOf('Progressing')
const DEGRADED = healths.indexOf('Degraded')
const UNKNOWN = healths.indexOf('Unknown')

/** The verdict of one judge on an object as it stands. */
export function badness(oracle: Oracle, object: JsonObject): Badness {
  switch (oracle) {
    case 'kubectl': {
      const rollout = rolloutStatus(object)
      // Done with an error: kubectl cannot follow this strategy.
      if (rollout === undefined || (rollout.done && rollout.error !== null)) return undefined
      if (rollout.error !== null) return DEGRADED
      return rollout.done ? HEALTHY : PROGRESSING
    }
    case 'kstatus':
      return ofKstatus[kstatus(object)]
    case 'argocd': {
      const health = argocdHealth(object)
      return health === undefined ? undefined : healths.indexOf(health)
    }
  }
}

const ofKstatus = {
  Current: HEALTHY,
  InProgress: PROGRESSING,
  Failed: DEGRADED,
  Terminating: UNKNOWN,
  Unknown: UNKNOWN,
}

/** What one WEC contributes to the law: whether its report is of what the WDS wants, and how bad it is. */
export type MemberVerdict = Readonly<{ isCurrent: boolean; badness: Badness }>

/** The object in a WEC, as the law has it: the WDS's spec, that WEC's status, its generation as the WDS counts (AGG-1). */
export function memberVerdict(
  oracle: Oracle,
  object: KubeObject,
  state: MemberState,
  observes: boolean,
): MemberVerdict {
  const { status, current } = state
  const observed: Json | undefined = memberOf(status, 'observedGeneration')
  const isCurrent = current && isObject(status) && (!observes || observed !== undefined)
  const own = observed === undefined ? status : { ...status, observedGeneration: GENERATION }
  const judged = own === undefined ? object : { ...object, status: own }
  return { isCurrent, badness: badness(oracle, judged) }
}
