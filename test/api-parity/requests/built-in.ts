import { get, jsonPatch, mergePatch, post, put, type Step, scenario, theme } from '../scenario.ts'
import {
  APPS,
  BATCH,
  CLAIMS,
  CORE,
  claim,
  container,
  DAEMON_SETS,
  DEPLOYMENTS,
  daemonSet,
  deployment,
  JOBS,
  job,
  PODS,
  pod,
  podTemplate,
  REPLICA_SETS,
  replicaSet,
  SERVICES,
  STATEFUL_SETS,
  service,
  statefulSet,
} from './objects.ts'

const NETWORKING = '/apis/networking.k8s.io/v1/namespaces/$ns'
const never = (name: string) => podTemplate(name, { restartPolicy: 'Never' })
const probe = { httpGet: { path: '/', port: 80 } }
const ports = [{ port: 80 }]
const all = (path: string, ...bodies: Parameters<typeof post>[1][]): readonly Step[] =>
  bodies.map((body) => post(path, body))

export const builtIn = theme(
  'built-in',
  scenario(
    'Deployments',
    ...all(
      DEPLOYMENTS,
      deployment('a'),
      deployment('b', { replicas: 0, strategy: { type: 'Recreate' }, revisionHistoryLimit: 3 }),
      deployment('c', { strategy: { rollingUpdate: { maxSurge: 1 } } }),
      deployment('d', { selector: { matchLabels: { app: 'other' } } }),
      deployment('d', { selector: null }),
      deployment('d', { selector: {} }),
      deployment('d', { replicas: -1 }),
      deployment('d', { template: { metadata: { labels: { app: 'd' } }, spec: {} } }),
      deployment('d', { template: podTemplate('d', { restartPolicy: 'Never' }) }),
      deployment('d', { template: podTemplate('d', { containers: [{ name: 'x' }] }) }),
      deployment('d', { template: podTemplate('d', { containers: [{ image: 'x' }] }) }),
      deployment('d', { template: podTemplate('d', { containers: [container(), container()] }) }),
      deployment('d', { template: podTemplate('d', { containers: [container('Bad Name')] }) }),
      deployment('d', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
      deployment('d', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
      deployment('d', { strategy: { type: 'Sideways' } }),
      deployment('d', { unknown: 1, template: podTemplate('d', { unknown: 2 }) }),
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' } },
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: {} },
    ),
    post(
      `${DEPLOYMENTS}?fieldValidation=Strict`,
      deployment('d', { unknown: 1, template: podTemplate('d', { unknown: 2 }) }),
    ),
    put(
      `${DEPLOYMENTS}/a`,
      deployment('a', { selector: { matchLabels: { app: 'b' } }, template: podTemplate('b') }),
    ),
    put(`${DEPLOYMENTS}/a`, deployment('a', { replicas: 2 })),
    put(`${DEPLOYMENTS}/a`, deployment('a')),
    mergePatch(`${DEPLOYMENTS}/a/status`, { status: { replicas: -1 } }),
    mergePatch(`${DEPLOYMENTS}/a/status`, { status: { readyReplicas: 5, replicas: 1 } }),
  ),
  scenario(
    'pods',
    ...all(
      PODS,
      pod('a', { spec: { containers: [container()] } }),
      pod('b', {
        spec: {
          containers: [
            container('main', {
              image: 'x@sha256:0',
              imagePullPolicy: 'Never',
              ports: [{ containerPort: 80 }],
              livenessProbe: probe,
              readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 },
              env: [
                { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
                { name: 'B', value: '' },
                { name: 'C', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
              ],
              resources: { requests: { cpu: '0.1', memory: '1024Mi' }, limits: { cpu: '200m' } },
              volumeMounts: [{ name: 'c', mountPath: '/c' }],
              lifecycle: { preStop: { exec: { command: ['x'] } } },
              securityContext: {},
            }),
          ],
          initContainers: [container('init', { image: 'latest' })],
          volumes: [
            { name: 'c', configMap: { name: 'c' } },
            { name: 's', secret: { secretName: 's' } },
            { name: 'e' },
            { name: 'p', projected: { sources: [{ serviceAccountToken: { path: 'x' } }] } },
            {
              name: 'd',
              downwardAPI: { items: [{ path: 'x', fieldRef: { fieldPath: 'metadata.labels' } }] },
            },
            { name: 'h', hostPath: { path: '/x' } },
          ],
          hostNetwork: true,
          tolerations: [{ key: 'k' }],
          securityContext: { runAsUser: 1 },
          serviceAccountName: 'default',
        },
      }),
      pod('c'),
      pod('c', { spec: { containers: [] } }),
      pod('c', { spec: { containers: [container()], restartPolicy: 'Sometimes' } }),
      pod('c', { spec: { containers: [container('main', { resources: { requests: { cpu: 'lots' } } })] } }),
      pod('c', { spec: { containers: [container('main', { ports: [{ containerPort: 0 }] })] } }),
      pod('c', {
        spec: { containers: [container('main', { volumeMounts: [{ name: 'x', mountPath: '/x' }] })] },
      }),
      pod('c', { spec: { containers: [container('main', { env: [{ value: 'x' }] })] } }),
    ),
    mergePatch(`${PODS}/a`, { spec: { containers: [container('main', { image: 'new' })] } }),
    jsonPatch(`${PODS}/a`, [{ op: 'replace', path: '/spec/containers/0/image', value: 'newer' }]),
    jsonPatch(`${PODS}/a`, [{ op: 'add', path: '/spec/nodeName', value: 'n' }]),
    mergePatch(`${PODS}/a/status`, {
      status: {
        phase: 'Running',
        podIP: '10.1.2.3',
        containerStatuses: [{ name: 'main', ready: true, restartCount: 0, image: 'newer', imageID: '' }],
      },
    }),
  ),
  scenario(
    'StatefulSets, DaemonSets, ReplicaSets',
    ...all(
      STATEFUL_SETS,
      statefulSet('a'),
      statefulSet('b', {
        volumeClaimTemplates: [
          {
            metadata: { name: 'v' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      }),
      statefulSet('c', { podManagementPolicy: 'Whenever' }),
      statefulSet('c', { selector: { matchLabels: { app: 'other' } } }),
      statefulSet('c', { updateStrategy: { type: 'OnDelete' }, serviceName: null }),
    ),
    mergePatch(`${STATEFUL_SETS}/a`, { spec: { serviceName: 'other' } }),
    mergePatch(`${STATEFUL_SETS}/a`, {
      spec: { replicas: 3, template: { metadata: { annotations: { a: 'b' } } } },
    }),
    ...all(
      DAEMON_SETS,
      daemonSet('a'),
      daemonSet('b', { updateStrategy: { type: 'OnDelete' } }),
      daemonSet('c', { selector: { matchLabels: { app: 'other' } } }),
    ),
    mergePatch(`${DAEMON_SETS}/a`, { spec: { selector: { matchLabels: { app: 'b' } } } }),
    ...all(
      REPLICA_SETS,
      replicaSet('a'),
      replicaSet('b', { template: null, selector: null }),
      replicaSet('c', { selector: { matchLabels: { app: 'other' } } }),
    ),
    mergePatch(`${REPLICA_SETS}/a`, { spec: { selector: { matchLabels: { app: 'b' } } } }),
    post(`${APPS}/controllerrevisions`, { metadata: { name: 'r' }, revision: 1, data: { any: 'thing' } }),
  ),
  scenario(
    'Jobs and CronJobs',
    ...all(
      JOBS,
      job('a', { spec: { template: never('a') } }),
      job('b', { spec: { template: podTemplate('b') } }),
      job('c', {
        spec: {
          template: never('c'),
          completions: 3,
          parallelism: 2,
          backoffLimit: 1,
          ttlSecondsAfterFinished: 5,
          completionMode: 'Indexed',
        },
      }),
      job('d', { spec: { template: never('d'), selector: { matchLabels: { app: 'd' } } } }),
      job('d', {
        spec: { template: never('d'), selector: { matchLabels: { app: 'd' } }, manualSelector: true },
      }),
      job('e', { spec: { template: never('e'), completions: -1 } }),
      job('e', { spec: {} }),
      job('e'),
      job('f', { spec: { template: never('f'), suspend: true } }),
    ),
    mergePatch(`${JOBS}/a`, { spec: { template: { spec: { restartPolicy: 'OnFailure' } } } }),
    mergePatch(`${JOBS}/a`, { spec: { completions: 5 } }),
    mergePatch(`${JOBS}/a`, { spec: { parallelism: 5, backoffLimit: 2 } }),
    mergePatch(`${JOBS}/a`, { spec: { selector: { matchLabels: { a: 'b' } } } }),
    mergePatch(`${JOBS}/a/status`, { status: { succeeded: 1, startTime: '2020-01-01T00:00:00Z' } }),
    ...all(
      `${BATCH}/cronjobs`,
      {
        metadata: { name: 'a' },
        spec: { schedule: '* * * * *', jobTemplate: { spec: { template: never('a') } } },
      },
      {
        metadata: { name: 'b' },
        spec: { schedule: 'nonsense', jobTemplate: { spec: { template: never('b') } } },
      },
      { metadata: { name: 'b' }, spec: { jobTemplate: { spec: { template: never('b') } } } },
      {
        metadata: { name: 'b' },
        spec: {
          schedule: '@hourly',
          concurrencyPolicy: 'Forbid',
          suspend: true,
          jobTemplate: { spec: { template: podTemplate('b') } },
        },
      },
    ),
  ),
  scenario(
    'Services',
    ...all(
      SERVICES,
      service('a', { spec: { selector: { app: 'a' }, ports } }),
      service('b', { spec: { clusterIP: 'None', ports, selector: { app: 'b' } } }),
      service('c', { spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 'http' }] } }),
      service('d', { spec: { type: 'ExternalName', externalName: 'example.com' } }),
      service('e', { spec: { type: 'LoadBalancer', ports } }),
      service('f', { spec: {} }),
      service('f'),
      service('f', { spec: { ports: [{ port: 80 }, { port: 81 }] } }),
      service('f', {
        spec: {
          ports: [
            { port: 80, name: 'a' },
            { port: 81, name: 'a' },
          ],
        },
      }),
      service('f', { spec: { type: 'Sideways', ports } }),
      service('f', { spec: { clusterIP: '1.2.3.4', ports } }),
      service('f', { spec: { clusterIP: 'nonsense', ports } }),
    ),
    mergePatch(`${SERVICES}/a`, { spec: { clusterIP: '192.0.2.1' } }),
    mergePatch(`${SERVICES}/a`, { spec: { ports: [{ port: 8080 }] } }),
    put(`${SERVICES}/a`, service('a', { spec: { selector: { app: 'b' }, ports } })),
    mergePatch(`${SERVICES}/a`, { spec: { type: 'NodePort' } }),
    mergePatch(`${SERVICES}/a/status`, { status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } }),
  ),
  scenario(
    'claims, accounts, quotas, limits',
    ...all(
      CLAIMS,
      claim('a', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
      claim('b', { spec: { resources: { requests: { storage: '1Gi' } } } }),
      claim('b', { spec: { accessModes: ['ReadWriteOnce'] } }),
      claim('b', { spec: { accessModes: ['Sideways'], resources: { requests: { storage: '1Gi' } } } }),
      claim('b'),
    ),
    mergePatch(`${CLAIMS}/a`, { spec: { accessModes: ['ReadWriteMany'] } }),
    mergePatch(`${CLAIMS}/a`, { spec: { resources: { requests: { storage: '500Mi' } } } }),
    mergePatch(`${CLAIMS}/a/status`, { status: { phase: 'Bound', capacity: { storage: '1Gi' } } }),
    ...all(
      `${CORE}/serviceaccounts`,
      { metadata: { name: 'a' } },
      { metadata: { name: 'b' }, automountServiceAccountToken: false, secrets: [{ name: 's' }] },
    ),
    post(`${CORE}/resourcequotas`, {
      metadata: { name: 'q' },
      spec: { hard: { pods: '10', 'requests.cpu': '1.50' } },
    }),
    post(`${CORE}/limitranges`, {
      metadata: { name: 'l' },
      spec: { limits: [{ type: 'Container', default: { cpu: '0.5' } }] },
    }),
    post(`${CORE}/endpoints`, {
      metadata: { name: 'e' },
      subsets: [{ addresses: [{ ip: '1.2.3.4' }], ports: [{ port: 80 }] }],
    }),
    post(`${CORE}/events`, {
      metadata: { name: 'ev' },
      involvedObject: { kind: 'Pod', name: 'x', namespace: '$ns' },
      reason: 'R',
      message: 'm',
      type: 'Normal',
    }),
    post(`${CORE}/replicationcontrollers`, {
      metadata: { name: 'rc' },
      spec: { selector: { app: 'rc' }, template: podTemplate('rc') },
    }),
    post(`${CORE}/podtemplates`, { metadata: { name: 't' }, template: podTemplate('t') }),
  ),
  scenario(
    'networking and others',
    ...all(
      `${NETWORKING}/ingresses`,
      {
        metadata: { name: 'a' },
        spec: {
          rules: [
            {
              host: 'x.example.com',
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: { service: { name: 's', port: { number: 80 } } },
                  },
                ],
              },
            },
          ],
        },
      },
      { metadata: { name: 'b' }, spec: {} },
      {
        metadata: { name: 'b' },
        spec: {
          rules: [
            { http: { paths: [{ path: '/', backend: { service: { name: 's', port: { number: 80 } } } }] } },
          ],
        },
      },
    ),
    post(`${NETWORKING}/networkpolicies`, {
      metadata: { name: 'a' },
      spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] },
    }),
    post(`${NETWORKING}/networkpolicies`, { metadata: { name: 'b' }, spec: { egress: [] } }),
    post('/apis/policy/v1/namespaces/$ns/poddisruptionbudgets', {
      metadata: { name: 'a' },
      spec: { minAvailable: 1, selector: { matchLabels: { a: 'b' } } },
    }),
    post('/apis/autoscaling/v2/namespaces/$ns/horizontalpodautoscalers', {
      metadata: { name: 'a' },
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } },
    }),
    post('/apis/discovery.k8s.io/v1/namespaces/$ns/endpointslices', {
      metadata: { name: 'a' },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['1.2.3.4'] }],
      ports: [{ port: 80 }],
    }),
    post('/apis/storage.k8s.io/v1/storageclasses', {
      metadata: { name: '$ns-a' },
      provisioner: 'example.com/p',
    }),
    post('/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: '$ns-a' }, value: 5 }),
    post('/apis/networking.k8s.io/v1/ingressclasses', {
      metadata: { name: '$ns-a' },
      spec: { controller: 'example.com/c' },
    }),
    post('/api/v1/persistentvolumes', {
      metadata: { name: '$ns-a' },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
    }),
    post('/api/v1/nodes', { metadata: { name: '$ns-a' } }),
    post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations?dryRun=All', {
      metadata: { name: '$ns-a' },
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { url: 'https://x.example.com' },
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    }),
    get('/api/v1/nodes/$ns-a'),
  ),
)
