import {
  describeId,
  type KubeObject,
  listAt,
  nameOf,
  names,
  type Outcome,
  refOf,
  validateStatusCollector,
} from '@downsync/core'
import type { Complaint } from '../read/document.ts'
import type { World } from '../world/build-world.ts'
import { collectedIn } from './collected.ts'

const COLLECTORS = { group: names.CONTROL_GROUP, resource: 'statuscollectors' }
const POLICIES = { group: names.CONTROL_GROUP, resource: 'bindingpolicies' }

/** Of StatusCollectors that are right in form: what gives no result, and was hardly meant so. */
export function collectorComplaints(world: World, outcome: Outcome): readonly Complaint[] {
  const listed = listedCollectors(outcome)
  const failing = failingFilters(outcome)
  return [...outcome.snapshot.objects('wds', COLLECTORS)].flatMap((collector) => {
    const name = nameOf(collector)
    const ref = refOf('wds', { ...COLLECTORS, namespace: '', name })
    if ((outcome.problems.get(ref) ?? []).length > 0) return []
    const say = (path: string, message: string): Complaint => ({
      severity: 'warning',
      message: `StatusCollector ${name}: ${message}`,
      ...world.placeOf(ref, path),
    })
    const failure = failing.get(name)
    return [
      ...(isEmpty(collector)
        ? [say('spec', 'spec has neither select nor combinedFields, so that its results have no columns')]
        : []),
      ...(listed.has(name)
        ? []
        : [say('', 'no clause lists it in its statusCollectors: it collects nothing')]),
      ...(failure === undefined
        ? []
        : [say('spec.filter', `spec.filter: ${failure}; a WEC for which it fails is left out`)]),
    ]
  })
}

function isEmpty(collector: KubeObject): boolean {
  const read = validateStatusCollector(collector)
  return read.ok && read.value.spec.select.length + read.value.spec.combinedFields.length === 0
}

function listedCollectors({ snapshot, bindings }: Outcome): ReadonlySet<unknown> {
  const clauses = [...snapshot.objects('wds', POLICIES)].flatMap((policy) =>
    listAt(policy, 'spec', 'downsync'),
  )
  const entries = [...bindings].flatMap(([, { binding }]) =>
    ['clusterScope', 'namespaceScope'].flatMap((scope) => listAt(binding, 'spec', 'workload', scope)),
  )
  return new Set([...clauses, ...entries].flatMap((one) => listAt(one, 'statusCollectors')))
}

// COL-3: by collector, the first error of a filter, and where it was.
function failingFilters(outcome: Outcome): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { object, results } of collectedIn(outcome))
    for (const { name, rowErrors } of results)
      for (const { wec, columnName, error } of rowErrors)
        if (columnName === '' && !found.has(name))
          found.set(name, `for ${describeId(object)} in ${wec.clusterId}: ${error}`)
  return found
}
