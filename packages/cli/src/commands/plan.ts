import type { PlanRequest } from '../arguments.ts'
import { machineText } from '../print/machine.ts'
import { planJson } from '../print/plan-json.ts'
import { planText } from '../print/plan-text.ts'
import { styleFor } from '../print/text.ts'
import { complaintLine, hasErrors } from '../read/document.ts'
import { collectorComplaints } from '../report/collector-complaints.ts'
import { idleComplaints } from '../report/idle-complaints.ts'
import { reportPlan } from '../report/plan-report.ts'
import { problemComplaints } from '../report/problem-complaints.ts'
import type { System } from '../system.ts'
import { loadWorld } from './load-world.ts'

/** `downsync plan`: what goes where and why, and what would be written. */
export function planCommand(request: PlanRequest, system: System): number {
  const { world, settings, complaints: given } = loadWorld(request, system)
  const report = reportPlan(world, settings)
  const complaints = [
    ...given,
    ...problemComplaints(world, report.outcome),
    ...idleComplaints(world, report.outcome, report.bindings),
    ...collectorComplaints(world, report.outcome),
  ]
  for (const complaint of complaints) system.writeError(`${complaintLine(complaint)}\n`)
  if (request.output !== 'table') system.write(machineText(planJson(report, complaints), request.output))
  else {
    const style = { ...styleFor(system.colours), width: system.width, verbose: request.verbose }
    system.write(`${planText(report, style).join('\n')}\n`)
  }
  return hasErrors(complaints) ? 1 : 0
}
