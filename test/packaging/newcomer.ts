/** What a newcomer writes first: a policy, an object and a WEC in; the writes that follow out. JavaScript, and strict TypeScript too. */
const body = `
const { snapshot, problems } = snapshotOf({
  wdsName: 'wds1',
  now: '2026-01-01T00:00:00Z',
  wds: {
    resources: [
      { group: '', resource: 'namespaces', version: 'v1', kind: 'Namespace', namespaced: false, hasStatus: true, known: true },
      { group: '', resource: 'configmaps', version: 'v1', kind: 'ConfigMap', namespaced: true, hasStatus: false, known: true },
      { group: 'control.kubestellar.io', resource: 'bindingpolicies', version: 'v1alpha1', kind: 'BindingPolicy', namespaced: false, hasStatus: true, known: true },
      { group: 'control.kubestellar.io', resource: 'bindings', version: 'v1alpha1', kind: 'Binding', namespaced: false, hasStatus: true, known: true },
      { group: 'control.kubestellar.io', resource: 'customtransforms', version: 'v1alpha1', kind: 'CustomTransform', namespaced: false, hasStatus: true, known: true },
      { group: 'control.kubestellar.io', resource: 'statuscollectors', version: 'v1alpha1', kind: 'StatusCollector', namespaced: false, hasStatus: true, known: true },
      { group: 'control.kubestellar.io', resource: 'combinedstatuses', version: 'v1alpha1', kind: 'CombinedStatus', namespaced: true, hasStatus: true, known: true },
    ],
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'wds-uid', resourceVersion: '1' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'ns-uid', resourceVersion: '2' } },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace: 'shop', name: 'prices', uid: 'cm-uid', resourceVersion: '3', labels: { app: 'shop' } },
        data: { apple: '1' },
      },
      {
        apiVersion: 'control.kubestellar.io/v1alpha1',
        kind: 'BindingPolicy',
        metadata: {
          name: 'shop',
          uid: 'bp-uid',
          resourceVersion: '4',
          generation: 1,
          finalizers: ['bindingpolicy.kubestellar.io/kscontroller'],
        },
        spec: {
          clusterSelectors: [{ matchLabels: { region: 'eu' } }],
          downsync: [{ objectSelectors: [{ matchLabels: { app: 'shop' } }] }],
        },
      },
    ],
  },
  its: {
    resources: [
      { group: '', resource: 'namespaces', version: 'v1', kind: 'Namespace', namespaced: false, hasStatus: true, known: true },
      { group: '', resource: 'configmaps', version: 'v1', kind: 'ConfigMap', namespaced: true, hasStatus: false, known: true },
      { group: 'cluster.open-cluster-management.io', resource: 'managedclusters', version: 'v1', kind: 'ManagedCluster', namespaced: false, hasStatus: true, known: true },
      { group: 'work.open-cluster-management.io', resource: 'manifestworks', version: 'v1', kind: 'ManifestWork', namespaced: true, hasStatus: true, known: true },
      { group: 'control.kubestellar.io', resource: 'workstatuses', version: 'v1alpha1', kind: 'WorkStatus', namespaced: true, hasStatus: true, known: true },
    ],
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'wec1', uid: 'mailbox-uid', resourceVersion: '1' } },
      {
        apiVersion: 'cluster.open-cluster-management.io/v1',
        kind: 'ManagedCluster',
        metadata: { name: 'wec1', uid: 'mc-uid', resourceVersion: '2', labels: { region: 'eu' } },
      },
    ],
  },
})
const { actions } = plan(evaluate(snapshot, { transport: ocmTransport }))
const answer = [
  ...problems.map(({ code }) => code),
  ...actions.map(({ kind, ref }) => [kind, ref.space, ref.resource, ref.namespace, ref.name].join(' ')),
]
`

const imports = `import { evaluate, plan, snapshotOf } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
`

const requires = `const { evaluate, plan, snapshotOf } = require('@downsync/core')
const { ocmTransport } = require('@downsync/transport-ocm')
`

/** The same program, for each way to get at the packages. */
export const newcomer = {
  esm: `${imports}${body}console.log(JSON.stringify(answer))\n`,
  commonJs: `${requires}${body}console.log(JSON.stringify(answer))\n`,
  typescript: `${imports}${body}export const typed: readonly string[] = answer\n`,
  browser: `${imports}${body}globalThis.answer = JSON.stringify(answer)\n`,
}
