import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Json, type KubeObject, type Snapshot, withEvents } from '@downsync/core'
import { nodeSystem } from '../../packages/cli/src/node-system.ts'
import { readFiles } from '../../packages/cli/src/read/read-files.ts'
import { buildWorld } from '../../packages/cli/src/world/build-world.ts'
import { overTheLimit } from './over-limit.ts'

/** The published installations: beside the project, or where REAL_MANIFESTS says. They are no part of it. */
const FOLDER =
  process.env['REAL_MANIFESTS'] ?? fileURLToPath(new URL('../../../shared/real', import.meta.url))

/** What is planned, each by itself and all together. */
export const INSTALLATIONS = ['argo-cd.yaml', 'kube-prometheus', 'online-boutique.yaml'] as const

/** Whether the manifests are there. */
export function areThere(): boolean {
  return INSTALLATIONS.every((name) => existsSync(`${FOLDER}/${name}`))
}

/** A world of real manifests, generated WECs and generated policies, with what was wrong in the files. */
export function realWorld(
  wecs: number,
  policies: number,
): Readonly<{ snapshot: Snapshot; complaints: readonly string[]; objects: number }> {
  const paths = INSTALLATIONS.map((name) => `${FOLDER}/${name}`)
  const reading = readFiles(nodeSystem(), paths)
  const now = '2026-01-01T00:00:00Z'
  const { snapshot, complaints } = buildWorld(reading.documents, { now })
  const events = [
    ...generatedWecs(wecs).map((object) => ({ kind: 'put', space: 'its', object }) as const),
    ...generatedPolicies(policies).map((object) => ({ kind: 'put', space: 'wds', object }) as const),
  ]
  return {
    snapshot: withEvents(snapshot, [...events, overTheLimit(snapshot)]),
    complaints: [...reading.complaints, ...complaints].map(({ message }) => message),
    objects: reading.documents.length,
  }
}

const REGIONS = ['eu', 'us', 'ap', 'sa']
const STAGES = ['prod', 'test', 'edge']

function generatedWecs(count: number): readonly KubeObject[] {
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const name = `wec-${String(index).padStart(4, '0')}`
    const labels = {
      region: REGIONS[index % REGIONS.length] ?? '',
      stage: STAGES[index % STAGES.length] ?? '',
      number: String(index),
    }
    return [
      given('v1', 'Namespace', name, {}),
      given('cluster.open-cluster-management.io/v1', 'ManagedCluster', name, { labels }),
    ]
  })
}

// Two for everything in turn, by the kinds of selector that there are, so that policies overlap as they do in real life.
const CLAUSES: readonly Json[] = [
  { resources: ['*'] },
  { namespaces: ['argocd'] },
  { namespaces: ['monitoring'] },
  { objectSelectors: [{ matchLabels: { 'app.kubernetes.io/part-of': 'kube-prometheus' } }] },
  { objectSelectors: [{ matchLabels: { 'app.kubernetes.io/part-of': 'argocd' } }] },
  { apiGroup: 'apiextensions.k8s.io', resources: ['customresourcedefinitions'] },
  { apiGroup: '', resources: ['namespaces'], objectNames: ['monitoring', 'argocd'] },
  { apiGroup: 'rbac.authorization.k8s.io' },
  {
    namespaceSelectors: [{ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'Exists' }] }],
  },
  { apiGroup: 'apps', resources: ['deployments'] },
]

const WEC_SELECTORS: readonly Json[] = [
  {},
  { matchLabels: { region: 'eu' } },
  { matchLabels: { stage: 'prod' } },
  { matchExpressions: [{ key: 'region', operator: 'NotIn', values: ['eu', 'us'] }] },
  { matchLabels: { region: 'us', stage: 'edge' } },
]

function generatedPolicies(count: number): readonly KubeObject[] {
  return Array.from({ length: count }, (_, index) => {
    const clause = CLAUSES[index % CLAUSES.length] ?? {}
    const clusterSelectors = [WEC_SELECTORS[index % WEC_SELECTORS.length] ?? {}]
    const name = `policy-${String(index).padStart(2, '0')}`
    const object = given('control.kubestellar.io/v1alpha1', 'BindingPolicy', name, {})
    return { ...object, spec: { clusterSelectors, downsync: [clause] } }
  })
}

function given(apiVersion: string, kind: string, name: string, more: KubeObject['metadata']): KubeObject {
  const metadata = { name, uid: `${kind}-${name}`, resourceVersion: '1000000', generation: 1, ...more }
  return { apiVersion, kind, metadata }
}
