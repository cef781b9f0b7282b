import { describe, expect, it } from 'vitest'
import { settings } from '../../../../test/worlds/story.ts'
import { at, configMap, work } from '../../../../test/worlds/world.ts'
import type { MailboxDecision } from '../deliver/index.ts'
import { type KubeObject, stringAt } from '../kube/index.ts'
import type { Bundle } from '../transport/index.ts'
import { decisionWith } from './mailbox-decision.arbitrary.ts'
import { wrappedActions, wrappedRef } from './wrapped-actions.ts'

const { transport } = settings
const there = work('east/p-wds1-0', 'p', [configMap('shop/a')])
const standing: KubeObject = { ...there, metadata: { ...there.metadata, uid: 'uid-w', resourceVersion: '4' } }
const bundleOf = (object: KubeObject): Bundle => {
  const read = transport.unwrap(object)
  if (!read.ok) throw new Error('it can be read')
  return read.value
}
const writesOf = (over: Partial<MailboxDecision>) =>
  wrappedActions({
    decision: decisionWith(over),
    transport,
    thereBy: (name) => (name === 'p-wds1-0' ? standing : undefined),
    authorOf: (labels) =>
      at.policy(stringAt(labels, 'transport.kubestellar.io/originOwnerReferenceBindingKey') ?? ''),
    afterFor: () => [at.binding('p')],
  })

describe('writes in a mailbox', () => {
  const bundle = bundleOf(standing)

  it('WRP-4 what stands as wanted is not written', () => {
    expect(writesOf({ bundles: [bundle] })).toEqual([])
  })

  it('WRP-4, ACT-1 what differs is patched, with uid and resourceVersion; only what differs', () => {
    const [item] = bundle.items
    if (item === undefined) throw new Error('it holds one')
    const changed = { ...bundle, items: [{ ...item, content: configMap('shop/a', {}, { key: 'other' }) }] }
    const [action, ...others] = writesOf({ bundles: [changed] })
    expect(others).toEqual([])
    expect(action).toMatchObject({
      kind: 'patch',
      format: 'json',
      uid: 'uid-w',
      resourceVersion: '4',
      why: { from: at.policy('p') },
    })
    expect(action?.kind === 'patch' ? action.patch : undefined).toEqual([
      { op: 'replace', path: '/spec/workload/manifests/0/data/key', value: 'other' },
    ])
    // BND-4: the first one waits for the Binding; this one stands.
    expect(action?.after).toEqual([])
  })

  it('BND-4 a creation comes after the Binding', () => {
    const [action] = writesOf({ bundles: [{ ...bundle, name: 'p-wds1-1' }] })
    expect(action).toMatchObject({
      kind: 'create',
      ref: wrappedRef(transport, 'east', 'p-wds1-1'),
      after: [at.binding('p')],
    })
  })

  it("BND-4 a deletion comes after the Binding's, and says by which rule; what is gone already is passed over", () => {
    const deletions = [
      { name: 'p-wds1-0', rule: 'WRP-8' },
      { name: 'gone', rule: 'WRP-8' },
    ]
    expect(writesOf({ deletions })).toMatchObject([
      {
        kind: 'delete',
        uid: 'uid-w',
        resourceVersion: '4',
        after: [at.binding('p')],
        why: { rule: 'WRP-8', from: at.policy('p') },
      },
    ])
  })
})
