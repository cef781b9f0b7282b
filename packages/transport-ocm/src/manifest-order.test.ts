import type { ManifestId } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inManifestOrder, rankOf } from './manifest-order.ts'
import { items } from './testing/bundles.ts'

const idOf = (kind: string, group = ''): ManifestId => ({ group, kind, namespace: '', name: 'a' })

describe('the order within a wrapped object', () => {
  it('WRP-9 what others need comes first: Namespace, CRD, RBAC, config, the rest', () => {
    const inOrder = [
      idOf('Namespace'),
      idOf('CustomResourceDefinition', 'apiextensions.k8s.io'),
      idOf('ServiceAccount'),
      idOf('ClusterRole', 'rbac.authorization.k8s.io'),
      idOf('RoleBinding', 'rbac.authorization.k8s.io'),
      idOf('ConfigMap'),
      idOf('Service'),
      idOf('Deployment', 'apps'),
      idOf('ValidatingWebhookConfiguration', 'admissionregistration.k8s.io'),
      idOf('Widget', 'example.com'),
    ].map(rankOf)
    expect(inOrder).toEqual([...new Set(inOrder)].sort((a, b) => a - b))
  })

  it("somebody's own kind is one of the rest, whatever it is called", () => {
    expect(rankOf(idOf('Service', 'serving.knative.dev'))).toBe(rankOf(idOf('Widget', 'example.com')))
    expect(rankOf(idOf('Namespace', 'example.com'))).toBeGreaterThan(rankOf(idOf('Deployment', 'apps')))
  })

  it('is the given one among equals', () => {
    fc.assert(
      fc.property(fc.array(items), (list) => {
        const ordered = inManifestOrder(list)
        expect(new Set(ordered)).toEqual(new Set(list))
        ordered.forEach((item, index) => {
          const next = ordered[index + 1]
          if (next === undefined) return
          const ranks = rankOf(item.id) - rankOf(next.id)
          expect(ranks < 0 || (ranks === 0 && list.indexOf(item) < list.lastIndexOf(next))).toBe(true)
        })
      }),
    )
  })
})
