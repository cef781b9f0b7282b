import { isList, isObject, type Json, type JsonObject, memberOf } from './json.ts'
import type { Checked, Fault } from './problem.ts'
import { type Operator, operators, requirementError } from './requirement-error.ts'
import { compareUtf8 } from './utf8.ts'

export type { Operator } from './requirement-error.ts'

/** One condition on one label; `values` is empty for `Exists` and `DoesNotExist`. */
export type Requirement = Readonly<{ key: string; operator: Operator; values: ReadonlySet<string> }>

/** A compiled label selector: all requirements must hold (LBL-1). */
export type Selector = Readonly<{
  /** First `matchLabels`, sorted by key, then `matchExpressions` as written. */
  requirements: readonly Requirement[]
  /** Made from no selector at all (null or absent), which matches nothing; `{}` matches everything. */
  matchesNothing: boolean
}>

/** The verdict on one requirement with what it was made from (P-7). */
export type RequirementFact = Readonly<{
  key: string
  operator: Operator
  /** Sorted. */
  values: readonly string[]
  /** The label's value; null where there is no such label. */
  saw: Json
  holds: boolean
}>

/** The verdict on a selector with the facts, one for each requirement. */
export type SelectorVerdict = Readonly<{ holds: boolean; facts: readonly RequirementFact[] }>

/**
 * Compiles a `metav1.LabelSelector` (LBL-1, LBL-2).
 * @param selector as it stands in the object; null and undefined make a selector that matches nothing
 * @param path where it stands, as `spec.clusterSelectors[0]`; paths of faults begin with it
 * @returns the selector, or one fault for each faulty requirement (its message is Go's text) and each value
 * of a wrong type
 * @example compileSelector({ matchLabels: { app: 'web' } }, 'spec.clusterSelectors[0]')
 */
export function compileSelector(selector: Json | undefined, path: string): Checked<Selector> {
  if (selector === undefined || selector === null)
    return { ok: true, value: { requirements: [], matchesNothing: true } }
  if (!isObject(selector)) return { ok: false, faults: [typeFault(path, 'an object', selector)] }
  const faults: Fault[] = []
  const requirements = [
    ...readMatchLabels(memberOf(selector, 'matchLabels'), `${path}.matchLabels`, faults),
    ...readMatchExpressions(memberOf(selector, 'matchExpressions'), `${path}.matchExpressions`, faults),
  ]
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, value: { requirements, matchesNothing: false } }
}

/** Whether these labels pass the selector. Nothing is allocated: this runs for every object and selector. */
export function testSelector(selector: Selector, labels: JsonObject): boolean {
  if (selector.matchesNothing) return false
  for (const requirement of selector.requirements) if (!testRequirement(requirement, labels)) return false
  return true
}

/** Whether these labels meet one requirement. A label whose value is no string exists, and equals nothing. */
export function testRequirement(requirement: Requirement, labels: JsonObject): boolean {
  // LBL-3: `toString` is a label only where the object has it itself.
  const exists = Object.hasOwn(labels, requirement.key)
  switch (requirement.operator) {
    case 'Exists':
      return exists
    case 'DoesNotExist':
      return !exists
    case 'In':
      return exists && isAmong(requirement.values, labels[requirement.key])
    case 'NotIn':
      return !exists || !isAmong(requirement.values, labels[requirement.key])
  }
}

/** The same verdict as `testSelector`, with its facts. */
export function judgeSelector(selector: Selector, labels: JsonObject): SelectorVerdict {
  const facts = selector.requirements.map((requirement) => judgeRequirement(requirement, labels))
  return { holds: !selector.matchesNothing && facts.every((fact) => fact.holds), facts }
}

/** The same verdict as `testRequirement`, with what was wanted and what was seen. */
export function judgeRequirement(requirement: Requirement, labels: JsonObject): RequirementFact {
  return {
    key: requirement.key,
    operator: requirement.operator,
    values: [...requirement.values].sort(compareUtf8),
    saw: memberOf(labels, requirement.key) ?? null,
    holds: testRequirement(requirement, labels),
  }
}

/**
 * Whether the selector passes whatever labels there are: it was written as `{}`, or says no more than that.
 */
export function isEverything(selector: Selector): boolean {
  return !selector.matchesNothing && selector.requirements.length === 0
}

function isAmong(values: ReadonlySet<string>, value: Json | undefined): boolean {
  return typeof value === 'string' && values.has(value)
}

function readMatchLabels(labels: Json | undefined, path: string, faults: Fault[]): Requirement[] {
  if (labels === undefined || labels === null) return []
  if (!isObject(labels)) {
    faults.push(typeFault(path, 'an object', labels))
    return []
  }
  const requirements: Requirement[] = []
  for (const key of Object.keys(labels).sort(compareUtf8)) {
    const value = labels[key]
    if (typeof value !== 'string') faults.push(typeFault(`${path}[${key}]`, 'a string', value))
    else add(requirements, key, 'In', [value], `${path}[${key}]`, value, faults)
  }
  return requirements
}

function readMatchExpressions(expressions: Json | undefined, path: string, faults: Fault[]): Requirement[] {
  if (expressions === undefined || expressions === null) return []
  if (!isList(expressions)) {
    faults.push(typeFault(path, 'a list', expressions))
    return []
  }
  const requirements: Requirement[] = []
  expressions.forEach((expression, index) => {
    readExpression(expression, `${path}[${index}]`, requirements, faults)
  })
  return requirements
}

function readExpression(expression: Json, path: string, requirements: Requirement[], faults: Fault[]): void {
  if (!isObject(expression)) {
    faults.push(typeFault(path, 'an object with key, operator and values', expression))
    return
  }
  const wrong: Fault[] = []
  const key = readString(expression, 'key', path, wrong)
  const operator = readString(expression, 'operator', path, wrong)
  const values = readValues(memberOf(expression, 'values'), `${path}.values`, wrong)
  if (wrong.length > 0) faults.push(...wrong)
  else add(requirements, key, operator, values, path, expression, faults)
}

// Absent and null are Go's zero value: what is wrong with that, the requirement says.
function readString(expression: JsonObject, field: string, path: string, faults: Fault[]): string {
  const value = memberOf(expression, field) ?? ''
  if (typeof value === 'string') return value
  faults.push(typeFault(`${path}.${field}`, 'a string', value))
  return ''
}

function readValues(values: Json | undefined, path: string, faults: Fault[]): readonly string[] {
  if (values === undefined || values === null) return []
  if (!isList(values)) {
    faults.push(typeFault(path, 'a list of strings', values))
    return []
  }
  values.forEach((value, index) => {
    if (typeof value !== 'string') faults.push(typeFault(`${path}[${index}]`, 'a string', value))
  })
  return values.filter((value) => typeof value === 'string')
}

function add(
  requirements: Requirement[],
  key: string,
  operator: string,
  values: readonly string[],
  path: string,
  found: Json,
  faults: Fault[],
): void {
  const error = requirementError(key, operator, values)
  if (error !== undefined) faults.push({ code: 'SelectorInvalid', path, ...error, found })
  else if (isOperator(operator)) requirements.push({ key, operator, values: new Set(values) })
}

function isOperator(text: string): text is Operator {
  return operators.some((operator) => operator === text)
}

function typeFault(path: string, expected: string, found: Json | undefined): Fault {
  const fault = {
    code: 'SelectorInvalid',
    path,
    message: `must be ${expected}, not ${typeName(found)}`,
    expected,
  } as const
  return found === undefined ? fault : { ...fault, found }
}

function typeName(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (isList(value)) return 'a list'
  if (isObject(value)) return 'an object'
  if (typeof value === 'string') return 'a string'
  return typeof value === 'boolean' ? 'a boolean' : 'a number'
}
