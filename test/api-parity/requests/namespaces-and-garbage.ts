import {
  get,
  jsonPatch,
  mergePatch,
  post,
  put,
  remove,
  type Step,
  scenario,
  theme,
  untold,
} from '../scenario.ts'
import {
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  namespace,
  REPLICA_SETS,
  replicaSet,
} from './objects.ts'

const SPACES = '/api/v1/namespaces'
const INNER = `${SPACES}/$ns-inner`
const gone = { until: { code: 404 } }
const owner = (label: string, more = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: `{{${label}:metadata.name}}`,
  uid: `{{${label}:metadata.uid}}`,
  ...more,
})
const owned = (name: string, ...owners: ReturnType<typeof owner>[]): Step =>
  post(CONFIG_MAPS, configMap(name, {}, { ownerReferences: owners }))
const at = (name: string) => `${CONFIG_MAPS}/${name}`

export const namespacesAndGarbage = theme(
  'garbage',
  scenario(
    'life of a namespace',
    post(SPACES, namespace('$ns-inner', {}, { labels: { a: 'b' }, annotations: { c: 'd' } })),
    post(SPACES, namespace('$ns-inner')),
    get(INNER),
    mergePatch(INNER, { metadata: { labels: { a: 'c' } } }),
    mergePatch(INNER, { metadata: { labels: { 'kubernetes.io/metadata.name': 'other' } } }),
    mergePatch(INNER, { metadata: { labels: null } }),
    mergePatch(INNER, { spec: { finalizers: [] } }),
    mergePatch(`${INNER}/status`, { status: { phase: 'Terminating' } }),
    untold(
      post(`${INNER}/configmaps`, configMap('free')),
      post(`${INNER}/configmaps`, configMap('held', {}, { finalizers: ['x.io/hold'] })),
    ),
    remove(INNER),
    get(`${INNER}/configmaps/free`, gone),
    get(`${INNER}/configmaps/held`, {
      until: { at: { path: ['metadata', 'deletionGracePeriodSeconds'], is: 0 } },
    }),
    get(INNER, {
      until: { at: { path: ['status', 'conditions', '4', 'type'], is: 'NamespaceFinalizersRemaining' } },
    }),
    remove(INNER),
    post(`${INNER}/configmaps`, configMap('late')),
    mergePatch(INNER, { metadata: { labels: { late: 'yes' } } }),
    untold(mergePatch(`${INNER}/configmaps/held`, { metadata: { finalizers: null } })),
    get(INNER, gone),
    post(SPACES, namespace('$ns-inner')),
  ),
  scenario(
    'namespaces and their mistakes',
    post(SPACES, namespace('Not-A-Name')),
    post(SPACES, namespace('a.b')),
    post(SPACES, namespace('$ns-x', { spec: { finalizers: ['x.io/mine'] } })),
    get(`${SPACES}/$ns-x`),
    remove(`${SPACES}/$ns-x`),
    put(`${SPACES}/$ns-x/finalize`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: '$ns-x' },
      spec: {},
    }),
    remove(`${SPACES}/default`),
    remove(`${SPACES}/kube-system`),
    remove(`${SPACES}/missing`),
    remove(`${SPACES}/$ns-x`, { preconditions: { uid: 'another' } }),
    get(`${SPACES}/default`),
    post(`${SPACES}?dryRun=All`, namespace('$ns-dry')),
    mergePatch(`${SPACES}/missing/status`, { status: {} }),
  ),
  scenario(
    'owners in the background',
    untold(
      post(CONFIG_MAPS, configMap('one'), { label: 'one' }),
      post(CONFIG_MAPS, configMap('two'), { label: 'two' }),
      owned('of-one', owner('one')),
      owned('of-both', owner('one'), owner('two')),
    ),
    remove(at('one'), { propagationPolicy: 'Background' }),
    get(at('of-one'), gone),
    get(at('of-both'), { until: { at: { path: ['metadata', 'ownerReferences', '1'], is: undefined } } }),
    remove(at('two')),
    get(at('of-both'), gone),
  ),
  scenario(
    'owners in the foreground',
    untold(
      post(CONFIG_MAPS, configMap('one'), { label: 'one' }),
      post(
        CONFIG_MAPS,
        configMap(
          'blocking',
          {},
          {
            ownerReferences: [owner('one', { blockOwnerDeletion: true })],
            finalizers: ['x.io/hold'],
          },
        ),
      ),
      owned('free', owner('one')),
    ),
    remove(at('one'), { propagationPolicy: 'Foreground' }),
    get(at('free'), gone),
    get(at('blocking'), { until: { at: { path: ['metadata', 'deletionGracePeriodSeconds'], is: 0 } } }),
    get(at('one')),
    untold(mergePatch(at('blocking'), { metadata: { finalizers: null } })),
    get(at('one'), gone),
  ),
  scenario(
    'orphans',
    untold(
      post(CONFIG_MAPS, configMap('one'), { label: 'one' }),
      owned('orphan', owner('one', { controller: true })),
    ),
    remove(at('one'), { propagationPolicy: 'Orphan' }),
    get(at('one'), gone),
    get(at('orphan'), { until: { at: { path: ['metadata', 'ownerReferences'], is: undefined } } }),
    untold(
      post(CONFIG_MAPS, configMap('two'), { label: 'two' }),
      owned('second', owner('two', { uid: 'never-was' })),
    ),
    get(at('second'), gone),
    get(at('two')),
  ),
  scenario(
    'of workload',
    untold(
      post(DEPLOYMENTS, deployment('d'), { label: 'd' }),
      post(
        REPLICA_SETS,
        replicaSet(
          'd',
          {},
          {
            ownerReferences: [
              {
                apiVersion: 'apps/v1',
                kind: 'Deployment',
                name: 'd',
                uid: '{{d:metadata.uid}}',
                controller: true,
                blockOwnerDeletion: true,
              },
            ],
          },
        ),
      ),
    ),
    remove(`${DEPLOYMENTS}/d`),
    get(`${REPLICA_SETS}/d`, gone),
    get(`${DEPLOYMENTS}/d`, gone),
    jsonPatch(`${DEPLOYMENTS}/d`, [{ op: 'remove', path: '/spec' }]),
  ),
)
