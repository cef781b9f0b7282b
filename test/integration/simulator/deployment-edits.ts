import type { JsonObject } from '@downsync/core'
import { change, create, type Edit, relabelPod, remove, removePods, says, until } from './edit.ts'
import { retemplate, template, unpullable } from './templates.ts'

const selector = { matchLabels: { app: 'web' } }
const web = (spec: JsonObject): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { selector, ...spec },
})
const edit = (what: string, spec: JsonObject): Edit => change('Deployment', 'web', what, { spec })
const rolling = (maxSurge: number | string, maxUnavailable: number | string): JsonObject => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
})
const recreate = { strategy: { type: 'Recreate', rollingUpdate: null } }

export const deploymentEdits: readonly Edit[] = [
  create('Deployment', web({ replicas: 3, template: template('web', '1') }), 'three replicas'),
  edit('scale up', { replicas: 5 }),
  edit('another image', { template: retemplate('web', '2') }),
  edit('scale down', { replicas: 2 }),
  edit('pause', { paused: true }),
  edit('another image while paused', { template: retemplate('web', '3') }),
  edit('scale up while paused', { replicas: 4 }),
  edit('resume', { paused: false }),
  edit('an image that cannot be pulled', { template: unpullable('web', '4') }),
  edit('scale up while stuck', { replicas: 10 }),
  edit('scale down while stuck', { replicas: 6 }),
  edit('another broken image while stuck', { template: unpullable('web', '5') }),
  edit('pause while stuck', { paused: true }),
  edit('scale while stuck and paused', { replicas: 9 }),
  edit('resume while stuck', { paused: false }),
  edit('back to the image that worked', { template: retemplate('web', '3') }),
  edit('no surge', { ...rolling(0, 1), template: retemplate('web', '6') }),
  edit('all surge', { ...rolling('100%', 0), template: retemplate('web', '7') }),
  edit('Recreate', { ...recreate, template: retemplate('web', '8') }),
  edit('Recreate with a broken image', { template: unpullable('web', '9') }),
  edit('Recreate, mended', { template: retemplate('web', '10') }),
  edit('rolling again, little history', { ...rolling('25%', '25%'), revisionHistoryLimit: 1 }),
  edit('another image, history goes', { template: retemplate('web', '11') }),
  removePods('web', 'first'),
  removePods('web', 'all'),
  until(
    edit('ready for a second', { minReadySeconds: 1, replicas: 3, template: retemplate('web', '12') }),
    says('Deployment', 'web', 'Progressing', 'NewReplicaSetAvailable'),
  ),
  until(
    edit('a deadline, and Pods that never get ready', {
      progressDeadlineSeconds: 2,
      template: retemplate('web', '13', 'never-ready'),
    }),
    says('Deployment', 'web', 'Progressing', 'ProgressDeadlineExceeded'),
  ),
  until(
    edit('mended after the deadline', { template: retemplate('web', '14') }),
    says('Deployment', 'web', 'Progressing', 'NewReplicaSetAvailable'),
  ),
  edit('no deadline', { progressDeadlineSeconds: 2 ** 31 - 1 }),
  edit('a deadline again', { progressDeadlineSeconds: 600, minReadySeconds: 0 }),
  relabelPod('web', { app: 'elsewhere' }, 'is taken out'),
  relabelPod('elsewhere', { app: 'web' }, 'is put back'),
  edit('scale to nothing', { replicas: 0 }),
  edit('another image at nothing', { template: retemplate('web', '15') }),
  edit('scale up from nothing', { replicas: 4 }),
  edit('Pods that crash', { template: retemplate('web', '16', 'crash') }),
  edit('mended', { template: retemplate('web', '17') }),
  remove('Deployment', 'web', 'Orphan'),
  create('Deployment', web({ replicas: 4, template: template('web', '17') }), 'takes in what it left'),
  remove('Deployment', 'web', 'Foreground'),
]
