import { CONTROL_API_VERSION } from '../api/index.ts'
import {
  annotationsOf,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  labelValueFor,
  listAt,
  memberOf,
  nameFor,
  nameOf,
  names,
  type ObjectId,
  objectOf,
  type Ref,
  refOf,
  stringAt,
  uidOf,
  withMember,
} from '../kube/index.ts'
import { cutResults } from './cut-results.ts'
import { COMBINED_STATUSES } from './refs.ts'
import type { CollectorResult } from './types.ts'

/** Whose results a CombinedStatus holds: of one workload object in the WECs of one Binding (COL-10). */
export type Combination = Readonly<{
  id: ObjectId
  object: KubeObject
  /** The name of the Binding, which is that of its policy. */
  binding: string
  /** Of the policy; of a user's own Binding: its uid. */
  authorUid: string
}>

/** Where the CombinedStatus stands: the name is made of uids, so that an object made anew gets another. */
export function combinedRef({
  id,
  objectUid,
  authorUid,
}: Readonly<{ id: ObjectId; objectUid: string; authorUid: string }>): Ref {
  const namespace = id.namespace === '' ? names.REPORT_NAMESPACE : id.namespace
  return refOf('wds', { ...COMBINED_STATUSES, namespace, name: nameFor(`${objectUid}.${authorUid}`) })
}

/**
 * The CombinedStatus as it is to be (COL-10, COL-13).
 * @param results in the order of their collectors' names
 * @param there what stands; what is not ours in it stays
 */
export function combinedStatusFor(
  combination: Combination,
  results: readonly CollectorResult[],
  there: KubeObject | undefined,
): KubeObject {
  const fresh = freshObject(combination)
  const cut = cutResults(results, fresh)
  if (there === undefined) return { ...fresh, results: cut }
  const labels = { ...labelsOf(there), ...labelsOf(fresh) }
  const annotations = { ...annotationsOf(there), ...annotationsOf(fresh) }
  const owners = ownersWith(listAt(there.metadata, 'ownerReferences'), ownerOf(combination))
  const metadata = [
    ['labels', labels],
    ['annotations', Object.keys(annotations).length === 0 ? undefined : annotations],
    ['ownerReferences', owners],
  ] as const
  return {
    ...there,
    metadata: metadata.reduce<JsonObject>(
      (made, [key, value]) => withMember(made, key, value),
      there.metadata,
    ),
    results: cut,
  }
}

/** The name of the Binding that a CombinedStatus says it belongs to, as its label has it; undefined: it is none of ours. */
export function bindingLabelOf(combined: KubeObject): string | undefined {
  return stringAt(labelsOf(combined), names.labels.combinedBinding)
}

/** The workload object that a CombinedStatus says it is about; what its labels do not say is empty. */
export function subjectOf(combined: KubeObject): ObjectId {
  const [labels, annotations] = [labelsOf(combined), annotationsOf(combined)]
  // NAM-1: where the label is a shortened value, the value stands in the annotation of the same key.
  const read = (key: string) => stringAt(annotations, key) ?? stringAt(labels, key) ?? ''
  return {
    group: read(names.labels.combinedGroup),
    resource: read(names.labels.combinedResource),
    namespace: read(names.labels.combinedNamespace),
    name: read(names.labels.combinedName),
  }
}

function freshObject(combination: Combination): KubeObject {
  const { id, object, binding, authorUid } = combination
  const { name, namespace } = combinedRef({ id, objectUid: uidOf(object), authorUid })
  const { labels } = names
  const full = [
    [labels.combinedGroup, id.group],
    [labels.combinedResource, id.resource],
    [labels.combinedNamespace, id.namespace],
    [labels.combinedName, id.name],
    [labels.combinedBinding, binding],
  ] as const
  const annotations = full.filter(([, value]) => labelValueFor(value) !== value)
  return {
    apiVersion: CONTROL_API_VERSION,
    kind: 'CombinedStatus',
    metadata: objectOf([
      ['name', name],
      ['namespace', namespace],
      ['labels', objectOf(full.map(([key, value]) => [key, labelValueFor(value)]))],
      ...(annotations.length === 0 ? [] : [['annotations', objectOf(annotations)] as const]),
      ['ownerReferences', [ownerOf(combination)]],
    ]),
  }
}

// A namespaced object may have an owner in its namespace, and a cluster-scoped one anywhere.
function ownerOf({ object }: Combination): JsonObject {
  return { apiVersion: object.apiVersion, kind: object.kind, name: nameOf(object), uid: uidOf(object) }
}

function ownersWith(there: readonly Json[], owner: JsonObject): readonly Json[] {
  const isOurs = (one: Json) => memberOf(one, 'uid') === owner['uid']
  const at = there.findIndex(isOurs)
  const others = there.filter((one) => !isOurs(one))
  return at < 0 ? [...others, owner] : others.toSpliced(at, 0, owner)
}
