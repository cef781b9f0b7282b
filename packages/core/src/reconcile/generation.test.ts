import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../kube/index.ts'
import { countedContent, hasGeneration, isBuiltInGroup, keepsGeneration } from './generation.ts'

/** Of which Kubernetes begins a generation (`PrepareForCreate` of each strategy), and of which it does not. */
const COUNTED = `
  pods podtemplates replicationcontrollers
  daemonsets.apps deployments.apps replicasets.apps statefulsets.apps
  cronjobs.batch jobs.batch
  poddisruptionbudgets.policy
  ingressclasses.networking.k8s.io ingresses.networking.k8s.io networkpolicies.networking.k8s.io
  endpointslices.discovery.k8s.io
  priorityclasses.scheduling.k8s.io
  deviceclasses.resource.k8s.io resourceslices.resource.k8s.io
  customresourcedefinitions.apiextensions.k8s.io
  flowschemas.flowcontrol.apiserver.k8s.io prioritylevelconfigurations.flowcontrol.apiserver.k8s.io
  mutatingadmissionpolicies.admissionregistration.k8s.io mutatingadmissionpolicybindings.admissionregistration.k8s.io
  mutatingwebhookconfigurations.admissionregistration.k8s.io
  validatingadmissionpolicies.admissionregistration.k8s.io validatingadmissionpolicybindings.admissionregistration.k8s.io
  validatingwebhookconfigurations.admissionregistration.k8s.io`
const NOT_COUNTED = `
  configmaps secrets services serviceaccounts namespaces persistentvolumes persistentvolumeclaims endpoints events
  limitranges resourcequotas nodes
  controllerrevisions.apps
  clusterroles.rbac.authorization.k8s.io rolebindings.rbac.authorization.k8s.io
  storageclasses.storage.k8s.io leases.coordination.k8s.io horizontalpodautoscalers.autoscaling
  apiservices.apiregistration.k8s.io certificatesigningrequests.certificates.k8s.io runtimeclasses.node.k8s.io
  events.events.k8s.io`
const GROUPS = `
  admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io apps authentication.k8s.io authorization.k8s.io
  autoscaling batch certificates.k8s.io coordination.k8s.io discovery.k8s.io events.k8s.io flowcontrol.apiserver.k8s.io
  internal.apiserver.k8s.io networking.k8s.io node.k8s.io policy rbac.authorization.k8s.io resource.k8s.io
  scheduling.k8s.io storage.k8s.io storagemigration.k8s.io`

const wordsOf = (text: string) => text.trim().split(/\s+/)

function resourceOf(word: string) {
  const [resource = '', ...group] = word.split('.')
  return { group: group.join('.'), resource }
}

const object = (metadata: KubeObject['metadata']): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Widget',
  metadata,
  spec: { size: 1 },
  status: { size: 1 },
})

describe('what an API server counts generations of', () => {
  it.each(wordsOf(COUNTED))('P-6a are %s', (word) => {
    expect(keepsGeneration(resourceOf(word))).toBe(true)
  })

  it.each(wordsOf(NOT_COUNTED))('P-6a are not %s', (word) => {
    expect(keepsGeneration(resourceOf(word))).toBe(false)
  })

  it('P-6a are all custom resources, whatever built-in one they share a name with', () => {
    for (const group of ['example.org', 'serving.knative.dev', 'apps.example.org', 'k8s.io'])
      for (const resource of ['widgets', 'services', 'configmaps'])
        expect(keepsGeneration({ group, resource })).toBe(true)
  })

  it.each(wordsOf(GROUPS))('P-6a a built-in group is %s, and no group within it', (group) => {
    expect(isBuiltInGroup(group)).toBe(true)
    expect(isBuiltInGroup(`x.${group}`)).toBe(false)
  })

  it('P-6a the core group is built in', () => {
    expect(isBuiltInGroup('')).toBe(true)
  })

  it('P-6a is what a server gave one to, too', () => {
    const services = { group: '', resource: 'services' }
    expect(hasGeneration(services, object({ name: 'a' }))).toBe(false)
    expect(hasGeneration(services, object({ name: 'a', generation: 1 }))).toBe(true)
    expect(hasGeneration({ group: 'example.org', resource: 'widgets' }, object({ name: 'a' }))).toBe(true)
  })

  it('RPT-6 is everything but metadata, and but a status of a subresource', () => {
    const { metadata: _, ...all } = object({ name: 'a' })
    const { status: __, ...content } = all
    expect(countedContent(object({ name: 'a' }), true)).toEqual(content)
    expect(countedContent(object({ name: 'a' }), false)).toEqual(all)
  })
})
