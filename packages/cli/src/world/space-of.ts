import { groupOf, type KubeObject, nameOf, names, namespaceOf, type Space } from '@downsync/core'

const OCM = 'open-cluster-management.io'

/** What tells the mailboxes among the Namespaces. */
export type SpaceHints = Readonly<{
  /** Names of ManagedClusters. */
  wecs: ReadonlySet<string>
  /** Namespaces that workload objects are in: such a one is no mailbox, even if a cluster has its name. */
  workloadNamespaces: ReadonlySet<string>
}>

/** The space that an object belongs to: inventory, mailboxes and what is in them to the ITS, all else to the WDS. */
export function spaceOf(object: KubeObject, { wecs, workloadNamespaces }: SpaceHints): Space {
  const name = nameOf(object)
  if (isInventory(object)) return 'its'
  if (object.apiVersion !== 'v1') return 'wds'
  if (object.kind === 'ConfigMap') return namespaceOf(object) === names.PROPERTIES_NAMESPACE ? 'its' : 'wds'
  if (object.kind !== 'Namespace') return 'wds'
  return name === names.PROPERTIES_NAMESPACE || (wecs.has(name) && !workloadNamespaces.has(name))
    ? 'its'
    : 'wds'
}

/** Whether an object is of a kind that only an ITS has. */
export function isInventory({ apiVersion, kind }: KubeObject): boolean {
  const group = groupOf(apiVersion)
  return (
    group === OCM || group.endsWith(`.${OCM}`) || (group === names.CONTROL_GROUP && kind === 'WorkStatus')
  )
}
