import { describe, expect, it } from 'vitest'
import { annotated, at, NOW, policy, usersBinding } from '../../../../test/worlds/world.ts'
import { bindingFor, decideBinding, type Entry } from '../bind/index.ts'
import { type KubeObject, withMember } from '../kube/index.ts'
import { compilePolicy, noModulation } from '../select/index.ts'
import { bindingAction, type ControlInput, policyAction } from './control-actions.ts'

const OURS = 'bindingpolicy.kubestellar.io/kscontroller'
const CLEANUP = 'transport.kubestellar.io/object-cleanup'
const given = { uid: 'uid-p', resourceVersion: '5', generation: 1 }
const p = policy('p', { metadata: given })
const entry = (resourceVersion: string): Entry => ({
  id: { group: '', resource: 'configmaps', namespace: 'shop', name: 'a' },
  version: 'v1',
  resourceVersion,
  modulation: noModulation,
})
const stored = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, uid: 'uid-b', resourceVersion: '9', generation: 1 },
})
const generated = stored(bindingFor(p, [entry('1')], ['east'], undefined))
const withFinalizers = (object: KubeObject, finalizers: readonly string[]): KubeObject => ({
  ...object,
  metadata: withMember(object.metadata, 'finalizers', finalizers),
})
const deleting = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, deletionTimestamp: NOW },
})

/** Policy `p` with its finalizer, its Binding as written, everything seen and clean. */
function inputOf(
  over: Partial<ControlInput> & { entries?: readonly Entry[]; wecs?: readonly string[] } = {},
): ControlInput {
  const { entries = [entry('1')], wecs = ['east'], ...rest } = over
  const thePolicy = 'policy' in rest ? rest.policy : withFinalizers(p, [OURS])
  const there = 'there' in rest ? rest.there : generated
  const decision = decideBinding({
    name: 'p',
    policy: thePolicy,
    compiled: thePolicy === undefined ? undefined : compilePolicy(thePolicy),
    there,
    selection: {
      candidates: entries.map((one) => ({ ...one, match: { sure: one.modulation, unsure: false } })),
      unseenOf: () => undefined,
      namespacesUnseen: undefined,
    },
    wecs,
    policiesUnseen: undefined,
    bindingsUnseen: undefined,
  })
  return {
    decision,
    policyRef: at.policy('p'),
    bindingRef: at.binding('p'),
    bindingsKnown: true,
    itsKnown: true,
    mailboxesDiffer: () => false,
    mailboxesClean: () => true,
    ...rest,
    policy: thePolicy,
    there,
  }
}

describe("a policy's finalizer (BND-4)", () => {
  it('BND-4, ACT-1 is added beside those of others, to the object that was seen', () => {
    const action = policyAction(inputOf({ policy: withFinalizers(p, ['theirs']) }))
    expect(action).toMatchObject({
      kind: 'patch',
      ref: at.policy('p'),
      subresource: '',
      patch: { metadata: { finalizers: ['theirs', OURS] } },
      uid: 'uid-p',
      resourceVersion: '5',
      why: { rule: 'BND-4' },
    })
    expect(policyAction(inputOf())).toBeUndefined()
  })

  it('BND-4, SNP-2 goes when the Binding is gone, and that and the ITS are seen', () => {
    const policyGone = deleting(withFinalizers(p, [OURS, 'theirs']))
    const done = { policy: policyGone, there: undefined }
    expect(policyAction(inputOf(done))).toMatchObject({ patch: { metadata: { finalizers: ['theirs'] } } })
    expect(policyAction(inputOf({ policy: policyGone }))).toBeUndefined()
    expect(policyAction(inputOf({ ...done, bindingsKnown: false }))).toBeUndefined()
    expect(policyAction(inputOf({ ...done, itsKnown: false }))).toBeUndefined()
    expect(
      policyAction(inputOf({ ...done, policy: deleting(withFinalizers(p, ['theirs'])) })),
    ).toBeUndefined()
    expect(
      policyAction(inputOf({ policy: policyGone, there: stored(usersBinding('p', [], [])) })),
    ).toBeDefined()
  })

  it('BND-12 is left alone while the policy is paused', () => {
    expect(policyAction(inputOf({ policy: annotated(p, 'downsync/paused', 'true') }))).toBeUndefined()
  })
})

describe('a Binding', () => {
  it("BND-1, BND-4 is created after its policy's finalizer", () => {
    const action = bindingAction(inputOf({ there: undefined }), true)
    expect(action).toMatchObject({
      kind: 'create',
      ref: at.binding('p'),
      after: [at.policy('p')],
      why: { rule: 'BND-1', from: at.policy('p') },
    })
    expect(bindingAction(inputOf({ there: undefined }), false)?.after).toEqual([])
  })

  it('BND-1, ACT-1 is patched with what differs and is ours, and nothing else', () => {
    const theirs = { ...generated, metadata: { ...generated.metadata, labels: { theirs: 'yes' } } }
    expect(bindingAction(inputOf({ there: theirs }), false)).toBeUndefined()
    expect(bindingAction(inputOf({ there: theirs, wecs: ['west'] }), false)).toMatchObject({
      kind: 'patch',
      patch: { spec: { destinations: [{ clusterId: 'west' }] } },
      uid: 'uid-b',
      resourceVersion: '9',
    })
    const listed = bindingAction(inputOf({ entries: [] }), false)
    expect(listed).toMatchObject({ patch: { spec: { workload: { namespaceScope: [] } } } })
    expect(JSON.stringify(listed)).not.toContain('destinations')
    const ownerless = withFinalizers(generated, [CLEANUP, 'theirs'])
    expect(bindingAction(inputOf({ there: ownerless }), false)).toBeUndefined()
    expect(bindingAction(inputOf({ there: withFinalizers(generated, ['theirs']) }), false)).toMatchObject({
      patch: { metadata: { finalizers: ['theirs', CLEANUP] } },
    })
  })

  it('BND-1 a difference in resourceVersions alone is written along with mailboxes that differ, not without', () => {
    const newer = { entries: [entry('2')] }
    expect(bindingAction(inputOf(newer), false)).toBeUndefined()
    expect(bindingAction(inputOf({ ...newer, mailboxesDiffer: () => true }), false)).toMatchObject({
      kind: 'patch',
    })
    expect(bindingAction(inputOf({ mailboxesDiffer: () => true }), false)).toBeUndefined()
  })

  it('BND-4, ACT-1 is deleted by uid and resourceVersion when its policy goes', () => {
    const action = bindingAction(inputOf({ policy: deleting(withFinalizers(p, [OURS])) }), false)
    expect(action).toMatchObject({
      kind: 'delete',
      uid: 'uid-b',
      resourceVersion: '9',
      why: { rule: 'BND-4' },
    })
  })

  it('BND-4, GRD-1 gets its finalizer back before it is deleted while wrapped objects of it stand, or may', () => {
    const there = withFinalizers(generated, ['theirs'])
    const gone = { policy: undefined, there }
    const held = { kind: 'patch', patch: { metadata: { finalizers: ['theirs', CLEANUP] } } }
    expect(bindingAction(inputOf({ ...gone, mailboxesClean: () => false }), false)).toMatchObject(held)
    expect(bindingAction(inputOf({ ...gone, itsKnown: false }), false)).toMatchObject(held)
    expect(bindingAction(inputOf(gone), false)?.kind).toBe('delete')
  })

  it('BND-4 loses its finalizer when its mailboxes are clean, and others keep theirs', () => {
    const leaving = {
      policy: deleting(withFinalizers(p, [OURS])),
      there: deleting(withFinalizers(generated, ['theirs', CLEANUP])),
    }
    expect(bindingAction(inputOf(leaving), false)).toMatchObject({
      patch: { metadata: { finalizers: ['theirs'] } },
    })
    expect(bindingAction(inputOf({ ...leaving, mailboxesClean: () => false }), false)).toBeUndefined()
    expect(bindingAction(inputOf({ ...leaving, itsKnown: false }), false)).toBeUndefined()
  })

  it('BND-4, SNP-2 that somebody deletes is let go, clean or not, once the ITS is seen', () => {
    const released = { there: deleting(generated), mailboxesClean: () => false }
    expect(bindingAction(inputOf(released), false)).toMatchObject({ patch: { metadata: { finalizers: [] } } })
    expect(bindingAction(inputOf({ ...released, itsKnown: false }), false)).toBeUndefined()
  })

  it('BND-6 of a user gets the finalizer, and no other write', () => {
    const users = { policy: undefined, there: stored(usersBinding('p', ['shop/a'], ['east'])) }
    expect(bindingAction(inputOf(users), false)).toMatchObject({
      patch: { metadata: { finalizers: [CLEANUP] } },
      why: { from: at.binding('p') },
    })
    expect(
      bindingAction(inputOf({ ...users, there: withFinalizers(users.there, [CLEANUP]) }), false),
    ).toBeUndefined()
    expect(
      bindingAction(inputOf({ ...users, there: annotated(users.there, 'downsync/paused', 'true') }), false),
    ).toBeUndefined()
  })
})
