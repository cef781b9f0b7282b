import {
  goJsonLength,
  isObject,
  type KubeObject,
  memberOf,
  type Snapshot,
  type WorldEvent,
} from '@downsync/core'

/**
 * One ConfigMap with all the dashboards of kube-prometheus in it, as people make them: more than a ManifestWork carries. (No object of
 * the installations is by itself, as OCM counts; the largest has some 485,000 bytes.)
 */
export function overTheLimit(snapshot: Snapshot): WorldEvent {
  const data: Record<string, string> = {}
  for (const object of snapshot.objects('wds', { group: '', resource: 'configmaps' })) {
    const files = memberOf(object, 'data')
    for (const [name, text] of isObject(files) ? Object.entries(files) : []) {
      if (name.endsWith('.json') && typeof text === 'string') data[name] = text
    }
  }
  const metadata = {
    name: 'all-dashboards',
    namespace: 'monitoring',
    uid: 'all-dashboards',
    resourceVersion: '1000000',
  }
  const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }
  if (goJsonLength(object) <= 512_000) throw new Error('the dashboards have become small enough')
  return { kind: 'put', space: 'wds', object }
}
