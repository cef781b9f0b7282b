import {
  conditionsOf,
  evaluate,
  type JsonObject,
  listAt,
  memberOf,
  nameOf,
  type ObjectId,
  type Outcome,
  type Problem,
  pairsOf,
  plan,
  type Ref,
  refOf,
  stringifyJson,
  uidOf,
  withEvents,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largeWorlds, policyForAll } from '../generators/rare-worlds.ts'
import { bindings, policies } from '../generators/vocabulary.ts'
import {
  referenceInputOf,
  settingsOf,
  snapshotOfWorld,
  withObject,
  worlds,
  worldsThatAsk,
  worldsWithoutMail,
} from '../generators/worlds.ts'
import { worldsWithTemplates } from '../generators/worlds-with-templates.ts'
import { written } from '../generators/writer.ts'
import { type ReferenceOutcome, referenceOutcome } from '../reference/deliveries.ts'
import { idOf } from '../reference/world.ts'
import { ofKind, runs, textOf, toRest } from './support.ts'

const MOST = 12

describe('what a policy or Binding says of itself', () => {
  it('BND-3 the Binding of a policy names it, by its present uid, as a controller that does not wait for it to go', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (world) => {
        const { snapshot } = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
        for (const policy of ofKind(snapshot, 'wds', policies.kind)) {
          const binding = snapshot.get(refOf('wds', { ...bindings, namespace: '', name: nameOf(policy) }))
          const isMade = conditionsOf(policy).some(
            ({ type, status }) => type === 'Synced' && status === 'True',
          )
          if (binding === undefined || !isMade) continue
          const { apiVersion, kind } = policy
          const owner = { apiVersion, kind, name: nameOf(policy), uid: uidOf(policy) }
          expect(listAt(binding.metadata, 'ownerReferences')).toContainEqual({
            ...owner,
            controller: true,
            blockOwnerDeletion: false,
          })
        }
      }),
      runs(25),
    )
  })

  it('FRZ-4 a pair that is frozen is not current, and makes Ready False, whatever else is not seen', () => {
    const some = fc.oneof({ weight: 2, arbitrary: worldsWithTemplates }, worlds)
    fc.assert(
      fc.property(some, fc.nat(9), (world, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        // One of five resources of the ITS, or none.
        const unseen = world.its.resources.filter((_, index) => index === at)
        const events = unseen.map(
          (info) => ({ kind: 'resource', space: 'its', info: { ...info, known: { why: 'lost' } } }) as const,
        )
        const outcome = evaluate(withEvents(snapshot, events), settings)
        for (const [name] of outcome.bindings) {
          const frozen = pairsOf(outcome, name).filter(({ state }) => state === 'frozen')
          for (const { current } of frozen) expect(current).toBe(false)
          const ready = readyOf(outcome, name)
          if (ready?.['reason'] === 'Paused' || ready?.['reason'] === 'Leaving') continue
          if (frozen.length > 0) expect(ready).toMatchObject({ status: 'False', reason: 'Frozen' })
          else expect(ready?.['reason']).not.toBe('Frozen')
        }
      }),
      runs(20),
    )
  })

  it('BND-8 the state of one is asked for where there is not one: those that ask say so, and no other', () => {
    fc.assert(
      fc.property(worldsThatAsk, (world) => {
        const { outcome } = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
        const input = referenceInputOf(world)
        const reference = referenceOutcome(input)
        const there = [...reference.bindings].filter(([, { isThere }]) => isThere)
        const wrong = new Set(
          input.wds.filter(({ id }) => isSingletonWrong(id, reference)).map(({ id }) => id),
        )
        for (const [name, { workload }] of there) {
          const asks = workload.some((entry) => entry[SINGLE] === true && wrong.has(idOf(entry)))
          const isWorkload = workload.some(
            (entry) => entry[SINGLE] === true && isListedWorkload(entry, outcome),
          )
          const said = problemsOf(outcome, name).filter(({ code }) => code === 'SingletonNotSingle')
          expect(said.length, name).toBe(asks && isWorkload ? 1 : 0)
          for (const { message } of said) expect(message.split(' WECs)').length - 1).toBeLessThanOrEqual(4)
        }
      }),
      runs(25),
    )
  })

  it('BND-9 two Bindings that deliver one object differently to one WEC both say so; where none does, none', () => {
    fc.assert(
      fc.property(worldsWithoutMail, fc.boolean(), (given, createOnly) => {
        const world = withObject(given, 'wds', policyForAll(createOnly))
        const { outcome } = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
        const { delivered, bindings: all } = referenceOutcome(referenceInputOf(world))
        const inConflict = new Set<string>()
        for (const ofWec of delivered.values()) {
          for (const [name, objects] of ofWec) {
            for (const [other, theirs] of ofWec) {
              const ids = [...objects.keys()].filter((id) => other !== name && theirs.has(id))
              if (ids.some((id) => textOf(objects.get(id)) !== textOf(theirs.get(id)))) inConflict.add(name)
            }
          }
        }
        for (const name of inConflict) expect(codesOf(outcome, name)).toContain('DeliveryConflict')
        // What a paused one would deliver counts; which is told by no list.
        if ([...all.values()].some(({ isHeld }) => isHeld)) return
        const alone = [...all].filter(([name, { workload, destinations }]) =>
          [...all].every(
            ([other, theirs]) =>
              other === name ||
              !theirs.destinations.some((wec) => destinations.includes(wec)) ||
              !theirs.workload.some((entry) => workload.some((mine) => idOf(mine) === idOf(entry))),
          ),
        )
        for (const [name] of alone) expect(codesOf(outcome, name)).not.toContain('DeliveryConflict')
      }),
      runs(25),
    )
  })

  it('BND-10 a Binding is written if and only if it has at most 600 KB; if not, the policy says how many objects there are', () => {
    fc.assert(
      fc.property(largeWorlds, (world) => {
        const outcome = evaluate(snapshotOfWorld(world), settingsOf(world))
        const tooLarge = problemsOf(outcome, 'all').filter(({ code }) => code === 'BindingTooLarge')
        for (const { message } of tooLarge) expect(message).toMatch(/list [12]\d{3} objects/)
        const there = written(outcome).get(refOf('wds', { ...bindings, namespace: '', name: 'all' }))
        expect(there === undefined).toBe(tooLarge.length > 0)
        if (there !== undefined) expect(Buffer.byteLength(stringifyJson(there))).toBeLessThanOrEqual(614_400)
        if (tooLarge.length > 0)
          expect(
            plan(outcome).actions.filter(({ ref }) => ref.resource === 'manifestworks' && isOf(ref, 'all')),
          ).toEqual([])
      }),
      runs(3),
    )
  })
})

const SINGLE = 'wantSingletonReportedState'
const MULTI = 'wantMultiWECReportedState'

// BND-8, section 9: all that ask count.
function isSingletonWrong(id: string, { bindings: all }: ReferenceOutcome): boolean {
  const asking = (flag: string) =>
    [...all.values()].filter(
      ({ isThere, workload }) =>
        isThere && workload.some((entry) => idOf(entry) === id && entry[flag] === true),
    )
  const wecs = new Set([...asking(SINGLE), ...asking(MULTI)].flatMap(({ destinations }) => destinations))
  return asking(SINGLE).length > 0 && asking(MULTI).length === 0 && wecs.size !== 1
}

// A user's list may name what is no workload (BND-6).
function isListedWorkload(entry: JsonObject, { snapshot }: Outcome): boolean {
  const { namespace = '', ...rest } = entry
  return snapshot.get(refOf('wds', { ...rest, namespace } as ObjectId)) !== undefined
}

const isOf = ({ name }: Ref, prefix: string) => name.startsWith(prefix)

// Of the Binding, or while there is none of its policy.
function readyOf({ statuses }: Outcome, name: string) {
  const [ofBinding, ofPolicy] = [bindings, policies].map((info) =>
    statuses.get(refOf('wds', { ...info, namespace: '', name })),
  )
  const conditions = listAt(ofBinding ?? ofPolicy, 'conditions')
  return conditions.find((one) => memberOf(one, 'type') === 'Ready') as JsonObject | undefined
}

/** On the policy of that name, or the Binding. */
function problemsOf({ problems }: Outcome, name: string): readonly Problem[] {
  return [policies, bindings].flatMap(
    (info) => problems.get(refOf('wds', { ...info, namespace: '', name })) ?? [],
  )
}

function codesOf(outcome: Outcome, name: string): readonly string[] {
  return problemsOf(outcome, name).map(({ code }) => code)
}
