import { describe, expect, it } from 'vitest'
import { run } from '../run.ts'
import { memorySystem } from '../testing/memory-system.ts'

const files = {
  'app.yaml': `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ovens.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: ovens, singular: oven, kind: Oven}
  versions:
    - {name: v1, served: true, storage: true, subresources: {status: {}}, schema: {openAPIV3Schema: {type: object}}}
---
apiVersion: example.com/v1
kind: Oven
metadata: {name: brick, namespace: shop}
---
apiVersion: control.kubestellar.io/v1alpha1
kind: BindingPolicy
metadata: {name: shop}
spec:
  clusterSelectors: [{matchLabels: {region: eu}}]
  downsync: [{resources: [ovens], namespaces: [shop], wantMultiWECReportedState: true}]
`,
  'clusters.yaml': 'berlin: {region: eu}\nlisbon: {region: eu}\n',
  'tables.yaml': `
group: example.com
kind: Oven
observesGeneration: false
fields:
  - {op: least, field: loaves, zero: written}
`,
}
const explained = (more = '') => {
  const system = memorySystem(files)
  const line = `explain oven/shop/brick --cluster berlin -f app.yaml --clusters clusters.yaml ${more}`
  run(line.trim().split(' '), system)
  return `${system.errors()}${system.output()}`
}

describe('--tables', () => {
  it('AGG-9 a kind of the user aggregates as its table says', () => {
    expect(explained()).not.toContain('loaves')
    expect(explained('--tables tables.yaml')).toMatch(/\n {2}loaves +0 +berlin \(silent\)/)
  })

  it('says what file there is none of', () => {
    expect(explained('--tables nowhere.yaml')).toContain(
      'nowhere.yaml: error: there is no such file or folder\n',
    )
  })
})
