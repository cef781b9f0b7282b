import { alone, get, scenario, theme } from '../scenario.ts'
import { withWidgets } from './objects.ts'

const aggregated = {
  headers: {
    accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json',
  },
}
const groups = [
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
]

export const discovery = theme(
  'discovery',
  alone(
    scenario(
      'documents',
      get('/api'),
      get('/api/'),
      get('/apis'),
      get('/api/v1'),
      get('/api/v9'),
      get('/apis/nothing.example.com'),
      get('/apis/nothing.example.com/v1'),
      get('/apis/apps/v9'),
      get('/api', aggregated),
      get('/apis', aggregated),
      get('/healthz'),
      get('/livez'),
      get('/readyz'),
      get('/readyz/ping'),
      get('/version'),
      get('/version/x'),
      get('/'),
    ),
  ),
  scenario('groups', ...groups.map((group) => get(`/apis/${group}`))),
  scenario(
    'resources',
    ...groups.map((group) => get(`/apis/${group}/${group === 'autoscaling' ? 'v2' : 'v1'}`)),
  ),
  scenario('custom resources', withWidgets(), get('/apis/$group'), get('/apis/$group/v1')),
)
