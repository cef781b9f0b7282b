import {
  annotationsOf,
  type CombinedStatus,
  compareUtf8,
  describeId,
  type KubeObject,
  labelsOf,
  names,
  type ObjectId,
  type Outcome,
  stringAt,
  validateCombinedStatus,
} from '@downsync/core'

/** What StatusCollectors found of one object in the WECs of one Binding. */
export type Collected = Readonly<{
  object: ObjectId
  /** The name of the Binding, which is that of its policy. */
  binding: string
  results: CombinedStatus['results']
  /** The CombinedStatus that holds them (COL-10). */
  combined: KubeObject
}>

/** What was collected, by object and then by Binding. */
export function collectedIn(outcome: Outcome): readonly Collected[] {
  return [...outcome.combined]
    .flatMap(([, combined]) => collectedOf(combined))
    .sort(
      (a, b) => compareUtf8(describeId(a.object), describeId(b.object)) || compareUtf8(a.binding, b.binding),
    )
}

function collectedOf(combined: KubeObject): readonly Collected[] {
  const read = validateCombinedStatus(combined)
  if (!read.ok) return []
  const { labels } = names
  // NAM-1: where the label is a shortened value, the value stands in the annotation of the same key.
  const textOf = (key: string) =>
    stringAt(annotationsOf(combined), key) ?? stringAt(labelsOf(combined), key) ?? ''
  const object = {
    group: textOf(labels.combinedGroup),
    resource: textOf(labels.combinedResource),
    namespace: textOf(labels.combinedNamespace),
    name: textOf(labels.combinedName),
  }
  return [{ object, binding: textOf(labels.combinedBinding), results: read.value.results, combined }]
}
