import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, equalJson, manifestKey } from '../kube/index.ts'
import type { Bundle } from '../transport/index.ts'
import { decideMailbox } from './mailbox.ts'
import { HARD_BYTES, MailboxWorld, manifestOf, parcels } from './mailbox-double.arbitrary.ts'
import { anyStep, calmStep, Scenario, type Step } from './mailbox-scenario.arbitrary.ts'
import { demandFor, keyOf, mailboxOf } from './mailbox-vocabulary.arbitrary.ts'
import type { MailboxDecision, MailboxInput, Wanted } from './types.ts'

const calmSteps = fc.array(calmStep, { minLength: 10, maxLength: 60, size: 'max' })
const anySteps = fc.array(anyStep, { minLength: 10, maxLength: 80, size: 'max' })
const RUNS = { numRuns: 120 }
// From any state: name, place, move, orphan and wait for content, each with its acknowledgement, Bindings one after the other.
const ROUNDS = 14

function bytesOf(bundle: Bundle | undefined): number {
  return (bundle?.items ?? []).reduce((sum, item) => sum + parcels.sizeOf(item.content), 0)
}

function keysIn(bundle: Bundle | undefined): readonly string[] {
  return (bundle?.items ?? []).map((item) => manifestKey(item.id))
}

function standingIn(input: MailboxInput): ReadonlyMap<string, Bundle> {
  return new Map(input.shards.filter((shard) => !shard.deleting).map((shard) => [shard.name, shard.bundle]))
}

/** Runs the steps and looks at each decision, taken after every step whether it lands or not. */
function eachDecision(
  steps: readonly Step[],
  look: (decision: MailboxDecision, input: MailboxInput, scenario: Scenario) => void,
): void {
  const scenario = new Scenario()
  for (const step of steps) {
    scenario.take(step)
    const input = scenario.input()
    look(decideMailbox(input, parcels), input, scenario)
  }
}

function settled(steps: readonly Step[]): Scenario {
  const scenario = new Scenario()
  for (const step of steps) scenario.take(step)
  scenario.calm()
  expect(scenario.settle(ROUNDS)).toBeDefined()
  return scenario
}

describe('a mailbox, whatever happens to it', () => {
  it('P-6 comes to rest in a bounded number of rounds, each wanted object held exactly once and nothing else', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const scenario = settled(steps)
        const input = scenario.input()
        for (const demand of input.demands) {
          const shards = input.shards.filter((shard) => shard.bindingLabel === demand.binding)
          const held = shards.flatMap((shard) => keysIn(shard.bundle)).sort()
          expect(held).toEqual(demand.items.map((wanted) => manifestKey(wanted.manifest)).sort())
          for (const wanted of demand.items) {
            const key = manifestKey(wanted.manifest)
            const item = shards.map((shard) => shard.items.get(key)).find((one) => one !== undefined)
            expect(equalJson(item?.content, wanted.content)).toBe(true)
            expect([item?.strategy, item?.orphan]).toEqual([wanted.strategy, false])
          }
        }
        const binders = new Set(input.demands.map((demand) => demand.binding))
        expect(input.shards.filter((shard) => !binders.has(shard.bindingLabel))).toEqual([])
      }),
      RUNS,
    )
  })

  it('P-6 at rest: the decision is what stands, nothing is held, every pair is applied and current', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const scenario = settled(steps)
        // WRP-4: a generation is no reason to write.
        for (const author of scenario.authors.values()) author.generation += 1
        const decision = scenario.decide()
        const standing = [...standingIn(scenario.input()).values()]
        expect(canonicalJson(decision.bundles)).toBe(
          canonicalJson(standing.sort((a, b) => (a.name < b.name ? -1 : 1))),
        )
        expect([decision.deletions, decision.held, decision.problems]).toEqual([[], [], []])
        expect(decision.pairs.every((pair) => pair.state === 'applied' && pair.current)).toBe(true)
      }),
      RUNS,
    )
  })

  it('WRP-9 comes to rest while some manifests fail for good, and those then stand apart from what works', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const scenario = new Scenario()
        for (const step of steps) scenario.take(step)
        const refusals = [...scenario.world.refusals]
        scenario.calm()
        for (const [key, refusal] of refusals) scenario.world.refusals.set(key, refusal)
        expect(scenario.settle(ROUNDS)).toBeDefined()
        for (const shard of scenario.input().shards) {
          const states = [...shard.items.keys()].map((key) => {
            const said = shard.deliveries.get(key)
            const failsForGood = said?.cause !== undefined && !scenario.world.wec.has(key)
            return failsForGood ? 'fails for good' : 'works'
          })
          expect(new Set(states).size).toBe(1)
        }
      }),
      RUNS,
    )
  })

  it('WRP-10 an object that runs and stays wanted is never without a wrapped object, nor deleted by the agent', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const scenario = new Scenario()
        const { world } = scenario
        let safe = new Set<string>()
        for (const step of steps) {
          // A stranger's deletion is the stranger's.
          if (step.do === 'strangerDeletes') safe = new Set()
          scenario.take(step)
          const wanted = wantedNow(scenario)
          for (const key of safe) if (!wanted.has(key)) safe.delete(key)
          const shards = world.shards().filter((shard) => !shard.deleting)
          for (const key of safe) {
            expect(world.wec.has(key), `${key} in the WEC after ${JSON.stringify(step)}`).toBe(true)
            expect(shards.some((shard) => shard.items.has(key))).toBe(true)
          }
          for (const shard of shards)
            for (const [key, said] of shard.deliveries)
              if (
                said.state === 'applied' &&
                said.current &&
                wanted.has(key) &&
                shard.items.get(key)?.orphan === false
              )
                safe.add(key)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('WRP-1 limits hold exactly, but for what is frozen, too large for company, or held', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        eachDecision(steps, (decision, input, scenario) => {
          const standing = standingIn(input)
          const frozen = new Set(
            input.demands.flatMap((demand) =>
              demand.items.flatMap((item) =>
                item.content === undefined ? [manifestKey(item.manifest)] : [],
              ),
            ),
          )
          const paused = new Set(input.demands.flatMap((demand) => (demand.paused ? [demand.binding] : [])))
          const held = new Set(decision.held.map((one) => one.in))
          const { limits } = scenario
          for (const bundle of decision.bundles) {
            const before = standing.get(bundle.name)
            const owner = String(bundle.labels['transport.kubestellar.io/originOwnerReferenceBindingKey'])
            if (paused.has(owner) || keysIn(bundle).some((key) => frozen.has(key))) continue
            const isAlone = bundle.items.length === 1
            if (!held.has(bundle.name)) {
              expect(isAlone || bytesOf(bundle) <= limits.bytes).toBe(true)
              expect(bundle.items.length).toBeLessThanOrEqual(limits.objects)
            }
            // What is held makes no bundle larger than it was.
            const isOversize = bundle.items.some((item) => parcels.sizeOf(item.content) > limits.bytes)
            const ceiling = isOversize ? HARD_BYTES : limits.bytes
            expect(bytesOf(bundle)).toBeLessThanOrEqual(Math.max(ceiling, bytesOf(before)))
            expect(bundle.items.length).toBeLessThanOrEqual(
              Math.max(limits.objects, before?.items.length ?? 0),
            )
          }
        })
      }),
      RUNS,
    )
  })

  it('WRP-1, WRP-2 no bundle is empty or holds an object twice; names are unique, free, and names', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        eachDecision(steps, (decision, input) => {
          const names = [...decision.bundles, ...decision.deletions].map((one) => one.name)
          expect(new Set(names).size).toBe(names.length)
          const standing = standingIn(input)
          for (const bundle of decision.bundles) {
            expect(bundle.items.length).toBeGreaterThan(0)
            expect(new Set(keysIn(bundle)).size).toBe(bundle.items.length)
            expect(bundle.name.length).toBeLessThanOrEqual(188)
            if (standing.has(bundle.name)) continue
            expect(input.takenNames.has(bundle.name)).toBe(false)
            expect(input.shards.some((shard) => shard.name === bundle.name)).toBe(false)
          }
          for (const { name } of decision.deletions) expect(standing.has(name)).toBe(true)
        })
      }),
      RUNS,
    )
  })

  it('SNP-2, WRP-6 while policies, Bindings or our own id are not seen, nothing is deleted and no manifest leaves', () => {
    fc.assert(
      fc.property(anySteps, fc.boolean(), (steps, isIdMissing) => {
        eachDecision(steps, (_, input) => {
          const blind = isIdMissing ? { ...input, wdsId: undefined } : { ...input, keepsAll: true }
          const decision = decideMailbox(blind, parcels)
          const after = new Map(decision.bundles.map((bundle) => [bundle.name, new Set(keysIn(bundle))]))
          expect(decision.deletions).toEqual([])
          for (const [name, bundle] of standingIn(input))
            for (const key of keysIn(bundle)) expect(after.get(name)?.has(key)).toBe(true)
        })
      }),
      RUNS,
    )
  })

  it('P-2 the decision does not hang on the order of its inputs', () => {
    fc.assert(
      fc.property(anySteps, fc.integer(), (steps, seed) => {
        eachDecision(steps, (decision, input) => {
          const shuffled = {
            ...input,
            shards: shuffle(input.shards, seed),
            demands: shuffle(input.demands, seed),
          }
          expect(canonicalJson(asJson(decideMailbox(shuffled, parcels)))).toBe(
            canonicalJson(asJson(decision)),
          )
        })
      }),
      { numRuns: 40 },
    )
  })

  it('BND-12 what is paused stands as it is', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        eachDecision(steps, (_, input) => {
          const demands = input.demands.map((demand) => ({ ...demand, paused: true }))
          const decision = decideMailbox({ ...input, demands }, parcels)
          const after = new Map(decision.bundles.map((bundle) => [bundle.name, bundle]))
          for (const shard of input.shards) {
            if (shard.deleting || !demands.some(({ binding }) => binding === shard.bindingLabel)) continue
            expect(after.get(shard.name)).toBe(shard.bundle)
          }
        })
      }),
      RUNS,
    )
  })

  it('GRD-1 of a held withdrawal nothing leaves', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        eachDecision(steps, (_, input) => {
          const demands = input.demands.map((demand) => ({ ...demand, holdsWithdrawals: true }))
          const decision = decideMailbox({ ...input, demands }, parcels)
          const after = new Map(decision.bundles.map((bundle) => [bundle.name, bundle]))
          for (const demand of demands) {
            const wanted = new Set(demand.items.map((item) => manifestKey(item.manifest)))
            for (const shard of input.shards) {
              if (shard.bindingLabel !== demand.binding || shard.deleting) continue
              const left = keysIn(shard.bundle).filter((key) => !wanted.has(key))
              expect(keysIn(after.get(shard.name))).toEqual(expect.arrayContaining(left))
            }
          }
        })
      }),
      RUNS,
    )
  })
})

describe('an edit of a mailbox at rest', () => {
  const edit = fc.record({
    binding: fc.constantFrom('alpha', 'beta', 'gamma'),
    object: fc.nat(9),
    padding: fc.constantFrom(undefined, 0, 10, 60, 150, 250, 400),
  })

  it('WRP-3 rewrites only the shard of its object, unless that no longer fits', () => {
    fc.assert(
      fc.property(calmSteps, edit, (steps, { binding, object, padding }) => {
        const scenario = settled(steps)
        // A Binding that left the WEC would come back as a whole.
        fc.pre(scenario.authors.get(binding)?.inWec !== false)
        const before = standingIn(scenario.input())
        if (padding === undefined) scenario.take({ do: 'dropObject', binding, object })
        else scenario.take({ do: 'want', binding, object, padding, strategy: 'update' })
        const decision = scenario.decide()
        const touched = [
          ...decision.bundles.filter(
            (bundle) => before.get(bundle.name) !== bundle && !isSame(before, bundle),
          ),
          ...decision.deletions,
        ].map((one) => one.name)
        const home = [...before.values()].find(
          (bundle) => bundle.name.startsWith(`${binding}-`) && keysIn(bundle).includes(keyOf(object)),
        )
        expect(touched.length).toBeLessThanOrEqual(1)
        const target = decision.bundles.find((bundle) => bundle.name === touched[0])
        if (home !== undefined && touched.length === 1 && touched[0] !== home.name) {
          // It moved, so with its new size it would have burst its home.
          const others = bytesOf(home) - sizeIn(home, keyOf(object))
          expect(others + sizeIn(target, keyOf(object))).toBeGreaterThan(scenario.limits.bytes)
        }
      }),
      RUNS,
    )
  })

  it('WRP-1 objects that are only added fill their shards: bytes and number bound how many there are', () => {
    const sizes = fc.array(fc.nat(200), { minLength: 1, maxLength: 40, size: 'max' })
    const limits = fc.record({
      bytes: fc.integer({ min: 350, max: 900 }),
      objects: fc.integer({ min: 2, max: 6 }),
    })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 10 }), limits, (paddings, batch, chosen) => {
        const world = new MailboxWorld()
        const items = paddings.map((padding, index) => wantedConfig(index, padding))
        for (let count = batch; count < items.length + batch; count += batch) {
          const input = mailboxOf(world, [demandFor('shop', items.slice(0, count))], { limits: chosen })
          world.land(decideMailbox(input, parcels))
          world.acknowledgeAll()
        }
        const bytes = items.reduce((sum, item) => sum + item.bytes, 0)
        // First fit: of any two shards that are not full by number, what is in both would not go in one.
        const bound = Math.floor(items.length / chosen.objects) + Math.ceil((2 * bytes) / chosen.bytes)
        expect(world.wrapped.size).toBeLessThanOrEqual(bound)
        expect(world.shards().reduce((sum, shard) => sum + shard.items.size, 0)).toBe(items.length)
      }),
      { numRuns: 300 },
    )
  })
})

function wantedConfig(index: number, padding: number): Wanted {
  const manifest = { group: '', kind: 'ConfigMap', namespace: 'shop', name: `config-${index}` }
  const content = manifestOf(manifest, padding)
  const id = { group: '', resource: 'configmaps', namespace: 'shop', name: manifest.name }
  const bytes = parcels.sizeOf(content)
  return { id, uid: `uid-${index}`, manifest, resource: 'configmaps', content, bytes, strategy: 'update' }
}

function wantedNow(scenario: Scenario): Set<string> {
  const shards = scenario.input().shards.filter((shard) => !shard.deleting)
  return new Set(
    scenario.input().demands.flatMap((demand) =>
      demand.items.flatMap((wanted) => {
        const key = manifestKey(wanted.manifest)
        // Frozen or paused without a home, nothing is delivered by it (FRZ-1, BND-12); without a uid there may be no name yet.
        const isHeld = shards.some((shard) => shard.bindingLabel === demand.binding && shard.items.has(key))
        const hasName = demand.bindingUid !== undefined || scenario.limits.objects > 1
        const isToBe = wanted.content !== undefined && !demand.paused && hasName
        return isHeld || isToBe ? [key] : []
      }),
    ),
  )
}

function isSame(before: ReadonlyMap<string, Bundle>, bundle: Bundle): boolean {
  return canonicalJson(before.get(bundle.name) ?? null) === canonicalJson(bundle)
}

function sizeIn(bundle: Bundle | undefined, key: string): number {
  const item = bundle?.items.find((one) => manifestKey(one.id) === key)
  return item === undefined ? 0 : parcels.sizeOf(item.content)
}

function asJson(decision: MailboxDecision): Parameters<typeof canonicalJson>[0] {
  return {
    bundles: decision.bundles,
    deletions: decision.deletions,
    held: decision.held,
    pairs: decision.pairs.map((pair) => ({ ...pair, in: pair.in ?? null })),
    problems: decision.problems.map(({ code, message }) => ({ code, message })),
  }
}

// The same order for the same seed.
function shuffle<T>(values: readonly T[], seed: number): readonly T[] {
  return values
    .map((value, index) => ({ value, rank: Math.imul((index + 1) ^ seed, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value)
}
