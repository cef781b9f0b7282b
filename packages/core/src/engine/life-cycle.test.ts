import { describe, expect, it } from 'vitest'
import { agent } from '../../../../test/generators/agent.ts'
import {
  atRest,
  codesAt,
  conditionAt,
  deleted,
  edited,
  errorsAt,
  finalizersAt,
  gone,
  heldIn,
  later,
  planned,
  plannedTexts,
  put,
  refusing,
  round,
  settings,
  the,
  unseeing,
  worksIn,
  written,
} from '../../../../test/worlds/story.ts'
import {
  annotated,
  at,
  configMap,
  policy,
  usersBinding,
  wec,
  work,
  world,
} from '../../../../test/worlds/world.ts'
import { ownerOfBinding } from '../bind/index.ts'
import { isDeleting, type KubeObject, refOf, uidOf, withMember } from '../kube/index.ts'
import { tryActions } from '../reconcile/index.ts'
import { createEngine } from './engine.ts'
import { evaluate } from './evaluate.ts'

const POLICY_FINALIZER = 'bindingpolicy.kubestellar.io/kscontroller'
const BINDING_FINALIZER = 'transport.kubestellar.io/object-cleanup'

const start = () => world({ wds: [policy('p'), configMap('shop/a')], its: [wec('east'), wec('west')] })
const labelled = (object: KubeObject, labels: Record<string, string>): KubeObject => ({
  ...object,
  metadata: withMember(object.metadata, 'labels', labels),
})

describe('from a policy to wrapped objects, and back', () => {
  it('BND-4 comes in order: policy finalizer, Binding with its own, first wrapped object', () => {
    const actions = planned(start())
    expect(plannedTexts(start())).toEqual([
      'patch bindingpolicies p',
      'create bindings p',
      'create manifestworks east/p-wds1-0',
      'create manifestworks west/p-wds1-0',
    ])
    const after = new Map(actions.map((action) => [action.ref.resource, action.after]))
    expect(after.get('bindings')).toEqual([at.policy('p')])
    expect(after.get('manifestworks')).toEqual([at.binding('p')])
    const settled = written(start())
    expect(finalizersAt(settled, at.policy('p'))).toEqual([POLICY_FINALIZER])
    expect(finalizersAt(settled, at.binding('p'))).toEqual([BINDING_FINALIZER])
  })

  it('P-6c what waits for a write that is dropped is dropped as well', () => {
    const [create, ...others] = planned(start()).filter((action) => action.ref.resource !== 'bindingpolicies')
    expect(create?.kind).toBe('create')
    const { dropped } = tryActions(
      put(start(), 'wds', usersBinding('p', [], [])),
      create === undefined ? [] : [create, ...others],
    )
    expect(dropped.map(({ action }) => action.ref.resource)).toEqual([
      'bindings',
      'manifestworks',
      'manifestworks',
    ])
  })

  it('BND-4 a deleted policy takes along its Binding, the wrapped objects and at last the finalizers', () => {
    let snapshot = deleted(atRest(start()), at.policy('p'))
    expect(plannedTexts(snapshot)).toEqual([
      'delete bindings p',
      'delete manifestworks east/p-wds1-0',
      'delete manifestworks west/p-wds1-0',
    ])
    for (const action of planned(snapshot))
      if (action.ref.resource === 'manifestworks') expect(action.after).toEqual([at.binding('p')])
    snapshot = written(snapshot)
    expect(worksIn(snapshot, 'east').every(isDeleting)).toBe(true)
    expect(plannedTexts(snapshot)).toEqual([])
    snapshot = agent(snapshot)
    expect(plannedTexts(snapshot)).toEqual(['patch bindings p'])
    snapshot = written(snapshot)
    expect(snapshot.get(at.binding('p'))).toBeUndefined()
    expect(plannedTexts(snapshot)).toEqual(['patch bindingpolicies p'])
    expect(written(snapshot).get(at.policy('p'))).toBeUndefined()
  })

  it('BND-4 does not wait for the agents of WECs that are not available', () => {
    const away = world({
      wds: [policy('p'), configMap('shop/a')],
      its: [wec('east'), wec('west', { isAvailable: false })],
    })
    let snapshot = written(deleted(atRest(away), at.policy('p')))
    snapshot = agent(snapshot, { sees: (one) => one.metadata['namespace'] === 'east' })
    expect(worksIn(snapshot, 'west').map(isDeleting)).toEqual([true])
    expect(plannedTexts(snapshot)).toEqual(['patch bindings p'])
    expect(written(written(snapshot)).get(at.policy('p'))).toBeUndefined()
  })

  it('BND-4 a wrapped object that is not deleted yet is waited for, whether its WEC is available or not', () => {
    const away = world({
      wds: [policy('p'), configMap('shop/a')],
      its: [wec('east', { isAvailable: false })],
    })
    const snapshot = written(deleted(atRest(away), at.policy('p')), settings)
    const undeleted = edited(snapshot, at.work('east/p-wds1-0'), (one) => ({
      ...one,
      metadata: withMember(withMember(one.metadata, 'deletionTimestamp', undefined), 'uid', 'another'),
    }))
    expect(plannedTexts(undeleted)).toEqual(['delete manifestworks east/p-wds1-0'])
  })

  it.each(['its managedclusters', 'its manifestworks'])(
    'BND-4, SNP-2 while %s are not seen, no finalizer is taken off',
    (resource) => {
      const released = agent(written(deleted(atRest(start()), at.policy('p'))))
      expect(plannedTexts(released)).toEqual(['patch bindings p'])
      expect(plannedTexts(unseeing(released, resource))).toEqual([])
      const withoutBinding = written(released)
      expect(plannedTexts(withoutBinding)).toEqual(['patch bindingpolicies p'])
      expect(plannedTexts(unseeing(withoutBinding, resource))).toEqual([])
    },
  )

  it('BND-4, WRP-6 a Binding keeps its finalizer while the id of the WDS is not known', () => {
    const snapshot = written(deleted(atRest(start()), at.policy('p')))
    const nameless = gone(snapshot, {
      space: 'wds',
      group: '',
      resource: 'namespaces',
      namespace: '',
      name: 'kube-system',
    })
    expect(plannedTexts(nameless)).toEqual([])
    expect(plannedTexts(agent(nameless))).toEqual(['patch bindings p'])
  })

  it('BND-4 a generated Binding that somebody deletes is let go at once and made again; its wrapped objects stay', () => {
    const rest = atRest(start())
    const before = heldIn(rest, 'east')
    let snapshot = deleted(rest, at.binding('p'))
    expect(plannedTexts(snapshot)).toEqual(['patch bindings p'])
    snapshot = written(snapshot)
    expect(snapshot.get(at.binding('p'))).toBeUndefined()
    expect(heldIn(snapshot, 'east')).toEqual(before)
    expect(plannedTexts(snapshot)).toEqual(['create bindings p'])
    const again = atRest(snapshot)
    expect(uidOf(the(again, at.binding('p')))).not.toBe(uidOf(the(rest, at.binding('p'))))
    expect(worksIn(again, 'east').map(uidOf)).toEqual(worksIn(rest, 'east').map(uidOf))
  })

  it('BND-1 a policy that selects nothing has a Binding all the same', () => {
    const snapshot = atRest(world({ wds: [policy('p')], its: [wec('east')] }))
    expect(the(snapshot, at.binding('p'))['spec']).toEqual({
      workload: { clusterScope: [], namespaceScope: [] },
      destinations: [{ clusterId: 'east' }],
    })
    expect(conditionAt(evaluate(snapshot, settings), at.policy('p'), 'Ready')).toMatchObject({
      status: 'True',
      reason: 'NothingToDeliver',
    })
  })

  it('BND-1 a difference only in resourceVersions is no reason to write the Binding, a difference in content is', () => {
    const rest = atRest(start())
    const touched = edited(rest, at.configMap('shop/a'), (one) =>
      labelled(one, { app: 'web', 'kubestellar.io/executing-count': '1' }),
    )
    // RPT-4: nobody asks for it.
    expect(plannedTexts(touched)).toEqual(['patch configmaps shop/a'])
    expect(conditionAt(evaluate(touched, settings), at.policy('p'), 'Synced')?.status).toBe('True')
    const changed = edited(rest, at.configMap('shop/a'), (one) => ({ ...one, data: { key: 'other' } }))
    expect(plannedTexts(changed)).toEqual([
      'patch bindings p',
      'patch manifestworks east/p-wds1-0',
      'patch manifestworks west/p-wds1-0',
    ])
  })

  it('WRP-8 a WEC that leaves the destinations loses the wrapped objects, and no other does', () => {
    const rest = atRest(start())
    const narrowed = edited(rest, at.policy('p'), (one) => ({
      ...one,
      spec: { ...policySpec(one), clusterSelectors: [{ matchLabels: { zone: 'none' } }] },
    }))
    expect(plannedTexts(narrowed)).toContain('delete manifestworks east/p-wds1-0')
    const onlyEast = edited(
      edited(rest, at.wec('east'), (one) => labelled(one, { zone: 'e' })),
      at.policy('p'),
      (one) => ({
        ...one,
        spec: { ...policySpec(one), clusterSelectors: [{ matchLabels: { zone: 'e' } }] },
      }),
    )
    expect(plannedTexts(onlyEast)).toEqual(['patch bindings p', 'delete manifestworks west/p-wds1-0'])
  })
})

describe("Bindings that are not a policy's", () => {
  const users = () =>
    world({ wds: [usersBinding('mine', ['shop/a'], ['east']), configMap('shop/a')], its: [wec('east')] })

  it('BND-6 is delivered as a generated one: finalizer first, spec never written, and away again', () => {
    expect(plannedTexts(users())).toEqual(['patch bindings mine', 'create manifestworks east/mine-wds1-0'])
    const rest = atRest(users())
    expect(the(rest, at.binding('mine'))['spec']).toEqual(the(users(), at.binding('mine'))['spec'])
    expect(heldIn(rest, 'east')).toEqual(['ConfigMap shop/a'])
    const outcome = evaluate(rest, settings)
    expect(conditionAt(outcome, at.binding('mine'), 'Ready')?.status).toBe('True')
    expect(conditionAt(outcome, at.binding('mine'), 'Synced')).toBeUndefined()
    let snapshot = deleted(rest, at.binding('mine'))
    expect(plannedTexts(snapshot)).toEqual(['delete manifestworks east/mine-wds1-0'])
    snapshot = round(snapshot)
    expect(plannedTexts(snapshot)).toEqual(['patch bindings mine'])
    expect(written(snapshot).get(at.binding('mine'))).toBeUndefined()
  })

  it('BND-6 an entry that is not there, no workload or unknown has one line each, and others are delivered', () => {
    const binding = usersBinding('mine', ['shop/a', 'shop/none'], ['east'])
    const spec = {
      workload: {
        clusterScope: [
          { group: '', version: 'v1', resource: 'nodes', name: 'n1', resourceVersion: '1' },
          { group: 'example.org', version: 'v1', resource: 'gizmos', name: 'g', resourceVersion: '1' },
        ],
        namespaceScope: (binding['spec'] as { workload: { namespaceScope: [] } }).workload.namespaceScope,
      },
      destinations: [{ clusterId: 'east' }],
    }
    const rest = atRest(world({ wds: [{ ...binding, spec }, configMap('shop/a')], its: [wec('east')] }))
    expect(heldIn(rest, 'east')).toEqual(['ConfigMap shop/a'])
    expect(errorsAt(evaluate(rest, settings), at.binding('mine'))).toEqual([
      'configmaps shop/none: there is no such object',
      'nodes n1: this resource is not workload (ID-2), so that nothing of it is delivered; what stands in WECs stays until the entry goes',
      'gizmos.example.org g: discovery does not know this resource',
    ])
  })

  it("BND-6 a policy with the name of somebody's Binding leaves it alone, and says so; its own faults too", () => {
    const snapshot = atRest(
      world({
        wds: [
          policy('mine', { downsync: [{ objectSelectors: [{}] }] }),
          usersBinding('mine', ['shop/a'], ['east']),
          configMap('shop/a'),
        ],
        its: [wec('east')],
      }),
    )
    const outcome = evaluate(snapshot, settings)
    expect(ownerOfBinding(the(snapshot, at.binding('mine')))).toEqual({ kind: 'user' })
    expect(heldIn(snapshot, 'east')).toEqual(['ConfigMap shop/a'])
    expect(codesAt(outcome, at.policy('mine'))).toEqual(['BindingForeign', 'ClauseVacuous'])
    expect(errorsAt(outcome, at.policy('mine'))).toHaveLength(2)
    expect(conditionAt(outcome, at.policy('mine'), 'Synced')).toMatchObject({
      status: 'False',
      reason: 'BindingForeign',
    })
    expect(conditionAt(outcome, at.policy('mine'), 'Ready')).toMatchObject({
      status: 'False',
      reason: 'BindingForeign',
    })
    expect(conditionAt(outcome, at.binding('mine'), 'Ready')?.status).toBe('True')
    expect(errorsAt(outcome, at.binding('mine'))).toEqual([])
  })

  it('BND-4, BND-6 such a policy goes without waiting for that Binding', () => {
    const snapshot = atRest(world({ wds: [policy('mine'), usersBinding('mine', [], [])] }))
    const leaving = atRest(deleted(snapshot, at.policy('mine')))
    expect(leaving.get(at.policy('mine'))).toBeUndefined()
    expect(leaving.get(at.binding('mine'))).toBeDefined()
  })

  it('BND-6 the Binding of a former policy of its name is adopted, with its wrapped objects', () => {
    const rest = atRest(start())
    const remade = put(gone(rest, at.policy('p')), 'wds', {
      ...policy('p'),
      metadata: { name: 'p', uid: 'another-policy', generation: 1 },
    })
    expect(plannedTexts(remade)).toEqual(['patch bindingpolicies p', 'patch bindings p'])
    const adopted = atRest(remade)
    expect(ownerOfBinding(the(adopted, at.binding('p')))).toEqual({ kind: 'policy', uid: 'another-policy' })
    expect(uidOf(the(adopted, at.binding('p')))).toBe(uidOf(the(rest, at.binding('p'))))
    expect(worksIn(adopted, 'east').map(uidOf)).toEqual(worksIn(rest, 'east').map(uidOf))
  })

  it('BND-6 a Binding whose policy is gone is deleted, unless policies are not seen', () => {
    const orphaned = gone(atRest(start()), at.policy('p'))
    expect(plannedTexts(orphaned)).toContain('delete bindings p')
    expect(atRest(orphaned).get(at.binding('p'))).toBeUndefined()
    expect(plannedTexts(unseeing(orphaned, 'wds bindingpolicies'))).toEqual([])
  })
})

describe('pausing (BND-12)', () => {
  const pause = (object: KubeObject) => annotated(object, 'downsync/paused', 'true')
  const edit = (object: KubeObject): KubeObject => ({ ...object, data: { key: 'other' } })

  it('BND-12 a paused policy: lists, wrapped objects and finalizers stay, statuses go on', () => {
    const rest = atRest(start())
    const paused = edited(put(rest, 'wds', configMap('shop/b')), at.policy('p'), pause)
    const snapshot = edited(paused, at.configMap('shop/a'), edit)
    expect(plannedTexts(snapshot)).toEqual([])
    const outcome = evaluate(snapshot, settings)
    expect(conditionAt(outcome, at.policy('p'), 'Ready')).toMatchObject({ status: 'False', reason: 'Paused' })
    expect(planned(snapshot).map((action) => action.kind === 'patch' && action.subresource)).toEqual([
      'status',
      'status',
    ])
    expect(plannedTexts(deleted(snapshot, at.policy('p')))).toEqual([])
    expect(plannedTexts(deleted(snapshot, at.binding('p')))).toEqual([])
  })

  it('BND-12 a paused policy without a Binding: none is made, and what bears its name in mailboxes stays', () => {
    const sketch = {
      wds: [
        policy('p', {
          metadata: { annotations: { 'downsync/paused': 'true' }, finalizers: [POLICY_FINALIZER] },
        }),
        configMap('shop/a'),
      ],
      its: [wec('east'), work('east/old', 'p', [configMap('shop/old')])],
    }
    expect(plannedTexts(world(sketch))).toEqual([])
    expect(plannedTexts(deleted(world(sketch), at.policy('p')))).toEqual([])
  })

  it('BND-12 an invalid and paused policy keeps a Binding that somebody deletes', () => {
    const rest = edited(atRest(start()), at.policy('p'), (one) => pause({ ...one, spec: { downsync: [{}] } }))
    expect(plannedTexts(deleted(rest, at.binding('p')))).toEqual([])
  })

  it("BND-12 a user's Binding pauses itself; on a generated one the annotation means nothing", () => {
    const users = world({
      wds: [usersBinding('mine', ['shop/a'], ['east']), configMap('shop/a')],
      its: [wec('east')],
    })
    expect(plannedTexts(edited(users, at.binding('mine'), pause))).toEqual([])
    const generated = edited(atRest(start()), at.binding('p'), pause)
    expect(plannedTexts(edited(generated, at.configMap('shop/a'), edit))).toContain(
      'patch manifestworks east/p-wds1-0',
    )
    const orphan = atRest(gone(generated, at.policy('p')))
    expect(orphan.get(at.binding('p'))).toBeUndefined()
  })

  it('BND-12 settings.paused stops every write but statuses, and `Ready` says so', () => {
    const still = { ...settings, paused: true }
    expect(plannedTexts(start(), still)).toEqual([])
    const changed = edited(atRest(start()), at.configMap('shop/a'), edit)
    expect(plannedTexts(changed, still)).toEqual([])
    expect(conditionAt(evaluate(changed, still), at.policy('p'), 'Ready')).toMatchObject({ reason: 'Paused' })
    expect(planned(changed, still)).not.toEqual([])
  })

  it('BND-12 the annotation on the Namespace kube-system of the WDS pauses everything, until it is taken off', () => {
    const changed = edited(atRest(start()), at.configMap('shop/a'), edit)
    const held = edited(changed, SYSTEM, pause)
    expect(plannedTexts(held)).toEqual([])
    expect(conditionAt(evaluate(held, settings), at.policy('p'), 'Ready')).toMatchObject({ reason: 'Paused' })
    const engine = createEngine(settings, held)
    engine.outcome()
    const namespace = edited(held, SYSTEM, (one) => annotated(one, 'downsync/paused', 'false')).get(SYSTEM)
    if (namespace === undefined) throw new Error('there is no such Namespace')
    engine.accept([{ kind: 'put', space: 'wds', object: namespace }])
    expect(engine.takeActions().map(({ ref }) => ref.resource)).toContain('manifestworks')
  })
})

const SYSTEM = refOf('wds', { group: '', resource: 'namespaces', namespace: '', name: 'kube-system' })

describe('writes that are refused (P-6b)', () => {
  it('P-6b a refused rewrite is reported and not repeated until its target or its input changes', () => {
    const changed = edited(atRest(start()), at.configMap('shop/a'), (one) => ({
      ...one,
      data: { key: 'other' },
    }))
    const refused = refusing(
      changed,
      ({ ref }) => ref.resource === 'manifestworks' && ref.namespace === 'east',
    )
    expect(plannedTexts(refused)).not.toContain('patch manifestworks east/p-wds1-0')
    expect(plannedTexts(refused)).toContain('patch manifestworks west/p-wds1-0')
    const outcome = evaluate(refused, settings)
    expect(errorsAt(outcome, at.policy('p'))).toEqual(['east: the write of p-wds1-0 was refused: forbidden'])
    expect(codesAt(outcome, at.policy('p'))).toEqual(['WriteRefused'])
    const otherInput = edited(refused, at.configMap('shop/a'), (one) => ({ ...one, data: { key: 'third' } }))
    expect(plannedTexts(otherInput)).toContain('patch manifestworks east/p-wds1-0')
    const otherTarget = edited(refused, at.work('east/p-wds1-0'), (one) =>
      annotated(one, 'somebody', 'was here'),
    )
    expect(plannedTexts(otherTarget)).toContain('patch manifestworks east/p-wds1-0')
  })

  it("BND-4, P-6b without its policy's finalizer no Binding is made, without a Binding no wrapped object", () => {
    const noFinalizer = refusing(start(), ({ ref }) => ref.resource === 'bindingpolicies')
    expect(plannedTexts(noFinalizer)).toEqual([])
    expect(errorsAt(evaluate(noFinalizer, settings), at.policy('p'))).toEqual([
      'bindingpolicies.control.kubestellar.io p: the write was refused: forbidden',
    ])
    const noBinding = refusing(start(), ({ ref }) => ref.resource === 'bindings')
    expect(plannedTexts(noBinding)).toEqual(['patch bindingpolicies p'])
    expect(errorsAt(evaluate(noBinding, settings), at.policy('p'))).toEqual([
      'bindings.control.kubestellar.io p: the write was refused: forbidden',
    ])
  })

  it('BND-4, P-6b when the deletion of a Binding is refused, its wrapped objects stay', () => {
    const leaving = deleted(atRest(start()), at.policy('p'))
    expect(plannedTexts(refusing(leaving, ({ ref }) => ref.resource === 'bindings'))).toEqual([])
  })

  it('P-6b a refused status is not repeated as the clock goes on, and does not make others forgotten', () => {
    const rest = atRest(start())
    const both = (snapshot: typeof rest) => refusing(snapshot, () => true)
    const refused = both(both(both(start())))
    expect(planned(refused)).toEqual([])
    const broken = edited(rest, at.policy('p'), (one) => ({ ...one, spec: { downsync: [{}] } }))
    const refusedStatus = refusing(broken, () => true)
    expect(planned(refusedStatus)).toEqual([])
    expect(codesAt(evaluate(refusedStatus, settings), at.policy('p'))).toContain('WriteRefused')
    expect(planned(later(refusedStatus))).toEqual([])
  })
})

function policySpec(object: KubeObject): Record<string, never> {
  return object['spec'] as Record<string, never>
}
