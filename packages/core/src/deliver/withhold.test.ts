import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject, ObjectId } from '../kube/index.ts'
import { anyObject } from './clean.arbitrary.ts'
import { controlledBy, withheldBecause } from './withhold.ts'

const RBAC = 'rbac.authorization.k8s.io'

/** `configmaps kube-system/x`, `priorityclasses.scheduling.k8s.io system-y`: as a person writes an identity. */
function parseId(text: string): ObjectId {
  const [type = '', path = ''] = text.split(' ')
  const [resource = '', ...group] = type.split('.')
  const [first = '', second] = path.split('/')
  return {
    group: group.join('.'),
    resource,
    namespace: second === undefined ? '' : first,
    name: second ?? first,
  }
}

function objectWith(metadata: JsonObject, rest: JsonObject = {}): KubeObject {
  return { apiVersion: 'x/v1', kind: 'X', ...rest, metadata: { name: 'x', ...metadata } }
}

const isWithheld = (id: string, metadata: JsonObject = {}, rest: JsonObject = {}): boolean =>
  withheldBecause(objectWith(metadata, rest), parseId(id)) !== undefined

describe('withheldBecause', () => {
  it.each([
    'namespaces default',
    'namespaces kube-system',
    'namespaces kube-public',
    'namespaces kube-node-lease',
    'namespaces kubestellar-report',
    'configmaps shop/kube-root-ca.crt',
    'configmaps kube-system/extension-apiserver-authentication',
    'configmaps kube-system/kube-apiserver-legacy-service-account-token-tracking',
    'serviceaccounts shop/default',
    'services default/kubernetes',
    'priorityclasses.scheduling.k8s.io system-node-critical',
    'priorityclasses.scheduling.k8s.io system-',
    'ipaddresses.networking.k8s.io 10.96.0.1',
    'servicecidrs.networking.k8s.io kubernetes',
    'bindingpolicies.control.kubestellar.io p',
    'widgets.open-cluster-management.io w',
    'manifestworks.work.open-cluster-management.io wec1/w',
    'managedclusters.cluster.open-cluster-management.io wec1',
    'addons.deep.below.open-cluster-management.io a',
    'controlplanes.tenancy.kflex.kubestellar.org wds1',
  ])('DLV-1 withholds %s, and says so to a person', (id) => {
    expect(withheldBecause(objectWith({}), parseId(id))).toMatch(/^DLV-1: \w/)
  })

  it.each([
    'namespaces shop',
    'namespaces kube-system-extra',
    'namespaces.example.com default',
    'configmaps shop/settings',
    'configmaps shop/extension-apiserver-authentication',
    'serviceaccounts shop/robot',
    'services shop/kubernetes',
    'services default/web',
    'priorityclasses.scheduling.k8s.io high',
    'priorityclasses.example.com system-x',
    'ipaddresses.example.com 10.96.0.1',
    'servicecidrs.networking.k8s.io extra',
    'ingresses.networking.k8s.io shop/kubernetes',
    'widgets.kubestellar.io w',
    'widgets.my-control.kubestellar.io w',
    'widgets.notopen-cluster-management.io w',
    'widgets.kflex.kubestellar.org w',
    'widgets.below.tenancy.kflex.kubestellar.org w',
  ])('DLV-1 lets %s go', (id) => {
    expect(isWithheld(id)).toBe(false)
  })

  it.each(['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'])(
    'DLV-1 withholds %s that an API server makes, by the key of the label alone',
    (resource) => {
      const id = `${resource}.${RBAC} system:x`
      expect(isWithheld(id, { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } })).toBe(true)
      expect(isWithheld(id, { labels: { 'kubernetes.io/bootstrapping': '' } })).toBe(true)
      expect(isWithheld(id, { annotations: { 'kubernetes.io/bootstrapping': '' } })).toBe(false)
      expect(isWithheld(id)).toBe(false)
    },
  )

  it('DLV-1 takes that label for nothing on other objects', () => {
    expect(isWithheld('configmaps shop/a', { labels: { 'kubernetes.io/bootstrapping': '' } })).toBe(false)
  })

  it('DLV-1 withholds Secrets that are tokens for joining, by type', () => {
    expect(isWithheld('secrets shop/a', {}, { type: 'bootstrap.kubernetes.io/token' })).toBe(true)
    expect(isWithheld('secrets shop/a', {}, { type: 'kubernetes.io/service-account-token' })).toBe(false)
    expect(isWithheld('secrets shop/a', {}, { type: null })).toBe(false)
  })

  it.each([
    ['control.kubestellar.io', true],
    ['open-cluster-management.io', true],
    ['work.open-cluster-management.io', true],
    ['tenancy.kflex.kubestellar.org', true],
    ['example.com', false],
  ])('DLV-1 decides on CRDs by the group that they define: %s → %s', (group, withheld) => {
    const id = 'customresourcedefinitions.apiextensions.k8s.io x'
    expect(isWithheld(id, {}, { spec: { group } })).toBe(withheld)
  })

  it('P-3 is total, and citing the rule whenever it withholds', () => {
    const anyId = fc
      .constantFrom('secrets a/b', `roles.${RBAC} a/b`, 'customresourcedefinitions.apiextensions.k8s.io x')
      .map(parseId)
    fc.assert(
      fc.property(anyObject, anyId, (object, id) => {
        const because = withheldBecause(object, id)
        expect(because === undefined || because.includes('DLV-1')).toBe(true)
      }),
    )
  })
})

const controller = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: '7', controller: true }

const ownerOf = (id: string, ownerReferences: Json) =>
  controlledBy(objectWith({ ownerReferences }), parseId(id))

describe('controlledBy', () => {
  it.each(['pods shop/a', 'replicasets.apps shop/a', 'controllerrevisions.apps shop/a', 'jobs.batch shop/a'])(
    'DLV-1 names the controller owner of %s, in the same namespace',
    (id) => {
      expect(ownerOf(id, [{ ...controller, controller: false, name: 'other' }, controller])).toEqual({
        group: 'apps',
        kind: 'ReplicaSet',
        namespace: 'shop',
        name: 'web-1',
      })
    },
  )

  it.each([
    'deployments.apps shop/a',
    'pods.metrics.k8s.io shop/a',
    'configmaps shop/a',
    'jobs.example.com shop/a',
  ])('DLV-1 does not ask who owns %s', (id) => {
    expect(ownerOf(id, [controller])).toBeUndefined()
  })

  it.each<[string, Json]>([
    ['no owner', []],
    ['only owners that do not control', [{ ...controller, controller: false }]],
    ['an owner without a name', [{ ...controller, name: '' }]],
    ['an owner without a kind', [{ ...controller, kind: 7 }]],
    ['owners of a wrong type', 'x'],
    ['an owner of a wrong type', ['x', null]],
  ])('DLV-1 lets an object with %s go', (_, ownerReferences) => {
    expect(ownerOf('pods shop/a', ownerReferences)).toBeUndefined()
  })
})
