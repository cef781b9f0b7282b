import {
  type Action,
  createEngine,
  evaluate,
  type Outcome,
  plan,
  refKey,
  resourceVersionOf,
  type Snapshot,
  withEvents,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agent } from '../generators/agent.ts'
import { type Change, changes, eventsBetween } from '../generators/changes.ts'
import { settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { worldsWithTemplates } from '../generators/worlds-with-templates.ts'
import { type Fate, refusalOf, writer } from '../generators/writer.ts'
import { runs, textOf, textOfOutcome } from './support.ts'

/** What happens to an engine. */
type Step = Readonly<
  | { do: 'change'; change: Change }
  | { do: 'write'; fates: readonly Fate[] }
  | { do: 'acknowledge' | 'look' | 'refuse' }
  | { do: 'work'; pauses: number }
>

const fates = fc.array(fc.constantFrom<Fate>('lands', 'lands', 'lands', 'refused', 'conflicts', 'waits'), {
  minLength: 1,
  maxLength: 5,
})

const steps: Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: changes.map((change): Step => ({ do: 'change', change })) },
    { weight: 3, arbitrary: fates.map((made): Step => ({ do: 'write', fates: made })) },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'acknowledge' }, { do: 'look' }, { do: 'refuse' }) },
    { weight: 1, arbitrary: fc.nat(3).map((pauses): Step => ({ do: 'work', pauses })) },
  ),
  { maxLength: 12 },
)

describe('the engine', () => {
  it('is evaluate, kept up to date: the same outcome after any events, with work cut short in between', () => {
    fc.assert(
      fc.property(fc.oneof(worlds, worldsWithTemplates), steps, (world, taken) => {
        const settings = settingsOf(world)
        let snapshot = snapshotOfWorld(world)
        const engine = createEngine(settings, snapshot)
        for (const step of taken) {
          if (step.do === 'work') {
            let left = step.pauses
            engine.work(() => left-- <= 0)
          } else if (step.do === 'look') {
            expect(textOfOutcome(engine.outcome())).toBe(textOfOutcome(evaluate(snapshot, settings)))
          } else {
            const events = eventsOf(step, snapshot, settings)
            snapshot = withEvents(snapshot, events)
            engine.accept(events)
          }
        }
        expect(textOfOutcome(engine.outcome())).toBe(textOfOutcome(evaluate(snapshot, settings)))
        expect(engine.work()).toBe('done')
      }),
      runs(80),
    )
  })

  it('gives outcomes that later events do not change', () => {
    fc.assert(
      fc.property(worlds, fc.array(changes, { minLength: 1, maxLength: 6 }), (world, made) => {
        const engine = createEngine(settingsOf(world), snapshotOfWorld(world))
        const kept: (readonly [Outcome, string])[] = []
        for (const change of made) {
          const outcome = engine.outcome()
          kept.push([outcome, textOfOutcome(outcome)])
          engine.accept(change(outcome.snapshot))
        }
        engine.outcome()
        for (const [outcome, text] of kept) expect(textOfOutcome(outcome)).toBe(text)
      }),
      runs(30),
    )
  })

  it('hands out each action once, again when its target changes or it is given back', () => {
    fc.assert(
      fc.property(worlds, changes, (world, change) => {
        const engine = createEngine(settingsOf(world), snapshotOfWorld(world))
        const start = engine.outcome()
        const first = engine.takeActions()
        expect(textOf(first)).toBe(textOf(plan(engine.outcome()).actions))
        expect(engine.takeActions()).toEqual([])
        const [given] = first
        if (given !== undefined) {
          engine.retry(given.ref)
          expect(engine.takeActions().map((action) => refKey(action.ref))).toEqual([refKey(given.ref)])
        }
        engine.accept(change(engine.outcome().snapshot))
        const before = new Map(first.map((action) => [refKey(action.ref), textOfTarget(start, action)]))
        const now = engine.outcome()
        const taken = new Set(engine.takeActions().map((action) => refKey(action.ref)))
        for (const action of plan(now).actions) {
          const key = refKey(action.ref)
          if (!before.has(key)) expect(taken).toContain(key)
          if (before.get(key) === textOfTarget(now, action)) expect(taken).not.toContain(key)
        }
      }),
      runs(35),
    )
  })
})

// What is to be written, and of what: a label alone does not say of which state of its object (ACT-1).
function textOfTarget({ snapshot }: Outcome, action: Action): string {
  const there = snapshot.get(action.ref)
  return textOf([action, there === undefined ? '' : resourceVersionOf(there)])
}

function eventsOf(step: Step, snapshot: Snapshot, settings: ReturnType<typeof settingsOf>) {
  switch (step.do) {
    case 'change':
      return step.change(snapshot)
    case 'write': {
      const outcome = evaluate(snapshot, settings)
      const refused = plan(outcome).actions.filter(
        (_, at) => step.fates[at % step.fates.length] === 'refused',
      )
      return [...eventsBetween(snapshot, writer(outcome, step.fates)), ...refused.map(refusalOf)]
    }
    case 'acknowledge':
      return eventsBetween(snapshot, agent(snapshot))
    case 'refuse':
      return plan(evaluate(snapshot, settings)).actions.map(refusalOf)
    default:
      return []
  }
}
