import { type Json, type JsonObject, type KubeObject, labelsOf, type ObjectId } from '@downsync/core'
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

type Named = Readonly<{ name: string; labels?: JsonObject }>
type WorkloadObject = Named &
  Readonly<{ group: string; version: string; resource: string; kind: string; namespace?: string }>
type Invalid = Readonly<{ path: string; error?: string }>
/** One line of selection.jsonl: a snapshot, and what follows for each of its policies. */
export type SelectionCase = Readonly<{
  clusters: readonly Named[]
  objects: readonly WorkloadObject[]
  policies: readonly Readonly<{ name: string; spec: JsonObject }>[]
  expect: Readonly<Record<string, Json>>
  invalid?: Readonly<Record<string, readonly Invalid[]>>
}>

/** What the rules say of a snapshot, in the form of `expect`: stage by stage, every object against every policy. */
export function answersOf({ clusters, objects, policies }: SelectionCase): Map<string, Json> {
  const inventory = clusters.map((cluster) =>
    objectOf('cluster.open-cluster-management.io/v1', 'ManagedCluster', cluster),
  )
  return new Map(
    policies.map(({ name, spec }): [string, Json] => {
      const policy = compilePolicy(policyOf(name, spec))
      if (!policy.valid) return [name, { valid: false }]
      const destinations = selectWecs(policy, inventory)
      return [name, { valid: true, destinations, workload: workloadOf(policy, objects) }]
    }),
  )
}

/** The selectors and clauses that are invalid, in the form of `invalid`: by policy, in the order of the spec. */
export function invalidOf({ policies }: SelectionCase): Map<string, readonly Invalid[]> {
  const faulty = policies.map(({ name, spec }): [string, readonly Invalid[]] => [
    name,
    compilePolicy(policyOf(name, spec)).faults.map(({ code, path, message }) => {
      if (code !== 'SelectorInvalid') return { path }
      // The vectors name the selector, a fault the requirement in it.
      return { path: path.replace(/(Selectors\[\d+\]).*$/, '$1'), error: message }
    }),
  ])
  return new Map(faulty.filter(([, found]) => found.length > 0))
}

function workloadOf(policy: CompiledPolicy, objects: readonly WorkloadObject[]): readonly JsonObject[] {
  const selected = objects.flatMap((object, index) => {
    const id = idOf(object)
    if (!isWorkload(id)) return []
    const subject = subjectOf(id, kubeObject(object), viewOf(id.namespace, objects))
    const { sure } = matchPolicy(policy, subject)
    return sure === undefined
      ? []
      : [{ id, version: object.version, entry: { object: index, ...asked(sure) } }]
  })
  const sorted = selected.toSorted(compareEntries)
  const isNamespaced = ({ id }: Ordered) => id.namespace !== ''
  return [...sorted.filter((one) => !isNamespaced(one)), ...sorted.filter(isNamespaced)].map(
    ({ entry }) => entry,
  )
}

function asked(modulation: Modulation): JsonObject {
  return Object.fromEntries(
    Object.entries(modulation).filter(([, value]) => (typeof value === 'boolean' ? value : value.length > 0)),
  )
}

function viewOf(namespace: string, objects: readonly WorkloadObject[]): NamespaceView {
  const found = objects.find(
    ({ group, resource, name }) => group === '' && resource === 'namespaces' && name === namespace,
  )
  return found === undefined ? { kind: 'absent' } : { kind: 'labels', labels: labelsOf(kubeObject(found)) }
}

function idOf({ group, resource, namespace = '', name }: WorkloadObject): ObjectId {
  return { group, resource, namespace, name }
}

function kubeObject(object: WorkloadObject): KubeObject {
  const apiVersion = object.group === '' ? object.version : `${object.group}/${object.version}`
  return objectOf(apiVersion, object.kind, object)
}

function objectOf(apiVersion: string, kind: string, { name, labels = {} }: Named): KubeObject {
  return { apiVersion, kind, metadata: { name, labels } }
}

function policyOf(name: string, spec: JsonObject): KubeObject {
  return { apiVersion: 'control.kubestellar.io/v1alpha1', kind: 'BindingPolicy', metadata: { name }, spec }
}
