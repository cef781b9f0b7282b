import { get, post, scenario, strategicPatch, theme, untold } from '../scenario.ts'
import {
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  SERVICES,
  service,
  WIDGETS,
  widget,
  withWidgets,
} from './objects.ts'

const A = `${CONFIG_MAPS}/a`
const D = `${DEPLOYMENTS}/d`
const inPod = (spec: object) => ({ spec: { template: { spec: { ...spec } } } })
const env = (name: string, value: string) => ({ name, value })

export const strategic = theme(
  'strategic',
  scenario(
    'of ConfigMaps',
    untold(
      post(CONFIG_MAPS, configMap('a', { k: 'v', l: 'm' }, { finalizers: ['x.io/a'], labels: { x: 'y' } })),
    ),
    strategicPatch(A, { data: { k: 'w', l: null } }),
    strategicPatch(A, { data: { $patch: 'replace', only: 'this' } }),
    strategicPatch(A, { data: { $patch: 'delete' } }),
    strategicPatch(A, { metadata: { finalizers: ['x.io/b'] } }),
    strategicPatch(A, { metadata: { '$deleteFromPrimitiveList/finalizers': ['x.io/a'] } }),
    strategicPatch(A, {
      metadata: { finalizers: ['x.io/c', 'x.io/b'], '$setElementOrder/finalizers': ['x.io/c', 'x.io/b'] },
    }),
    strategicPatch(A, { metadata: { labels: { $retainKeys: ['z'], z: 'q' } } }),
    strategicPatch(A, { metadata: { labels: { $patch: 'nonsense' } } }),
    strategicPatch(A, { metadata: { resourceVersion: '1' } }),
    strategicPatch(A, {
      metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Namespace', name: 'n', uid: 'u' }] },
    }),
    strategicPatch(A, { metadata: { ownerReferences: [{ uid: 'u', $patch: 'delete' }] } }),
    strategicPatch(A, { data: { n: 7 } }),
    strategicPatch(A, { unknown: 1 }),
    strategicPatch(A, { $patch: 'replace', metadata: { name: 'a' } }),
    strategicPatch(A, []),
    strategicPatch(`${CONFIG_MAPS}/missing`, {}),
    get(A),
  ),
  scenario(
    'of Deployments',
    untold(
      post(
        DEPLOYMENTS,
        deployment('d', {
          template: {
            metadata: { labels: { app: 'd' } },
            spec: {
              containers: [
                {
                  name: 'a',
                  image: 'a',
                  env: [env('A', '1'), env('B', '2')],
                  args: ['x'],
                  ports: [{ containerPort: 80 }],
                },
                { name: 'b', image: 'b' },
              ],
              volumes: [{ name: 'v', emptyDir: {} }],
              tolerations: [{ key: 'k', operator: 'Exists' }],
            },
          },
        }),
      ),
    ),
    strategicPatch(D, inPod({ containers: [{ name: 'a', image: 'a:2' }] })),
    strategicPatch(D, inPod({ containers: [{ name: 'a', env: [env('B', '3'), env('C', '4')] }] })),
    strategicPatch(D, inPod({ containers: [{ name: 'a', env: [{ name: 'A', $patch: 'delete' }] }] })),
    strategicPatch(D, inPod({ containers: [{ name: 'a', args: ['y', 'z'] }] })),
    strategicPatch(
      D,
      inPod({
        containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'http' }, { containerPort: 81 }] }],
      }),
    ),
    strategicPatch(D, inPod({ containers: [{ name: 'c', image: 'c' }] })),
    strategicPatch(D, inPod({ containers: [{ name: 'b', $patch: 'delete' }] })),
    strategicPatch(D, inPod({ $setElementOrder: 1 })),
    strategicPatch(
      D,
      inPod({
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
        containers: [{ name: 'a', image: 'a:3' }],
      }),
    ),
    strategicPatch(D, inPod({ tolerations: [{ key: 'other', operator: 'Exists' }] })),
    strategicPatch(
      D,
      inPod({ volumes: [{ name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'c' } }] }),
    ),
    strategicPatch(D, inPod({ containers: [{ $patch: 'replace' }, { name: 'new', image: 'n' }] })),
    strategicPatch(D, inPod({ containers: [{ image: 'nameless' }] })),
    strategicPatch(D, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }),
    strategicPatch(D, {
      spec: {
        replicas: 3,
        template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } },
      },
    }),
    strategicPatch(`${D}/status`, {
      status: { replicas: 3, conditions: [{ type: 'Available', status: 'True' }] },
    }),
    strategicPatch(`${D}/status`, { status: { conditions: [{ type: 'Progressing', status: 'True' }] } }),
    strategicPatch(`${D}?fieldManager=me&dryRun=All`, { spec: { replicas: 9 } }),
    get(D),
  ),
  scenario(
    'of Services and custom resources',
    untold(
      post(SERVICES, service('s', { spec: { ports: [{ port: 80, name: 'a' }], selector: { a: 'b' } } })),
    ),
    strategicPatch(`${SERVICES}/s`, { spec: { ports: [{ port: 81, name: 'b' }] } }),
    strategicPatch(`${SERVICES}/s`, {
      spec: { ports: [{ port: 80, targetPort: 'http' }], selector: { c: 'd' } },
    }),
    strategicPatch(`${SERVICES}/s`, { spec: { ports: [{ port: 80, $patch: 'delete' }] } }),
    withWidgets(),
    untold(post(WIDGETS, widget('w'))),
    strategicPatch(`${WIDGETS}/w`, { spec: { size: 4 } }),
  ),
)
