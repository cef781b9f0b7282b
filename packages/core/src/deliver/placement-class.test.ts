import { describe, expect, it } from 'vitest'
import { compareForDelivery } from './item-order.ts'
import { CONFIG_A, itemOf, READER, SHOP, WEB, WIDGETS } from './mailbox-vocabulary.arbitrary.ts'
import { classOf } from './placement-class.ts'

describe('classes of placements', () => {
  it('WRP-9 Namespaces and CRDs; built-in kinds; custom resources by API group', () => {
    const classes = (group: string, kind: string): string =>
      classOf({ group, kind, namespace: '', name: 'x' })
    expect(classes('', 'Namespace')).toBe(classes('apiextensions.k8s.io', 'CustomResourceDefinition'))
    for (const group of ['', 'apps', 'batch', 'policy', 'networking.k8s.io', 'rbac.authorization.k8s.io'])
      expect(classes(group, 'Anything')).toBe('built-in')
    expect(classes('a.example', 'Namespace')).toBe('custom:a.example')
    expect(classes('b.example', 'X')).not.toBe(classes('a.example', 'X'))
  })

  it('WRP-9 within a shard what others need comes first', () => {
    const shuffled = [WEB, CONFIG_A, READER, WIDGETS, SHOP].map((index) => itemOf(index).id)
    expect(shuffled.sort(compareForDelivery).map((id) => id.kind)).toEqual([
      'Namespace',
      'CustomResourceDefinition',
      'ClusterRole',
      'ConfigMap',
      'Deployment',
    ])
  })
})
