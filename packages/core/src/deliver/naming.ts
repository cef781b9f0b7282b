import { type Json, type JsonObject, labelValueFor, nameFor, names, objectOf } from '../kube/index.ts'
import type { Demand } from './types.ts'

/** Gives names to new wrapped objects of one mailbox; each name only once. */
export type NameGiver = Readonly<{
  /** `<binding>-<wds>-<n>` with the lowest free n, and that n. */
  numbered(binding: string): Readonly<{ name: string; number: number }>
  /** `<binding uid>-<wds>-<object uid>`, where that is taken with `-2`, `-3`, … */
  ofObject(bindingUid: string, objectUid: string): string
}>

/**
 * A giver of names for new wrapped objects (WRP-2).
 * @param taken names of everything in the mailbox, in whatever state
 * @param limit characters of a name (NAM-1)
 */
export function nameGiver(wdsName: string, taken: Iterable<string>, limit: number): NameGiver {
  const given = new Set(taken)
  const next = new Map<string, number>()
  return {
    numbered(binding) {
      for (let number = next.get(binding) ?? 0; ; number++) {
        const name = numberedName(binding, wdsName, number, limit)
        if (given.has(name)) continue
        given.add(name)
        next.set(binding, number + 1)
        return { name, number }
      }
    },
    ofObject(bindingUid, objectUid) {
      for (let copy = 1; ; copy++) {
        const name = nameFor(`${bindingUid}-${wdsName}-${objectUid}`, limit, copy === 1 ? '' : `-${copy}`)
        if (given.has(name)) continue
        given.add(name)
        return name
      }
    },
  }
}

/**
 * The shard number in a wrapped object's name.
 * @returns infinity for a name that is not `<binding>-<wds>-<n>`: it comes after all that are
 */
export function shardNumber(name: string, binding: string, wdsName: string, limit: number): number {
  const digits = /-(0|[1-9][0-9]{0,14})$/.exec(name)?.[1]
  if (digits === undefined) return Number.POSITIVE_INFINITY
  const number = Number(digits)
  return numberedName(binding, wdsName, number, limit) === name ? number : Number.POSITIVE_INFINITY
}

function numberedName(binding: string, wdsName: string, number: number, limit: number): string {
  return nameFor(`${binding}-${wdsName}`, limit, `-${number}`)
}

/** Labels by which a wrapped object is recognized as a shard of this Binding (WRP-2). */
export function shardLabels(binding: string, wdsName: string): JsonObject {
  return objectOf([
    [names.labels.originBinding, labelValueFor(binding)],
    [names.labels.originWds, labelValueFor(wdsName)],
  ])
}

/**
 * Annotations of ours that decide a write, so all but generation and hash (WRP-4): whose it is, and, of a
 * label that had to be shortened, the full value under the same key (NAM-1).
 */
export function shardAnnotations(demand: Demand, wdsName: string, wdsId: string | undefined): JsonObject {
  const entries: (readonly [string, Json])[] = []
  if (wdsId !== undefined) entries.push([names.annotations.originWdsId, wdsId])
  for (const [key, text] of [
    [names.labels.originBinding, demand.binding],
    [names.labels.originWds, wdsName],
  ] as const) {
    if (labelValueFor(text) !== text) entries.push([key, text])
  }
  return objectOf(entries)
}
