import { describe, expect, it } from 'vitest'
import { isWorkload } from './workload.ts'

describe('what is workload', () => {
  it.each([
    ['flowcontrol.apiserver.k8s.io', 'flowschemas'],
    ['discovery.k8s.io', 'endpointslices'],
    ['apiregistration.k8s.io', 'apiservices'],
    ['coordination.k8s.io', 'leases'],
    ['control.kubestellar.io', 'bindings'],
    ['', 'events'],
    ['events.k8s.io', 'events'],
    ['', 'nodes'],
    ['', 'endpoints'],
    ['storage.k8s.io', 'csinodes'],
    ['storage.k8s.io', 'csistoragecapacities'],
  ])('ID-2 never: %s %s', (group, resource) => {
    expect(isWorkload({ group, resource })).toBe(false)
    expect(isWorkload({ group, resource }, [group])).toBe(false)
  })

  it.each([
    ['', 'configmaps'],
    ['', 'namespaces'],
    ['apps', 'deployments'],
    ['storage.k8s.io', 'storageclasses'],
    ['example.com', 'events'],
    ['example.com', 'nodes'],
    ['constructor', 'toString'],
  ])('ID-2 an exclusion is by group and resource: %s %s is workload', (group, resource) => {
    expect(isWorkload({ group, resource })).toBe(true)
  })

  it('ID-3 an allow-list narrows, and always has CRDs', () => {
    expect(isWorkload({ group: 'apps', resource: 'deployments' }, ['apps'])).toBe(true)
    expect(isWorkload({ group: '', resource: 'configmaps' }, ['apps'])).toBe(false)
    expect(isWorkload({ group: '', resource: 'configmaps' }, ['apps', ''])).toBe(true)
    expect(
      isWorkload({ group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' }, ['apps']),
    ).toBe(true)
  })

  it('ID-3 an empty allow-list is none: it does not take every workload away', () => {
    expect(isWorkload({ group: 'apps', resource: 'deployments' }, [])).toBe(true)
  })
})
