import { type Json, type JsonObject, type KubeObject, mergePatch } from '@downsync/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agentObjectsOf, leaseOf, mailboxOf } from './agent-objects.ts'
import { ocm } from './names.ts'
import { wantedChange } from './wanted-change.ts'

const roleRef = agentObjectsOf('edge').roleBinding.object['roleRef'] ?? null
const wantedObjects = [mailboxOf('edge'), ...Object.values(agentObjectsOf('edge')), leaseOf('edge', 'now')]
const part = (right: Json): fc.Arbitrary<Json> =>
  fc.constantFrom<Json>(right, null, [], {}, 'x', [{ kind: 'User' }])

describe('AGT-1 what is made for an agent', () => {
  it('P-6 is as wanted after what was wanted is done', () => {
    const there = fc.record(
      {
        rules: part(agentObjectsOf('edge').role.object['rules'] ?? null),
        subjects: part(agentObjectsOf('edge').roleBinding.object['subjects'] ?? null),
        roleRef: part(roleRef),
        labels: fc.constantFrom<Json>(null, {}, { [ocm.clusterName]: 'other' }, { mine: 'too' }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.constantFrom(...wantedObjects), there, ({ object }, { labels, ...rest }) => {
        const standing = { ...object, ...rest, metadata: { ...object.metadata, labels: labels ?? null } }
        const needed = wantedChange(object, standing)
        // A patched object is one still.
        const after = needed.kind === 'patch' ? (mergePatch(standing, needed.change) as KubeObject) : object
        expect(wantedChange(object, needed.kind === 'none' ? standing : after).kind).toBe('none')
      }),
    )
  })

  it('keeps what others have put on it', () => {
    const { object } = mailboxOf('edge')
    const labels: JsonObject = { mine: 'too' }
    expect(wantedChange(object, { ...object, metadata: { name: 'edge', labels } })).toEqual({
      kind: 'patch',
      change: { metadata: { labels: { [ocm.clusterName]: 'edge' } } },
    })
    const leased = { ...leaseOf('edge', 'then').object, spec: { renewTime: 'now' } }
    expect(wantedChange(leaseOf('edge', 'now').object, leased).kind).toBe('none')
  })

  it('gives no more rights than wanted, and makes a binding anew that is to another role', () => {
    const { role, roleBinding } = agentObjectsOf('edge')
    const more = { ...role.object, rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] }
    expect(wantedChange(role.object, more)).toEqual({
      kind: 'patch',
      change: { rules: role.object['rules'] },
    })
    const strange = { ...roleBinding.object, roleRef: { apiGroup: 'x', kind: 'ClusterRole', name: 'admin' } }
    expect(wantedChange(roleBinding.object, strange)).toEqual({ kind: 'remake' })
  })
})
