import { run } from '@downsync/cli'
import { type MemoryFiles, memorySystem } from '../../packages/cli/src/testing/memory-system.ts'

/** A way to write something wrongly, and what the user is told. */
export type Mistake = Readonly<{
  title: string
  files?: MemoryFiles
  standardInput?: string
  /** `plan` of the files and of a world in order, when absent. */
  args?: readonly string[]
  /** Lines on standard error. */
  prints: readonly string[]
  /** 1 when absent: something that was given is wrong. */
  code?: number
}>

/** A world in which nothing is wrong, so that only the mistake is heard. */
const world = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: shop}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: prices, namespace: shop, labels: {app: shop}}
data: {apple: "1"}
---
apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata: {name: berlin, labels: {region: eu}}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: all}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync: [{objectSelectors: [{matchLabels: {app: shop}}]}]
`

/** What the program says to a mistake. */
export function outcomeOf({
  files = {},
  standardInput,
  args,
}: Mistake): Pick<Mistake, 'prints'> & { code: number } {
  const system = memorySystem({ ...files, 'world.yaml': world }, standardInput)
  const code = run(args ?? ['plan', '-f', ...Object.keys(files), 'world.yaml'], system)
  return {
    prints: system
      .errors()
      .split('\n')
      .filter((line) => line !== ''),
    code,
  }
}
