import type { Mistake } from './mistake.ts'

/** The inventory. */
export const clusterMistakes: readonly Mistake[] = [
  {
    title: 'no cluster at all',
    files: {
      'a.yaml': `apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: web}
spec:
  clusterSelectors: [{}]
  downsync: [{namespaces: [default]}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: default}
`,
    },
    args: ['plan', '-f', 'a.yaml'],
    code: 0,
    prints: [
      'warning: there is no ManagedCluster: add some to the files, or give names and labels with --clusters',
    ],
  },
  {
    title: 'no policy at all',
    files: {
      'a.yaml': `apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata: {name: rome, labels: {region: eu}}
`,
    },
    args: ['plan', '-f', 'a.yaml'],
    code: 0,
    prints: ['warning: there is no BindingPolicy among the files: nothing goes anywhere'],
  },
  {
    title: 'a cluster without labels',
    files: {
      'c.yaml': `apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata: {name: rome}
`,
    },
    code: 0,
    prints: ['c.yaml:3:1: warning: ManagedCluster rome has no labels: hardly any clusterSelector selects it'],
  },
  {
    title: 'a number as the label of a cluster',
    files: {
      'c.yaml': `rome: {region: eu, zone: 2}
`,
    },
    args: ['plan', '-f', 'world.yaml', '--clusters', 'c.yaml'],
    prints: [
      'c.yaml:1:20: error: ManagedCluster rome: metadata.labels[zone] must be a string, not the number 2; put it in quotes',
    ],
  },
  {
    title: 'a text instead of labels',
    files: {
      'c.yaml': `rome: eu
`,
    },
    args: ['plan', '-f', 'world.yaml', '--clusters', 'c.yaml'],
    prints: ['c.yaml:1:1: error: the labels of the cluster rome must be a mapping, not "eu"'],
  },
  {
    title: 'another object among the clusters',
    files: {
      'c.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
`,
    },
    args: ['plan', '-f', 'world.yaml', '--clusters', 'c.yaml'],
    prints: [
      'c.yaml:2:1: error: --clusters takes ManagedClusters, not a ConfigMap; give other objects with -f',
    ],
  },
  {
    title: 'a number instead of clusters',
    files: {
      'c.yaml': `5
`,
    },
    args: ['plan', '-f', 'world.yaml', '--clusters', 'c.yaml'],
    prints: ['c.yaml:1:1: error: clusters are ManagedClusters, or a mapping of names to labels'],
  },
  {
    title: 'a cluster twice',
    files: {
      'c.yaml': `berlin: {region: us}
`,
    },
    args: ['plan', '-f', 'world.yaml', '--clusters', 'c.yaml'],
    prints: [
      'c.yaml:1:1: error: managedclusters.cluster.open-cluster-management.io berlin stands twice, with different content: world.yaml:11 has it first, and that one counts',
    ],
  },
  {
    title: 'a file of clusters that does not exist',
    args: ['plan', '-f', 'world.yaml', '--clusters', 'c.yaml'],
    prints: ['c.yaml: error: there is no such file or folder'],
  },
]
