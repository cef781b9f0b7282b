import {
  type CompiledPolicy,
  compilePolicy,
  controllerOwnerOf,
  isObject,
  type Json,
  judgeWec,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  type NamespaceView,
  names,
  type ObjectId,
  type Outcome,
  policyRef,
  refOf,
  type Snapshot,
  stringAt,
  subjectOf,
  testClause,
} from '@downsync/core'

/** One object that a Binding lists, and the clause that selected it. */
export type ListedObject = Readonly<{ id: ObjectId; clause: number | undefined }>
/** One WEC that a Binding lists, and the cluster selector that selected it. */
export type ListedWec = Readonly<{ wec: string; selector: number | undefined }>

/** What one Binding lists, and why. */
export type BindingReport = Readonly<{
  name: string
  /** Of a policy, or written by a user. */
  from: 'policy' | 'user'
  /** Its lists stay as they are, for its policy is invalid (FRZ-3). */
  frozen: boolean
  wecs: readonly ListedWec[]
  objects: readonly ListedObject[]
  /** As written in the policy, by index. */
  clauses: readonly Json[]
  clusterSelectors: readonly Json[]
}>

/** What each Binding of an outcome lists, sorted by name. */
export function bindingReports(outcome: Outcome): readonly BindingReport[] {
  return [...outcome.bindings].map(([name, { binding, frozen }]) => {
    const owner = controllerOwnerOf(binding)
    const policy = owner?.kind === 'BindingPolicy' ? outcome.snapshot.get(policyRef(owner.name)) : undefined
    const compiled = policy && compilePolicy(policy)
    return {
      name,
      from: policy === undefined ? 'user' : 'policy',
      frozen,
      wecs: wecsOf(outcome.snapshot, binding, compiled),
      objects: idsOf(binding).map((id) => ({ id, clause: clauseFor(outcome.snapshot, id, compiled) })),
      clauses: listAt(policy, 'spec', 'downsync'),
      clusterSelectors: listAt(policy, 'spec', 'clusterSelectors'),
    }
  })
}

/** Policies that have no Binding, for they are invalid and never had one. */
export function policiesWithoutBinding(outcome: Outcome): readonly string[] {
  const policies = outcome.snapshot.objects('wds', {
    group: names.CONTROL_GROUP,
    resource: 'bindingpolicies',
  })
  return [...policies]
    .map((policy) => stringAt(policy.metadata, 'name') ?? '')
    .filter((name) => outcome.bindings.get(name) === undefined)
}

function wecsOf(
  snapshot: Snapshot,
  binding: KubeObject,
  compiled: CompiledPolicy | undefined,
): readonly ListedWec[] {
  return listAt(binding, 'spec', 'destinations').map((destination) => {
    const wec = stringAt(destination, 'clusterId') ?? ''
    const inventory = { group: names.INVENTORY_GROUP, resource: 'managedclusters', namespace: '', name: wec }
    const verdicts = compiled === undefined ? [] : judgeWec(compiled, snapshot.get(refOf('its', inventory)))
    const selector = verdicts.findIndex((facts) => facts.every(({ holds }) => holds))
    return { wec, selector: selector < 0 ? undefined : selector }
  })
}

function idsOf(binding: KubeObject): readonly ObjectId[] {
  return ['clusterScope', 'namespaceScope'].flatMap((scope) =>
    listAt(binding, 'spec', 'workload', scope)
      .filter(isObject)
      .map((entry) => ({
        group: textOf(memberOf(entry, 'group')),
        resource: textOf(memberOf(entry, 'resource')),
        namespace: textOf(memberOf(entry, 'namespace')),
        name: textOf(memberOf(entry, 'name')),
      })),
  )
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function clauseFor(
  snapshot: Snapshot,
  id: ObjectId,
  compiled: CompiledPolicy | undefined,
): number | undefined {
  const object = snapshot.get(refOf('wds', id))
  if (object === undefined || compiled === undefined) return undefined
  const subject = subjectOf(id, object, namespaceView(snapshot, id.namespace))
  const clause = compiled.clauses.findIndex((one) => testClause(one, subject) === 'yes')
  return clause < 0 ? undefined : clause
}

function namespaceView(snapshot: Snapshot, name: string): NamespaceView {
  if (name === '') return { kind: 'clusterScoped' }
  const namespace = snapshot.get(refOf('wds', { group: '', resource: 'namespaces', namespace: '', name }))
  return namespace === undefined ? { kind: 'absent' } : { kind: 'labels', labels: labelsOf(namespace) }
}
