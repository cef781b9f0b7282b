import {
  annotationsOf,
  equalJson,
  groupOf,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  objectOf,
  stringAt,
  withMember,
} from '@downsync/core'

/** Who owns what is applied, and whether this object is owned at all (orphaned ones are not). */
export type Ownership = Readonly<{ reference: JsonObject; isOwned: boolean }>

/**
 * The owners of an object once ours is among them, or is not: the list that stands there where nothing changes. One owner stands
 * for one name, kind and group.
 */
export function ownersWith(existing: KubeObject, { reference, isOwned }: Ownership): readonly Json[] {
  const owners = listAt(existing.metadata, 'ownerReferences')
  const isOurs = (owner: Json) =>
    stringAt(owner, 'name') === stringAt(reference, 'name') &&
    stringAt(owner, 'kind') === stringAt(reference, 'kind') &&
    groupOf(stringAt(owner, 'apiVersion') ?? '') === groupOf(stringAt(reference, 'apiVersion') ?? '')
  const ours = owners.filter(isOurs)
  const [first] = ours
  if (!isOwned) return ours.length === 0 ? owners : owners.filter((owner) => !isOurs(owner))
  if (first === undefined) return [...owners, reference]
  const isRight =
    ours.length === 1 &&
    ['apiVersion', 'uid'].every((key) => memberOf(first, key) === memberOf(reference, key))
  if (isRight) return owners
  return owners.flatMap((owner) => (owner === first ? [reference] : isOurs(owner) ? [] : [owner]))
}

/**
 * The metadata of an object after an update: labels and annotations are added and changed, never taken away, finalizers stay.
 * The very metadata that stands there where nothing changes.
 */
export function mergedMetadata(content: KubeObject, existing: KubeObject, ownership: Ownership): JsonObject {
  const parts = [
    { key: 'labels', there: labelsOf(existing), wanted: labelsOf(content) },
    { key: 'annotations', there: annotationsOf(existing), wanted: annotationsToSet(content, existing) },
  ]
  const merged = parts.reduce<JsonObject>((metadata, { key, there, wanted }) => {
    const entries = withEntries(there, wanted)
    return entries === there ? metadata : withMember(metadata, key, entries)
  }, existing.metadata)
  const owners = ownersWith(existing, ownership)
  const isSame = equalJson(owners, listAt(existing.metadata, 'ownerReferences'))
  return isSame ? merged : withMember(merged, 'ownerReferences', owners)
}

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'

/** Which StorageClass is the default is the WEC's affair. */
function annotationsToSet(content: KubeObject, existing: KubeObject): JsonObject {
  const annotations = annotationsOf(content)
  const isKept = content.kind === 'StorageClass' && Object.hasOwn(annotationsOf(existing), DEFAULT_CLASS)
  return isKept ? withMember(annotations, DEFAULT_CLASS, undefined) : annotations
}

function withEntries(there: JsonObject, added: JsonObject): JsonObject {
  const changed = Object.entries(added).filter(([key, value]) => !equalJson(memberOf(there, key), value))
  return changed.length === 0 ? there : objectOf([...Object.entries(there), ...changed])
}
