import { apply, get, jsonPatch, mergePatch, post, put, remove, scenario, theme, untold } from '../scenario.ts'
import {
  DEPLOYMENTS,
  deployment,
  REPLICA_SETS,
  replicaSet,
  STATEFUL_SETS,
  statefulSet,
  WIDGETS,
  widget,
  widgetDefinition,
  widgetVersion,
  withWidgets,
} from './objects.ts'

const scale = (name: string, replicas: number, metadata = {}) => ({
  apiVersion: 'autoscaling/v1',
  kind: 'Scale',
  metadata: { name, ...metadata },
  spec: { replicas },
})

export const scales = theme(
  'scale',
  ...(
    [
      ['Deployments', DEPLOYMENTS, deployment],
      ['StatefulSets', STATEFUL_SETS, statefulSet],
      ['ReplicaSets', REPLICA_SETS, replicaSet],
    ] as const
  ).map(([name, path, make]) =>
    scenario(
      `of ${name}`,
      untold(post(path, make('d'), { label: 'made' })),
      get(`${path}/d/scale`),
      put(`${path}/d/scale?fieldManager=scaler`, scale('d', 4)),
      get(`${path}/d`),
      mergePatch(`${path}/d/scale`, { spec: { replicas: 5 } }),
      put(`${path}/d/scale`, scale('d', 6, { resourceVersion: '{{made:metadata.resourceVersion}}' })),
    ),
  ),
  scenario(
    'and its mistakes',
    untold(post(DEPLOYMENTS, deployment('d'))),
    put(`${DEPLOYMENTS}/d/scale`, scale('d', -1)),
    put(`${DEPLOYMENTS}/d/scale`, scale('e', 1)),
    put(`${DEPLOYMENTS}/d/scale`, { spec: { replicas: 'x' } }),
    put(`${DEPLOYMENTS}/d/scale`, { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 1 } }),
    put(`${DEPLOYMENTS}/missing/scale`, scale('missing', 1)),
    get(`${DEPLOYMENTS}/missing/scale`),
    jsonPatch(`${DEPLOYMENTS}/d/scale`, [{ op: 'replace', path: '/spec/replicas', value: 2 }]),
    apply(`${DEPLOYMENTS}/d/scale`, 'fieldManager=me', scale('d', 3)),
    remove(`${DEPLOYMENTS}/d/scale`),
    mergePatch(`${DEPLOYMENTS}/d/scale`, { spec: { replicas: 7 } }, { as: 'bob' }),
    get(`${DEPLOYMENTS}/d`),
  ),
  scenario(
    'of custom resources',
    withWidgets(
      widgetDefinition({
        versions: [
          widgetVersion('v1', {
            subresources: {
              status: {},
              scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' },
            },
          }),
        ],
      }),
    ),
    untold(post(WIDGETS, widget('w'))),
    get(`${WIDGETS}/w/scale`),
    mergePatch(`${WIDGETS}/w/scale`, { spec: { replicas: 5 } }),
    put(`${WIDGETS}/w/scale`, scale('w', 6)),
    get(`${WIDGETS}/w`),
  ),
)
