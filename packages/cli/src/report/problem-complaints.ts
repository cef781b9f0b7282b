import { describeId, type Outcome, type Problem } from '@downsync/core'
import type { Complaint } from '../read/document.ts'
import type { World } from '../world/build-world.ts'
import { missingCollectors } from './missing-collectors.ts'

/** What the decision finds wrong, on the lines of the files where it can be mended. */
export function problemComplaints(world: World, outcome: Outcome): readonly Complaint[] {
  return [...outcome.problems].flatMap(([, problems]) =>
    problems.flatMap((problem) =>
      problem.code === 'CollectorMissing' && problem.on.resource === 'bindingpolicies'
        ? missingCollectors(world, problem)
        : [complaintOf(world, problem)],
    ),
  )
}

function complaintOf(world: World, problem: Problem): Complaint {
  const kind = world.snapshot.resource(problem.on.space, problem.on)?.kind
  const on =
    kind === undefined
      ? describeId(problem.on)
      : `${kind} ${problem.on.namespace === '' ? '' : `${problem.on.namespace}/`}${problem.on.name}`
  const path = problem.path === '' ? '' : `${problem.path}: `
  const { expected } = problem
  const right = expected === undefined || problem.message.includes(expected) ? '' : ` (expected: ${expected})`
  return {
    severity: problem.severity,
    message: `${on}: ${path}${problem.message}${right}${booleanHint(problem)}`,
    ...world.placeOf(problem.on, problem.path),
  }
}

// The y of a map, the n of a count: names of columns above all.
function booleanHint({ found, expected }: Problem): string {
  const isBoolean = typeof found === 'boolean' && expected === 'a string'
  return isBoolean ? ' (in YAML a bare y, n, yes, no, on or off is true or false: quote it)' : ''
}
