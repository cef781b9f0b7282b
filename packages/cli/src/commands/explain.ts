import { evaluate } from '@downsync/core'
import type { PlanRequest } from '../arguments.ts'
import { type Complaint, complaintLine, hasErrors } from '../read/document.ts'
import { problemComplaints } from '../report/problem-complaints.ts'
import type { System } from '../system.ts'
import { answerText, questionOf } from './answer.ts'
import { loadWorld } from './load-world.ts'

/** `downsync explain -f FILES`: why one object is, or is not, in one WEC. */
export function explainCommand(
  request: PlanRequest & Readonly<{ object: string; wec: string }>,
  system: System,
): number {
  const { world, settings, complaints: given } = loadWorld(request, system)
  const { namespace, output, verbose } = request
  const { snapshot, discovery } = world
  const understood = questionOf(request, {
    snapshot,
    types: discovery.wds,
    namespace,
    has: 'the files have',
  })
  const missing = understood.ok ? [] : understood.messages
  const outcome = evaluate(snapshot, settings)
  const complaints: readonly Complaint[] = [
    ...given,
    ...problemComplaints(world, outcome),
    ...missing.map((message): Complaint => ({ severity: 'error', message })),
  ]
  for (const complaint of complaints) system.writeError(`${complaintLine(complaint)}\n`)
  if (understood.ok)
    system.write(answerText(outcome, understood.question, { output, verbose, complaints }, system))
  return hasErrors(complaints) ? 1 : 0
}
