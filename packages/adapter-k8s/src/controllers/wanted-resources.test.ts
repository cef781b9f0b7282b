import type { Settings, Space } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { describe, expect, it } from 'vitest'
import type { ServedResource } from '../discovery/types.ts'
import { wantedResources } from './wanted-resources.ts'

const CONTROL = 'control.kubestellar.io'

function served(at: string): ServedResource {
  const [resource = '', ...group] = at.split('.')
  return {
    group: group.join('.'),
    resource,
    version: 'v1',
    kind: 'Any',
    namespaced: true,
    hasStatus: false,
    verbs: ['list', 'watch'],
  }
}

/** Which of these are wanted; `in x` after those of which only a Namespace is. */
function wanted(
  space: Space,
  resources: readonly string[],
  apiGroups?: readonly string[],
): readonly string[] {
  const settings: Settings = { transport: ocmTransport, ...(apiGroups === undefined ? {} : { apiGroups }) }
  return resources.flatMap((at) => {
    const wish = wantedResources(settings)[space](served(at))
    if (wish === undefined) return []
    return [wish.namespace === undefined ? at : `${at} in ${wish.namespace}`]
  })
}

const control = [
  'bindingpolicies',
  'bindings',
  'customtransforms',
  'statuscollectors',
  'combinedstatuses',
].map((name) => `${name}.${CONTROL}`)

describe('which resources are read', () => {
  it('ID-2 are all that may be workload in the WDS, and the control objects', () => {
    const workload = ['configmaps', 'deployments.apps', 'widgets.example.com', 'events.example.com']
    const excluded = ['events', 'nodes', 'leases.coordination.k8s.io', `workstatuses.${CONTROL}`]
    expect(wanted('wds', [...workload, ...excluded, ...control])).toEqual([...workload, ...control])
  })

  it('ID-3 are those of some groups only, and the facts in any case', () => {
    const facts = ['namespaces', 'customresourcedefinitions.apiextensions.k8s.io']
    const others = ['configmaps', 'widgets.example.com']
    expect(wanted('wds', [...facts, ...others, 'deployments.apps', ...control], ['apps'])).toEqual([
      ...facts,
      'deployments.apps',
      ...control,
    ])
  })

  it('CUS-2 are the inventory, the mailboxes, reports and property ConfigMaps in the ITS, and nothing else', () => {
    const resources = [
      'namespaces',
      'managedclusters.cluster.open-cluster-management.io',
      'manifestworks.work.open-cluster-management.io',
      `workstatuses.${CONTROL}`,
    ]
    const others = ['secrets', 'deployments.apps', `bindings.${CONTROL}`, 'leases.coordination.k8s.io']
    expect(wanted('its', [...resources, 'configmaps', ...others])).toEqual([
      ...resources,
      'configmaps in customization-properties',
    ])
  })
})
