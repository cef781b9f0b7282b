import { names, policyRef, type Ref } from '@downsync/core'

/** The shapes that the demo's edits touch. */
export type Labelled = { metadata: { labels: Record<string, string> } }
export type Replicated = { spec: { replicas: number } }
export type Policy = { spec: { clusterSelectors: object[] } }
export type Removable = { metadata: { deletionTimestamp: string } }

/** The inventory object of a WEC. */
export function inventory(name: string): Ref {
  return { space: 'its', group: names.INVENTORY_GROUP, resource: 'managedclusters', namespace: '', name }
}

export function deployment(namespace: string, name: string): Ref {
  return { space: 'wds', group: 'apps', resource: 'deployments', namespace, name }
}

export const policy = policyRef
