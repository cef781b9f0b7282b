import { describe, expect, it } from 'vitest'
import { bindings } from '../../../../test/generators/vocabulary.ts'
import { annotated, at, NOW, objectOf, policy, usersBinding } from '../../../../test/worlds/world.ts'
import { type KubeObject, listAt, type ObjectId, stringAt } from '../kube/index.ts'
import { compilePolicy, noModulation } from '../select/index.ts'
import { type BindingInput, decideBinding } from './decide-binding.ts'
import type { Candidate } from './select-entries.ts'
import type { Unseen } from './types.ts'

const unseen: Unseen = { resource: 'something', why: 'not listed' }
const configMapId = (name: string): ObjectId => ({
  group: '',
  resource: 'configmaps',
  namespace: 'shop',
  name,
})
const candidate = (name: string, resourceVersion = '7'): Candidate => ({
  id: configMapId(name),
  version: 'v1',
  resourceVersion,
  match: { sure: noModulation, unsure: false },
})
const withUid = (object: KubeObject, uid: string): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, uid },
})
const p = withUid(policy('p'), 'uid-p')
const deleting = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, deletionTimestamp: NOW },
})
const paused = (object: KubeObject): KubeObject => annotated(object, 'downsync/paused', 'true')
const owned = (by: string, more: KubeObject = usersBinding('p', ['shop/old'], ['east'])): KubeObject =>
  withUid(
    {
      ...more,
      metadata: {
        ...more.metadata,
        generation: 3,
        ownerReferences: [
          {
            apiVersion: 'control.kubestellar.io/v1alpha1',
            kind: 'BindingPolicy',
            name: 'p',
            uid: by,
            controller: true,
          },
        ],
      },
    },
    'uid-b',
  )

/** A valid policy `p` that selects ConfigMap `shop/a` for `east`; everything is seen, and there is no Binding. */
function decide(
  over: Partial<Omit<BindingInput, 'compiled' | 'selection'>> & {
    candidates?: readonly Candidate[]
    unseenOf?: () => Unseen | undefined
    namespacesUnseen?: Unseen
  } = {},
) {
  const { candidates = [candidate('a')], unseenOf = () => undefined, namespacesUnseen, ...rest } = over
  const thePolicy = 'policy' in rest ? rest.policy : p
  return decideBinding({
    name: 'p',
    there: undefined,
    wecs: ['east'],
    policiesUnseen: undefined,
    bindingsUnseen: undefined,
    ...rest,
    policy: thePolicy,
    compiled: thePolicy === undefined ? undefined : compilePolicy(thePolicy),
    selection: { candidates, unseenOf, namespacesUnseen },
  })
}
const invalid = (object: KubeObject): KubeObject => ({
  ...object,
  spec: { clusterSelectors: [{ matchLabels: { '': '' } }] },
})
const vacuous = (object: KubeObject): KubeObject => ({
  ...object,
  spec: { downsync: [{ objectSelectors: [{}] }] },
})

describe('the Binding of a valid policy', () => {
  it('BND-1, BND-3, BND-4 is written with its lists, its owner and its finalizer', () => {
    const { write, effective, synced } = decide()
    expect(write.kind).toBe('write')
    if (write.kind !== 'write') return
    expect(write.object).toEqual({
      apiVersion: 'control.kubestellar.io/v1alpha1',
      kind: 'Binding',
      metadata: {
        name: 'p',
        ownerReferences: [
          {
            apiVersion: 'control.kubestellar.io/v1alpha1',
            kind: 'BindingPolicy',
            name: 'p',
            uid: 'uid-p',
            controller: true,
            blockOwnerDeletion: false,
          },
        ],
        finalizers: ['transport.kubestellar.io/object-cleanup'],
      },
      spec: {
        workload: {
          clusterScope: [],
          namespaceScope: [
            {
              group: '',
              version: 'v1',
              resource: 'configmaps',
              namespace: 'shop',
              name: 'a',
              resourceVersion: '7',
            },
          ],
        },
        destinations: [{ clusterId: 'east' }],
      },
    })
    expect(effective).toMatchObject({
      owner: 'policy',
      author: at.policy('p'),
      uid: undefined,
      generation: 1,
      frozen: false,
      leaving: false,
    })
    expect(synced).toMatchObject({ status: 'False', reason: 'NotWritten' })
  })

  it("BND-1 keeps what others put on the one that is there, and takes a former policy's over (BND-6)", () => {
    const theirs = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x' }
    const base = owned('uid-of-a-former-p')
    const there = {
      ...base,
      metadata: {
        ...base.metadata,
        labels: { theirs: 'yes' },
        finalizers: ['theirs'],
        ownerReferences: [...listAt(base.metadata, 'ownerReferences'), theirs],
      },
    }
    const { write, effective } = decide({ there })
    expect(effective).toMatchObject({ uid: 'uid-b', generation: 4 })
    if (write.kind !== 'write') throw new Error(write.kind)
    expect(write.object.metadata).toMatchObject({
      labels: { theirs: 'yes' },
      finalizers: ['theirs', 'transport.kubestellar.io/object-cleanup'],
    })
    expect(listAt(write.object.metadata, 'ownerReferences').map((one) => stringAt(one, 'uid'))).toEqual([
      'uid-p',
      'x',
    ])
  })

  it('BND-7 is synced when it differs in resourceVersions alone', () => {
    const first = decide()
    if (first.write.kind !== 'write') throw new Error(first.write.kind)
    expect(decide({ there: first.write.object }).synced?.status).toBe('True')
    expect(decide({ there: first.write.object, candidates: [candidate('a', '8')] }).synced?.status).toBe(
      'True',
    )
    expect(decide({ there: first.write.object, candidates: [candidate('b')] }).synced?.status).toBe('False')
    expect(decide({ there: first.write.object, wecs: [] }).synced?.status).toBe('False')
  })

  it('BND-7 says whether the Binding is as it should be, in words', () => {
    const first = decide()
    if (first.write.kind !== 'write') throw new Error(first.write.kind)
    const there = first.write.object
    const synced = (status: string, reason: string, message: string) => ({
      type: 'Synced',
      status,
      reason,
      message,
    })
    expect(first.synced).toEqual(synced('False', 'NotWritten', 'the Binding is not written yet'))
    expect(decide({ there }).synced).toEqual(
      synced('True', 'BindingWritten', 'the Binding lists what the policy selects'),
    )
    expect(decide({ there, wecs: [] }).synced).toEqual(
      synced('False', 'NotWritten', 'the Binding does not list yet what the policy selects'),
    )
    expect(decide({ there, wecs: unseen })).toMatchObject({
      synced: synced('Unknown', 'ResourceUnseen', 'not completely known: something (not listed)'),
      unseen: [unseen],
    })
    expect(decide({ there }).unseen).toEqual([])
    expect(decide({ bindingsUnseen: unseen }).unseen).toEqual([unseen])
    const users = withUid(usersBinding('p', ['shop/old'], ['west']), 'uid-b')
    expect(decide({ there: users }).synced).toEqual(
      synced(
        'False',
        'BindingForeign',
        'a Binding named p exists that this policy does not own; it is left alone',
      ),
    )
    expect(decide({ policy: vacuous(p), there }).synced?.message).toMatch(/^spec\.downsync\[0\]: [^:]/)
  })

  it('BND-6, GRD-1, WRP-2 carries what its author confirmed, and the generation that it will have', () => {
    const first = decide()
    if (first.write.kind !== 'write') throw new Error(first.write.kind)
    const there = withUid(
      { ...first.write.object, metadata: { ...first.write.object.metadata, generation: 4 } },
      'uid-b',
    )
    expect(decide({ there }).effective).toMatchObject({
      uid: 'uid-b',
      generation: 4,
      confirmation: undefined,
    })
    expect(decide({ there, wecs: ['west'] }).effective).toMatchObject({ uid: 'uid-b', generation: 5 })
    const confirmed = (object: KubeObject) => annotated(object, 'downsync/confirm-withdrawal', 'digest')
    expect(decide({ there, policy: confirmed(p) }).effective?.confirmation).toBe('digest')
    const users = usersBinding('p', ['shop/old'], ['west'])
    expect(decide({ policy: undefined, there: confirmed(users) }).effective).toMatchObject({
      confirmation: 'digest',
      uid: undefined,
      generation: 1,
    })
    const leaving = { policy: deleting(p), there }
    expect(decide(leaving).holds).toBe(false)
    expect(decide({ policy: undefined, there: owned('x') }).holds).toBe(false)
    expect(decide({ policy: undefined, there: users }).holds).toBe(false)
  })

  it('BND-4 is let go when somebody deletes it, and lists go on being delivered', () => {
    const { write, effective } = decide({ there: deleting(owned('uid-p')) })
    expect(write.kind).toBe('release')
    expect(effective).toMatchObject({ uid: undefined, leaving: false, entries: [{ id: configMapId('a') }] })
  })

  it('BND-12 is left as it is while the policy is paused, deleted by somebody or not', () => {
    for (const there of [undefined, owned('uid-p'), deleting(owned('uid-p'))]) {
      const { write, effective } = decide({ policy: paused(p), there })
      expect([write.kind, effective?.paused]).toEqual(['keep', true])
    }
  })

  it('BND-2 sorts lists bytewise in UTF-8, not in UTF-16', () => {
    // U+FF5E comes before U+1F600 in UTF-8, after its first surrogate in UTF-16.
    const { effective } = decide({ candidates: ['😀', '～', 'z'].map((name) => candidate(name)) })
    expect(effective?.entries.map(({ id }) => id.name)).toEqual(['z', '～', '😀'])
  })
})

describe('what is not seen (SNP-2)', () => {
  it('makes no Binding that may exist, or whose WECs are not known; what bears its name stays', () => {
    for (const over of [{ bindingsUnseen: unseen }, { wecs: unseen }]) {
      const decision = decide(over)
      expect(decision).toMatchObject({ write: { kind: 'keep' }, holds: true, synced: { status: 'Unknown' } })
      expect(decision.effective).toBeUndefined()
    }
  })

  it('keeps destinations and entries of one that is there', () => {
    const there = owned('uid-p')
    const blind = decide({ there, wecs: unseen, unseenOf: () => unseen })
    expect(blind.effective).toMatchObject({ wecs: ['east'], entries: [{ id: configMapId('old') }] })
    expect(blind.synced?.status).toBe('Unknown')
  })

  it('keeps entries that hang on Namespaces, and drops those that are gone', () => {
    const hanging: Candidate = { ...candidate('old'), match: { sure: undefined, unsure: true } }
    const there = owned('uid-p', usersBinding('p', ['shop/old', 'shop/gone'], ['east']))
    const decision = decide({ there, candidates: [hanging], namespacesUnseen: unseen })
    expect(decision.effective?.entries.map(({ id }) => id.name)).toEqual(['old'])
    expect(decision.synced?.status).toBe('Unknown')
  })

  it('P-4 an entry that may hang on a Namespace keeps what stands, and adds what is sure', () => {
    const createOnly = { ...noModulation, createOnly: true }
    const standing = { ...noModulation, wantSingletonReportedState: true }
    const match = (sure: typeof noModulation | undefined, unsure: boolean) => ({
      ...candidate('old'),
      match: { sure, unsure },
    })
    const first = decide({ candidates: [{ ...candidate('old'), match: { sure: standing, unsure: false } }] })
    if (first.write.kind !== 'write') throw new Error(first.write.kind)
    const there = first.write.object
    const modulationWith = (one: Candidate, how: object = { namespacesUnseen: unseen }) =>
      decide({ there, candidates: [one], ...how }).effective?.entries.map(({ modulation }) => modulation)
    expect(modulationWith(match(createOnly, true))).toEqual([{ ...standing, createOnly: true }])
    expect(modulationWith(match(createOnly, false))).toEqual([createOnly])
    expect(modulationWith(match(undefined, true))).toEqual([standing])
    expect(modulationWith(match(undefined, false))).toEqual([])
    expect(
      decide({ candidates: [match(createOnly, true)], namespacesUnseen: unseen }).effective?.entries,
    ).toHaveLength(1)
    expect(decide({ there, candidates: [match(undefined, false)], namespacesUnseen: unseen }).unseen).toEqual(
      [],
    )
    expect(decide({ there, candidates: [match(undefined, true)] }).unseen).toEqual([])
    const both = { namespacesUnseen: unseen, unseenOf: () => ({ resource: 'configmaps', why: 'gone' }) }
    expect(decide({ there, candidates: [match(undefined, true)], ...both }).unseen).toEqual([both.unseenOf()])
  })

  it('BND-4 holds on to a Binding that somebody deletes and that cannot be made again yet', () => {
    const there = deleting(owned('uid-p'))
    for (const over of [{ bindingsUnseen: unseen }, { wecs: unseen }, { unseenOf: () => unseen }])
      expect(decide({ there, ...over })).toMatchObject({
        write: { kind: 'keep' },
        effective: { frozen: true },
      })
  })

  it('BND-6 does not take a Binding for an orphan while policies are not seen', () => {
    const decision = decide({ policy: undefined, there: owned('uid-p'), policiesUnseen: unseen })
    expect(decision).toMatchObject({
      write: { kind: 'keep' },
      effective: { frozen: true, leaving: false },
      unseen: [unseen],
    })
    expect(decide({ policy: undefined, policiesUnseen: unseen }).holds).toBe(true)
    expect(decide({ policy: undefined }).holds).toBe(false)
  })
})

describe('an invalid policy (BND-5, FRZ-3)', () => {
  it.each([
    ['invalid', invalid],
    ['vacuous', vacuous],
  ] as const)('BND-5 %s: makes nothing, and what bears its name stays', (_, spoil) => {
    const decision = decide({ policy: spoil(p) })
    expect(decision).toMatchObject({
      write: { kind: 'keep' },
      holds: true,
      synced: { reason: 'PolicyInvalid' },
    })
    expect(decision.problems.length).toBeGreaterThan(0)
  })

  it.each([
    ['invalid', invalid],
    ['vacuous', vacuous],
  ] as const)('FRZ-3 %s: freezes the lists, and says what it freezes', (_, spoil) => {
    const decision = decide({ policy: spoil(p), there: owned('uid-p') })
    expect(decision).toMatchObject({
      write: { kind: 'keep' },
      holds: false,
      effective: { frozen: true, wecs: ['east'], entries: [{ id: configMapId('old') }] },
    })
    expect(decision.problems[0]?.freezes).toEqual([{ object: configMapId('old') }])
  })

  it('BND-4 lets its Binding go when somebody deletes it, unless it is paused (BND-12)', () => {
    const there = deleting(owned('uid-p'))
    expect(decide({ policy: invalid(p), there }).write.kind).toBe('release')
    expect(decide({ policy: paused(invalid(p)), there }).write.kind).toBe('keep')
  })

  it('BND-10 is treated as one whose Binding would be too large', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => candidate(`${'x'.repeat(200)}${index}`))
    const decision = decide({ candidates: many, there: owned('uid-p') })
    expect(decision).toMatchObject({
      write: { kind: 'keep' },
      effective: { frozen: true },
      synced: { reason: 'BindingTooLarge' },
    })
    expect(decision.problems[0]?.message).toContain('would list 3000 objects')
    expect(decision.problems[0]).toMatchObject({
      code: 'BindingTooLarge',
      path: 'spec.downsync',
      freezes: [],
    })
    expect(decision.unseen).toEqual([])
  })
})

describe('a policy that goes', () => {
  it.each([
    ['valid', p],
    ['invalid', invalid(p)],
  ] as const)('BND-4, FRZ-3 takes its Binding along, %s or not', (_, one) => {
    expect(decide({ policy: deleting(one), there: owned('uid-p') })).toMatchObject({
      write: { kind: 'delete' },
      effective: { leaving: true, entries: [{ id: configMapId('old') }] },
    })
    expect(decide({ policy: deleting(one), there: deleting(owned('uid-p')) })).toMatchObject({
      write: { kind: 'keep' },
      effective: { leaving: true },
    })
  })

  it('BND-12 does not while it is paused, with a Binding or without', () => {
    expect(decide({ policy: paused(deleting(p)), there: owned('uid-p') })).toMatchObject({
      write: { kind: 'keep' },
      effective: { leaving: false, paused: true },
    })
    expect(decide({ policy: paused(deleting(p)) }).holds).toBe(true)
    expect(decide({ policy: deleting(p) }).holds).toBe(false)
  })

  it('SNP-2 leaves what bears its name while Bindings are not seen', () => {
    expect(decide({ policy: deleting(p), bindingsUnseen: unseen }).holds).toBe(true)
  })

  it('BND-6 leaves an orphan, which is deleted; its own annotation does not pause it', () => {
    const orphan = paused(owned('uid-p'))
    expect(decide({ policy: undefined, there: orphan })).toMatchObject({
      write: { kind: 'delete' },
      effective: { leaving: true, paused: false },
    })
    expect(decide({ policy: undefined, there: deleting(orphan) }).write.kind).toBe('keep')
  })
})

describe("a user's Binding (BND-6)", () => {
  const users = withUid(usersBinding('p', ['shop/old'], ['west', 'east', 'west']), 'uid-b')

  it('BND-6 is delivered as it stands, its WECs sorted, each once', () => {
    expect(decide({ policy: undefined, there: users })).toMatchObject({
      write: { kind: 'keep' },
      effective: { owner: 'user', author: at.binding('p'), wecs: ['east', 'west'], leaving: false },
    })
    expect(decide({ policy: undefined, there: users }).synced).toBeUndefined()
  })

  it('BND-4, BND-12 leaves when it is deleted, and not while it is paused', () => {
    expect(decide({ policy: undefined, there: deleting(users) }).effective?.leaving).toBe(true)
    expect(decide({ policy: undefined, there: paused(deleting(users)) }).effective).toMatchObject({
      leaving: false,
      paused: true,
    })
  })

  it('BND-6 is not touched by a policy of its name, and each keeps its own: the error is on the policy', () => {
    const decision = decide({ there: users })
    expect(decision).toMatchObject({
      write: { kind: 'keep' },
      effective: { owner: 'user' },
      synced: { reason: 'BindingForeign' },
    })
    expect(decision.problems.map(({ code, on }) => [code, on])).toEqual([['BindingForeign', at.policy('p')]])
    expect(decide({ there: users, policy: vacuous(p) }).problems.map(({ code }) => code)).toEqual([
      'BindingForeign',
      'ClauseVacuous',
    ])
    expect(decide({ there: users, policy: deleting(p) }).effective?.leaving).toBe(false)
  })

  it('BND-6 is what one is whose owner is another policy, or no controller', () => {
    const references = [
      {
        apiVersion: 'control.kubestellar.io/v1alpha1',
        kind: 'BindingPolicy',
        name: 'q',
        uid: 'u',
        controller: true,
      },
      { apiVersion: 'control.kubestellar.io/v1alpha1', kind: 'BindingPolicy', name: 'p', uid: 'u' },
      { apiVersion: 'example.com/v1', kind: 'BindingPolicy', name: 'p', uid: 'u', controller: true },
    ]
    for (const reference of references) {
      const there = { ...users, metadata: { ...users.metadata, ownerReferences: [reference] } }
      expect(decide({ policy: undefined, there }).effective?.owner).toBe('user')
    }
  })

  it('P-3 reads what is there: no entries where there are none, identities once', () => {
    const odd = objectOf(
      bindings,
      'p',
      { uid: 'b' },
      {
        spec: {
          workload: {
            namespaceScope: [
              5,
              { resource: 'configmaps' },
              { resource: 'configmaps', name: 'a' },
              { resource: 'configmaps', name: 'a' },
            ],
            clusterScope: 'none',
          },
          destinations: [{}, { clusterId: 5 }, { clusterId: 'east' }],
        },
      },
    )
    const { effective } = decide({ policy: undefined, there: odd })
    expect(effective?.entries).toHaveLength(1)
    expect(effective?.wecs).toEqual(['east'])
  })
})
