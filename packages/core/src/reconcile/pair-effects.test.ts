import { describe, expect, it } from 'vitest'
import { resourceInfo } from '../../../../test/generators/vocabulary.ts'
import { atRest, edited, gone, planned, put } from '../../../../test/worlds/story.ts'
import { at, configMap, objectOf, policy, wec, work, world } from '../../../../test/worlds/world.ts'
import type { JsonObject, KubeObject } from '../kube/index.ts'
import type { Snapshot } from '../snapshot/index.ts'

const services = resourceInfo('', 'services', 'Service', true)
const jobs = resourceInfo('batch', 'jobs', 'Job', true, true)

/** What the plan does to objects in WECs. */
const effectsIn = (snapshot: Snapshot) =>
  planned(snapshot).flatMap(({ effects = [] }) =>
    effects.map(
      ({ what, manifest, rules }) => `${what} ${manifest.kind} ${manifest.name}: ${rules.join(' ')}`,
    ),
  )
const bare = ({ apiVersion, kind, metadata, ...rest }: KubeObject, more: JsonObject = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { ...metadata, ...more },
  ...rest,
})
const web = { labels: { app: 'web' } }
const made = { creationTimestamp: '2025-12-31T00:00:00Z' }

describe('what a write does to objects in a WEC', () => {
  it('P-7, EXP-4 is said with the rules, where KubeStellar delivered before', () => {
    const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ port: 80 }] }
    const service = objectOf(services, 'shop/s', web, { spec })
    const other = objectOf(services, 'shop/t', web, { spec })
    const { externalTrafficPolicy: _, ...dropped } = spec
    const job = objectOf(jobs, 'shop/j', web, { spec: { template: {} } })
    const inWds = [
      service,
      other,
      job,
      configMap('shop/same'),
      configMap('shop/dated'),
      configMap('shop/stale'),
    ]
    const held = [
      { ...bare(service), spec: { ...dropped, ports: [{ port: 80, nodePort: null }] } },
      { ...bare(other), spec: dropped },
      bare(job),
      bare(configMap('shop/same')),
      bare(configMap('shop/dated'), made),
      { ...bare(configMap('shop/stale'), made), data: { key: 'old' } },
    ]
    const snapshot = world({
      wds: [policy('p', { clause: { resources: ['services', 'jobs', 'configmaps'] } }), ...inWds],
      its: [wec('east'), work('east/p-wds1-0', 'p', held)],
    })
    expect(effectsIn(snapshot).sort()).toEqual([
      'change ConfigMap dated: TRF-1',
      'change ConfigMap stale: TRF-1 WRP-4',
      'change Job j: WRP-13',
      'change Service s: TRF-2',
      'change Service t: TRF-2',
    ])
  })

  it('P-7, EXP-4 what is edited changes by content, what is deleted or selected no more vanishes; the rest is not named', () => {
    const start = atRest(
      world({
        wds: [policy('p'), configMap('shop/a'), configMap('shop/b')],
        its: [wec('east')],
      }),
    )
    expect(effectsIn(start)).toEqual([])
    const change = edited(start, at.configMap('shop/a'), (one) => ({ ...one, data: { key: 'new' } }))
    expect(effectsIn(change)).toEqual(['change ConfigMap a: WRP-4'])
    expect(effectsIn(gone(change, at.configMap('shop/b')))).toEqual([
      'change ConfigMap a: WRP-4',
      'vanish ConfigMap b: BND-1',
    ])
    const left = edited(start, at.wec('east'), (one) => ({
      ...one,
      metadata: { ...one.metadata, labels: {} },
    }))
    const narrowed = edited(left, at.policy('p'), (one) => ({
      ...one,
      spec: { ...(one['spec'] as JsonObject), clusterSelectors: [{ matchLabels: { no: 'where' } }] },
    }))
    expect(effectsIn(narrowed)).toEqual(['vanish ConfigMap a: WRP-8', 'vanish ConfigMap b: WRP-8'])
    expect(effectsIn(put(start, 'wds', configMap('shop/c')))).toEqual([])
  })
})
