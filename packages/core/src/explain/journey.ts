import type { Details, Outcome, ReportedState } from '../engine/index.ts'
import { manifestKey, type ObjectId, type Ref, refOf } from '../kube/index.ts'
import { decidedFields } from './decided-fields.ts'
import { recordOf } from './record.ts'
import { transformsOf } from './transforms-of.ts'
import type { Question, StageState } from './types.ts'
import type { Standing } from './verdict.ts'

/** How far an object has come on its way to a WEC (EXP-3); empty for one that is not delivered. */
export function journeyOf(
  outcome: Outcome,
  details: Details,
  { wec }: Question,
  standing: Standing,
): readonly StageState[] {
  const pair = standing.pairs[0]
  if (pair === undefined) return []
  const customized = customizedStage(details, wec, pair.binding, standing)
  const isFrozenBefore = pair.state === 'frozen' && customized.length === 0
  const transformed: StageState = {
    stage: 'transformed',
    message: isFrozenBefore ? pair.message : transformedMessage(outcome, pair.id),
  }
  const made = [transformed, ...customized]
  if (pair.in === undefined) return made
  const wrapped: StageState = { stage: 'wrapped', in: wrappedRef(outcome, wec, pair.in), message: pair.in }
  const applied: StageState = {
    stage: 'applied',
    message: pair.message === '' ? pair.state : `${pair.state}: ${pair.message}`,
  }
  return [...made, wrapped, applied, ...reportedStage(outcome, { object: pair.id, wec }, standing)]
}

function transformedMessage(outcome: Outcome, id: ObjectId): string {
  const names = transformsOf(outcome, id).map(({ name }) => name)
  const own = 'what belongs to the WDS alone is taken out (TRF)'
  return names.length === 0 ? own : `${own}, and what CustomTransforms remove: ${names.join(', ')} (TRF-4)`
}

// CUS-1: of an object that has templates.
function customizedStage(
  { mailboxes }: Details,
  wec: string,
  binding: string,
  { manifest }: Standing,
): readonly StageState[] {
  const pair = mailboxes.get(wec)?.customized.get(binding)?.get(manifestKey(manifest))
  if (pair === undefined) return []
  const { wanted, problem } = pair
  if (problem !== undefined)
    return [{ stage: 'customized', message: wanted.frozen ?? problem.message, problem }]
  return [{ stage: 'customized', message: `its templates are expanded over the properties of ${wec} (CUS)` }]
}

// What the WEC says of the object, and what becomes of that in the WDS (section 9).
function reportedStage(
  outcome: Outcome,
  { object, wec }: Question,
  { manifest }: Standing,
): readonly StageState[] {
  const unseen = outcome.settings.transport.reports.find(
    (resource) => outcome.snapshot.resource('its', resource)?.known !== true,
  )
  if (unseen !== undefined)
    return [{ stage: 'reported', message: `${unseen.resource} of the ITS are not completely known` }]
  const record = recordOf(outcome, object, manifest, wec)
  if (record === 'unreadable')
    return [{ stage: 'reported', message: 'a wrapped object that it is recorded for cannot be read' }]
  const here = outcome.reports.get(object)
  const fields = decidedFields(here)
  const decided = fields.length === 0 ? {} : { decided: fields }
  const shown = shownText(here, wec, fields.length > 0)
  if (record === undefined)
    return [
      { stage: 'reported', message: fields.length > 0 ? `nothing yet; ${shown}` : 'nothing yet', ...decided },
    ]
  const { at, generation, status } = record.report
  const what = status === undefined ? 'that it is there' : 'its status'
  const when = at === undefined ? '' : `, at ${at}`
  const which = generation === undefined ? '' : `, of its generation ${generation} there`
  return [{ stage: 'reported', in: record.ref, message: `${what}${when}${which}; ${shown}`, ...decided }]
}

function shownText(here: ReportedState | undefined, wec: string, isAggregate: boolean): string {
  if (here === undefined) return 'nobody asks for it'
  const isCounted = here.standingOf(wec) !== undefined
  if (isAggregate && isCounted) return 'it counts in the .status here, which is of several WECs'
  return isCounted && here.decidedBy('').includes(wec)
    ? 'it is the .status here'
    : 'it is not the .status here'
}

function wrappedRef(outcome: Outcome, wec: string, name: string): Ref {
  const { group, resource } = outcome.settings.transport.resource
  return refOf('its', { group, resource, namespace: wec, name })
}
