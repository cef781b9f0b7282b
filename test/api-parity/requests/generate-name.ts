import { get, post, put, scenario, theme } from '../scenario.ts'
import { CONFIG_MAPS, configMap, SERVICES, WIDGETS, withWidgets } from './objects.ts'

const generated = (base: string, more = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { generateName: base, ...more },
})

export const generateName = theme(
  'generate-name',
  scenario(
    'of ConfigMaps',
    post(CONFIG_MAPS, generated('a-'), { label: 'made' }),
    get(`${CONFIG_MAPS}/{{made:metadata.name}}`),
    post(CONFIG_MAPS, generated('a-')),
    post(CONFIG_MAPS, generated('a-', { name: 'named' })),
    post(CONFIG_MAPS, generated('b'.repeat(80))),
    post(CONFIG_MAPS, generated('Not-')),
    post(CONFIG_MAPS, generated('ends.')),
    post(CONFIG_MAPS, generated('')),
    post(CONFIG_MAPS, generated('a-', { name: 'other' })),
    put(`${CONFIG_MAPS}/other`, configMap('other', {}, { generateName: 'changed-' })),
    post(`${CONFIG_MAPS}?dryRun=All`, generated('dry-')),
    post(SERVICES, { metadata: { generateName: '1a-' }, spec: { ports: [{ port: 80 }] } }),
  ),
  scenario(
    'of custom resources',
    withWidgets(),
    post(WIDGETS, {
      apiVersion: '$group/v1',
      kind: 'Widget',
      metadata: { generateName: 'w-' },
      spec: { mode: 'a' },
    }),
    post(WIDGETS, { apiVersion: '$group/v1', kind: 'Widget', metadata: {}, spec: { mode: 'a' } }),
  ),
)
