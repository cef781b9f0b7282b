import {
  apiVersionOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  type ObjectId,
  objectOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import {
  type CompiledPolicy,
  compareEntries,
  compilePolicy,
  isWorkload,
  type Modulation,
  matchPolicy,
  type NamespaceView,
  type Ordered,
  selectWecs,
  subjectOf,
} from '@downsync/core/select'
import { differenceOf, type Suite } from '../suite.ts'

/** CLU, SEL, BND-2, BND-5: what each policy of a snapshot selects, in which order; or which of its selectors are invalid. */
export const selection: Suite = { file: 'selection', check, alter }

function check(vector: JsonObject): string | undefined {
  const policies = listAt(vector, 'policies').map(readPolicy)
  const expected = memberOf(vector, 'expect')
  const invalid = memberOf(vector, 'invalid') ?? {}
  return (
    differenceOf(
      'expect',
      expected,
      byName(policies, (policy) => answerOf(policy, vector)),
    ) ?? differenceOf('invalid', bySelector(invalid), byName(policies, faultsOf))
  )
}

function alter(vector: JsonObject): JsonObject {
  const expected = memberOf(vector, 'expect')
  const [first, ...others] = Object.entries<Json>(isObject(expected) ? expected : {})
  if (first === undefined) return { ...vector, expect: { altered: true } }
  const [name, answer] = first
  const altered = listAt(answer, 'workload').toReversed()
  const twice = isObject(answer) ? { ...answer, workload: [...altered, { object: 0 }] } : answer
  return { ...vector, expect: objectOf([[name, twice], ...others]) }
}

/** An object with a member for each policy of which something is to be said. */
function byName(policies: readonly CompiledPolicy[], say: (policy: CompiledPolicy) => Json | undefined) {
  return objectOf(
    policies.flatMap((policy) => {
      const said = say(policy)
      return said === undefined ? [] : [[policy.name, said] as const]
    }),
  )
}

/** Stage by stage, every object against the policy, as the semantics say it. */
function answerOf(policy: CompiledPolicy, vector: JsonObject): Json {
  if (!policy.valid) return { valid: false }
  const inventory = listAt(vector, 'clusters').map((json) =>
    kubeObject('cluster.open-cluster-management.io/v1', 'ManagedCluster', json),
  )
  const destinations = selectWecs(policy, inventory)
  return { valid: true, destinations, workload: workloadOf(policy, listAt(vector, 'objects')) }
}

function workloadOf(policy: CompiledPolicy, objects: readonly Json[]): readonly JsonObject[] {
  const selected = objects.flatMap((json, index) => {
    const id = readId(json)
    if (!isWorkload(id)) return []
    const { sure } = matchPolicy(policy, subjectOf(id, workloadObject(json), viewOf(id.namespace, objects)))
    const version = stringAt(json, 'version') ?? ''
    return sure === undefined ? [] : [{ id, version, entry: { object: index, ...asked(sure) } }]
  })
  const sorted = selected.toSorted(compareEntries)
  const isNamespaced = ({ id }: Ordered) => id.namespace !== ''
  return [...sorted.filter((one) => !isNamespaced(one)), ...sorted.filter(isNamespaced)].map(
    ({ entry }) => entry,
  )
}

function asked(modulation: Modulation): JsonObject {
  return objectOf(
    Object.entries(modulation).filter(([, value]) => (typeof value === 'boolean' ? value : value.length > 0)),
  )
}

/** The faults, in the form of the vectors: for each, the selector or clause, and Go's text for a selector. */
function faultsOf(policy: CompiledPolicy): Json | undefined {
  if (policy.valid) return undefined
  return policy.faults.map(({ code, path, message }) =>
    // The vectors name the selector, a fault the requirement in it.
    code === 'SelectorInvalid'
      ? { path: path.replace(/(Selectors\[\d+\]).*$/, '$1'), error: message }
      : { path },
  )
}

/** `invalid` of a vector; a clause that cannot say no (SEL-8) has no text of Go's. */
function bySelector(invalid: Json): JsonObject {
  const policies = Object.entries<Json>(isObject(invalid) ? invalid : {})
  return objectOf(
    policies.map(([name, faults]): [string, Json] => [
      name,
      (Array.isArray(faults) ? faults : []).map((fault: Json): JsonObject => {
        const path = stringAt(fault, 'path') ?? ''
        const error = stringAt(fault, 'error') ?? ''
        return error === '' ? { path } : { path, error }
      }),
    ]),
  )
}

function viewOf(namespace: string, objects: readonly Json[]): NamespaceView {
  const found = objects.find((json) => {
    const id = readId(json)
    return id.group === '' && id.resource === 'namespaces' && id.name === namespace
  })
  return found === undefined
    ? { kind: 'absent' }
    : { kind: 'labels', labels: labelsOf(workloadObject(found)) }
}

function readId(json: Json): ObjectId {
  return {
    group: stringAt(json, 'group') ?? '',
    resource: stringAt(json, 'resource') ?? '',
    namespace: stringAt(json, 'namespace') ?? '',
    name: stringAt(json, 'name') ?? '',
  }
}

function readPolicy(json: Json): CompiledPolicy {
  const policy = kubeObject('control.kubestellar.io/v1alpha1', 'BindingPolicy', json)
  return compilePolicy({ ...policy, spec: valueAt(json, 'spec') ?? null })
}

function workloadObject(json: Json): KubeObject {
  const apiVersion = apiVersionOf(stringAt(json, 'group') ?? '', stringAt(json, 'version') ?? '')
  return kubeObject(apiVersion, stringAt(json, 'kind') ?? '', json)
}

function kubeObject(apiVersion: string, kind: string, json: Json): KubeObject {
  const metadata = { name: stringAt(json, 'name') ?? '', labels: memberOf(json, 'labels') ?? {} }
  return { apiVersion, kind, metadata }
}
