import { get, mergePatch, post, put, remove, scenario, theme, untold } from '../scenario.ts'
import {
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  role,
  SECRETS,
  WIDGETS,
  withWidgets,
} from './objects.ts'

const RBAC = '/apis/rbac.authorization.k8s.io/v1'
const ROLES = `${RBAC}/namespaces/$ns/roles`
const BINDINGS = `${RBAC}/namespaces/$ns/rolebindings`
const group = 'rbac.authorization.k8s.io'
const binding = (name: string, roleName: string, more = {}) => ({
  apiVersion: `${group}/v1`,
  kind: 'RoleBinding',
  metadata: { name },
  roleRef: { apiGroup: group, kind: 'Role', name: roleName },
  subjects: [{ apiGroup: group, kind: 'User', name: 'bob' }],
  ...more,
})
const as = { as: 'bob' } as const
// A real server's authorizer learns of a new role a little later.
const allowed = { as: 'bob', until: { code: 200 } } as const

export const rights = theme(
  'rights',
  scenario(
    'refusals',
    get(CONFIG_MAPS, as),
    get(`${CONFIG_MAPS}/a`, as),
    post(CONFIG_MAPS, configMap('a'), as),
    put(`${CONFIG_MAPS}/a`, configMap('a'), as),
    mergePatch(`${CONFIG_MAPS}/a`, {}, as),
    remove(`${CONFIG_MAPS}/a`, undefined, as),
    remove(CONFIG_MAPS, undefined, as),
    get(`${CONFIG_MAPS}?watch=true`, as),
    get('/api/v1/namespaces', as),
    get('/api/v1/namespaces/$ns', as),
    get('/api/v1/nodes/x', as),
    mergePatch(`${DEPLOYMENTS}/d/status`, {}, as),
    mergePatch(`${DEPLOYMENTS}/d/scale`, {}, as),
    get('/api/v1/configmaps', as),
    get('/api/v1/namespaces/$ns/nothings', as),
    get('/apis/nothing.example.com/v1/things', as),
    get('/nowhere', as),
    get('/metrics', as),
    get('/readyz', as),
    get('/version', as),
    get('/apis', as),
  ),
  scenario(
    'without a known token',
    get(CONFIG_MAPS, { as: 'nobody' }),
    get(CONFIG_MAPS, { as: 'stranger' }),
    get('/readyz', { as: 'nobody' }),
    get('/readyz', { as: 'stranger' }),
    get('/apis', { as: 'nobody' }),
    post(CONFIG_MAPS, configMap('a'), { as: 'nobody' }),
    get(CONFIG_MAPS, { as: 'nobody', headers: { authorization: 'Basic eDp5' } }),
    get(CONFIG_MAPS, { as: 'nobody', headers: { authorization: 'Bearer' } }),
    get(CONFIG_MAPS, { as: 'nobody', headers: { authorization: 'bearer admin-token' } }),
  ),
  scenario(
    'roles',
    post(
      ROLES,
      role('reader', { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }] }),
    ),
    post(BINDINGS, binding('reader', 'reader')),
    get(`${CONFIG_MAPS}?labelSelector=none`, allowed),
    get(`${CONFIG_MAPS}/missing`, as),
    post(CONFIG_MAPS, configMap('a'), as),
    get(SECRETS, as),
    get('/api/v1/configmaps', as),
    mergePatch(`${BINDINGS}/reader`, { roleRef: { name: 'other' } }),
    mergePatch(`${BINDINGS}/reader`, { subjects: [] }),
    get(CONFIG_MAPS, { as: 'bob', until: { code: 403 } }),
    remove(`${ROLES}/reader`),
  ),
  scenario(
    'one name, subresources, all',
    untold(
      post(CONFIG_MAPS, configMap('mine')),
      post(DEPLOYMENTS, deployment('d')),
      post(
        ROLES,
        role('narrow', {
          rules: [
            {
              apiGroups: [''],
              resources: ['configmaps'],
              resourceNames: ['mine'],
              verbs: ['get', 'update', 'patch'],
            },
            { apiGroups: ['apps'], resources: ['deployments/status', 'deployments/scale'], verbs: ['*'] },
          ],
        }),
      ),
      post(BINDINGS, binding('narrow', 'narrow')),
    ),
    get(`${CONFIG_MAPS}/mine`, { ...allowed }),
    get(`${CONFIG_MAPS}/other`, as),
    get(CONFIG_MAPS, as),
    mergePatch(`${CONFIG_MAPS}/mine`, { data: { by: 'bob' } }, as),
    get(`${DEPLOYMENTS}/d`, as),
    mergePatch(`${DEPLOYMENTS}/d/status`, { status: { replicas: 1 } }, as),
    mergePatch(`${DEPLOYMENTS}/d/scale`, { spec: { replicas: 2 } }, as),
  ),
  scenario(
    'handing rights on',
    untold(
      post(ROLES, role('maker', { rules: [{ apiGroups: [group], resources: ['*'], verbs: ['*'] }] })),
      post(BINDINGS, binding('maker', 'maker')),
      get(`${ROLES}/maker`, allowed),
    ),
    post(ROLES, role('more', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] }), as),
    post(ROLES, role('same', { rules: [{ apiGroups: [group], resources: ['roles'], verbs: ['get'] }] }), as),
    post(BINDINGS, binding('more', 'maker'), as),
    post(BINDINGS, binding('missing', 'missing'), as),
  ),
  scenario(
    'mistakes',
    post(ROLES, role('a', { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: [] }] })),
    post(ROLES, role('a', { rules: [{ resources: ['configmaps'], verbs: ['get'] }] })),
    post(ROLES, role('a', { rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }] })),
    post(ROLES, role('A:odd_name')),
    post(BINDINGS, binding('a', '')),
    post(BINDINGS, binding('a', 'x', { roleRef: { apiGroup: group, kind: 'Thing', name: 'x' } })),
    post(BINDINGS, binding('a', 'x', { subjects: [{ kind: 'User' }] })),
    post(BINDINGS, binding('a', 'x', { subjects: [{ kind: 'ServiceAccount', name: 'x' }] })),
    post(
      BINDINGS,
      binding('b', 'x', {
        subjects: [
          { kind: 'ServiceAccount', name: 'x', namespace: 'y' },
          { kind: 'Group', name: 'g' },
        ],
      }),
    ),
    post(BINDINGS, binding('c', 'x', { roleRef: { kind: 'Role', name: 'x' } })),
    post(`${RBAC}/clusterrolebindings?dryRun=All`, { ...binding('d', 'x'), kind: 'ClusterRoleBinding' }),
    post(`${RBAC}/clusterroles?dryRun=All`, {
      ...role('$ns-a'),
      kind: 'ClusterRole',
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
    }),
  ),
  scenario(
    'custom resources',
    withWidgets(),
    get(WIDGETS, as),
    get(`${WIDGETS}/w/status`, as),
    get('/apis/$group/v1', as),
  ),
)
