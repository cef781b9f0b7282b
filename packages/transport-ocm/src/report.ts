import {
  annotationsOf,
  controllerOwnerOf,
  type Fault,
  groupOf,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  names,
  namespaceOf,
  type ObjectId,
  problemOn,
  type Report,
  type Result,
  refOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { manifestWorks, workStatuses } from './manifest-work.ts'

/**
 * The report that a WorkStatus makes, by KubeStellar's status add-on or our agent.
 * @returns undefined for an object of another kind; problems for a WorkStatus that does not say of whom it speaks
 */
export function reportOf(object: KubeObject): Result<Report> | undefined {
  if (groupOf(object.apiVersion) !== workStatuses.group || object.kind !== 'WorkStatus') return undefined
  const wec = namespaceOf(object)
  const faults = faultsOf(object)
  if (faults.length > 0) {
    const on = refOf('its', { ...workStatuses, namespace: wec, name: nameOf(object) })
    return { ok: false, problems: faults.map((fault) => problemOn(on, fault)) }
  }
  const status = memberOf(object, 'status')
  const at = statusTimeOf(object)
  const generation = generationIn(memberOf(annotationsOf(object), names.annotations.generation))
  const wrapped = wrappedOwnerOf(object)
  return {
    ok: true,
    value: {
      object: sourceOf(object),
      wec,
      ...(wrapped && { wrapped }),
      ...(status !== undefined && status !== null && { status }),
      ...(at !== undefined && { at }),
      ...(generation !== undefined && { generation }),
    },
  }
}

function sourceOf(object: KubeObject): ObjectId {
  const text = (key: string) => stringAt(object, 'spec', 'sourceRef', key) ?? ''
  return {
    group: text('group'),
    resource: text('resource'),
    namespace: text('namespace'),
    name: text('name'),
  }
}

// Go leaves empty strings out: the core group, and the namespace of cluster-scoped objects.
const mayBeEmpty: ReadonlySet<string> = new Set(['group', 'namespace'])

function faultsOf(object: KubeObject): readonly Fault[] {
  const source = ['group', 'resource', 'namespace', 'name'].flatMap((key) => {
    const found = valueAt(object, 'spec', 'sourceRef', key)
    const isGood = isEmpty(found) ? mayBeEmpty.has(key) : typeof found === 'string'
    return isGood ? [] : [fault(`spec.sourceRef.${key}`, 'a string', found)]
  })
  const hasNamespace = namespaceOf(object) !== ''
  return hasNamespace ? source : [...source, fault('metadata.namespace', 'the name of a WEC', undefined)]
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}

function fault(path: string, expected: string, found: Json | undefined): Fault {
  const shown = found === undefined ? {} : { found }
  return { code: 'FieldInvalid', path, message: `is not ${expected}`, expected, ...shown }
}

/** RPT-7: by this owner's labels and existence the record counts. */
function wrappedOwnerOf(object: KubeObject): Report['wrapped'] {
  const owner = controllerOwnerOf(object)
  if (owner?.group !== manifestWorks.group || owner.kind !== manifestWorks.kind) return undefined
  return { name: owner.name, uid: owner.uid }
}

/** When the hub last took in a status: the newest time of managed fields that hold it (COL-2, RPT-7). */
function statusTimeOf(object: KubeObject): string | undefined {
  const times = listAt(object.metadata, 'managedFields')
    .filter(
      (entry) =>
        memberOf(entry, 'subresource') === 'status' || valueAt(entry, 'fieldsV1', 'f:status') !== undefined,
    )
    .flatMap((entry) => stringAt(entry, 'time') ?? [])
    .filter((time) => RFC3339.test(time) && !Number.isNaN(Date.parse(time)))
  return times.reduce<string | undefined>(
    (newest, time) => (newest === undefined || Date.parse(time) > Date.parse(newest) ? time : newest),
    undefined,
  )
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** AGT-3; anything but an integer in decimal says nothing. */
function generationIn(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' || !/^(0|[1-9]\d*)$/.test(value)) return undefined
  const generation = Number(value)
  return Number.isSafeInteger(generation) ? generation : undefined
}
