import { apply, get, jsonPatch, mergePatch, post, put, scenario, theme, untold } from '../scenario.ts'
import { CONFIG_MAPS, configMap, DEPLOYMENTS, deployment, WIDGETS, widget, withWidgets } from './objects.ts'

const A = `${CONFIG_MAPS}/a`
const D = `${DEPLOYMENTS}/d`
const W = `${WIDGETS}/w`
const by = (path: string, manager: string) => `${path}?fieldManager=${manager}`

export const managedFields = theme(
  'managed',
  scenario(
    'by creates and updates',
    post(by(CONFIG_MAPS, 'one'), configMap('a', { k: 'v', l: 'm' }, { labels: { x: 'y' } })),
    put(by(A, 'two'), configMap('a', { k: 'w', l: 'm' }, { labels: { x: 'y' }, annotations: { n: 'o' } })),
    put(by(A, 'one'), configMap('a', { k: 'x' }, { labels: { x: 'z' } })),
    put(by(A, 'three'), configMap('a', { k: 'x' }, { finalizers: ['x.io/a', 'x.io/b'] })),
    mergePatch(by(A, 'four'), { metadata: { finalizers: ['x.io/a'], labels: { q: 'r' } } }),
    mergePatch(by(A, 'four'), { metadata: { finalizers: null } }),
    mergePatch(by(A, 'five'), {
      metadata: {
        ownerReferences: [{ apiVersion: 'nothing.example.com/v1', kind: 'Nothing', name: 'x', uid: 'y' }],
      },
    }),
    mergePatch(by(A, 'one'), { data: null }),
    post(CONFIG_MAPS, configMap('no-agent'), { headers: { 'user-agent': '' } }),
    post(CONFIG_MAPS, configMap('agent'), { headers: { 'user-agent': 'Mozilla/5.0 (X11) nothing' } }),
    post(by(CONFIG_MAPS, 'dry').concat('&dryRun=All'), configMap('dry')),
  ),
  scenario(
    'edited by hand',
    untold(post(CONFIG_MAPS, configMap('a'), { label: 'made' })),
    mergePatch(by(A, 'x'), { metadata: { managedFields: [{}] } }),
    mergePatch(by(A, 'x'), { data: { k: 'new' } }),
    mergePatch(by(A, 'y'), { metadata: { managedFields: [] } }),
    jsonPatch(by(A, 'y'), [{ op: 'remove', path: '/metadata/managedFields' }]),
    jsonPatch(by(A, 'y'), [{ op: 'replace', path: '/metadata/managedFields', value: [{}] }]),
    mergePatch(by(A, 'z'), { data: { k: 'z' } }),
    post(
      CONFIG_MAPS,
      configMap(
        'b',
        {},
        {
          managedFields: [
            {
              manager: 'me',
              operation: 'Update',
              apiVersion: 'v1',
              time: '2026-01-01T00:00:00Z',
              fieldsType: 'FieldsV1',
              fieldsV1: { 'f:data': {} },
            },
          ],
        },
      ),
    ),
    put(
      by(A, 'w'),
      configMap(
        'a',
        { k: 'z' },
        {
          managedFields: [
            {
              manager: 'me',
              operation: 'Update',
              apiVersion: 'v1',
              time: '2026-01-01T00:00:00Z',
              fieldsType: 'FieldsV1',
              fieldsV1: { 'f:data': {} },
            },
          ],
        },
      ),
    ),
    put(
      by(A, 'w'),
      configMap('a', { k: 'z' }, { managedFields: [{ manager: 'me', operation: 'Nonsense' }] }),
    ),
  ),
  scenario(
    'of Deployments',
    post(by(DEPLOYMENTS, 'one'), deployment('d', { replicas: 2 })),
    mergePatch(by(D, 'two'), { spec: { replicas: 3, template: { spec: { nodeSelector: { a: 'b' } } } } }),
    mergePatch(by(`${D}/status`, 'three'), {
      status: {
        replicas: 1,
        conditions: [
          { type: 'Available', status: 'True' },
          { type: 'Progressing', status: 'True' },
        ],
      },
    }),
    mergePatch(by(`${D}/status`, 'four'), {
      status: {
        conditions: [
          { type: 'Available', status: 'False' },
          { type: 'Progressing', status: 'True' },
        ],
      },
    }),
    jsonPatch(by(D, 'five'), [
      {
        op: 'add',
        path: '/spec/template/spec/containers/-',
        value: {
          name: 'side',
          image: 'x',
          env: [{ name: 'A', value: 'b' }],
          ports: [{ containerPort: 80 }],
          volumeMounts: [{ name: 'v', mountPath: '/v' }],
        },
      },
      { op: 'add', path: '/spec/template/spec/volumes', value: [{ name: 'v', emptyDir: {} }] },
    ]),
    jsonPatch(by(D, 'six'), [
      { op: 'replace', path: '/spec/template/spec/containers/1/env/0/value', value: 'c' },
    ]),
    jsonPatch(by(D, 'six'), [{ op: 'remove', path: '/spec/template/spec/containers/1/env' }]),
  ),
  scenario(
    'of custom resources',
    withWidgets(),
    post(
      by(WIDGETS, 'one'),
      widget('w', {
        mode: 'a',
        tags: ['t', 'u'],
        plain: ['p'],
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 'two' },
        ],
        labels: { k: 'v' },
        exact: { a: '1' },
        inner: {},
        any: { x: { y: [1, 2] } },
      }),
    ),
    mergePatch(by(W, 'two'), {
      spec: { tags: ['u', 'w'], plain: ['q'], labels: { l: 'm' }, exact: { b: '2' } },
    }),
    mergePatch(by(W, 'two'), { spec: { ports: [{ name: 'b', port: 3 }, { name: 'c' }] } }),
    mergePatch(by(W, 'three'), { spec: { inner: { other: 'x' }, any: { x: { y: [1] }, z: {} } } }),
    mergePatch(by(W, 'three'), { spec: { inner: null, any: null } }),
    mergePatch(by(`${W}/status`, 'four'), { status: { phase: 'x', list: [1] } }),
    mergePatch(by(`${W}/status`, 'four'), { status: { phase: 'y' } }),
    apply(W, 'fieldManager=two&force=true', widget('w', { mode: 'a' })),
    get(W),
  ),
)
