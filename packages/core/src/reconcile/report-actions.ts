import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  names,
  objectOf,
  type Ref,
} from '../kube/index.ts'
import { cameFromWec, type ReportWish } from '../report/index.ts'
import type { Action, Why } from './action.ts'
import { isBuiltInGroup } from './generation.ts'
import { labelAction, reportedStatusAction } from './make-action.ts'
import { sameStatus } from './same-status.ts'

/** What decides about the writes on one workload object. */
export type ReportWrites = Readonly<{
  ref: Ref
  there: KubeObject
  /** The kind has a status subresource (RPT-6). */
  hasStatus: boolean
  wish: ReportWish
  /** The author of a Binding that asks; of none: the object itself. */
  from: Ref
}>

/**
 * The writes that a workload object is still to get, the first of which can be made now; where that one was refused, the next may
 * be made all the same. Set: label first, then status; clear: the other way round (RPT-11).
 */
export function reportActions(input: ReportWrites): readonly Action[] {
  const { ref, there, hasStatus, wish, from } = input
  const count = countOf(wish)
  if (wish.status.kind === 'untouched') return present(labelWrite(input, count))
  const status = writtenStatus(ref, wish)
  const labels = labelWrite(input, { ...count, ...sourceOf(wish, status) })
  const isWritten = isSame(ref, memberOf(there, 'status'), status)
  const source = SOURCES[wish.status.kind]
  if (source !== undefined && status !== undefined) {
    if (!isLabelled(there, source.label)) return present(labels)
    const why = { rule: source.rule, from }
    return steps(hasStatus, labels, isWritten ? undefined : statusWrite(input, status, why))
  }
  if (!cameFromWec(there) || isWritten) return present(labels)
  return steps(hasStatus, statusWrite(input, status, { rule: 'RPT-3', from }), labelWrite(input, count))
}

/** The `.status` that is to stand there, as far as it is for us to say; undefined: none (P-6a). */
export function writtenStatus(ref: Ref, { status }: ReportWish): Json | undefined {
  if (status.kind === 'untouched') return undefined
  return isSame(ref, status.status, undefined) ? undefined : status.status
}

/** The labels of ours that an object bears. */
export function ownLabelsOf(object: KubeObject): JsonObject {
  return ownAmong(labelsOf(object))
}

/** The labels of ours that an object is to bear once everything is written (RPT-3, RPT-4). */
export function writtenLabels(ref: Ref, there: KubeObject, wish: ReportWish): JsonObject {
  const source = wish.status.kind === 'untouched' ? {} : sourceOf(wish, writtenStatus(ref, wish))
  return ownAmong({ ...labelsOf(there), ...labelChanges(there, { ...countOf(wish), ...source }) })
}

function ownAmong(labels: JsonObject): JsonObject {
  return objectOf(
    names.ownLabels.flatMap((name) => {
      const value = memberOf(labels, name)
      return value === undefined || value === null ? [] : [[name, value] as const]
    }),
  )
}

/** Labels as they are to be: a value, or null for one that is to go. */
type Labels = Readonly<Record<string, string | null>>

type StatusKind = ReportWish['status']['kind']

const { singletonStatus, multiWecStatus, executingCount } = names.labels

type Source = Readonly<{ label: string; rule: string }>

// RPT-11: where a status comes from, and what says so.
const SOURCES: Readonly<Record<StatusKind, Source | undefined>> = {
  copy: { label: singletonStatus, rule: 'RPT-1' },
  aggregate: { label: multiWecStatus, rule: 'RPT-2' },
  none: undefined,
  untouched: undefined,
}

function sourceOf({ status: { kind } }: ReportWish, status: Json | undefined): Labels {
  // AGG-2: what has to stay is still what came from a WEC.
  if (kind === 'none' && status !== undefined) return {}
  const label = status === undefined ? undefined : SOURCES[kind]?.label
  return objectOf(
    [singletonStatus, multiWecStatus].map((name) => [name, name === label ? 'true' : null] as const),
  ) as Labels
}

function countOf({ executing }: ReportWish): Labels {
  return { [executingCount]: executing === undefined ? null : String(executing) }
}

function isLabelled(there: KubeObject, label: string): boolean {
  return memberOf(labelsOf(there), label) === 'true'
}

function labelWrite({ ref, there, from }: ReportWrites, wanted: Labels): Action | undefined {
  const changes = labelChanges(there, wanted)
  if (Object.keys(changes).length === 0) return undefined
  const rule = Object.keys(changes).some((name) => name !== executingCount) ? 'RPT-11' : 'RPT-4'
  return labelAction(ref, there, changes, { rule, from })
}

// RPT-3: a label of another value than "true" is not one of ours, and says nothing.
function labelChanges(there: KubeObject, wanted: Labels): JsonObject {
  const standing = labelsOf(there)
  return objectOf(
    Object.entries(wanted).filter(([name, value]) => {
      const found = memberOf(standing, name)
      if (value !== null) return found !== value
      return name === executingCount ? found !== undefined : found === 'true'
    }),
  )
}

function statusWrite(
  { ref, there, hasStatus }: ReportWrites,
  status: Json | undefined,
  why: Why,
): Action | undefined {
  return reportedStatusAction(ref, there, hasStatus ? 'status' : '', status, why)
}

// P-6a; nothing at all is what an object without members says.
function isSame(ref: Ref, a: Json | undefined, b: Json | undefined): boolean {
  return sameStatus(isBuiltInGroup(ref.group), saidBy(a), saidBy(b))
}

function saidBy(status: Json | undefined): Json | undefined {
  const isNothing = status === null || (isObject(status) && Object.keys(status).length === 0)
  return isNothing ? undefined : status
}

// Of writes on one resource a server's refusal is kept of the last one alone (P-6b): there the second waits for the first.
function steps(hasStatus: boolean, ...actions: readonly (Action | undefined)[]): readonly Action[] {
  const found = present(...actions)
  return hasStatus ? found : found.slice(0, 1)
}

function present(...actions: readonly (Action | undefined)[]): readonly Action[] {
  return actions.filter((action) => action !== undefined)
}
