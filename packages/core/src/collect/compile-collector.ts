import { type StatusCollector, validateStatusCollector } from '../api/index.ts'
import { collectorEnvironment, compileExpression, type Expression, showFault } from '../cel/index.ts'
import { type Fault, type KubeObject, nameOf, problemLine } from '../kube/index.ts'
import { readsVersion } from './reads-version.ts'
import type { Aggregator, Column, CompiledCollector, Query } from './types.ts'

type Spec = StatusCollector['spec']
/** A part of a query, or why there is none. */
type Part<T> = Readonly<{ value: T; faults: readonly Fault[] }>

/**
 * Reads a StatusCollector, whether or not anything lists it (COL-9).
 * @returns its query, or every fault that makes it invalid; never throws
 */
export function compileCollector(collector: KubeObject): CompiledCollector {
  const name = nameOf(collector)
  const form = validateStatusCollector(collector)
  if (!form.ok) return { name, query: undefined, faults: form.faults }
  const { spec } = form.value
  const filter = expressionOf('spec.filter', 'filter expression', spec.filter)
  const select = columnsOf('select', spec.select)
  const groupBy = columnsOf('groupBy', spec.groupBy)
  const combinedFields = aggregatorsOf(spec.combinedFields)
  const faults = [
    ...combinationFaults(spec),
    ...filter.faults,
    ...select.faults,
    ...groupBy.faults,
    ...combinedFields.faults,
  ]
  const query: Query = {
    filter: filter.value,
    select: select.value,
    groupBy: groupBy.value,
    combinedFields: combinedFields.value,
    limit: spec.limit,
    readsVersion: sourcesOf(spec).some(readsVersion),
  }
  return { name, query: faults.length === 0 ? query : undefined, faults }
}

/** A fault as a line of the collector's `status.errors`: of an expression it says itself where it stands. */
export function collectorErrorLine(fault: Fault): string {
  return fault.code === 'CollectorInvalid' ? fault.message : problemLine(fault)
}

function sourcesOf({ filter, select, groupBy, combinedFields }: Spec): readonly string[] {
  const columns = [...select, ...groupBy].map(({ def }) => def)
  const subjects = combinedFields.map(({ subject }) => subject)
  return [filter, ...columns, ...subjects].filter((source) => source !== undefined)
}

function fault(path: string, message: string): Fault {
  return { code: 'CollectorInvalid', path, message }
}

// What the parts are to one another.
function combinationFaults({ select, groupBy, combinedFields, limit }: Spec): readonly Fault[] {
  const faults: Fault[] = []
  if (select.length > 0 && groupBy.length + combinedFields.length > 0)
    faults.push(fault('spec.select', 'groupBy and combinedFields must be empty if select is not'))
  if (groupBy.length > 0 && combinedFields.length === 0)
    faults.push(fault('spec.groupBy', 'groupBy must be empty if combinedFields is'))
  if (limit < 1) faults.push(fault('spec.limit', `limit must be at least 1; it is ${limit}`))
  const seen = new Set<string>()
  const columns = [...groupBy, ...combinedFields, ...select].map(({ name }) => name)
  const repeated = new Set(columns.filter((name) => seen.has(name) || !seen.add(name)))
  for (const name of repeated)
    faults.push(fault('spec', `column names must be unique; ${JSON.stringify(name)} is used more than once`))
  return faults
}

function columnsOf(list: 'select' | 'groupBy', columns: Spec['select']): Part<readonly Column[]> {
  const parts = columns.map(({ name, def }, at) => {
    const { value, faults } = expressionOf(`spec.${list}[${at}].def`, `${list} expression (${name})`, def)
    return { value: value === undefined ? [] : [{ name, expression: value }], faults }
  })
  return joined(parts)
}

function aggregatorsOf(fields: Spec['combinedFields']): Part<readonly Aggregator[]> {
  const parts = fields.map(({ name, type, subject }, at) => {
    const path = `spec.combinedFields[${at}]`
    const what = `combinedField expression (${name})`
    const read = expressionOf(`${path}.subject`, `${what} subject`, subject)
    const faults = [...read.faults]
    if (type === 'COUNT' && subject !== undefined)
      faults.unshift(fault(path, `${what} invalid: COUNT counts rows, so that subject must be absent`))
    if (type !== 'COUNT' && subject === undefined)
      faults.unshift(fault(path, `${what} invalid: subject must be set; ${type} needs a value of each row`))
    return { value: [{ name, type, subject: read.value }], faults }
  })
  return joined(parts)
}

function joined<T>(parts: readonly Part<readonly T[]>[]): Part<readonly T[]> {
  return { value: parts.flatMap(({ value }) => value), faults: parts.flatMap(({ faults }) => faults) }
}

function expressionOf(path: string, what: string, source: string | undefined): Part<Expression | undefined> {
  if (source === undefined) return { value: undefined, faults: [] }
  const compiled = compileExpression(source, collectorEnvironment)
  return compiled.ok
    ? { value: compiled.value, faults: [] }
    : {
        value: undefined,
        faults: compiled.faults.map((one) => fault(path, `${what} invalid: ${showFault(one)}`)),
      }
}
