import {
  controllerOwnerOf,
  hashText,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  namespaceOf,
  type ObjectId,
  objectOf,
  parseJson,
  problemOn,
  type Report,
  type Result,
  refOf,
  stringAt,
  stringifyJson,
  valueAt,
} from '@downsync/core'
import { dataOf } from './entry.ts'
import { configMaps, RECORD, RECORD_LABEL } from './names.ts'

/**
 * A report as the agent records it, in one write: so a status can never pass for one of another generation (AGT-3).
 * @param report `wrapped` decides about its name too: two wrapped objects that hold one object have a record each (RPT-7)
 */
export function recordOf(report: Report): KubeObject {
  const { wec, wrapped, object, status, at, generation } = report
  const record = objectOf([
    ['object', { ...object }],
    ...(generation === undefined ? [] : [['generation', generation] as const]),
    ...(at === undefined ? [] : [['at', at] as const]),
    ...(status === undefined ? [] : [['status', status] as const]),
  ])
  const { version, kind } = configMaps
  return {
    apiVersion: version,
    kind,
    metadata: {
      name: recordName(object, wrapped?.uid ?? ''),
      namespace: wec,
      labels: { [RECORD_LABEL]: 'true' },
      ...(wrapped && { ownerReferences: [{ apiVersion: version, kind, ...wrapped, controller: true }] }),
    },
    data: { [RECORD]: stringifyJson(record) },
  }
}

/** Names of records never meet those of wrapped objects, which end in a number, or of anything else. */
export function recordName({ group, resource, namespace, name }: ObjectId, wrappedUid: string): string {
  return `record-${hashText(stringifyJson([wrappedUid, group, resource, namespace, name]), 32)}`
}

export function isRecord(object: KubeObject): boolean {
  return memberOf(labelsOf(object), RECORD_LABEL) === 'true'
}

/** The report of a record; undefined for any other ConfigMap. */
export function reportOf(object: KubeObject): Result<Report> | undefined {
  if (object.kind !== configMaps.kind || object.apiVersion !== configMaps.version || !isRecord(object))
    return undefined
  const [wec, name] = [namespaceOf(object), nameOf(object)]
  const parsed = parseJson(stringAt(dataOf(object), RECORD) ?? '')
  const record: Json = parsed.ok ? parsed.value : null
  const id = idIn(record)
  if (id === undefined || wec === '') {
    const on = refOf('its', { ...configMaps, namespace: wec, name })
    const fault = {
      code: 'FieldInvalid',
      path: `data.${RECORD}`,
      message: 'does not say of which object it speaks',
    } as const
    return { ok: false, problems: [problemOn(on, fault)] }
  }
  const owner = controllerOwnerOf(object)
  const isWrapped = owner?.group === configMaps.group && owner.kind === configMaps.kind
  const [status, at, generation] = [
    memberOf(record, 'status'),
    stringAt(record, 'at'),
    memberOf(record, 'generation'),
  ]
  return {
    ok: true,
    value: {
      object: id,
      wec,
      ...(owner !== undefined && isWrapped && { wrapped: { name: owner.name, uid: owner.uid } }),
      ...(status !== undefined && status !== null && { status }),
      ...(at !== undefined && { at }),
      ...(typeof generation === 'number' && Number.isSafeInteger(generation) && { generation }),
    },
  }
}

function idIn(record: Json): ObjectId | undefined {
  const text = (key: string) => stringAt(record, 'object', key)
  const [group, resource, namespace, name] = [
    text('group'),
    text('resource'),
    text('namespace'),
    text('name'),
  ]
  const isWhole = resource !== undefined && resource !== '' && name !== undefined && name !== ''
  return isWhole && group !== undefined && namespace !== undefined
    ? { group, resource, namespace, name }
    : undefined
}

/** What a record says apart from when: equal where there is nothing new to be said. */
export function saidIn(record: KubeObject): JsonObject {
  const parsed = parseJson(stringAt(dataOf(record), RECORD) ?? '')
  const value: Json = parsed.ok ? parsed.value : null
  return {
    object: memberOf(value, 'object') ?? null,
    generation: memberOf(value, 'generation') ?? null,
    status: memberOf(value, 'status') ?? null,
    owners: valueAt(record, 'metadata', 'ownerReferences') ?? null,
  }
}
