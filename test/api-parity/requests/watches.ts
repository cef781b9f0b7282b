import {
  collect,
  get,
  mergePatch,
  post,
  put,
  remove,
  scenario,
  send,
  theme,
  untold,
  watch,
} from '../scenario.ts'
import {
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  SECRETS,
  secret,
  WIDGETS,
  widget,
  withWidgets,
} from './objects.ts'

const A = `${CONFIG_MAPS}/a`
const mine = 'labelSelector=mine'
const label = { labels: { mine: 'yes' } }

export const watches = theme(
  'watches',
  scenario(
    'from a list on',
    untold(get(CONFIG_MAPS, { label: 'list' })),
    watch('all', `${CONFIG_MAPS}?watch=true&resourceVersion={{list:metadata.resourceVersion}}`),
    untold(
      post(CONFIG_MAPS, configMap('a')),
      put(A, configMap('a', { k: 'w' })),
      put(A, configMap('a', { k: 'w' })),
      mergePatch(A, { metadata: { finalizers: ['x.io/hold'] } }),
      remove(A),
      mergePatch(A, { metadata: { finalizers: null } }),
      post(CONFIG_MAPS, configMap('b')),
      remove(`${CONFIG_MAPS}/b`),
    ),
    collect('all', 7),
  ),
  scenario(
    'from the beginning',
    untold(post(CONFIG_MAPS, configMap('a', {}, label)), post(CONFIG_MAPS, configMap('b', {}, label))),
    watch('zero', `${CONFIG_MAPS}?watch=1&resourceVersion=0&${mine}`),
    watch('none', `${CONFIG_MAPS}?watch=true&${mine}`),
    watch('old', `/api/v1/watch/namespaces/$ns/configmaps?${mine}`),
    untold(mergePatch(A, { data: { now: 'changed' } })),
    collect('zero', 3),
    collect('none', 3),
    collect('old', 3),
  ),
  scenario(
    'entering and leaving a selector',
    untold(post(CONFIG_MAPS, configMap('a'), { label: 'made' })),
    watch('seen', `${CONFIG_MAPS}?watch=true&resourceVersion={{made:metadata.resourceVersion}}&${mine}`),
    watch(
      'one',
      `${CONFIG_MAPS}?watch=true&resourceVersion={{made:metadata.resourceVersion}}&fieldSelector=metadata.name%3Db`,
    ),
    untold(
      mergePatch(A, { metadata: { labels: { mine: 'yes' } } }),
      mergePatch(A, { data: { x: 'y' } }),
      mergePatch(A, { metadata: { labels: null } }),
      mergePatch(A, { data: { x: 'z' } }),
      post(CONFIG_MAPS, configMap('b', {}, label)),
      mergePatch(A, { metadata: { labels: { mine: 'again' } } }),
      remove(A),
      remove(`${CONFIG_MAPS}/b`),
    ),
    collect('seen', 7),
    collect('one', 2),
  ),
  scenario(
    'of fields that change',
    untold(
      post(
        '/api/v1/namespaces/$ns/pods',
        {
          metadata: { name: 'p' },
          spec: { containers: [{ name: 'c', image: 'i' }] },
        },
        { label: 'made' },
      ),
    ),
    watch(
      'running',
      '/api/v1/namespaces/$ns/pods?watch=true&resourceVersion={{made:metadata.resourceVersion}}&fieldSelector=status.phase%3DRunning',
    ),
    untold(
      mergePatch('/api/v1/namespaces/$ns/pods/p/status', { status: { phase: 'Running' } }),
      mergePatch('/api/v1/namespaces/$ns/pods/p/status', { status: { phase: 'Failed' } }),
    ),
    collect('running', 2),
  ),
  scenario(
    'of custom resources',
    withWidgets(),
    untold(get(WIDGETS, { label: 'list' })),
    watch('all', `${WIDGETS}?watch=true&resourceVersion={{list:metadata.resourceVersion}}`),
    untold(
      post(WIDGETS, widget('w')),
      mergePatch(`${WIDGETS}/w/status`, { status: { phase: 'x' } }),
      mergePatch(`${WIDGETS}/w`, { spec: { size: 9 } }),
      remove(`${WIDGETS}/w`),
    ),
    collect('all', 4),
  ),
  scenario(
    'of Deployments and Secrets',
    untold(get(DEPLOYMENTS, { label: 'list' })),
    watch('deployments', `${DEPLOYMENTS}?watch=true&resourceVersion={{list:metadata.resourceVersion}}`),
    watch('secrets', `${SECRETS}?watch=true&resourceVersion={{list:metadata.resourceVersion}}`),
    untold(
      post(DEPLOYMENTS, deployment('d')),
      mergePatch(`${DEPLOYMENTS}/d`, { spec: { replicas: 2 } }),
      mergePatch(`${DEPLOYMENTS}/d/status`, { status: { observedGeneration: 2 } }),
      remove(`${DEPLOYMENTS}/d`, { propagationPolicy: 'Background' }),
      post(SECRETS, secret('s', { stringData: { a: 'b' } })),
    ),
    collect('deployments', 4),
    collect('secrets', 1),
  ),
  scenario(
    'that end by themselves',
    watch('short', `${CONFIG_MAPS}?watch=true&timeoutSeconds=1&${mine}`),
    collect('short', 99),
    untold(get(CONFIG_MAPS, { label: 'list' })),
    watch(
      'marked',
      `${CONFIG_MAPS}?watch=true&timeoutSeconds=5&allowWatchBookmarks=true&resourceVersion={{list:metadata.resourceVersion}}&${mine}`,
      { withBookmarks: true },
    ),
    collect('marked', 1),
  ),
  scenario(
    'that are refused',
    get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&resourceVersion=x`),
    get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&labelSelector=%21%21`),
    get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&fieldSelector=data.k%3Dv`),
    get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&sendInitialEvents=true`),
    get(
      `${CONFIG_MAPS}?watch=true&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
    ),
    get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&resourceVersionMatch=Exact&resourceVersion=5`),
    get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&continue=x`),
    get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1`, { as: 'bob' }),
    get(`${CONFIG_MAPS}?watch=true&resourceVersion=999999999&timeoutSeconds=1`),
    send('GET', `${CONFIG_MAPS}/a?watch=true&timeoutSeconds=1`),
    get('/api/v1/namespaces/$ns/nothings?watch=true&timeoutSeconds=1'),
  ),
)
