import {
  describeId,
  isList,
  listAt,
  nameOf,
  names,
  type Outcome,
  type Problem,
  type Ref,
} from '@downsync/core'
import type { Complaint } from '../read/document.ts'
import type { World } from '../world/build-world.ts'
import type { BindingReport } from './bindings.ts'

/** What the decision finds wrong, on the lines of the files where it can be mended. */
export function problemComplaints(world: World, outcome: Outcome): readonly Complaint[] {
  return [...outcome.problems].flatMap(([, problems]) =>
    problems.map((problem) => complaintOf(world, problem)),
  )
}

/** What is right in form, and hardly meant. */
export function idleComplaints(
  world: World,
  outcome: Outcome,
  bindings: readonly BindingReport[],
): readonly Complaint[] {
  const complaints: Complaint[] = []
  const warn = (ref: Ref | undefined, path: string, message: string) => {
    const where = ref === undefined ? undefined : world.placeOf(ref, path)
    complaints.push({ severity: 'warning', message, ...where })
  }
  const inventory = [
    ...outcome.snapshot.objects('its', { group: names.INVENTORY_GROUP, resource: 'managedclusters' }),
  ]
  const policies = [
    ...outcome.snapshot.objects('wds', { group: names.CONTROL_GROUP, resource: 'bindingpolicies' }),
  ]
  if (policies.length === 0 && bindings.length === 0)
    warn(undefined, '', 'there is no BindingPolicy among the files: nothing goes anywhere')
  if (inventory.length === 0)
    warn(
      undefined,
      '',
      'there is no ManagedCluster: add some to the files, or give names and labels with --clusters',
    )
  for (const policy of policies) {
    const ref = {
      space: 'wds',
      group: names.CONTROL_GROUP,
      resource: 'bindingpolicies',
      namespace: '',
      name: nameOf(policy),
    } as const
    const binding = bindings.find(({ name }) => name === nameOf(policy))
    if (binding === undefined || binding.frozen) continue
    const selectors = listAt(policy, 'spec', 'clusterSelectors')
    const clauses = listAt(policy, 'spec', 'downsync')
    const say = (path: string, message: string) => {
      warn(ref, path, `BindingPolicy ${nameOf(policy)}: ${message}`)
    }
    if (isList(selectors) && selectors.length === 0)
      say('spec', 'spec.clusterSelectors is empty, which selects no WEC; [{}] selects all')
    else if (binding.wecs.length === 0 && inventory.length > 0)
      say('spec.clusterSelectors', `spec.clusterSelectors selects none of the ${inventory.length} WECs`)
    if (clauses.length === 0) say('spec', 'spec.downsync is empty, which selects no object')
    else if (binding.objects.length === 0) say('spec.downsync', 'spec.downsync selects no object')
  }
  return complaints
}

function complaintOf(world: World, problem: Problem): Complaint {
  const kind = world.snapshot.resource(problem.on.space, problem.on)?.kind
  const on =
    kind === undefined
      ? describeId(problem.on)
      : `${kind} ${problem.on.namespace === '' ? '' : `${problem.on.namespace}/`}${problem.on.name}`
  const path = problem.path === '' ? '' : `${problem.path}: `
  const { expected } = problem
  const right = expected === undefined || problem.message.includes(expected) ? '' : `; expected ${expected}`
  return {
    severity: problem.severity,
    message: `${on}: ${path}${problem.message}${right}`,
    ...world.placeOf(problem.on, problem.path),
  }
}
