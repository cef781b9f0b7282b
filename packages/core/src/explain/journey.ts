import type { Outcome } from '../engine/index.ts'
import { type Ref, refOf } from '../kube/index.ts'
import type { Question, StageState } from './types.ts'
import type { Standing } from './verdict.ts'

/** How far an object has come on its way to a WEC (EXP-3); empty for one that is not delivered. */
export function journeyOf(outcome: Outcome, { wec }: Question, standing: Standing): readonly StageState[] {
  const pair = standing.pairs[0]
  if (pair === undefined) return []
  const transformed: StageState = {
    stage: 'transformed',
    message: pair.state === 'frozen' ? pair.message : 'what belongs to the WDS alone is taken out (TRF)',
  }
  if (pair.in === undefined) return [transformed]
  const wrapped: StageState = { stage: 'wrapped', in: wrappedRef(outcome, wec, pair.in), message: pair.in }
  const applied: StageState = {
    stage: 'applied',
    message: pair.message === '' ? pair.state : `${pair.state}: ${pair.message}`,
  }
  return [transformed, wrapped, applied]
}

function wrappedRef(outcome: Outcome, wec: string, name: string): Ref {
  const { group, resource } = outcome.settings.transport.resource
  return refOf('its', { group, resource, namespace: wec, name })
}
