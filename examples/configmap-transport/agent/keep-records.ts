import {
  equalJson,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  type Report,
  type ResourceInfo,
  resourceVersionOf,
  uidOf,
} from '@downsync/core'
import { configMaps } from '../transport/names.ts'
import { isRecord, recordOf, saidIn } from '../transport/record.ts'
import { type Context, timeText } from './context.ts'
import type { Outcome } from './requests.ts'

/** The report of an object as it is now; undefined for one that has no state. */
export function reportOn(
  context: Context,
  object: KubeObject,
  info: ResourceInfo,
  id: Readonly<{ namespace: string; name: string }>,
  wrapped: KubeObject,
): Report | undefined {
  const status = memberOf(object, 'status')
  if (!info.hasStatus && status === undefined) return undefined
  const generation = memberOf(object.metadata, 'generation')
  return {
    object: { group: info.group, resource: info.resource, namespace: id.namespace, name: id.name },
    wec: context.wecName,
    wrapped: { name: nameOf(wrapped), uid: uidOf(wrapped) },
    at: timeText(context.environment.now()),
    ...(status !== undefined && { status }),
    ...(typeof generation === 'number' && { generation }),
  }
}

/** Records a report, where it says something new. */
export async function keepRecord(context: Context, report: Report): Promise<Outcome> {
  const record = recordOf(report)
  const existing = context.mailbox.get(nameOf(record))
  if (existing !== undefined && equalJson(saidIn(existing), saidIn(record)))
    return { kind: 'done', object: existing }
  return written(context, nameOf(record), await write(context, record, existing))
}

function write(
  { its, wecName }: Context,
  record: KubeObject,
  existing: KubeObject | undefined,
): Promise<Outcome> {
  const place = { ...configMaps, namespace: wecName, name: nameOf(record) }
  if (existing === undefined) return its.create(place, record)
  const metadata: JsonObject = {
    ...record.metadata,
    uid: uidOf(existing),
    resourceVersion: resourceVersionOf(existing),
  }
  return its.merge(place, { metadata, data: memberOf(record, 'data') ?? {} })
}

/** Takes back what is recorded of objects that are not there any more, or that nobody holds. */
export async function dropRecords(
  context: Context,
  isKept: (name: string) => boolean,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [name, object] of context.mailbox.entries())
    if (isRecord(object) && !isKept(name)) {
      const place = { ...configMaps, namespace: context.wecName, name }
      const outcome = await context.its.remove(place, uidOf(object))
      if (outcome.kind === 'done') context.mailbox.remove(name, uidOf(object))
      outcomes.push(written(context, name, outcome))
    }
  return outcomes
}

/** Takes in what came of a write in the mailbox. */
export function written({ mailbox }: Context, name: string, outcome: Outcome): Outcome {
  if (outcome.kind === 'done' && outcome.object !== undefined) mailbox.put(name, outcome.object)
  if (outcome.kind === 'absent') mailbox.remove(name)
  return outcome
}
