import { describe, expect, it } from 'vitest'
import { agent } from '../../../../test/generators/agent.ts'
import { resourceInfo } from '../../../../test/generators/vocabulary.ts'
import {
  atRest,
  codesAt,
  conditionAt,
  deleted,
  edited,
  errorsAt,
  heldIn,
  planned,
  plannedTexts,
  settings,
  the,
  unseeing,
} from '../../../../test/worlds/story.ts'
import {
  at,
  configMap,
  namespace,
  objectOf,
  policy,
  usersBinding,
  WDS_ID,
  wec,
  work,
  world,
} from '../../../../test/worlds/world.ts'
import { isDeleting, type KubeObject, listAt, withMember } from '../kube/index.ts'
import { evaluate } from './evaluate.ts'

const replicaSets = resourceInfo('apps', 'replicasets', 'ReplicaSet', true)
const pods = resourceInfo('', 'pods', 'Pod', true)

describe('destinations', () => {
  it('CLU-4 a ManagedCluster that is being deleted is no destination: what is there leaves', () => {
    const rest = atRest(world({ wds: [policy('p'), configMap('shop/a')], its: [wec('east')] }))
    const leaving = edited(rest, at.wec('east'), (one) => ({
      ...one,
      metadata: {
        ...one.metadata,
        deletionTimestamp: '2026-01-02T00:00:00Z',
        finalizers: ['example.com/hold'],
      },
    }))
    expect(plannedTexts(leaving)).toEqual(['patch bindings p', 'delete manifestworks east/p-wds1-0'])
  })

  it("CLU-4 a user's destination without a ManagedCluster gets nothing, and one line", () => {
    const snapshot = atRest(
      world({
        wds: [usersBinding('mine', ['shop/a'], ['east', 'nowhere']), configMap('shop/a')],
        its: [wec('east')],
      }),
    )
    const outcome = evaluate(snapshot, settings)
    expect([heldIn(snapshot, 'east'), heldIn(snapshot, 'nowhere')]).toEqual([['ConfigMap shop/a'], []])
    expect(errorsAt(outcome, at.binding('mine'))).toEqual([
      'nowhere: there is no ManagedCluster of this name',
    ])
    expect(conditionAt(outcome, at.binding('mine'), 'Ready')).toMatchObject({
      status: 'False',
      reason: 'DestinationUnusable',
      message: 'nothing can be delivered to nowhere',
    })
  })

  it.each([
    ['missing', 'west: it has no mailbox: there is no Namespace of its name in the ITS'],
    ['terminating', 'west: its mailbox, the Namespace of its name in the ITS, is being deleted'],
  ] as const)('CLU-4 with a mailbox that is %s nothing is written there', (mailbox, line) => {
    const snapshot = atRest(
      world({ wds: [policy('p'), configMap('shop/a')], its: [wec('east'), wec('west', { mailbox })] }),
    )
    expect([heldIn(snapshot, 'east'), heldIn(snapshot, 'west')]).toEqual([['ConfigMap shop/a'], []])
    expect(errorsAt(evaluate(snapshot, settings), at.policy('p'))).toEqual([line])
    expect(codesAt(evaluate(snapshot, settings), at.policy('p'))).toEqual(['DestinationUnusable'])
  })

  it('SNP-1, CLU-4 while Namespaces of the ITS are not seen, no mailbox counts as absent', () => {
    const blind = world({
      wds: [policy('p'), configMap('shop/a')],
      its: [wec('west', { mailbox: 'missing' })],
      unseen: ['its namespaces'],
    })
    expect(heldIn(atRest(blind), 'west')).toEqual(['ConfigMap shop/a'])
  })

  it('SNP-3 an empty inventory while mailboxes hold wrapped objects of ours counts as not seen', () => {
    const held = work('east/p-wds1-0', 'p', [configMap('shop/a')])
    const snapshot = world({ wds: [policy('p'), configMap('shop/a')], its: [namespace('east'), held] })
    expect(plannedTexts(snapshot)).toEqual(['patch bindingpolicies p'])
    const outcome = evaluate(snapshot, settings)
    expect(conditionAt(outcome, at.policy('p'), 'Synced')?.status).toBe('Unknown')
    expect(codesAt(outcome, at.policy('p'))).toEqual(['ResourceUnseen'])
    const empty = world({ wds: [policy('p'), configMap('shop/a')] })
    expect(conditionAt(evaluate(atRest(empty), settings), at.policy('p'), 'Synced')?.status).toBe('True')
  })

  it('SNP-2 with the inventory unseen destinations stay, and nothing leaves', () => {
    const rest = atRest(world({ wds: [policy('p'), configMap('shop/a')], its: [wec('east')] }))
    const blind = unseeing(rest, 'its managedclusters')
    expect(plannedTexts(blind)).toEqual([])
    expect(conditionAt(evaluate(blind, settings), at.policy('p'), 'Ready')?.status).toBe('Unknown')
  })

  it('SNP-2 with a workload resource unseen its entries stay, and its pairs are frozen', () => {
    const rest = atRest(world({ wds: [policy('p'), configMap('shop/a')], its: [wec('east')] }))
    const blind = unseeing(rest, 'wds configmaps')
    expect(plannedTexts(blind)).toEqual([])
    const outcome = evaluate(blind, settings)
    expect(conditionAt(outcome, at.policy('p'), 'Synced')?.status).toBe('Unknown')
    expect(conditionAt(outcome, at.policy('p'), 'Ready')).toMatchObject({ status: 'False', reason: 'Frozen' })
  })
})

describe('a WEC that is the WDS itself (DLV-2)', () => {
  const self = wec('self', { id: WDS_ID })
  const its = [self, work('self/p-wds1-0', 'p', [configMap('shop/a')])]

  it('DLV-2 gets nothing, and one line', () => {
    const snapshot = atRest(world({ wds: [policy('p'), configMap('shop/a')], its: [self] }))
    expect(heldIn(snapshot, 'self')).toEqual([])
    const outcome = evaluate(snapshot, settings)
    expect(errorsAt(outcome, at.policy('p'))).toEqual([
      'self: it is the WDS itself; nothing is delivered to it',
    ])
    expect(codesAt(outcome, at.policy('p'))).toEqual(['WecIsWds'])
    expect(conditionAt(outcome, at.policy('p'), 'Ready')?.status).toBe('True')
  })

  it.each([
    ['a Binding has it as a destination', [policy('p'), configMap('shop/a')]],
    ['no Binding has it as a destination', [policy('p', { wecs: [] }), configMap('shop/a')]],
    ['its Binding is gone', [configMap('shop/a')]],
  ] as const)('DLV-2 what is wrapped there leaves orphaned, never deleted: %s', (_, wds) => {
    expect(isOrphaning(world({ wds: [...wds], its }))).toBe(true)
  })

  it('DLV-2 so it does when the policy is deleted, or the ManagedCluster is', () => {
    const snapshot = world({ wds: [policy('p', { metadata: { finalizers: ['example.com/hold'] } })], its })
    expect(isOrphaning(deleted(snapshot, at.policy('p')))).toBe(true)
    const leaving = wec('self', { id: WDS_ID, isLeaving: true })
    expect(isOrphaning(world({ wds: [policy('p')], its: [leaving, its.slice(1).flat()] }))).toBe(true)
  })
})

// The first step of leaving orphaned: a rule that the object stays in the WEC (WRP-11).
function isOrphaning(snapshot: ReturnType<typeof world>): boolean {
  // The rule names the resource, which is known once an agent has reported it.
  const writes = planned(agent(snapshot)).filter(({ ref }) => ref.resource === 'manifestworks')
  return (
    writes.length === 1 &&
    writes[0]?.kind === 'patch' &&
    JSON.stringify(writes[0]).includes('SelectivelyOrphan')
  )
}

describe('what controllers make of workload (DLV-1)', () => {
  const anything = { clause: { resources: ['*'], objectSelectors: [{ matchLabels: { app: 'web' } }] } }
  const owned = (info: typeof pods, place: string, kind: string, owner: string): KubeObject =>
    objectOf(info, place, {
      labels: { app: 'web' },
      ownerReferences: [
        {
          apiVersion: kind === 'ReplicaSet' ? 'apps/v1' : 'v1',
          kind,
          name: owner,
          uid: 'u',
          controller: true,
        },
      ],
    })
  const replicaSet = objectOf(replicaSets, 'shop/rs', { labels: { app: 'web' } })
  const pod = owned(pods, 'shop/pod', 'ReplicaSet', 'rs')

  it('DLV-1 a Pod is listed and withheld where the ReplicaSet that makes it goes', () => {
    const snapshot = atRest(world({ wds: [policy('p', anything), replicaSet, pod], its: [wec('east')] }))
    expect(heldIn(snapshot, 'east')).toEqual(['ReplicaSet shop/rs'])
    const listed = listAt(the(snapshot, at.binding('p')), 'spec', 'workload', 'namespaceScope')
    expect(listed.map((one) => (one as { name: string }).name).sort()).toEqual(['pod', 'rs'])
    expect(conditionAt(evaluate(snapshot, settings), at.policy('p'), 'Ready')?.message).toBe(
      'all 1 are applied',
    )
  })

  it('DLV-1 it does not matter which Binding brings the owner', () => {
    const onlyPods = policy('pods', { clause: { resources: ['pods'] } })
    const onlyOwners = policy('owners', {
      clause: { resources: ['replicasets'] },
      wecs: [{ matchLabels: { zone: 'e' } }],
    })
    const snapshot = atRest(
      world({
        wds: [onlyPods, onlyOwners, replicaSet, pod],
        its: [wec('east', { labels: { zone: 'e' } }), wec('west')],
      }),
    )
    expect(heldIn(snapshot, 'east')).toEqual(['ReplicaSet shop/rs'])
    expect(heldIn(snapshot, 'west')).toEqual(['Pod shop/pod'])
  })

  it('DLV-1 one that is wrapped already leaves orphaned', () => {
    const there = work('east/p-wds1-0', 'p', [pod, replicaSet].map(bare))
    let snapshot = agent(world({ wds: [policy('p', anything), replicaSet, pod], its: [wec('east'), there] }))
    const [write] = planned(snapshot).filter(({ ref }) => ref.resource === 'manifestworks')
    expect(JSON.stringify(write)).toContain('SelectivelyOrphan')
    snapshot = atRest(snapshot)
    expect(heldIn(snapshot, 'east')).toEqual(['ReplicaSet shop/rs'])
    expect(isDeleting(the(snapshot, at.work('east/p-wds1-0')))).toBe(false)
  })
})

function bare(object: KubeObject): KubeObject {
  return { ...object, metadata: withMember(object.metadata, 'ownerReferences', undefined) }
}
