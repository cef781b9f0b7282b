import {
  evaluate,
  finalizersOf,
  isDeleting,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  type Outcome,
  plan,
  refOf,
  type Snapshot,
  stringAt,
  uidOf,
  valueAt,
  withEvents,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agent } from '../generators/agent.ts'
import { edits, putEvent } from '../generators/changes.ts'
import { bindings, policies } from '../generators/vocabulary.ts'
import { settingsOf, snapshotOfWorld, worlds, worldsWithoutMail } from '../generators/worlds.ts'
import { type Fate, writer, written } from '../generators/writer.ts'
import { ofKind, runs, textOf, toRest } from './support.ts'

const MOST = 12
const POLICY_FINALIZER = 'bindingpolicy.kubestellar.io/kscontroller'
const BINDING_FINALIZER = 'transport.kubestellar.io/object-cleanup'

describe('the life cycle of policies and Bindings', () => {
  it('BND-4 a wrapped object of ours never stands without its Binding, and that not without its finalizer', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }), (world, lands) => {
        const settings = settingsOf(world)
        let snapshot = snapshotOfWorld(world)
        const known = new Set(ofKind(snapshot, 'its', 'ManifestWork').map(uidOf))
        for (let round = 0; round < 4; round++) {
          const fates = lands.map((one): Fate => (one ? 'lands' : 'waits'))
          snapshot = writer(evaluate(snapshot, settings), fates)
          for (const work of ofKind(snapshot, 'its', 'ManifestWork')) {
            if (known.has(uidOf(work)) || isDeleting(work)) continue
            const binding = bindingOf(snapshot, work)
            expect(binding, nameOf(work)).toBeDefined()
            if (binding !== undefined) expect(finalizersOf(binding)).toContain(BINDING_FINALIZER)
          }
          snapshot = agent(snapshot)
        }
      }),
      runs(35),
    )
  })

  it('BND-4 a policy that is deleted takes its Binding and its wrapped objects along, and nothing else', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.nat(), (world, at) => {
        const { withdrawals: _, ...limits } = world.limits
        const settings = { ...settingsOf(world), limits }
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const mine = ofKind(snapshot, 'wds', 'BindingPolicy').filter(
          (policy) => !isPaused(policy) && isOwned(snapshot, policy),
        )
        const policy = mine[at % Math.max(1, mine.length)]
        // WRP-6: a WDS that does not know itself deletes nothing.
        if (policy === undefined || snapshot.wdsId === undefined) return
        // What somebody else's finalizer holds, waits.
        if (world.wds.objects.some((object) => finalizersOf(object).includes('example.com/theirs'))) return
        const name = nameOf(policy)
        expect(finalizersOf(policy)).toContain(POLICY_FINALIZER)
        const deleted = withMetadata(policy, { deletionTimestamp: '2026-01-01T00:00:00Z' })
        const rest = toRest(withEvents(snapshot, [putEvent(snapshot, 'wds', deleted)]), settings, {}, MOST)
        const ref = (info: typeof policies) => refOf('wds', { ...info, namespace: '', name })
        expect(rest.snapshot.get(ref(policies))).toBeUndefined()
        expect(rest.snapshot.get(ref(bindings))).toBeUndefined()
        const others = (one: Snapshot) => bindingTexts(one).filter(([other]) => other !== name)
        expect(others(rest.snapshot)).toEqual(others(snapshot))
      }),
      runs(35),
    )
  })

  it('BND-4 a generated Binding that somebody deletes is made again; its wrapped objects stay', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const owned = ofKind(snapshot, 'wds', 'BindingPolicy').filter(
          (policy) => !isPaused(policy) && isOwned(snapshot, policy) && isValid(snapshot, policy),
        )
        const policy = owned[at % Math.max(1, owned.length)]
        if (policy === undefined) return
        const name = nameOf(policy)
        const there = snapshot.get(refOf('wds', { ...bindings, namespace: '', name }))
        if (there === undefined || finalizersOf(there).includes('example.com/theirs')) return
        const deleted = withMetadata(there, { deletionTimestamp: '2026-01-01T00:00:00Z' })
        let world2 = withEvents(snapshot, [putEvent(snapshot, 'wds', deleted)])
        const uids = workUids(snapshot)
        for (let round = 0; round < 3; round++) {
          const outcome = evaluate(world2, settings)
          expect(deletions(outcome)).toEqual([])
          world2 = agent(written(outcome))
          expect(workUids(world2)).toEqual(expect.arrayContaining([...uids]))
        }
        const remade = world2.get(refOf('wds', { ...bindings, namespace: '', name }))
        expect(remade === undefined ? '' : uidOf(remade)).not.toBe(uidOf(there))
        expect(remade).toBeDefined()
      }),
      runs(35),
    )
  })

  it('BND-12 nothing is written for what is paused, whatever is edited', () => {
    fc.assert(
      fc.property(worlds, fc.array(edits, { maxLength: 4 }), fc.nat(), (world, made, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const all = [...ofKind(snapshot, 'wds', 'BindingPolicy'), ...usersBindings(snapshot)]
        const author = all[at % Math.max(1, all.length)]
        if (author === undefined) return
        const pause = (edited: Snapshot) => {
          const now = edited.get(
            refOf('wds', {
              ...(author.kind === 'Binding' ? bindings : policies),
              namespace: '',
              name: nameOf(author),
            }),
          )
          const annotations = { 'downsync/paused': 'true' }
          return withEvents(edited, [putEvent(edited, 'wds', withMetadata(now ?? author, { annotations }))])
        }
        const isWhole = (edited: Snapshot) =>
          usersBindings(edited).some((one) => nameOf(one) === nameOf(author)) === (author.kind === 'Binding')
        const edited = made.reduce((one, edit) => withEvents(one, edit(one)), snapshot)
        const paused = pause(edited)
        if (!isWhole(paused)) return
        const mine = plan(evaluate(paused, settings)).actions.filter(
          ({ ref, why }) =>
            (ref.space === 'wds' && ref.name === nameOf(author) && isOf(author, ref.resource)) ||
            (ref.space === 'its' && why.from.name === nameOf(author) && isOf(author, why.from.resource)),
        )
        for (const action of mine)
          expect(action.kind === 'patch' && action.subresource, JSON.stringify(action)).toBe('status')
      }),
      runs(35),
    )
  })
})

describe('large withdrawals', () => {
  it('GRD-1 above the limit nothing of that Binding is withdrawn until its author confirms the digest', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.nat(), (world, at) => {
        const free = { ...settingsOf(world), limits: withoutGuard(world.limits) }
        const guarded = { ...free, limits: { ...free.limits, withdrawals: 0 } }
        const { snapshot } = toRest(snapshotOfWorld(world), free, {}, MOST)
        const authors = ofKind(snapshot, 'wds', 'BindingPolicy').filter(
          (policy) => isValid(snapshot, policy) && !isPaused(policy) && isOwned(snapshot, policy),
        )
        const policy = authors[at % Math.max(1, authors.length)]
        if (policy === undefined || snapshot.wdsId === undefined) return
        const emptied = withEvents(snapshot, [
          putEvent(snapshot, 'wds', { ...policy, spec: { clusterSelectors: [], downsync: [] } }),
        ])
        const held = toRest(emptied, guarded, {}, MOST)
        expect(manifestsOf(held.snapshot, policy)).toEqual(manifestsOf(snapshot, policy))
        const [problem] = (
          held.outcome.problems.get(refOf('wds', { ...policies, namespace: '', name: nameOf(policy) })) ?? []
        ).filter(({ code }) => code === 'WithdrawalHeld')
        if (manifestsOf(snapshot, policy).length === 0) return
        expect(problem).toBeDefined()
        const digest = problem?.message.split(' ').at(-1) ?? ''
        const now =
          held.snapshot.get(refOf('wds', { ...policies, namespace: '', name: nameOf(policy) })) ?? policy
        const annotations = { 'downsync/confirm-withdrawal': digest }
        const confirmed = withEvents(held.snapshot, [
          putEvent(held.snapshot, 'wds', withMetadata(now, { annotations })),
        ])
        const rest = toRest(confirmed, guarded, {}, MOST)
        const unheld = toRest(emptied, free, {}, MOST)
        expect(manifestsOf(rest.snapshot, policy)).toEqual(manifestsOf(unheld.snapshot, policy))
      }),
      runs(30),
    )
  })
})

function withoutGuard<L extends { withdrawals?: number }>({ withdrawals: _, ...limits }: L) {
  return limits
}

function withMetadata(object: KubeObject, more: Record<string, string | Record<string, string>>): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...more } }
}

// A policy's Binding is the policy's; a policy of the name of somebody's Binding is not that Binding's.
function isOf(author: KubeObject, resource: string): boolean {
  return author.kind === 'BindingPolicy' || resource === 'bindings'
}

function isPaused(object: KubeObject): boolean {
  return valueAt(object, 'metadata', 'annotations', 'downsync/paused') === 'true'
}

function isOwned(snapshot: Snapshot, policy: KubeObject): boolean {
  const there = ofKind(snapshot, 'wds', 'Binding').find((one) => nameOf(one) === nameOf(policy))
  const owners = listAt(there, 'metadata', 'ownerReferences')
  return there === undefined ? false : owners.some((owner) => stringAt(owner, 'uid') === uidOf(policy))
}

function isValid(snapshot: Snapshot, policy: KubeObject): boolean {
  const there = ofKind(snapshot, 'wds', 'BindingPolicy').find((one) => nameOf(one) === nameOf(policy))
  const synced = listAt(there, 'status', 'conditions').find((one) => stringAt(one, 'type') === 'Synced')
  return stringAt(synced, 'status') === 'True' && !isDeleting(policy)
}

function usersBindings(snapshot: Snapshot): readonly KubeObject[] {
  return ofKind(snapshot, 'wds', 'Binding').filter((binding) =>
    listAt(binding, 'metadata', 'ownerReferences').every((one) => stringAt(one, 'name') !== nameOf(binding)),
  )
}

function bindingOf(snapshot: Snapshot, work: KubeObject): KubeObject | undefined {
  const label = 'transport.kubestellar.io/originOwnerReferenceBindingKey'
  const name = stringAt(work, 'metadata', 'annotations', label) ?? stringAt(labelsOf(work), label)
  return ofKind(snapshot, 'wds', 'Binding').find((one) => nameOf(one) === name)
}

function bindingTexts(snapshot: Snapshot): readonly (readonly [string, string])[] {
  return ofKind(snapshot, 'wds', 'Binding').map((one) => [nameOf(one), textOf(one['spec'])] as const)
}

function workUids(snapshot: Snapshot): readonly string[] {
  return ofKind(snapshot, 'its', 'ManifestWork').map(uidOf)
}

function deletions(outcome: Outcome): readonly string[] {
  return plan(outcome).actions.flatMap(({ kind, ref }) =>
    kind === 'delete' && ref.space === 'its' ? [ref.name] : [],
  )
}

/** The manifests in all wrapped objects of a policy, by mailbox. */
function manifestsOf(snapshot: Snapshot, policy: KubeObject): readonly string[] {
  return ofKind(snapshot, 'its', 'ManifestWork')
    .filter((work) => !isDeleting(work) && nameOf(bindingOf(snapshot, work) ?? work) === nameOf(policy))
    .flatMap((work) =>
      listAt(work, 'spec', 'workload', 'manifests').map((manifest) =>
        textOf([stringAt(work, 'metadata', 'namespace') ?? '', manifest]),
      ),
    )
    .sort()
}
