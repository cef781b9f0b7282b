import type { JsonObject } from '@downsync/core'
import { change, create, type Edit, remove, removePods } from './edit.ts'
import { retemplate, template, unpullable } from './templates.ts'

const set = (name: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name },
  spec: { serviceName: name, selector: { matchLabels: { app: name } }, ...spec },
})
const claims = [
  {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
]
const db = (what: string, spec: JsonObject): Edit => change('StatefulSet', 'db', what, { spec })
const cache = (what: string, spec: JsonObject): Edit => change('StatefulSet', 'cache', what, { spec })
const partition = (ordinal: number): JsonObject => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: ordinal } },
})

export const statefulSetEdits: readonly Edit[] = [
  create(
    'StatefulSet',
    set('db', { replicas: 3, template: template('db', '1'), volumeClaimTemplates: claims }),
    'ordered',
  ),
  db('scale up', { replicas: 5 }),
  db('another image', { template: retemplate('db', '2') }),
  db('another image from a partition on', { ...partition(3), template: retemplate('db', '3') }),
  db('scale up above a partition', { replicas: 6 }),
  removePods('db', 'first'),
  db('no partition', partition(0)),
  db('an image that cannot be pulled', { template: unpullable('db', '4') }),
  db('back to the image that worked', { template: retemplate('db', '3') }),
  {
    what: 'delete the Pod that is stuck',
    do: async (stage) => {
      await stage.send('DELETE', '/api/v1/namespaces/default/pods/db-5')
    },
  },
  db('scale down', { replicas: 2 }),
  db('start elsewhere', { ordinals: { start: 1 } }),
  remove('StatefulSet', 'db'),
  create(
    'StatefulSet',
    set('cache', { replicas: 4, podManagementPolicy: 'Parallel', template: template('cache', '1') }),
    'parallel',
  ),
  cache('only on deletion', {
    updateStrategy: { type: 'OnDelete', rollingUpdate: null },
    template: retemplate('cache', '2'),
  }),
  removePods('cache', 'first'),
  cache('scale down', { replicas: 1 }),
  cache('little history', {
    revisionHistoryLimit: 0,
    updateStrategy: { type: 'RollingUpdate' },
    template: retemplate('cache', '3'),
  }),
  cache('scale to nothing', { replicas: 0 }),
  remove('StatefulSet', 'cache', 'Foreground'),
]
