import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalJson, type JsonObject, type KubeObject } from '../kube/index.ts'
import { changeRules } from './change-rules.ts'
import { cleanObject } from './clean.ts'

function object(kind: string, more: JsonObject, apiVersion = 'v1'): KubeObject {
  return { apiVersion, kind, metadata: { name: 'one', namespace: 'shop' }, ...more }
}

const service = (spec: JsonObject, apiVersion?: string) => object('Service', { spec }, apiVersion)
const port = { name: 'http', port: 80 }

describe('the rules by which delivered content changes (P-7)', () => {
  it('P-7 are none where nothing changes, also where an empty map is none for the server', () => {
    const wanted = object('ConfigMap', { data: { a: '1' } })
    expect(changeRules(wanted, wanted)).toEqual([])
    expect(changeRules(service({ ports: [port] }), service({ ports: [port] }))).toEqual([])
  })

  it('TRF-1 is named where a field of the server goes that stands there', () => {
    const wanted = object('ConfigMap', { data: { a: '1' } })
    const standing = { ...wanted, metadata: { ...wanted.metadata, uid: 'u', resourceVersion: '4' } }
    expect(changeRules(standing, wanted)).toEqual(['TRF-1'])
    expect(changeRules({ ...wanted, status: { phase: 'x' } }, wanted)).toEqual(['TRF-1'])
  })

  it('WRP-4 is named where content changes, and where an API of no rule does', () => {
    const wanted = object('ConfigMap', { data: { a: '1' } })
    expect(changeRules(object('ConfigMap', { data: { a: '2' } }), wanted)).toEqual(['WRP-4'])
    expect(changeRules(service({ ports: [{ ...port, port: 81 }] }), service({ ports: [port] }))).toEqual([
      'WRP-4',
    ])
    const knative = 'serving.knative.dev/v1'
    expect(changeRules(service({ clusterIP: '10.0.0.1' }, knative), service({}, knative))).toEqual(['WRP-4'])
    expect(changeRules(service({}, knative), service({ sessionAffinity: 'ClientIP' }, knative))).toEqual([
      'WRP-4',
    ])
  })

  it.each<[string, JsonObject]>([
    ['clusterIP', { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] }],
    ['ipFamilies', { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }],
    ['policies', { externalTrafficPolicy: 'Cluster', internalTrafficPolicy: 'Cluster' }],
    ['affinity', { sessionAffinity: 'None' }],
    ['nodePort', { ports: [{ ...port, nodePort: 30_000 }] }],
    ['healthCheckNodePort', { healthCheckNodePort: 30_001 }],
  ])('TRF-2 is named where %s goes of a Service', (_, spec) => {
    const wanted = service({ ports: [port] })
    expect(changeRules(service({ ports: [port], ...spec }), wanted)).toEqual(['TRF-2'])
  })

  it.each<[string, JsonObject]>([
    ['clusterIP', { clusterIP: 'None' }],
    ['an affinity', { sessionAffinity: 'ClientIP' }],
    ['a policy', { externalTrafficPolicy: 'Local' }],
    ['a node port', { ports: [{ ...port, nodePort: 30_000 }] }],
  ])('TRF-2 is named where %s comes to a Service that had lost it', (_, spec) => {
    expect(changeRules(service({ ports: [port] }), service({ ports: [port], ...spec }))).toEqual(['TRF-2'])
  })

  it('TRF-3, TRF-6 are named where what a Job was given, or a token, goes', () => {
    const labels = { 'controller-uid': 'u', 'job-name': 'one', app: 'shop' }
    const job = object(
      'Job',
      { spec: { selector: { matchLabels: { 'controller-uid': 'u' } }, template: { metadata: { labels } } } },
      'batch/v1',
    )
    const token = object('Secret', { type: 'kubernetes.io/service-account-token', data: { token: 'eA==' } })
    expect(changeRules(job, cleanObject(job))).toEqual(['TRF-3'])
    expect(changeRules(token, cleanObject(token))).toEqual(['TRF-6'])
  })

  it('P-7 are all of those that hold, sorted', () => {
    const wanted = service({ ports: [port], selector: { app: 'shop' } })
    const standing = service({ ports: [{ ...port, nodePort: 30_000 }], clusterIP: '10.0.0.1' })
    expect(changeRules({ ...standing, status: { loadBalancer: {} } }, wanted)).toEqual([
      'TRF-1',
      'TRF-2',
      'WRP-4',
    ])
  })

  it('P-7 are some, exactly where something changes', () => {
    const value = fc.constantFrom<JsonObject>(
      { clusterIP: '10.0.0.1' },
      { clusterIP: 'None', clusterIPs: ['None'] },
      { ports: [port] },
      { ports: [{ ...port, nodePort: 30_000 }] },
      { selector: { app: 'shop' } },
      {},
    )
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const wanted = cleanObject(service({ ...a, ...b }))
        const standing = service({ ...b, ...c })
        expect(changeRules(wanted, wanted)).toEqual([])
        expect(changeRules(standing, wanted).length > 0).toBe(!equalJson(standing, wanted))
      }),
    )
  })
})
