import { get, mergePatch, post, scenario, theme, untold } from '../scenario.ts'
import {
  CONFIG_MAPS,
  CRDS,
  configMap,
  container,
  DAEMON_SETS,
  DEPLOYMENTS,
  daemonSet,
  deployment,
  JOBS,
  job,
  LEASES,
  lease,
  PODS,
  pod,
  podTemplate,
  REPLICA_SETS,
  replicaSet,
  SECRETS,
  SERVICES,
  STATEFUL_SETS,
  secret,
  service,
  statefulSet,
  WIDGETS,
  widget,
  widgetDefinition,
  widgetVersion,
  withWidgets,
} from './objects.ts'

// As kubectl asks.
const table = {
  headers: {
    accept:
      'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
  },
}
const metadataOnly = {
  headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json' },
}
const oneMetadata = {
  headers: { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' },
}
const mine = '?labelSelector=mine'
const label = { labels: { mine: '' } }

export const tables = theme(
  'tables',
  scenario(
    'of workload',
    untold(
      post(DEPLOYMENTS, deployment('d')),
      mergePatch(`${DEPLOYMENTS}/d/status`, {
        status: { replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1 },
      }),
      post(STATEFUL_SETS, statefulSet('d', { replicas: 2 })),
      post(DAEMON_SETS, daemonSet('d')),
      post(REPLICA_SETS, replicaSet('d')),
      post(JOBS, job('j', { spec: { template: podTemplate('j', { restartPolicy: 'Never' }) } })),
      post(PODS, pod('p', { spec: { containers: [container()] } })),
    ),
    get(DEPLOYMENTS, table),
    get(`${DEPLOYMENTS}/d`, table),
    get(STATEFUL_SETS, table),
    get(DAEMON_SETS, table),
    get(REPLICA_SETS, table),
    get(JOBS, table),
    get(PODS, table),
    get(`${DEPLOYMENTS}/missing`, table),
  ),
  scenario(
    'of the rest',
    untold(
      post(CONFIG_MAPS, configMap('c', { k: 'v', l: 'm' }, label)),
      post(SECRETS, secret('s', { stringData: { a: 'b' } })),
      post(
        SERVICES,
        service('s', {
          spec: {
            ports: [{ port: 80 }, { port: 443, name: 'tls', protocol: 'UDP' }].map((port, i) => ({
              name: `p${i}`,
              ...port,
            })),
          },
        }),
      ),
      post(LEASES, lease('l', { spec: { holderIdentity: 'me' } })),
    ),
    get(`${CONFIG_MAPS}${mine}`, table),
    get(`${CONFIG_MAPS}${mine}&includeObject=Object`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    }),
    get(`${CONFIG_MAPS}${mine}&includeObject=None`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    }),
    get(SECRETS, table),
    get(SERVICES, table),
    get(LEASES, table),
    get('/api/v1/namespaces/$ns', table),
    get(`${CONFIG_MAPS}${mine}`, metadataOnly),
    get(`${CONFIG_MAPS}/c`, oneMetadata),
  ),
  scenario(
    'of custom resources',
    withWidgets(
      widgetDefinition({
        versions: [
          widgetVersion('v1', {
            additionalPrinterColumns: [
              { name: 'Mode', type: 'string', jsonPath: '.spec.mode' },
              { name: 'Size', type: 'integer', jsonPath: '.spec.size', priority: 1, description: 'How big' },
              { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
            ],
          }),
        ],
      }),
    ),
    untold(post(WIDGETS, widget('w')), post(WIDGETS, widget('x', { mode: 'b', size: 7 }))),
    get(WIDGETS, table),
    get(`${WIDGETS}/w`, table),
    get(`${WIDGETS}/w`, oneMetadata),
    get(`${CRDS}/widgets.$group`, table),
  ),
  scenario(
    'that are not served',
    untold(post(CONFIG_MAPS, configMap('c'))),
    get(`${CONFIG_MAPS}/c`, { headers: { accept: 'application/yaml' } }),
    withWidgets(),
    untold(post(WIDGETS, widget('w'))),
    get(`${WIDGETS}/w`, { headers: { accept: 'application/vnd.kubernetes.protobuf' } }),
    get(`${WIDGETS}/w`, { headers: { accept: 'application/vnd.kubernetes.protobuf,application/json' } }),
    get(`${WIDGETS}/w`, { headers: { accept: 'application/json;as=Nonsense;v=v1;g=meta.k8s.io' } }),
    post(WIDGETS, widget('v'), { contentType: 'text/plain' }),
  ),
)
