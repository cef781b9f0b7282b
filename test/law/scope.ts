import type { Json, JsonObject, KubeObject } from '@downsync/core'

/** What one WEC may report: a status that an API server would take there, and how it relates to what the WDS wants. */
export type MemberState = Readonly<{
  /** Undefined: silent. */
  status: JsonObject | undefined
  current: boolean
}>

/** A small scope of one kind: every object with every combination of so many of its states is tried. */
export type Scope = Readonly<{
  kind: string
  rounds: readonly Round[]
}>

export type Round = Readonly<{
  objects: readonly KubeObject[]
  states: readonly MemberState[]
  /** How many WECs; combinations are with repetition, order aside. */
  wecs: 2 | 3
  /** What stands in `.status` before. */
  earlier?: Json
}>

/** The generation that every object of a scope has. */
export const GENERATION = 3

/** An object of a scope. */
export function objectFor(apiVersion: string, kind: string, spec: JsonObject): KubeObject {
  return { apiVersion, kind, metadata: { name: 'x', namespace: 'default', generation: GENERATION }, spec }
}

/** The same object while it is being deleted. */
export function deleted(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp: '2024-02-20T05:00:00Z' } }
}

/** Statuses that stand from before: of an earlier generation, and of this one. */
export const standing: readonly JsonObject[] = [
  { observedGeneration: GENERATION - 1 },
  { observedGeneration: GENERATION },
]

/** All whole numbers from 0 to `most`. */
export function upTo(most: number): readonly number[] {
  return Array.from({ length: most + 1 }, (_, at) => at)
}

/** Every way to choose one of each list. */
export function product<const T extends readonly (readonly unknown[])[]>(
  ...lists: T
): readonly { [K in keyof T]: T[K][number] }[] {
  const all = lists.reduce<readonly (readonly unknown[])[]>(
    (chosen, list) => chosen.flatMap((before) => list.map((one) => [...before, one])),
    [[]],
  )
  // Each choice has one item of each list, in order.
  return all as readonly { [K in keyof T]: T[K][number] }[]
}

/** States of WECs that are current, and of each kind that is not: behind, unobserved, silent. */
export function statesOf(
  statuses: readonly JsonObject[],
  odd: readonly JsonObject[],
): readonly MemberState[] {
  return [
    ...statuses.map((status) => ({ status: { ...status, observedGeneration: 7 }, current: true })),
    ...odd.map((status) => ({ status: { ...status, observedGeneration: 7 }, current: false })),
    ...odd.map((status) => ({ status, current: true })),
    { status: undefined, current: true },
    { status: undefined, current: false },
  ]
}

export function condition(type: string, status: string, reason?: string): JsonObject {
  return { type, status, ...(reason !== undefined && { reason }), lastTransitionTime: '2024-02-20T03:00:00Z' }
}
