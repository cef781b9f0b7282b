import {
  canonicalJson,
  evaluate,
  type Json,
  type KubeObject,
  type Outcome,
  objectOf,
  plan,
  type Settings,
  type Snapshot,
} from '@downsync/core'
import type fc from 'fast-check'
import { type AgentManner, agent } from '../generators/agent.ts'
import { written } from '../generators/writer.ts'

const factor = Number(process.env['DOWNSYNC_RUNS'] ?? '1')

/**
 * How often a property runs: so many times, and `DOWNSYNC_RUNS` times as often. What fails is printed with its seed and shrunk counterexample; `DOWNSYNC_SEED`
 * repeats a run,
 * and with `DOWNSYNC_SHRINK=no` the first counterexample is the last.
 */
export function runs<Values>(numRuns: number): fc.Parameters<Values> {
  const seed = process.env['DOWNSYNC_SEED']
  return {
    numRuns: Math.ceil(numRuns * factor),
    ...(seed !== undefined && { seed: Number(seed) }),
    endOnFailure: process.env['DOWNSYNC_SHRINK'] === 'no',
  }
}

/** Rounds of writing, each followed by the agents, until nothing is left to write. */
export type Rest = Readonly<{ snapshot: Snapshot; outcome: Outcome; rounds: number }>

/**
 * Writes what is planned and lets the agents follow until both rest.
 * @param most rounds; a world that does not rest by then fails, with the last plan
 */
export function toRest(
  snapshot: Snapshot,
  settings: Settings,
  manner: AgentManner | 'no agent',
  most: number,
): Rest {
  let world = snapshot
  for (let rounds = 0; ; rounds++) {
    const outcome = evaluate(world, settings)
    const { actions } = plan(outcome)
    const after = manner === 'no agent' ? written(outcome) : agent(written(outcome), manner)
    if (actions.length === 0 && textOfObjects(after) === textOfObjects(world))
      return { snapshot: world, outcome, rounds }
    if (rounds === most) {
      throw new Error(
        `not at rest after ${most} rounds: ${actions.map((one) => JSON.stringify(one)).join('\n')}`,
      )
    }
    world = after
  }
}

/** All objects of both spaces, as text. */
export function textOfObjects(snapshot: Snapshot): string {
  return canonicalJson([...snapshot.objects('wds'), ...snapshot.objects('its')])
}

/** Any value made of JSON, maps, sets and views, as text: equal texts, equal values. */
export function textOf(value: unknown): string {
  return canonicalJson(jsonOf(value))
}

function jsonOf(value: unknown): Json {
  if (value === undefined || typeof value === 'function') return null
  if (typeof value !== 'object' || value === null) return value as Json
  if (Array.isArray(value) || value instanceof Set) return [...value].map(jsonOf)
  if (value instanceof Map) return [...value].map(([key, one]) => [jsonOf(key), jsonOf(one)])
  return objectOf(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, jsonOf(one)] as const])),
  )
}

/** Everything that an outcome says, as text. */
export function textOfOutcome(outcome: Outcome): string {
  const { bindings, statuses, mailboxes, reports, combined, problems } = outcome
  const views = [bindings, statuses, mailboxes, reports, combined, problems].map((view) => [...view])
  return textOf([...views, plan(outcome)])
}

/** The objects of a kind. */
export function ofKind(snapshot: Snapshot, space: 'wds' | 'its', kind: string): readonly KubeObject[] {
  return [...snapshot.objects(space)].filter((object) => object.kind === kind)
}
