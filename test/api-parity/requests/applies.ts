import type { JsonObject } from '@downsync/core'
import { apply, get, mergePatch, post, scenario, send, theme, untold } from '../scenario.ts'
import {
  CONFIG_MAPS,
  configMap,
  container,
  DEPLOYMENTS,
  deployment,
  PODS,
  pod,
  SERVICES,
  service,
  WIDGETS,
  widget,
  withWidgets,
} from './objects.ts'

const A = `${CONFIG_MAPS}/a`
const D = `${DEPLOYMENTS}/d`
const W = `${WIDGETS}/w`
const me = 'fieldManager=me'
const you = 'fieldManager=you'
const partial = (apiVersion: string, kind: string, name: string, content: JsonObject): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...content,
})

export const applies = theme(
  'applies',
  scenario(
    'to ConfigMaps',
    apply(A, me, configMap('a', { k: 'v', l: 'm' }, { labels: { x: 'y' } })),
    apply(A, me, configMap('a', { k: 'v', l: 'm' }, { labels: { x: 'y' } })),
    apply(A, me, configMap('a', { k: 'w' }, { labels: { x: 'y' } })),
    apply(A, you, configMap('a', { k: 'z' })),
    apply(A, you, configMap('a', { k: 'z', m: 'n' }, { labels: { x: 'z' } })),
    apply(A, `${you}&force=true`, configMap('a', { k: 'z' })),
    apply(A, me, configMap('a', { own: 'o' })),
    apply(A, you, configMap('a', {})),
    apply(A, me, partial('v1', 'ConfigMap', 'a', {})),
    get(A),
    mergePatch(`${A}?fieldManager=third`, { data: { own: 'p', t: 'u' } }),
    apply(A, me, configMap('a', { own: 'q' })),
    apply(A, me, configMap('a', { own: 'p' })),
    apply(A, `${me}&dryRun=All`, configMap('a', { own: 'p', dry: 'run' })),
    apply(A, me, configMap('a', { t: 'u' }, { annotations: { a: 'b' }, finalizers: ['x.io/a'] })),
    apply(A, me, configMap('a', { t: 'u' })),
  ),
  scenario(
    'that are refused',
    untold(post(CONFIG_MAPS, configMap('a'), { label: 'made' })),
    apply(A, '', configMap('a')),
    apply(A, 'force=true', configMap('a')),
    apply(A, me, configMap('b')),
    apply(A, me, configMap('a', {}, { namespace: 'elsewhere' })),
    apply(A, me, configMap('a', {}, { managedFields: [] })),
    apply(A, me, configMap('a', {}, { managedFields: [{ manager: 'x' }] })),
    apply(A, me, { kind: 'ConfigMap', data: {} }),
    apply(A, me, { apiVersion: 'v1', data: {} }),
    apply(A, me, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }),
    apply(A, me, { ...configMap('a'), unknown: 1 }),
    apply(A, `${me}&fieldValidation=Strict`, { ...configMap('a'), unknown: 1 }),
    apply(A, me, configMap('a', { k: 7 })),
    apply(A, me, configMap('a', {}, { uid: 'another' })),
    apply(A, me, configMap('a', {}, { resourceVersion: '1' })),
    apply(A, me, configMap('a', { r: 'v' }, { resourceVersion: '{{made:metadata.resourceVersion}}' })),
    apply(`${CONFIG_MAPS}/n`, me, configMap('n', {}, { resourceVersion: '1' })),
    apply(`${CONFIG_MAPS}/n`, me, configMap('n', {}, { uid: 'x' })),
    apply(A, `${me}&force=perhaps`, configMap('a')),
    send('PATCH', `${A}?${me}`, {
      text: 'apiVersion: v1\nkind: ConfigMap\ndata: {k: yaml}\n',
      contentType: 'application/apply-patch+yaml',
    }),
    send('PATCH', `${A}?${me}`, { text: '', contentType: 'application/apply-patch+yaml' }),
    send('PATCH', `${A}?${me}`, { text: 'not: [a, mapping', contentType: 'application/apply-patch+yaml' }),
    mergePatch(`${A}?force=true`, { data: {} }),
    mergePatch('/api/v1/namespaces/nowhere/configmaps/x', { data: {} }),
    apply('/api/v1/namespaces/nowhere/configmaps/x', me, configMap('x')),
  ),
  scenario(
    'to Deployments',
    apply(D, me, deployment('d')),
    apply(D, me, deployment('d', { replicas: 2 })),
    mergePatch(`${D}?fieldManager=scaler`, { spec: { replicas: 5 } }),
    apply(D, me, deployment('d', { replicas: 2 })),
    apply(D, me, deployment('d')),
    apply(
      D,
      you,
      partial('apps/v1', 'Deployment', 'd', {
        spec: {
          template: {
            spec: {
              containers: [{ name: 'main', env: [{ name: 'A', value: 'b' }] }],
            },
          },
        },
      }),
    ),
    apply(
      D,
      you,
      partial('apps/v1', 'Deployment', 'd', {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'side',
                  image: 'x',
                  ports: [{ containerPort: 80 }, { containerPort: 81, name: 'b' }],
                },
              ],
            },
          },
        },
      }),
    ),
    apply(
      D,
      me,
      deployment('d', {
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [container('other')] } },
      }),
    ),
    apply(
      D,
      `${you}&force=true`,
      partial('apps/v1', 'Deployment', 'd', {
        spec: {
          template: { spec: { containers: [{ name: 'other', image: 'y' }] } },
        },
      }),
    ),
    apply(
      `${D}/status`,
      me,
      partial('apps/v1', 'Deployment', 'd', { status: { replicas: 1 }, spec: { replicas: 9 } }),
    ),
    apply(D, me, partial('apps/v1', 'Deployment', 'd', { status: { replicas: 7 } })),
    apply(
      D,
      'fieldManager=third',
      partial('apps/v1', 'Deployment', 'd', { spec: { selector: { matchLabels: { app: 'x' } } } }),
    ),
    apply(`${DEPLOYMENTS}/e`, me, partial('apps/v1', 'Deployment', 'e', { spec: { replicas: 1 } })),
    get(D),
  ),
  scenario(
    'to custom resources',
    withWidgets(),
    apply(
      W,
      me,
      widget('w', { mode: 'a', tags: ['t'], ports: [{ name: 'a', port: 1 }], labels: { a: 'b' } }),
    ),
    apply(W, you, widget('w', { mode: 'a', tags: ['u'], ports: [{ name: 'b' }], labels: { c: 'd' } })),
    apply(W, you, widget('w', { mode: 'b', exact: { a: 'x' } })),
    apply(W, `${you}&force=true`, widget('w', { mode: 'b', exact: { a: 'x' } })),
    apply(W, me, widget('w', { mode: 'b', exact: { b: 'y' }, plain: ['p'] })),
    apply(W, me, widget('w', { tags: ['t', 'v'], ports: [{ name: 'a', port: 2 }, { name: 'c' }] })),
    apply(W, me, widget('w', {})),
    apply(W, you, widget('w', { inner: { other: 'x' } })),
    apply(W, you, widget('w', { mode: 'b', inner: {} })),
    apply(W, you, widget('w', { mode: 'b', any: { list: [1, { x: 1 }], map: { a: 1 } } })),
    apply(W, 'fieldManager=third', widget('w', { any: { list: [1], map: { a: 2 } } })),
    apply(W, you, widget('w', { mode: 'b', unknown: 'field', perhaps: null })),
    apply(W, you, widget('w', { mode: 'b', tags: ['t', 't'] })),
    apply(W, you, widget('w', { mode: 'b', ports: [{ name: 'a' }, { name: 'a' }] })),
    apply(W, you, widget('w', { mode: 'b', ports: [{ port: 1 }] })),
    apply(W, you, widget('w', { mode: 7 })),
    apply(W, you, widget('w', 'text')),
    get(W),
  ),
  scenario(
    'to Pods and Services',
    apply(`${PODS}/p`, me, pod('p', { spec: { containers: [container()] } })),
    apply(`${PODS}/p`, me, pod('p', { spec: { containers: [container('main', { image: 'other' })] } })),
    apply(`${PODS}/p`, me, pod('p', { spec: { containers: [container()], nodeName: 'n' } })),
    apply(`${SERVICES}/s`, me, service('s', { spec: { selector: { a: 'b' }, ports: [{ port: 80 }] } })),
    apply(
      `${SERVICES}/s`,
      me,
      service('s', {
        spec: {
          selector: { a: 'c' },
          ports: [
            { port: 80, name: 'x' },
            { port: 443, name: 'y' },
          ],
        },
      }),
    ),
    apply(
      `${SERVICES}/s`,
      you,
      service('s', { spec: { ports: [{ port: 80, protocol: 'UDP', name: 'z' }] } }),
    ),
  ),
)
