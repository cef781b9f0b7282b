import {
  type Json,
  type JsonObject,
  type KubeObject,
  nameOf,
  namespaceOf,
  type ResourceInfo,
  uidOf,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import {
  manifestWorks,
  namespaces,
  objectKinds,
  objectOfKind,
  oneIn,
  pick,
  present,
  workStatuses,
} from './vocabulary.ts'

/** What a record says of an object, and by whose right. */
export type RecordSketch = Readonly<{
  /** Part of its name: of several records of one object the names decide last. */
  suffix: string
  /** Its controller owner: the wrapped object it is made for, that without its uid, or none. */
  owner: 'work' | 'gone' | 'none'
  status: Json | undefined
  /** Annotation `downsync/generation`. */
  generation: number | undefined
  /** When the status was written; undefined: nobody says. */
  at: string | undefined
}>

const times = ['2026-01-01T00:00:01Z', '2026-01-01T01:00:01+01:00', '2026-01-01T00:00:09.5Z'] as const

/** A `.status`; `zeros` has those that API servers take for none, too (P-6a). */
export function statuses(zeros: 'zeros' | 'no zeros'): Arbitrary<Json> {
  const generation = fc.integer({ min: 1, max: 3 })
  const condition = fc
    .record({ type: pick('Available', 'Ready'), status: pick('True', 'False'), generation, isBare: oneIn(3) })
    .map(({ type, status, generation: observedGeneration, isBare }) =>
      isBare ? { type, status } : { type, status, observedGeneration },
    )
  const usual = fc
    .record(
      {
        observedGeneration: generation,
        readyReplicas: fc.integer({ min: 1, max: 2 }),
        conditions: fc.uniqueArray(condition, { selector: ({ type }) => type, minLength: 1, maxLength: 2 }),
        note: pick('x', 'y'),
      },
      { requiredKeys: ['note'] },
    )
    .map((made): Json => made)
  const odd = pick<Json>({}, { replicas: 0 }, { loadBalancer: {} }, { conditions: [7] }, ['no', 'object'])
  return zeros === 'zeros' ? fc.oneof({ weight: 4, arbitrary: usual }, odd) : usual
}

/** Records as add-ons, agents and strangers leave them. */
export function recordSketches(zeros: 'zeros' | 'no zeros'): Arbitrary<RecordSketch> {
  return fc.record({
    suffix: pick('', '.a', '.b'),
    owner: pick<RecordSketch['owner']>('work', 'work', 'work', 'gone', 'none'),
    status: fc.oneof({ weight: 6, arbitrary: statuses(zeros) }, fc.constant(undefined)),
    generation: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    at: fc.option(pick(...times), { nil: undefined }),
  })
}

/** The WorkStatus of a sketch, for a manifest of a wrapped object. */
export function recordObject(made: RecordSketch, manifest: KubeObject, work: KubeObject): KubeObject {
  const info = infoOf(manifest)
  const namespace = namespaceOf(manifest)
  const uid = made.owner === 'gone' ? 'uid-of-what-is-gone' : uidOf(work)
  const owner = {
    apiVersion: work.apiVersion,
    kind: manifestWorks.kind,
    name: nameOf(work),
    uid,
    controller: true,
  }
  const fields = { manager: 'agent', operation: 'Update', fieldsType: 'FieldsV1', subresource: 'status' }
  return objectOfKind(
    workStatuses,
    present({
      name: `${uidOf(work)}-${info?.resource}-${namespace}-${nameOf(manifest)}${made.suffix}`,
      namespace: namespaceOf(work),
      ownerReferences: made.owner === 'none' ? undefined : [owner],
      annotations:
        made.generation === undefined ? undefined : { 'downsync/generation': String(made.generation) },
      managedFields: made.at === undefined ? undefined : [{ ...fields, time: made.at, fieldsV1: {} }],
    }),
    present({
      spec: {
        sourceRef: {
          group: info?.group ?? '',
          version: info?.version ?? '',
          resource: info?.resource ?? '',
          kind: manifest.kind,
          namespace,
          name: nameOf(manifest),
        },
      },
      status: made.status,
    }),
  )
}

function infoOf({ apiVersion, kind }: KubeObject): ResourceInfo | undefined {
  const [, group = ''] = apiVersion.split('/').reverse()
  return [namespaces, ...objectKinds].find((one) => one.group === group && one.kind === kind)
}

/** A record that stands in a world: of which object, for which wrapped object, by index. */
export type StandingRecord = Readonly<{ object: number; work: number; made: RecordSketch }>

/** Records in any state. */
export const standingRecords: Arbitrary<readonly StandingRecord[]> = fc.array(
  fc.record({ object: fc.nat(30), work: fc.nat(10), made: recordSketches('zeros') }),
  { maxLength: 6 },
)

/** What an agent reports unless a test says otherwise: of kinds that have a status, that it has seen the present generation. */
export function usualReport(manifest: KubeObject, generation: number): readonly RecordSketch[] {
  if (infoOf(manifest)?.hasStatus !== true) return []
  const conditions = [{ type: 'Ready', status: 'True', observedGeneration: generation }]
  const status: JsonObject = { observedGeneration: generation, readyReplicas: 1, conditions }
  return [{ suffix: '', owner: 'work', status, generation, at: times[0] }]
}
