import {
  compareUtf8,
  compileSelector,
  type Fault,
  isEverything,
  isList,
  isObject,
  type Json,
  listAt,
  memberOf,
  type Selector,
} from '../kube/index.ts'
import { type Clause, isVacuous, type NameSet, type SelectorSet } from './clause.ts'
import type { Modulation } from './types.ts'

const ALL = '*'
const nothing: ReadonlySet<string> = new Set()
const passesNothing: Selector = { requirements: [], matchesNothing: true }

/**
 * Compiles one member of `spec.downsync`; total. What has a wrong form admits nothing, and is a fault where the API's schema does
 * not say so itself: a selector (LBL-2), a clause that cannot say no (SEL-8).
 */
export function compileClause(
  written: Json,
  path: string,
): Readonly<{ clause: Clause; faults: readonly Fault[] }> {
  const faults: Fault[] = []
  const clause: Clause = {
    written,
    groups: readGroup(memberOf(written, 'apiGroup')),
    resources: isObject(written) ? readNames(memberOf(written, 'resources')) : nothing,
    namespaces: readNames(memberOf(written, 'namespaces')),
    objectNames: readNames(memberOf(written, 'objectNames')),
    namespaceSelectors: readSelectors(written, 'namespaceSelectors', path, faults),
    objectSelectors: readSelectors(written, 'objectSelectors', path, faults),
    modulation: readModulation(written),
  }
  // SEL-8: `resources: ["*"]` is the deliberate way to say "everything".
  if (isVacuous(clause) && !listAt(written, 'resources').includes(ALL)) faults.push(vacuousFault(path))
  return { clause, faults }
}

/** Compiles a list of selectors; one that is invalid passes nothing and leaves its faults. */
export function compileSelectors(list: readonly Json[], path: string, faults: Fault[]): readonly Selector[] {
  return list.map((selector, index) => {
    const compiled = compileSelector(selector, `${path}[${index}]`)
    if (compiled.ok) return compiled.value
    faults.push(...compiled.faults)
    return passesNothing
  })
}

function readGroup(value: Json | undefined): NameSet {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? new Set([value]) : nothing
}

function readNames(value: Json | undefined): NameSet {
  if (value === undefined || value === null) return undefined
  if (!isList(value)) return nothing
  if (value.length === 0 || value.includes(ALL)) return undefined
  return new Set(value.filter((name) => typeof name === 'string'))
}

function readSelectors(written: Json, field: string, path: string, faults: Fault[]): SelectorSet {
  const value = memberOf(written, field)
  if (value === undefined || value === null) return undefined
  if (!isList(value)) return [passesNothing]
  const selectors = compileSelectors(value, `${path}.${field}`, faults)
  return selectors.length === 0 || selectors.some(isEverything) ? undefined : selectors
}

function readModulation(written: Json): Modulation {
  const collectors = listAt(written, 'statusCollectors').filter((name) => typeof name === 'string')
  return {
    createOnly: memberOf(written, 'createOnly') === true,
    statusCollectors: [...new Set(collectors)].sort(compareUtf8),
    wantSingletonReportedState: memberOf(written, 'wantSingletonReportedState') === true,
    wantMultiWECReportedState: memberOf(written, 'wantMultiWECReportedState') === true,
  }
}

function vacuousFault(path: string): Fault {
  return {
    code: 'ClauseVacuous',
    path,
    message: 'no field narrows what this clause selects',
    expected: 'a field that narrows it, or resources: ["*"] when everything is meant',
  }
}
