import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ManifestId } from '../kube/index.ts'
import { compareForDelivery } from './item-order.ts'

const id = (kind: string, group = '', name = 'one', namespace = ''): ManifestId => ({
  group,
  kind,
  namespace,
  name,
})
const RBAC = 'rbac.authorization.k8s.io'

/** One row a rank: what is in a row is needed by what is in the rows below it. */
const RANKS: readonly (readonly ManifestId[])[] = [
  [id('Namespace')],
  [id('CustomResourceDefinition', 'apiextensions.k8s.io')],
  [
    id('ServiceAccount'),
    ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map((kind) => id(kind, RBAC)),
  ],
  [
    ...['ConfigMap', 'LimitRange', 'ResourceQuota', 'Secret'].map((kind) => id(kind)),
    id('PriorityClass', 'scheduling.k8s.io'),
    id('StorageClass', 'storage.k8s.io'),
  ],
  [id('Pod'), id('Service'), id('Deployment', 'apps'), id('Ingress', 'networking.k8s.io')],
]
const ALL = RANKS.flatMap((row, rank) => row.map((one) => ({ one, rank })))

describe('the order within a shard', () => {
  it('WRP-9 has first what others need, whatever its name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL),
        fc.constantFrom(...ALL),
        fc.string(),
        fc.string(),
        (a, b, x, y) => {
          fc.pre(a.rank < b.rank)
          expect(compareForDelivery({ ...a.one, name: x }, { ...b.one, name: y })).toBeLessThan(0)
          expect(compareForDelivery({ ...b.one, name: y }, { ...a.one, name: x })).toBeGreaterThan(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('WRP-9 is by identity among those of one rank', () => {
    const sorted = [
      id('Pod', '', 'a', 'x'),
      id('Pod', '', 'b', 'x'),
      id('Pod', '', 'a', 'y'),
      id('Service', '', 'a', 'x'),
      id('Deployment', 'apps', 'a', 'a'),
    ]
    expect([...sorted].reverse().sort(compareForDelivery)).toEqual(sorted)
    for (const { one } of ALL) expect(compareForDelivery(one, { ...one })).toBe(0)
  })
})
