import { describeId, evaluate, explain, nameOf, names } from '@downsync/core'
import type { PlanRequest } from '../arguments.ts'
import { didYouMean } from '../near-name.ts'
import { explanationJson } from '../print/explanation-json.ts'
import { explanationText } from '../print/explanation-text.ts'
import { machineText } from '../print/machine.ts'
import { styleFor } from '../print/text.ts'
import { type Complaint, complaintLine, hasErrors } from '../read/document.ts'
import { problemComplaints } from '../report/problem-complaints.ts'
import type { System } from '../system.ts'
import type { World } from '../world/build-world.ts'
import { findObject } from './find-object.ts'
import { loadWorld } from './load-world.ts'

/** `downsync explain`: why one object is, or is not, in one WEC. */
export function explainCommand(
  request: PlanRequest & Readonly<{ object: string; wec: string }>,
  system: System,
): number {
  const { world, settings, complaints: given } = loadWorld(request, system)
  const found = findObject(request.object, world.discovery, world.snapshot, request.namespace)
  const missing: readonly Complaint[] = [
    ...(found.ok ? [] : [error(found.message)]),
    ...(hasWec(world, request.wec) ? [] : [error(wecText(world, request.wec))]),
  ]
  const outcome = evaluate(world.snapshot, settings)
  const complaints = [...given, ...problemComplaints(world, outcome), ...missing]
  for (const complaint of complaints) system.writeError(`${complaintLine(complaint)}\n`)
  if (found.ok && missing.length === 0) {
    const explanation = explain(outcome, { object: found.value, wec: request.wec })
    if (request.output !== 'table')
      system.write(machineText(explanationJson(explanation, complaints), request.output))
    else {
      const style = { ...styleFor(system.colours), width: system.width, verbose: request.verbose }
      system.write(`${explanationText(describeId(found.value), explanation, style).join('\n')}\n`)
    }
  }
  return hasErrors(complaints) ? 1 : 0
}

function error(message: string): Complaint {
  return { severity: 'error', message }
}

function hasWec(world: World, wec: string): boolean {
  return wecsOf(world).includes(wec)
}

function wecText(world: World, wec: string): string {
  const known = wecsOf(world)
  const near = didYouMean(wec, known)
  const hint = near === '' && known.length > 0 ? `; there are ${known.slice(0, 10).join(', ')}` : near
  return `there is no ManagedCluster ${wec}${hint}`
}

function wecsOf({ snapshot }: World): readonly string[] {
  return [...snapshot.objects('its', { group: names.INVENTORY_GROUP, resource: 'managedclusters' })].map(
    nameOf,
  )
}
