import type { JsonObject } from '@downsync/core'
import { apply, get, jsonPatch, mergePatch, post, put, remove, scenario, theme, untold } from '../scenario.ts'
import {
  CLAIMS,
  CONFIG_MAPS,
  CORE,
  claim,
  configMap,
  JOBS,
  job,
  LEASES,
  lease,
  podTemplate,
} from './objects.ts'

// Requests as the parts of the system send them.

const manifestWork = (name: string, manifests: readonly JsonObject[]): JsonObject => ({
  apiVersion: '$group/v1',
  kind: 'ManifestWork',
  metadata: { name, labels: { 'transport.kubestellar.io/originWdsName': 'wds1' } },
  spec: { workload: { manifests } },
})
const WORKS = '/apis/$group/v1/namespaces/$ns/manifestworks'
const works: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'manifestworks.$group' },
  spec: {
    group: '$group',
    names: { plural: 'manifestworks', kind: 'ManifestWork' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  workload: {
                    type: 'object',
                    properties: {
                      manifests: {
                        type: 'array',
                        items: {
                          type: 'object',
                          'x-kubernetes-embedded-resource': true,
                          'x-kubernetes-preserve-unknown-fields': true,
                        },
                      },
                    },
                  },
                },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
}
const conditions = (status: string) => [
  {
    type: 'Applied',
    status,
    reason: 'AppliedManifestWorkComplete',
    message: 'm',
    lastTransitionTime: '2020-01-01T00:00:00Z',
    observedGeneration: 1,
  },
]
const SHARD = `${WORKS}/shard-0`
const now = '2020-01-01T00:00:00.000000Z'

export const ourSystem = theme(
  'our-system',
  scenario(
    'mailboxes',
    untold(
      post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', works),
      get(WORKS, { until: { code: 200 } }),
    ),
    post(WORKS, manifestWork('shard-0', [configMap('a'), { apiVersion: 'v1', kind: 'Secret' }]), {
      label: 'made',
    }),
    jsonPatch(
      SHARD,
      [
        { op: 'replace', path: '/metadata/resourceVersion', value: '{{made:metadata.resourceVersion}}' },
        { op: 'replace', path: '/spec/workload/manifests/0', value: configMap('a', { k: 'w' }) },
        { op: 'add', path: '/spec/workload/manifests/1', value: configMap('b') },
      ],
      { label: 'patched' },
    ),
    jsonPatch(SHARD, [
      { op: 'replace', path: '/metadata/resourceVersion', value: '{{made:metadata.resourceVersion}}' },
      { op: 'remove', path: '/spec/workload/manifests/0' },
    ]),
    jsonPatch(SHARD, [
      { op: 'replace', path: '/metadata/uid', value: 'another' },
      { op: 'remove', path: '/spec/workload/manifests/0' },
    ]),
    jsonPatch(SHARD, [
      { op: 'test', path: '/metadata/uid', value: '{{made:metadata.uid}}' },
      { op: 'replace', path: '/metadata/uid', value: '{{made:metadata.uid}}' },
      { op: 'replace', path: '/metadata/resourceVersion', value: '{{patched:metadata.resourceVersion}}' },
      { op: 'remove', path: '/spec/workload/manifests/2' },
    ]),
    mergePatch(`${SHARD}/status?fieldManager=agent`, { status: { conditions: conditions('False') } }),
    mergePatch(`${SHARD}/status?fieldManager=agent`, { status: { conditions: conditions('True') } }),
    mergePatch(SHARD, {
      metadata: { finalizers: ['cluster.open-cluster-management.io/manifest-work-cleanup'] },
    }),
    remove(SHARD, { preconditions: { uid: '{{made:metadata.uid}}' } }),
    post(WORKS, manifestWork('shard-0', [])),
    jsonPatch(SHARD, [{ op: 'remove', path: '/metadata/finalizers' }]),
    get(SHARD),
    post(WORKS, { ...manifestWork('shard-1', [{ kind: 'NoVersion' }]) }),
    post(WORKS, {
      ...manifestWork('shard-2', [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels: { a: 'not valid' } } },
      ]),
    }),
  ),
  scenario(
    'Jobs and claims by apply',
    apply(
      `${JOBS}/j`,
      'fieldManager=work-agent&force=true',
      job('j', { spec: { template: podTemplate('j', { restartPolicy: 'Never' }) } }),
    ),
    apply(
      `${JOBS}/j`,
      'fieldManager=work-agent&force=true',
      job('j', { spec: { template: podTemplate('j', { restartPolicy: 'Never' }) } }),
    ),
    apply(
      `${JOBS}/j`,
      'fieldManager=work-agent&force=true',
      job('j', { spec: { parallelism: 2, template: podTemplate('j', { restartPolicy: 'Never' }) } }),
    ),
    apply(
      `${JOBS}/j`,
      'fieldManager=work-agent&force=true',
      job('j', { spec: { template: podTemplate('j', { restartPolicy: 'OnFailure' }) } }),
    ),
    put(`${JOBS}/j`, job('j', { spec: { template: podTemplate('j', { restartPolicy: 'Never' }) } })),
    apply(
      `${CLAIMS}/c`,
      'fieldManager=work-agent&force=true',
      claim('c', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
    ),
    apply(
      `${CLAIMS}/c`,
      'fieldManager=work-agent&force=true',
      claim('c', {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
      }),
    ),
    apply(
      `${CLAIMS}/c`,
      'fieldManager=work-agent&force=true',
      claim('c', { spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } } }),
    ),
    put(
      `${CLAIMS}/c`,
      claim('c', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
    ),
    get(`${CLAIMS}/c`),
  ),
  scenario(
    'leases',
    post(
      LEASES,
      lease('l', {
        spec: {
          holderIdentity: 'me',
          leaseDurationSeconds: 15,
          acquireTime: now,
          renewTime: now,
          leaseTransitions: 0,
        },
      }),
      { label: 'made' },
    ),
    put(
      `${LEASES}/l`,
      lease(
        'l',
        { spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2020-01-01T00:00:01.5Z' } },
        { resourceVersion: '{{made:metadata.resourceVersion}}' },
      ),
    ),
    put(
      `${LEASES}/l`,
      lease(
        'l',
        { spec: { holderIdentity: 'you' } },
        { resourceVersion: '{{made:metadata.resourceVersion}}' },
      ),
    ),
    mergePatch(`${LEASES}/l`, { spec: { renewTime: '2020-01-01T00:00:02Z' } }),
    mergePatch(`${LEASES}/l`, { spec: { renewTime: 'soon' } }),
    mergePatch(`${LEASES}/l`, { spec: { leaseDurationSeconds: 0 } }),
    post(LEASES, lease('m')),
  ),
  scenario(
    'tokens and reviews',
    post(`${CORE}/serviceaccounts`, { metadata: { name: 'agent' } }),
    post(`${CORE}/serviceaccounts/agent/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 3600 },
    }),
    post(`${CORE}/serviceaccounts/agent/token`, { spec: {} }),
    post(`${CORE}/serviceaccounts/agent/token`, { spec: { expirationSeconds: 5 } }),
    post(`${CORE}/serviceaccounts/missing/token`, { spec: {} }),
    post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      spec: { resourceAttributes: { namespace: '$ns', verb: 'get', resource: 'pods' } },
    }),
    post(
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      { spec: { resourceAttributes: { namespace: '$ns', verb: 'get', resource: 'pods' } } },
      { as: 'bob' },
    ),
    post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      spec: { user: 'bob', nonResourceAttributes: { path: '/apis', verb: 'get' } },
    }),
    post('/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: 'nonsense' } }),
    post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { as: 'bob' }),
  ),
  scenario(
    'labels of single objects',
    untold(post(CONFIG_MAPS, configMap('c', {}, { labels: { user: 'own' } }), { label: 'made' })),
    mergePatch(`${CONFIG_MAPS}/c`, { metadata: { labels: { 'kubestellar.io/executing-count': '1' } } }),
    mergePatch(`${CONFIG_MAPS}/c`, { metadata: { labels: { 'kubestellar.io/executing-count': null } } }),
    mergePatch(`${CONFIG_MAPS}/c`, { metadata: { uid: '{{made:metadata.uid}}', labels: { a: 'b' } } }),
    mergePatch(`${CONFIG_MAPS}/c`, { metadata: { uid: 'another', labels: { a: 'c' } } }),
    mergePatch(`${CONFIG_MAPS}/c`, {
      metadata: { uid: 'another', resourceVersion: '1', labels: { a: 'c' } },
    }),
  ),
)
