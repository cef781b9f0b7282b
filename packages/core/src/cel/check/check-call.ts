import type { RawFault } from '../fault.ts'
import type { Call, Syntax } from '../syntax/tree.ts'
import type { Overload } from '../type/read-signature.ts'
import {
  BOOL,
  type CelType,
  DYN,
  ERROR,
  isSameType,
  listType,
  mapType,
  showType,
  typeType,
} from '../type/type.ts'
import type { Unifier } from '../type/unifier.ts'
import type { Checker, Scope, Typed } from './checker.ts'
import { functions } from './functions.ts'
import { operatorOf } from './operators.ts'
import { suggestion } from './suggest.ts'

/** A call of a function or an operator: one of its overloads must take the types of its arguments. */
export function checkCall(checker: Checker, given: Call<Syntax>, scope: Scope | undefined): Typed {
  const { check, unifier, report } = checker
  const overloads = functions.get(given.name)
  if (overloads === undefined) {
    report(unknownFunction(given))
    return { node: { kind: 'local', at: given.at, name: given.name }, type: ERROR }
  }
  const args = given.args.map((argument) => check(argument, scope))
  const target = given.target === undefined ? undefined : check(given.target, scope)
  const node = { ...given, target: target?.node, args: args.map((argument) => argument.node) }
  const types = [...(target === undefined ? [] : [target]), ...args].map(({ type }) => type)
  if (given.name === '_&&_' || given.name === '_||_') {
    for (const [index, type] of types.entries())
      requireBool(checker, type, given.args[index]?.at ?? given.at, `of '${operatorOf(given.name)}'`)
    return { node, type: BOOL }
  }
  const type = resultOf(unifier, overloads, target !== undefined, types)
  if (type === undefined)
    report(
      missingOverload(
        given,
        types.map((one) => unifier.resolve(one, true)),
      ),
    )
  return { node, type: type ?? ERROR }
}

/** Reports what is no bool where one is needed; dyn may turn out to be one. */
export function requireBool(checker: Checker, type: CelType, at: number, where: string): void {
  if (checker.unifier.isAssignable(type, BOOL)) return
  const found = showType(checker.unifier.resolve(type, true))
  const message = `expected a bool as operand ${where}, found ${found}`
  checker.report({ code: 'TypeMismatch', at, message, found, expected: 'bool' })
}

/** The result of the first overload that fits; dyn where several fit and differ. */
function resultOf(
  unifier: Unifier,
  overloads: readonly Overload[],
  isMember: boolean,
  types: readonly CelType[],
): CelType | undefined {
  let result: CelType | undefined
  for (const overload of overloads) {
    if (overload.isMember !== isMember) continue
    const instance = instanceOf(overload, unifier)
    if (!unifier.areAssignable(types, instance.parameters)) continue
    const own = unifier.resolve(instance.result)
    if (result === undefined) result = own
    else if (result.kind !== 'dyn' && !isSameType(own, result)) result = DYN
  }
  return result
}

function instanceOf(overload: Overload, unifier: Unifier): Overload {
  const own = new Map<string, CelType>()
  return {
    ...overload,
    parameters: overload.parameters.map(renewed),
    result: renewed(overload.result),
  }

  function renewed(type: CelType): CelType {
    switch (type.kind) {
      case 'parameter': {
        const known = own.get(type.name) ?? unifier.fresh()
        own.set(type.name, known)
        return known
      }
      case 'list':
        return listType(renewed(type.element))
      case 'map':
        return mapType(renewed(type.key), renewed(type.value))
      case 'type':
        return type.of === undefined ? type : typeType(renewed(type.of))
      default:
        return type
    }
  }
}

function unknownFunction({ at, name }: Call<Syntax>): RawFault {
  const named = [...functions.keys()].filter((known) => /^\w+$/.test(known))
  const message = `there is no function '${name}'${suggestion(name, named)}`
  return { code: 'FunctionUnknown', at, found: name, message }
}

function missingOverload({ at, name, target }: Call<Syntax>, types: readonly CelType[]): RawFault {
  const shown = types.map((type) => showType(type))
  const operator = operatorOf(name)
  const found = shown.join(', ')
  const expected = overloadsShown(name, target !== undefined)
  const message =
    operator === undefined
      ? `${name}() does not take ${target === undefined ? `(${found})` : `${shown[0]}.(${shown.slice(1).join(', ')})`}; it takes ${expected}`
      : `'${operator}' does not take ${shown.join(' and ')}${conversionHint(name, types)}`
  return { code: 'OverloadMissing', at, message, found, expected }
}

const NUMBERS: ReadonlySet<CelType['kind']> = new Set(['int', 'uint', 'double'])

function conversionHint(name: string, types: readonly CelType[]): string {
  const kinds = new Set(types.map(({ kind }) => kind))
  if (name === '_?_:_')
    return kinds.has('bool') ? ': both results must have one type, or one is dyn(…)' : ': it asks for a bool'
  if (kinds.size > 1 && [...kinds].every((kind) => NUMBERS.has(kind)))
    return '; convert one of them with int(…), uint(…) or double(…)'
  if (kinds.has('null')) return '; has(…) says whether a field is there'
  return kinds.has('string') && name === '_+_' ? '; make a text of the other with string(…)' : ''
}

const SHOWN_OVERLOADS = 4

function overloadsShown(name: string, isMember: boolean): string {
  const own = (functions.get(name) ?? []).map((overload) => {
    const types = overload.parameters.map((type) => showType(type))
    return overload.isMember ? `${types[0]}.(${types.slice(1).join(', ')})` : `(${types.join(', ')})`
  })
  const alike = own.filter((text) => text.includes('.(') === isMember)
  const shown = alike.length > 0 ? alike : own
  const rest = shown.length > SHOWN_OVERLOADS ? ', …' : ''
  return shown.slice(0, SHOWN_OVERLOADS).join(', ') + rest
}
