import { controllerOwnerOf, type KubeObject, nameOf, stringAt, uidOf } from '@downsync/core'
import { decideReport, type ReportDecision, type SentStatus } from '../report/decide-report.ts'
import { reportResource, wantedReport } from '../report/wanted-report.ts'
import type { ManifestMeta } from '../work/work-manifests.ts'
import type { ApiResult, Place } from './api.ts'
import { verdictOn } from './applied-work.ts'
import { refreshed } from './collection.ts'
import { type Context, type ExpectedReports, followedOf } from './context.ts'
import { followedKey } from './wec-objects.ts'
import type { Verdict } from './work-queue.ts'

/** Which objects are to be reported, and what was sent of them. */
export type Reports = Readonly<{
  /** @returns the records that have to be looked at for it */
  expect(workName: string, expected: ExpectedReports, records: readonly KubeObject[]): readonly string[]
  /** The records of an object. */
  namesFor(objectKey: string): readonly string[]
  /** Brings one record up to date. */
  sync(context: Context, name: string): Promise<Verdict>
}>

const DONE: Verdict = { kind: 'done' }
const RETRY: Verdict = { kind: 'retry' }
// Made, its status, its generation; and a few that something else came between.
const MOST_STEPS = 8

export function createReports(): Reports {
  const expectedOf = new Map<string, ExpectedReports>()
  const targets = new Map<string, Target>()
  const byObject = new Map<string, Set<string>>()
  const sent = new Map<string, SentStatus>()

  function forget(name: string): void {
    const target = targets.get(name)
    if (target === undefined) return
    targets.delete(name)
    sent.delete(name)
    const key = followedKey(followedOf(target.meta))
    byObject.get(key)?.delete(name)
    if (byObject.get(key)?.size === 0) byObject.delete(key)
  }

  function learn(name: string, target: Target): void {
    targets.set(name, target)
    const key = followedKey(followedOf(target.meta))
    byObject.set(key, (byObject.get(key) ?? new Set()).add(name))
  }

  /** Whether a record that nobody expects is of this work, and should not be. */
  function isStray(record: KubeObject, context: Pick<Context, 'works'>): boolean {
    const owner = controllerOwnerOf(record)
    if (owner === undefined) return false
    const expected = expectedOf.get(owner.name)
    const work = context.works.get(owner.name)
    return (
      expected !== undefined && work !== undefined && uidOf(work) === owner.uid && !isUnread(record, expected)
    )
  }

  async function run(context: Context, name: string): Promise<Verdict> {
    const looked = await lookAt(context, name)
    if (looked !== undefined) return looked
    for (let step = 0; step < MOST_STEPS; step++) {
      const existing = context.records.get(name)
      const target = targets.get(name)
      if (target === undefined && (existing === undefined || !isStray(existing, context))) return DONE
      const wanted = target === undefined ? undefined : await wantedOf(context, target)
      if (wanted !== undefined && 'kind' in wanted) return wanted
      const decision = decideReport(wanted?.report, existing, sent.get(name))
      if (decision.kind === 'nothing') return DONE
      if (decision.kind === 'wait') return RETRY
      const place = placeOf(context, name)
      const result = await write(context, place, decision)
      const landed = await take(context, place, decision, result)
      if (landed !== undefined) return landed
      const now = context.records.get(name)
      if (decision.kind === 'status' && result.kind === 'done' && now !== undefined)
        sent.set(name, {
          status: wanted?.report?.status,
          resourceVersion: stringAt(now.metadata, 'resourceVersion') ?? '',
        })
    }
    return RETRY
  }

  return {
    expect(workName, expected, records) {
      const before = expectedOf.get(workName)?.metas ?? new Map<string, ManifestMeta>()
      expectedOf.set(workName, expected)
      for (const name of before.keys()) if (!expected.metas.has(name)) forget(name)
      for (const [name, meta] of expected.metas)
        learn(name, { workName, meta, appliedWorkUid: expected.appliedWorkUid })
      const strays = records
        .filter((record) => controllerOwnerOf(record)?.name === workName && !targets.has(nameOf(record)))
        .map(nameOf)
      const added = [...expected.metas.keys()].filter((name) => !before.has(name))
      return [...added, ...strays]
    },
    namesFor: (objectKey) => [...(byObject.get(objectKey) ?? [])],
    sync: run,
  }
}

type Target = Readonly<{ workName: string; meta: ManifestMeta; appliedWorkUid: string }>

function isUnread(record: KubeObject, { unread }: ExpectedReports): boolean {
  const text = (key: string) => stringAt(record, 'spec', 'sourceRef', key) ?? ''
  return unread.has(`${text('group')}/${text('kind')}`)
}

/** Where records are not known as a whole, asks for this one. A verdict, where no record can be written. */
async function lookAt(context: Context, name: string): Promise<Verdict | undefined> {
  if (context.records.isKnown) return undefined
  const result = await refreshed(context.records, context.its, placeOf(context, name))
  switch (result.kind) {
    case 'done':
    case 'absent':
      return undefined
    // This ITS knows no records: nobody reads them either.
    case 'unserved':
      return DONE
    default:
      return verdictOn(context, result, `record ${name}`)
  }
}

async function wantedOf(
  context: Context,
  { workName, meta, appliedWorkUid }: Target,
): Promise<Readonly<{ report: ReturnType<typeof wantedReport> | undefined }> | Verdict> {
  const work = context.works.get(workName)
  if (work === undefined) return DONE
  const read = await context.objects.read(followedOf(meta))
  switch (read.kind) {
    case 'there':
      return { report: wantedReport(work, appliedWorkUid, meta, read.object) }
    case 'absent':
      return { report: undefined }
    // P-4: of what cannot be read, what was recorded stays.
    case 'unserved':
    case 'refused':
      return { kind: 'refused' }
    case 'failed':
      return RETRY
  }
}

function placeOf({ wecName }: Context, name: string): Place {
  return { ...reportResource, namespace: wecName, name }
}

/** Takes in what came of a write. A verdict, where it cannot go on. */
async function take(
  context: Context,
  place: Place,
  decision: ReportDecision,
  result: ApiResult,
): Promise<Verdict | undefined> {
  switch (result.kind) {
    case 'done':
      if (result.object !== undefined) context.records.saw(result.object)
      else if (decision.kind === 'delete') context.records.removed(place.name, decision.uid)
      return undefined
    case 'conflict':
    case 'absent': {
      const fresh = await refreshed(context.records, context.its, place)
      const isKnown = fresh.kind === 'done' || fresh.kind === 'absent'
      return isKnown ? undefined : verdictOn(context, fresh, `record ${place.name}`)
    }
    default:
      return verdictOn(context, result, `record ${place.name}`)
  }
}

function write(
  { its }: Context,
  place: Place,
  decision: Exclude<ReportDecision, { kind: 'nothing' | 'wait' }>,
): Promise<ApiResult> {
  switch (decision.kind) {
    case 'create':
      return its.create(place, decision.object)
    case 'status':
      return its.update(place, decision.object, 'status')
    case 'generation':
      return its.mergePatch(place, decision.patch)
    case 'delete':
      return its.delete(place, decision.uid)
  }
}
