import { detailsOf, type Outcome } from '../engine/index.ts'
import {
  type KubeObject,
  labelsOf,
  names,
  type ObjectId,
  type Problem,
  type Ref,
  refKey,
  refOf,
} from '../kube/index.ts'
import {
  compilePolicy,
  type Fact,
  isWorkload,
  judgePolicy,
  type NamespaceView,
  type PolicyVerdict,
  subjectOf,
} from '../select/index.ts'
import { decisiveFacts, saysYes } from './decisive.ts'
import { journeyOf } from './journey.ts'
import { transformsOf } from './transforms-of.ts'
import type { Explanation, Question } from './types.ts'
import { standingOf, verdictOf } from './verdict.ts'

const POLICIES = { group: names.CONTROL_GROUP, resource: 'bindingpolicies' }
const INVENTORY = { group: names.INVENTORY_GROUP, resource: 'managedclusters' }
const NAMESPACES = { group: '', resource: 'namespaces' }

/** Why this object is, or is not, in this WEC, policy by policy and field by field (EXP-1, EXP-3). */
export function explain(outcome: Outcome, question: Question): Explanation {
  const details = detailsOf(outcome)
  const standing = standingOf(outcome, details, question)
  const policies = standing.object === undefined ? [] : verdictsOn(outcome, question, standing.object)
  return {
    question,
    verdict: verdictOf(outcome, details, question, standing),
    policies,
    decisive: decisiveFacts(policies),
    journey: journeyOf(outcome, details, question, standing),
    problems: problemsFor(outcome, question, [
      ...policies.filter((one) => !one.valid || saysYes(one)).map((one) => one.policy),
      ...standing.listedBy.map((binding) => binding.name),
    ]),
  }
}

function verdictsOn(
  outcome: Outcome,
  { object: id, wec }: Question,
  object: KubeObject,
): readonly PolicyVerdict[] {
  const { snapshot } = outcome
  const subject = subjectOf(id, object, namespaceView(outcome, id.namespace))
  const inventoryObject = snapshot.get(refOf('its', { ...INVENTORY, namespace: '', name: wec }))
  const verdicts = [...snapshot.objects('wds', POLICIES)].map((policy) =>
    judgePolicy(compilePolicy(policy), subject, inventoryObject),
  )
  return isWorkload(id, outcome.settings.apiGroups)
    ? verdicts
    : verdicts.map((one) => withoutWorkload(one, id))
}

// ID-2, ID-3: what no policy can select, whatever its clauses say.
function withoutWorkload(verdict: PolicyVerdict, id: ObjectId): PolicyVerdict {
  const fact: Fact = {
    field: 'resource',
    wanted: 'a resource that is workload',
    saw: id.group === '' ? id.resource : `${id.resource}.${id.group}`,
    holds: false,
    rule: isWorkload(id) ? 'ID-3' : 'ID-2',
  }
  return { ...verdict, clauses: verdict.clauses.map((facts) => [...facts, fact]) }
}

function namespaceView({ snapshot }: Outcome, name: string): NamespaceView {
  if (name === '') return { kind: 'clusterScoped' }
  if (snapshot.resource('wds', NAMESPACES)?.known !== true) return { kind: 'unseen' }
  const namespace = snapshot.get(refOf('wds', { ...NAMESPACES, namespace: '', name }))
  return namespace === undefined ? { kind: 'absent' } : { kind: 'labels', labels: labelsOf(namespace) }
}

function problemsFor(
  outcome: Outcome,
  { object }: Question,
  policies: readonly string[],
): readonly Problem[] {
  const refs = new Map<string, Ref>([[refKey(refOf('wds', object)), refOf('wds', object)]])
  for (const ref of transformsOf(outcome, object)) refs.set(refKey(ref), ref)
  for (const name of policies) {
    for (const resource of ['bindingpolicies', 'bindings']) {
      const ref = refOf('wds', { group: names.CONTROL_GROUP, resource, namespace: '', name })
      refs.set(refKey(ref), ref)
    }
  }
  return [...refs.values()].flatMap((ref) => outcome.problems.get(ref) ?? [])
}
