import {
  type Action,
  annotationsOf,
  applyActions,
  editOf,
  labelsOf,
  labelValueFor,
  nameOf,
  names,
  type Ref,
  type Snapshot,
  type Space,
  stringAt,
  withEvents,
} from '@downsync/core'
import { creationOf } from './creation.ts'

/** Namespaces that every server has. */
export const OWN_NAMESPACES: readonly string[] = ['default', 'kube-system']

const WRAPPED = { group: 'work.open-cluster-management.io', resource: 'manifestworks' }
const INVENTORY = { group: names.INVENTORY_GROUP, resource: 'managedclusters' }

/** The world with what every server has, and with what the inventory makes: a mailbox for each ManagedCluster (CLU-4). */
export function withOwnNamespaces(snapshot: Snapshot): Snapshot {
  const mailboxes = [...snapshot.objects('its', INVENTORY)].map(nameOf)
  const missing = [
    ...OWN_NAMESPACES.map((name) => namespaceRef('wds', name)),
    ...[...OWN_NAMESPACES, ...mailboxes].map((name) => namespaceRef('its', name)),
  ].filter((ref) => snapshot.get(ref) === undefined)
  const made = applyActions(snapshot, missing.map(creationOfNamespace))
  return missing.some(({ space, name }) => space === 'wds' && name === 'kube-system')
    ? withKnownIdentity(made)
    : made
}

// WRP-6: without the kube-system that they name, wrapped objects that were read from an ITS would all look like another WDS's.
function withKnownIdentity(snapshot: Snapshot): Snapshot {
  const label = labelValueFor(snapshot.wdsName)
  for (const wrapped of snapshot.objects('its', WRAPPED)) {
    const uid = stringAt(annotationsOf(wrapped), names.annotations.originWdsId)
    if (uid === undefined || stringAt(labelsOf(wrapped), names.labels.originWds) !== label) continue
    const events = editOf(snapshot, (world) => {
      world.update<{ metadata: { uid: string } }>(namespaceRef('wds', 'kube-system'), ({ metadata }) => {
        metadata.uid = uid
      })
    })
    return withEvents(snapshot, events)
  }
  return snapshot
}

function namespaceRef(space: Space, name: string): Ref {
  return { space, group: '', resource: 'namespaces', namespace: '', name }
}

function creationOfNamespace(ref: Ref): Action {
  return creationOf(ref, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ref.name } })
}
