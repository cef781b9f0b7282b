import type { Json } from '../kube/index.ts'
import type { Environment } from './check/environment.ts'
import type { Activation } from './evaluate/evaluator.ts'
import { EARLIEST } from './time/instant.ts'
import { readTimestamp } from './time/read-timestamp.ts'
import { DYN, mapType, STRING } from './type/type.ts'
import { celValueOf } from './value/cel-value-of.ts'
import { mapOf } from './value/map-of.ts'
import { type CelValue, stringOf } from './value/value.ts'

const STRINGS = mapType(STRING, STRING)
const ANYTHING = mapType(STRING, DYN)

/** COL-2: what the expressions of a StatusCollector may name. */
export const collectorEnvironment: Environment = {
  variables: new Map([
    ['inventory', STRINGS],
    ['inventory.labels', STRINGS],
    ['inventory.annotations', STRINGS],
    ['obj', ANYTHING],
    ['returned', ANYTHING],
    ['propagation', ANYTHING],
  ]),
}

/** What a row of the table PerWEC is made of (COL-1, COL-2). */
export type CollectorRow = Readonly<{
  /** `inventory.name` and the labels and annotations of the inventory object. */
  inventory: Readonly<{ name: string; labels: Json; annotations: Json }>
  /** The workload object without `.status`. */
  obj: Json
  /** `{ status }`, or `{}` while nothing was reported. */
  returned: Json
  /** RFC 3339; undefined, and what is no timestamp: before the first report. */
  lastReturnedUpdateTimestamp: string | undefined
}>

/** The values of a row's variables. */
export function collectorActivation(row: CollectorRow): Activation {
  const { inventory, obj, returned, lastReturnedUpdateTimestamp = '' } = row
  const at: CelValue = readTimestamp(lastReturnedUpdateTimestamp) ?? {
    type: 'timestamp',
    nanos: EARLIEST,
    offset: 0,
  }
  return new Map<string, CelValue>([
    ['inventory', mapOf([[stringOf('name'), stringOf(inventory.name)]])],
    ['inventory.labels', celValueOf(inventory.labels)],
    ['inventory.annotations', celValueOf(inventory.annotations)],
    ['obj', celValueOf(obj)],
    ['returned', celValueOf(returned)],
    ['propagation', mapOf([[stringOf('lastReturnedUpdateTimestamp'), at]])],
  ])
}
