import type { Change, CollectorForm, Workload } from './change.ts'

// What users write, of what happens to a system.

export function objectOf({ plural, namespace, name }: Workload, app: string, value: number) {
  const metadata = { name, namespace, labels: { app } }
  const template = {
    metadata: { labels: { run: name } },
    spec: { containers: [{ name: 'main', image: `example.com/main:${value}` }] },
  }
  switch (plural) {
    case 'configmaps':
      return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value: String(value) } }
    case 'deployments':
      return {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: { replicas: value, selector: { matchLabels: { run: name } }, template },
      }
    case 'jobs':
      // What a Job runs cannot change; how many run at a time can.
      return {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata,
        spec: {
          parallelism: value + 1,
          template: {
            spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'example.com/job:1' }] },
          },
        },
      }
    case 'widgets':
      return { apiVersion: 'test.example.com/v1', kind: 'Widget', metadata, spec: { size: value } }
  }
}

export function driftOf({ plural }: Workload) {
  switch (plural) {
    case 'configmaps':
      return { data: { value: 'drifted', more: 'drifted' } }
    case 'deployments':
      return { spec: { replicas: 7 } }
    case 'jobs':
      return { spec: { parallelism: 9 } }
    case 'widgets':
      return { spec: { size: 77 } }
  }
}

export function policyOf({ name, region, app, flavour }: Change & { kind: 'policy' }) {
  const selectors = flavour === 'byNamespace' ? { namespaceSelectors: [{ matchLabels: { team: 't' } }] } : {}
  const flags =
    flavour === 'createOnly'
      ? { createOnly: true }
      : flavour === 'singleton'
        ? { wantSingletonReportedState: true }
        : flavour === 'multi'
          ? { wantMultiWECReportedState: true, statusCollectors: ['ready'] }
          : {}
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    metadata: { name },
    spec: {
      clusterSelectors: [{ matchLabels: { region } }],
      downsync: [{ objectSelectors: [{ matchLabels: { app } }], ...selectors, ...flags }],
    },
  }
}

export function collectorOf(form: Exclude<CollectorForm, 'gone'>) {
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'StatusCollector',
    metadata: { name: 'ready' },
    spec: { ...collectorForms[form], limit: 20 },
  }
}

const ready = 'has(returned.status.readyReplicas) ? returned.status.readyReplicas : 0'
const collectorForms = {
  rows: {
    select: [
      { name: 'wec', def: 'inventory.name' },
      { name: 'ready', def: ready },
    ],
  },
  count: { combinedFields: [{ name: 'wecs', type: 'COUNT' }] },
  wrong: { select: [{ name: 'wec', def: 'inventory.name(' }] },
}

/** A policy for all WECs that asks for the state of what it selects in two ways. */
export const several = {
  apiVersion: 'control.kubestellar.io/v1alpha1',
  kind: 'BindingPolicy',
  metadata: { name: 'several' },
  spec: {
    clusterSelectors: [{}],
    downsync: [
      {
        objectSelectors: [{ matchLabels: { app: 'c' } }],
        wantMultiWECReportedState: true,
        statusCollectors: ['ready'],
      },
    ],
  },
}

export const widgets = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.test.example.com', labels: { base: 'yes' } },
  spec: {
    group: 'test.example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: { size: { type: 'integer' }, colour: { type: 'string', default: 'grey' } },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
} as const
