import {
  createEngine,
  evaluate,
  type KubeObject,
  type Outcome,
  parseJson,
  plan,
  type Snapshot,
  snapshotOf,
  stringifyJson,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsBetween } from '../generators/changes.ts'
import { runs, textOf } from '../properties/support.ts'
import { afterStep, anyEdits, delivered, someSizes, stepsWith } from './histories.ts'

// A change of limits is a restart by itself.
const edits = anyEdits.filter((edit) => edit.do !== 'limit' && edit.do !== 'blind')

describe('what is known is in the mailboxes', () => {
  it('WRP-3 an engine that is started at any moment plans what the one that saw everything does', () => {
    fc.assert(
      fc.property(someSizes, stepsWith(edits, 12), (sizes, steps) => {
        let at = delivered(sizes)
        const engine = createEngine(at.world.settings, at.world.snapshot)
        for (const step of steps) {
          const next = afterStep(at, step, () => engine.outcome())
          engine.accept(eventsBetween(at.world.snapshot, next.world.snapshot))
          at = next
          const started = evaluate(listedAgain(engine.outcome().snapshot), at.world.settings)
          expect(textOfPlan(started)).toBe(textOfPlan(engine.outcome()))
        }
      }),
      runs(6),
    )
  })
})

function textOfPlan(outcome: Outcome): string {
  return textOf([plan(outcome), [...outcome.mailboxes]])
}

// Nothing of the process that was is left: both spaces as text, in another order.
function listedAgain(snapshot: Snapshot): Snapshot {
  const space = (name: 'wds' | 'its') => ({
    resources: snapshot.resources(name),
    objects: [...snapshot.objects(name)].reverse().map(readAgain),
  })
  const { wdsName, now } = snapshot
  return snapshotOf({ wdsName, now, wds: space('wds'), its: space('its') }).snapshot
}

function readAgain(object: KubeObject) {
  const read = parseJson(stringifyJson(object))
  if (!read.ok) throw new Error('what was written cannot be read')
  return read.value
}
