import {
  compareUtf8,
  idKey,
  type JsonObject,
  type KubeObject,
  listAt,
  type ObjectId,
  stringAt,
} from '@downsync/core'

/** OCM's `AppliedManifestResourceMeta`: an object that a work has made. */
export type AppliedResource = ObjectId &
  Readonly<{
    version: string
    /** `''`: it is about to be made, or may have been; whoever finds it then asks its owner references. */
    uid: string
  }>

/** What an AppliedManifestWork says that it has made; entries that name nothing are passed over. */
export function appliedResourcesOf(appliedWork: KubeObject): readonly AppliedResource[] {
  return listAt(appliedWork, 'status', 'appliedResources').flatMap((entry) => {
    const text = (key: string) => stringAt(entry, key) ?? ''
    const [resource, name, version] = [text('resource'), text('name'), text('version')]
    if (resource === '' || name === '' || version === '') return []
    return [{ group: text('group'), resource, namespace: text('namespace'), name, version, uid: text('uid') }]
  })
}

/** As it stands in the status. */
export function appliedResourceJson(entry: AppliedResource): JsonObject {
  const { group, resource, namespace, name, version, uid } = entry
  return { version, group, resource, name, namespace, uid }
}

/** OCM's order: group, version, resource, namespace, name, each bytewise. */
export function inAppliedOrder(entries: readonly AppliedResource[]): readonly AppliedResource[] {
  return [...entries].sort(
    (a, b) =>
      compareUtf8(a.group, b.group) ||
      compareUtf8(a.version, b.version) ||
      compareUtf8(a.resource, b.resource) ||
      compareUtf8(a.namespace, b.namespace) ||
      compareUtf8(a.name, b.name),
  )
}

/** The entries whose objects are in the other list no more, whatever the version. */
export function untracked(
  entries: readonly AppliedResource[],
  others: readonly ObjectId[],
): readonly AppliedResource[] {
  const tracked = new Set(others.map(idKey))
  return entries.filter((entry) => !tracked.has(idKey(entry)))
}
