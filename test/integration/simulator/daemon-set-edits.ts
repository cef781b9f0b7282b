import type { JsonObject } from '@downsync/core'
import { change, create, type Edit, node, remove, removePods, together } from './edit.ts'
import { retemplate, template, unpullable } from './templates.ts'

const edit = (what: string, spec: JsonObject): Edit => change('DaemonSet', 'agent', what, { spec })
const rolling = (maxSurge: number | string, maxUnavailable: number | string): JsonObject => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
})
/** Not every change of a node makes kube-controller-manager look at its DaemonSets, as long as no scheduler has bound their Pods. */
const lookAgain = (historyLimit: number): Edit => edit('look again', { revisionHistoryLimit: historyLimit })
const agent: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent', '1') },
}

export const daemonSetEdits: readonly Edit[] = [
  together(node('a', 'add'), node('b', 'add'), create('DaemonSet', agent, 'two nodes')),
  node('c', 'add'),
  edit('another image', { template: retemplate('agent', '2') }),
  edit('with surge', { ...rolling(1, 0), template: retemplate('agent', '3') }),
  edit('two at a time', { ...rolling(0, '50%'), template: retemplate('agent', '4') }),
  removePods('agent', 'all'),
  together(node('b', { spec: { taints: [{ key: 'full', effect: 'NoSchedule' }] } }), lookAgain(11)),
  together(node('b', { spec: { taints: [{ key: 'full', effect: 'NoExecute' }] } }), lookAgain(12)),
  node('b', { spec: { taints: null } }),
  edit('only on some nodes', { template: { spec: { nodeSelector: { 'kubernetes.io/hostname': 'a' } } } }),
  edit('on all nodes', { template: { spec: { nodeSelector: null } } }),
  together(node('c', 'remove'), lookAgain(13)),
  edit('only on deletion', {
    updateStrategy: { type: 'OnDelete', rollingUpdate: null },
    template: retemplate('agent', '5'),
  }),
  removePods('agent', 'all'),
  edit('an image that cannot be pulled', { ...rolling(0, 1), template: unpullable('agent', '6') }),
  edit('mended, little history', { revisionHistoryLimit: 1, template: retemplate('agent', '7') }),
  remove('DaemonSet', 'agent'),
]
