import type { Explanation, Json, JsonObject } from '@downsync/core'
import type { Complaint } from '../read/document.ts'
import type { Collected } from '../report/collected.ts'
import { complaintJson } from './plan-json.ts'

/** An explanation for programs; the form is stable. */
export function explanationJson(
  explanation: Explanation,
  collected: readonly Collected[],
  complaints: readonly Complaint[],
): JsonObject {
  const { question, verdict, policies, decisive, journey } = explanation
  return {
    problems: complaints.map(complaintJson),
    object: plain(question.object),
    wec: question.wec,
    verdict: plain(verdict),
    decisive: plain(decisive),
    policies: plain(policies),
    journey: plain(journey),
    collected: collected.map(({ combined }) => combined),
  }
}

// Explanations are plain data, and what users wrote in them is JSON.
function plain(value: object): Json {
  return value as unknown as Json
}
