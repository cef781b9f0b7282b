import { describe, expect, it } from 'vitest'
import { agent } from '../../../../test/generators/agent.ts'
import { resourceInfo, transforms } from '../../../../test/generators/vocabulary.ts'
import {
  atRest,
  codesAt,
  conditionAt,
  edited,
  errorsAt,
  gone,
  heldIn,
  plannedTexts,
  put,
  round,
  settings,
  the,
  worksIn,
  written,
} from '../../../../test/worlds/story.ts'
import {
  annotated,
  at,
  configMap,
  objectOf,
  policy,
  usersBinding,
  wec,
  work,
  world,
} from '../../../../test/worlds/world.ts'
import { type KubeObject, stringAt, uidOf } from '../kube/index.ts'
import { evaluate } from './evaluate.ts'

const start = () =>
  world({ wds: [policy('p'), configMap('shop/a'), configMap('shop/b')], its: [wec('east'), wec('west')] })
const invalid = (one: KubeObject): KubeObject => ({
  ...one,
  spec: { downsync: [{}], clusterSelectors: [{}] },
})
const withData =
  (value: string) =>
  (one: KubeObject): KubeObject => ({ ...one, data: { key: value } })

describe('an invalid policy (BND-5, FRZ-3)', () => {
  it('BND-5 makes no Binding, and says what is wrong with which field', () => {
    const snapshot = atRest(world({ wds: [invalid(policy('p')), configMap('shop/a')], its: [wec('east')] }))
    expect(snapshot.get(at.binding('p'))).toBeUndefined()
    const outcome = evaluate(snapshot, settings)
    expect(errorsAt(outcome, at.policy('p'))[0]).toMatch(/^spec\.downsync\[0\]: /)
    expect(conditionAt(outcome, at.policy('p'), 'Synced')).toMatchObject({
      status: 'False',
      reason: 'PolicyInvalid',
    })
  })

  it('FRZ-3 edits of listed objects are delivered, new objects are not listed, those that are gone leave', () => {
    let snapshot = edited(atRest(start()), at.policy('p'), invalid)
    const lists = the(snapshot, at.binding('p'))['spec']
    snapshot = put(snapshot, 'wds', configMap('shop/new'))
    snapshot = gone(edited(snapshot, at.configMap('shop/a'), withData('edited')), at.configMap('shop/b'))
    snapshot = atRest(snapshot)
    expect(the(snapshot, at.binding('p'))['spec']).toEqual(lists)
    expect(heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/a'])
    expect(JSON.stringify(worksIn(snapshot, 'east'))).toContain('edited')
    snapshot = atRest(put(snapshot, 'wds', configMap('shop/b')))
    expect(heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/a', 'ConfigMap shop/b'])
  })

  it('P-5 leaves other policies alone', () => {
    const other = policy('q', { clause: { objectNames: ['b'] } })
    const snapshot = atRest(
      world({ wds: [invalid(policy('p')), other, configMap('shop/b')], its: [wec('east')] }),
    )
    expect(heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/b'])
    expect(errorsAt(evaluate(snapshot, settings), at.policy('q'))).toEqual([])
  })
})

describe('what is frozen (FRZ)', () => {
  const transform = objectOf(
    transforms,
    't',
    {},
    { spec: { apiGroup: '', resource: 'configmaps', remove: ['$.data', '$['] } },
  )

  it('TRF-4, FRZ-1 a CustomTransform with an error freezes its group and resource, and says so', () => {
    const snapshot = edited(
      put(atRest(start()), 'wds', transform),
      at.configMap('shop/a'),
      withData('edited'),
    )
    expect(plannedTexts(snapshot)).toEqual([])
    const outcome = evaluate(snapshot, settings)
    expect(
      [...outcome.problems].flatMap(([ref, found]) => found.map(({ code }) => `${ref.resource} ${code}`)),
    ).toContain('customtransforms QueryInvalid')
    expect(conditionAt(outcome, at.policy('p'), 'Ready')).toMatchObject({ status: 'False', reason: 'Frozen' })
    expect(atRest(snapshot) && heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/a', 'ConfigMap shop/b'])
  })

  it('BND-7 collectors that are named and missing are a warning, and the object is delivered', () => {
    const clause = { statusCollectors: ['c'] }
    const snapshot = atRest(
      world({ wds: [policy('p', { clause }), configMap('shop/a')], its: [wec('east')] }),
    )
    expect(heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/a'])
    const [problem, ...others] = evaluate(snapshot, settings).problems.get(at.policy('p')) ?? []
    expect([problem?.code, problem?.severity, others.length]).toEqual(['CollectorMissing', 'warning', 0])
  })

  it('WRP-5 an object that is too large is named once', () => {
    const large = configMap('shop/a', {}, { key: 'x'.repeat(520_000) })
    const snapshot = atRest(world({ wds: [policy('p'), large, configMap('shop/b')], its: [wec('east')] }))
    expect(heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/b'])
    const [line = ''] = errorsAt(evaluate(snapshot, settings), at.policy('p'))
    expect(line).toMatch(/^configmaps shop\/a: it has 520\d+ bytes/)
    expect(line.split('shop/a')).toHaveLength(2)
  })

  it('BND-11 one line for an object, however many WECs it is frozen in', () => {
    const large = configMap('shop/a', {}, { key: 'x'.repeat(520_000) })
    const many = Array.from({ length: 5 }, (_, index) => wec(`wec-${index}`))
    const snapshot = atRest(world({ wds: [policy('p'), large], its: many }))
    expect(errorsAt(evaluate(snapshot, settings), at.policy('p'))).toHaveLength(1)
  })

  it('BND-10 a Binding that would be too large is not written, and its policy says how many objects there are', () => {
    const pad = 'x'.repeat(230)
    const objects = Array.from({ length: 1_700 }, (_, index) =>
      configMap(`${pad.slice(0, 60)}/${pad}${index}`),
    )
    const snapshot = written(world({ wds: [policy('p'), ...objects], its: [wec('east')] }))
    expect(snapshot.get(at.binding('p'))).toBeUndefined()
    const outcome = evaluate(snapshot, settings)
    expect(errorsAt(outcome, at.policy('p'))[0]).toContain('would list 1700 objects')
    expect(conditionAt(outcome, at.policy('p'), 'Synced')?.reason).toBe('BindingTooLarge')
  })
})

describe('wrapped objects of others, and broken ones', () => {
  it('an unreadable wrapped object pauses its Binding in that mailbox alone, and is reported', () => {
    const rest = atRest(start())
    const broken = edited(rest, at.work('east/p-wds1-0'), (one) => ({
      ...one,
      spec: { workload: { manifests: 'none' } },
    }))
    const snapshot = edited(broken, at.configMap('shop/a'), withData('edited'))
    expect(plannedTexts(snapshot)).toEqual(['patch bindings p', 'patch manifestworks west/p-wds1-0'])
    const outcome = evaluate(snapshot, settings)
    expect(codesAt(outcome, at.policy('p'))).toEqual(['WrappedUnreadable'])
    expect(errorsAt(outcome, at.policy('p'))[0]).toMatch(
      /^east: the wrapped object p-wds1-0 cannot be read: /,
    )
  })

  it('P-7 one that bears the name of no Binding is reported on itself', () => {
    const stray = work('east/stray', 'nobody', [], { spec: { workload: { manifests: 'none' } } })
    const outcome = evaluate(world({ its: [wec('east'), stray] }), settings)
    expect(codesAt(outcome, at.work('east/stray'))).toEqual(['WrappedUnreadable'])
  })

  it('WRP-6 one without a Binding goes; one of another WDS of our name stays, and is reported', () => {
    const ours = work('east/ours', 'nobody', [configMap('shop/a')])
    const foreign = work('east/foreign', 'nobody', [configMap('shop/a')], { wdsId: 'another' })
    const others = work('east/others', 'nobody', [configMap('shop/a')], { wds: 'wds2' })
    const snapshot = world({ its: [wec('east'), ours, foreign, others] })
    expect(plannedTexts(snapshot)).toEqual(['delete manifestworks east/ours'])
    expect(codesAt(evaluate(snapshot, settings), at.work('east/foreign'))).toEqual(['WrappedForeign'])
  })

  it('WRP-6 a wrapped object of another id is adopted when a Binding of that name wants its objects', () => {
    const foreign = work('east/p-wds1-0', 'p', [configMap('shop/a')], { wdsId: 'another' })
    const snapshot = atRest(world({ wds: [policy('p'), configMap('shop/a')], its: [wec('east'), foreign] }))
    expect(worksIn(snapshot, 'east').map(uidOf)).toEqual(['manifestwork-east-p-wds1-0'])
    expect(
      stringAt(
        the(snapshot, at.work('east/p-wds1-0')),
        'metadata',
        'annotations',
        'transport.kubestellar.io/originWdsId',
      ),
    ).toBe('id-of-wds1')
  })

  it('WRP-6 without an id of our own nothing of ours is deleted', () => {
    const snapshot = world({
      its: [wec('east'), work('east/ours', 'nobody', [configMap('shop/a')])],
      wdsId: null,
    })
    expect(plannedTexts(snapshot)).toEqual([])
  })
})

describe('conflicts (BND-9)', () => {
  const createOnly = policy('q', { clause: { createOnly: true } })

  it('BND-9 two Bindings that deliver one object differently say so on both sides, and deliver', () => {
    const snapshot = atRest(
      world({ wds: [policy('p'), createOnly, configMap('shop/a')], its: [wec('east'), wec('west')] }),
    )
    const outcome = evaluate(snapshot, settings)
    expect(errorsAt(outcome, at.policy('p'))).toEqual([
      'configmaps shop/a in east: Binding q delivers it differently (and 1 more WEC)',
    ])
    expect(errorsAt(outcome, at.policy('q'))).toEqual([
      'configmaps shop/a in east: Binding p delivers it differently (and 1 more WEC)',
    ])
    expect(heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/a', 'ConfigMap shop/a'])
  })

  it('BND-9 equal content is no conflict', () => {
    const snapshot = atRest(
      world({ wds: [policy('p'), policy('q'), configMap('shop/a')], its: [wec('east')] }),
    )
    expect(errorsAt(evaluate(snapshot, settings), at.policy('p'))).toEqual([])
  })

  it('BND-9 another WDS is known by the labels on its wrapped objects; one that is leaving is none', () => {
    const theirs = work('east/theirs', 'their-policy', [configMap('shop/a')], { wds: 'wds2' })
    const snapshot = atRest(
      world({ wds: [policy('p'), configMap('shop/a'), configMap('shop/b')], its: [wec('east'), theirs] }),
    )
    expect(errorsAt(evaluate(snapshot, settings), at.policy('p'))).toEqual([
      'configmaps shop/a in east: WDS wds2 delivers it as well',
    ])
    const leaving = edited(snapshot, at.work('east/theirs'), (one) => ({
      ...one,
      metadata: { ...one.metadata, deletionTimestamp: '2026-01-02T00:00:00Z', finalizers: ['x'] },
    }))
    expect(errorsAt(evaluate(leaving, settings), at.policy('p'))).toEqual([])
  })
})

describe('large withdrawals (GRD-1)', () => {
  const limited = { ...settings, limits: { withdrawals: 2 } }
  const many = () =>
    world({
      wds: [policy('p'), ...['a', 'b', 'c', 'd', 'e'].map((name) => configMap(`shop/${name}`))],
      its: [wec('east')],
    })
  const narrowed = (one: KubeObject): KubeObject => policyWith(one, ['a'])
  const confirmed = (digest: string) => (one: KubeObject) =>
    annotated(one, 'downsync/confirm-withdrawal', digest)
  const digestIn = (snapshot: ReturnType<typeof many>) =>
    /confirm-withdrawal: ([0-9a-f]{16})$/.exec(
      errorsAt(evaluate(snapshot, limited), at.policy('p'))[0] ?? '',
    )?.[1] ?? ''

  it('GRD-1 above the limit none is withdrawn; all else goes on', () => {
    let snapshot = edited(atRest(many(), limited), at.policy('p'), narrowed)
    snapshot = atRest(edited(snapshot, at.configMap('shop/a'), withData('edited')), limited)
    expect(heldIn(snapshot, 'east')).toHaveLength(5)
    expect(JSON.stringify(worksIn(snapshot, 'east'))).toContain('edited')
    expect(codesAt(evaluate(snapshot, limited), at.policy('p'))).toEqual(['WithdrawalHeld'])
  })

  it('GRD-1 at the limit there is nothing to confirm', () => {
    const snapshot = edited(atRest(many(), limited), at.policy('p'), (one) =>
      policyWith(one, ['a', 'b', 'c']),
    )
    expect(heldIn(atRest(snapshot, limited), 'east')).toHaveLength(3)
  })

  it('GRD-1 the confirmation holds while the withdrawals land, and not for another wish', () => {
    const held = atRest(edited(atRest(many(), limited), at.policy('p'), narrowed), limited)
    const digest = digestIn(held)
    expect(digest).not.toBe('')
    const other = edited(edited(held, at.policy('p'), confirmed(digest)), at.policy('p'), (one) =>
      policyWith(one, ['b']),
    )
    expect(heldIn(atRest(other, limited), 'east')).toHaveLength(5)
    // One object in each wrapped object: they land one by one.
    const single = { ...settings, limits: { withdrawals: 2, objects: 1 } }
    let snapshot = atRest(edited(atRest(many(), single), at.policy('p'), narrowed), single)
    expect(heldIn(snapshot, 'east')).toHaveLength(5)
    snapshot = edited(snapshot, at.policy('p'), confirmed(digest))
    const [first] = worksIn(snapshot, 'east').filter((one) => !JSON.stringify(one).includes('"name":"a"'))
    expect(first).toBeDefined()
    if (first !== undefined) snapshot = gone(snapshot, at.work(`east/${String(first.metadata['name'])}`))
    expect(heldIn(atRest(snapshot, single), 'east')).toEqual(['ConfigMap shop/a'])
  })

  it('GRD-1 holds back a deleted policy, with its finalizers, until that is confirmed', () => {
    const rest = atRest(many(), limited)
    const deleting = edited(rest, at.policy('p'), (one) => ({
      ...one,
      metadata: { ...one.metadata, deletionTimestamp: '2026-01-02T00:00:00Z' },
    }))
    const held = atRest(deleting, limited)
    expect(heldIn(held, 'east')).toHaveLength(5)
    expect(held.get(at.binding('p'))).toBeDefined()
    const done = atRest(edited(held, at.policy('p'), confirmed(digestIn(held))), limited)
    expect([done.get(at.policy('p')), done.get(at.binding('p'))]).toEqual([undefined, undefined])
  })

  it('WRP-6, GRD-1 what another WDS of our name holds is not counted', () => {
    const foreign = work(
      'east/foreign',
      'p',
      ['x', 'y', 'z'].map((name) => configMap(`shop/${name}`)),
      { wdsId: 'another' },
    )
    const snapshot = put(atRest(many(), limited), 'its', {
      ...foreign,
      metadata: { ...foreign.metadata, uid: 'f', generation: 1 },
    })
    expect(codesAt(evaluate(snapshot, limited), at.policy('p'))).toEqual(['WrappedForeign'])
  })
})

describe('conditions and errors', () => {
  it('BND-7 Ready follows the agents', () => {
    const before = written(start())
    const ready = (snapshot: typeof before) =>
      conditionAt(evaluate(snapshot, settings), at.policy('p'), 'Ready')
    expect(ready(before)).toMatchObject({ status: 'False', reason: 'NotApplied' })
    expect(ready(agent(before))).toMatchObject({ status: 'True', message: 'all 4 are applied' })
    const failing = agent(before, { says: (one) => (one.metadata['name'] === 'a' ? 'refused' : 'applied') })
    expect(ready(failing)).toMatchObject({
      reason: 'ApplyFailed',
      message:
        '2 of 4 not applied; first configmaps shop/a in east: Failed to apply manifest: field is immutable',
    })
    expect(errorsAt(evaluate(failing, settings), at.policy('p'))).toEqual([
      'configmaps shop/a in east: Failed to apply manifest: field is immutable',
      'configmaps shop/a in west: Failed to apply manifest: field is immutable',
    ])
  })

  it('BND-7 a transition is timed once, and another writer keeps its condition', () => {
    const theirs = {
      type: 'Theirs',
      status: 'True',
      reason: 'r',
      message: 'm',
      lastTransitionTime: '2020-01-01T00:00:00Z',
    }
    const snapshot = edited(start(), at.policy('p'), (one) => ({ ...one, status: { conditions: [theirs] } }))
    const rest = atRest(snapshot)
    const conditions = (the(rest, at.policy('p'))['status'] as { conditions: { type: string }[] }).conditions
    expect(conditions.map(({ type }) => type)).toEqual([
      'Theirs',
      'Synced',
      'Ready',
      'StatusCollectorsAvailable',
    ])
    expect(conditions[0]).toEqual(theirs)
  })

  it("BND-7 a Binding carries its policy's conditions", () => {
    const outcome = evaluate(round(start()), settings)
    for (const type of ['Synced', 'Ready', 'StatusCollectorsAvailable'])
      expect(conditionAt(outcome, at.binding('p'), type)).toEqual(conditionAt(outcome, at.policy('p'), type))
  })

  it('BND-11 lines are sorted by object, then WEC', () => {
    const unknown = resourceInfo('example.org', 'gizmos', 'Gizmo', true)
    expect(unknown.group).toBe('example.org')
    const binding = usersBinding('mine', ['shop/z', 'shop/a'], ['nowhere', 'never'])
    const outcome = evaluate(atRest(world({ wds: [binding] })), settings)
    expect(errorsAt(outcome, at.binding('mine'))).toEqual([
      'never: there is no ManagedCluster of this name',
      'nowhere: there is no ManagedCluster of this name',
      'configmaps shop/a: there is no such object',
      'configmaps shop/z: there is no such object',
    ])
  })
})

function policyWith(one: KubeObject, objectNames: readonly string[]): KubeObject {
  return { ...one, spec: policy('p', { clause: { objectNames } })['spec'] as never }
}
