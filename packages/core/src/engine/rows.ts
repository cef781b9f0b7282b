import { type CollectorResult, combineRows, evaluateRow, type Row } from '../collect/index.ts'
import {
  annotationsOf,
  equalJson,
  type JsonObject,
  type KubeObject,
  labelsOf,
  objectOf,
  refKey,
  withMember,
} from '../kube/index.ts'
import { INVENTORY } from './bindings.ts'
import type { CollectedStages } from './collected.ts'
import type { CollectorStages } from './collectors.ts'
import { type CountedRecord, placeKey } from './counted-records.ts'
import type { Inputs } from './inputs.ts'
import { DEFAULT_CEL_STEPS } from './settings.ts'
import type { Stage } from './stage.ts'

/** A result; `unreadable`: it cannot be told which of the records of some WEC counts (P-4); undefined: there is no valid collector. */
export type Collection = CollectorResult | 'unreadable' | undefined

/** The key of what a collector gives for an object, by its `refKey`, in the WECs of a Binding, or in one WEC. */
export function collectionKey(collector: string, object: string, place: string): string {
  return [collector, object, place].join(SEPARATOR)
}

const SEPARATOR = '\u0000'

function partsOfKey(key: string): Readonly<{ collector: string; object: string; place: string }> {
  const [first, last] = [key.indexOf(SEPARATOR), key.lastIndexOf(SEPARATOR)]
  return { collector: key.slice(0, first), object: key.slice(first + 1, last), place: key.slice(last + 1) }
}

/**
 * The stage `collection`: by `collectionKey` with the name of a Binding. Each of its rows is a value of its own, so that a report that
 * changes has one row evaluated (COL-11).
 * @param steps what each expression may cost for each row (COL-12)
 */
export function collectionStage(
  inputs: Inputs,
  collectors: CollectorStages,
  { wecs }: CollectedStages,
  counted: Stage<CountedRecord>,
  steps = DEFAULT_CEL_STEPS,
): Stage<Collection> {
  const object: Stage<KubeObject | undefined> = {
    name: 'collectedObject',
    compute: (read, key) => {
      const there = read.get(inputs.object, key)
      return there === undefined ? undefined : withoutStatus(there)
    },
  }
  // What changes with every write of a status, ours among them, is not in it.
  const unversioned: Stage<KubeObject | undefined> = {
    name: 'collectedUnversioned',
    compute: (read, key) => {
      const there = read.get(object, key)
      return there && { ...there, metadata: withMember(there.metadata, 'resourceVersion', undefined) }
    },
    same: (a, b) => equalJson(a, b),
  }
  const inventory: Stage<Readonly<{ labels: JsonObject; annotations: JsonObject }>> = {
    name: 'collectedInventory',
    compute: (read, wec) => {
      const there = read.get(inputs.object, refKey({ space: 'its', ...INVENTORY, namespace: '', name: wec }))
      if (there === undefined) return NO_INVENTORY
      return { labels: texts(labelsOf(there)), annotations: texts(annotationsOf(there)) }
    },
    same: (a, b) => equalJson(a, b),
  }
  // By `collectionKey` with a WEC.
  const row: Stage<Row | 'unreadable' | undefined> = {
    name: 'collectedRow',
    compute: (read, key) => {
      const { collector, object: objectKey, place: wec } = partsOfKey(key)
      const query = read.get(collectors.compiled, collector)?.query
      if (query === undefined) return undefined
      const record = read.get(counted, placeKey(objectKey, wec))
      if (record === 'unreadable') return record
      const there = read.get(query.readsVersion ? object : unversioned, objectKey)
      if (there === undefined) return undefined
      const { status, at } = record?.report ?? {}
      return evaluateRow(query, { wec, ...read.get(inventory, wec), object: there, status, at }, steps)
    },
    same: sameRow,
  }
  return {
    name: 'collection',
    compute: (read, key) => {
      const { collector, object: objectKey, place: binding } = partsOfKey(key)
      const query = read.get(collectors.compiled, collector)?.query
      if (query === undefined) return undefined
      const rows: Row[] = []
      for (const wec of read.get(wecs, binding)) {
        const one = read.get(row, collectionKey(collector, objectKey, wec))
        if (one === 'unreadable') return one
        if (one !== undefined) rows.push(one)
      }
      return combineRows(collector, query, rows)
    },
    same: (a, b) => typeof a === 'object' && typeof b === 'object' && equalJson(a, b),
  }
}

const NO_INVENTORY = { labels: objectOf([]), annotations: objectOf([]) }

// COL-2. Of managed fields only some are known (SNP-4): half of them would be no truth.
function withoutStatus(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object
  return {
    ...withMember(object, 'status', undefined),
    apiVersion,
    kind,
    metadata: withMember(metadata, 'managedFields', undefined),
  }
}

// As they are declared: texts by texts (COL-2).
function texts(members: JsonObject): JsonObject {
  return objectOf(Object.entries(members).filter(([, value]) => typeof value === 'string'))
}

function sameRow(a: Row | 'unreadable' | undefined, b: Row | 'unreadable' | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b
  return (
    a.wec === b.wec &&
    a.isKept === b.isKept &&
    equalJson(a.cells, b.cells) &&
    a.subjects.length === b.subjects.length &&
    a.subjects.every((subject, at) => equalJson(subject, b.subjects[at])) &&
    equalJson(a.errors, b.errors)
  )
}
