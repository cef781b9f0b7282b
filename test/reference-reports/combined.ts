import {
  annotationsOf,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  labelValueFor,
  listAt,
  memberOf,
} from '@downsync/core'
import { combineRows, compileCollector, evaluateRow } from '../../packages/core/src/collect/index.ts'
import { isWorkload } from '../reference/bindings.ts'
import type { ReferenceOutcome } from '../reference/deliveries.ts'
import { find, idOf, type Listed, type ReferenceInput, textAt } from '../reference/world.ts'
import { lastRecord } from './reports.ts'

const STEPS = 100_000
const CONTROL = 'control.kubestellar.io'

/** What a CombinedStatus says: by the uid of its object and the label of its Binding; where it stands, and its results. */
export type ReferenceCombined = ReadonlyMap<string, Readonly<{ namespace: string; results: Json }>>

/** COL-1, COL-2, COL-9, COL-10: every CombinedStatus of a world at rest in which none stood before. */
export function combinedOf({ bindings }: ReferenceOutcome, input: ReferenceInput): ReferenceCombined {
  const found = new Map<string, Readonly<{ namespace: string; results: Json }>>()
  for (const [name, { workload, destinations, isThere }] of bindings) {
    for (const entry of isThere ? workload : []) {
      const names = listAt(entry, 'statusCollectors').map(String)
      const one = find(input.wds, idOf(entry))
      if (names.length === 0 || one === undefined || !isWorkload(one.id, input)) continue
      const namespace = one.namespace === '' ? 'kubestellar-report' : one.namespace
      const home = find(input.wds, `/namespaces//${namespace}`)
      if (one.isLeaving || home === undefined || home.isLeaving) continue
      const key = `${textAt(one.object, 'metadata', 'uid')} ${labelValueFor(name)}`
      found.set(key, { namespace, results: resultsOf(names, one, destinations, input) })
    }
  }
  return found
}

/** The same of what stands, without what is there for another reason. */
export function standingCombined(input: ReferenceInput): ReferenceCombined {
  const standing = input.wds.filter(({ object, kind }) => kind === 'CombinedStatus' && labelOf(object) !== '')
  return new Map(
    standing.map(({ object, namespace }) => {
      const [owner = null] = listAt(object.metadata, 'ownerReferences')
      const results = listAt(object, 'results').map(plain)
      return [`${textAt(owner, 'uid')} ${labelOf(object)}`, { namespace, results }]
    }),
  )
}

function labelOf(object: KubeObject): string {
  return textAt(labelsOf(object), 'status.kubestellar.io/binding-policy')
}

function resultsOf(
  names: readonly string[],
  one: Listed,
  destinations: readonly string[],
  input: ReferenceInput,
): Json {
  const { status: _, ...object } = one.object
  const { managedFields: _fields, ...metadata } = one.object.metadata
  return [...new Set(names)].sort().flatMap((name) => {
    const collector = find(input.wds, `${CONTROL}/statuscollectors//${name}`)
    const query = collector && compileCollector(collector.object).query
    if (query === undefined) return []
    const rows = destinations.map((wec) => {
      const cluster = find(input.its, `cluster.open-cluster-management.io/managedclusters//${wec}`)?.object
      const record = lastRecord(one, wec, input)
      const status = memberOf(record, 'status')
      const at = textAt(listAt(record?.metadata, 'managedFields')[0], 'time')
      const labels = cluster === undefined ? {} : labelsOf(cluster)
      const annotations = cluster === undefined ? {} : annotationsOf(cluster)
      return evaluateRow(
        query,
        { wec, labels, annotations, object: { ...object, metadata }, status, at },
        STEPS,
      )
    })
    const result = combineRows(name, query, rows)
    return [
      {
        ...result,
        rowErrors: result.rowErrors.map(({ wec, ...error }) => ({ ...error, wec: { clusterId: wec } })),
      },
    ]
  })
}

function plain(result: Json): JsonObject {
  return {
    name: memberOf(result, 'name') ?? null,
    columnNames: listAt(result, 'columnNames'),
    rows: listAt(result, 'rows').map((row) => listAt(row, 'columns')),
    rowErrors: listAt(result, 'rowErrors'),
    aggregationErrors: listAt(result, 'aggregationErrors'),
  }
}
