import type { RawFault } from '../fault.ts'
import type { Checked, Syntax } from '../syntax/tree.ts'
import { BOOL, type CelType, DYN, ERROR, INT, listType, mapType, plain, showType } from '../type/type.ts'
import { createUnifier } from '../type/unifier.ts'
import type { CelValue } from '../value/value.ts'
import { checkCall } from './check-call.ts'
import { checkLoop } from './check-loop.ts'
import { checkMessage } from './check-message.ts'
import type { Checker, Scope, Typed } from './checker.ts'
import type { Environment } from './environment.ts'
import { suggestion } from './suggest.ts'
import { typeNames } from './type-names.ts'

export type CheckResult =
  | Readonly<{ ok: true; node: Checked; type: CelType; typeVariable: string | undefined }>
  | Readonly<{ ok: false; faults: readonly RawFault[] }>

/** More faults than these are not listed. */
const MOST_FAULTS = 20

/** Resolves names and overloads by the rules of cel-go's checker, and gives every fault that it finds. */
export function checkTree(syntax: Syntax, { variables }: Environment): CheckResult {
  const faults: RawFault[] = []
  const unifier = createUnifier()
  let typeVariable: string | undefined
  const checker: Checker = { check, unifier, report }
  const { node, type } = check(syntax, undefined)
  if (unifier.isExhausted())
    report({ code: 'TooLarge', at: 0, message: 'the types of this expression are too involved' })
  return faults.length === 0
    ? { ok: true, node, type: unifier.resolve(type, true), typeVariable }
    : { ok: false, faults }

  function report(fault: RawFault): void {
    if (faults.length < MOST_FAULTS) faults.push(fault)
  }

  function check(given: Syntax, scope: Scope | undefined): Typed {
    switch (given.kind) {
      case 'literal':
        return { node: given, type: typeOfLiteral(given.value) }
      case 'name':
        return checkName(given.name, given.at, scope)
      case 'select':
        return checkSelect(given, scope)
      case 'list':
        return checkList(given, scope)
      case 'map':
        return checkMap(given, scope)
      case 'call':
        return checkCall(checker, given, scope)
      case 'message':
        return checkMessage(checker, given, scope)
      case 'loop':
        return checkLoop(checker, given, scope)
    }
  }

  function checkName(name: string, at: number, scope: Scope | undefined): Typed {
    const local = localOf(name, scope)
    if (local !== undefined) {
      // cel-go takes such a variable for the name of a type, and finds none.
      if (unifier.resolve(local.type).kind === 'type') typeVariable ??= name
      return { node: { kind: 'local', at, name }, type: local.type }
    }
    const declared = declaredAs(name, at)
    if (declared !== undefined) return declared
    const roots = [...variables.keys()].filter((known) => !known.includes('.'))
    const hint = suggestion(name, [...scopeNames(scope), ...roots]) || `; there are ${roots.join(', ')}`
    report({ code: 'NameUnknown', at, found: name, message: `there is no variable '${name}'${hint}` })
    return { node: { kind: 'local', at, name }, type: ERROR }
  }

  function declaredAs(name: string, at: number): Typed | undefined {
    const type = variables.get(name)
    if (type !== undefined) return { node: { kind: 'variable', at, name }, type }
    const meant = typeNames.get(name)
    return meant && { node: { kind: 'literal', at, value: { type: 'type', name } }, type: meant }
  }

  function checkSelect(given: Extract<Syntax, { kind: 'select' }>, scope: Scope | undefined): Typed {
    const path = dottedPath(given)
    const isLocal = path !== undefined && localOf(path.slice(0, path.indexOf('.')), scope) !== undefined
    const declared = path === undefined || isLocal ? undefined : declaredAs(path, given.at)
    // What is declared under a name with dots is always there.
    if (declared !== undefined && given.isTest)
      return { node: { kind: 'literal', at: given.at, value: { type: 'bool', value: true } }, type: BOOL }
    if (declared !== undefined) return declared
    const operand = check(given.operand, scope)
    const field = fieldType(unifier.resolve(operand.type), given)
    const type = given.isTest ? BOOL : unifier.resolve(field)
    return { node: { ...given, operand: operand.node }, type }
  }

  function fieldType(of: CelType, { at, field }: Readonly<{ at: number; field: string }>): CelType {
    if (of.kind === 'map') return of.value
    if (of.kind === 'parameter') unifier.isAssignable(DYN, of)
    else if (of.kind !== 'dyn' && of.kind !== 'error') {
      const message = `a value of type ${showType(of)} has no field '${field}'`
      report({ code: 'FieldInvalid', at, message, found: showType(of), expected: 'map' })
    }
    return DYN
  }

  function checkList(given: Extract<Syntax, { kind: 'list' }>, scope: Scope | undefined): Typed {
    const items = given.items.map((item) => check(item, scope))
    return {
      node: { ...given, items: items.map(({ node: item }) => item) },
      type: listType(joined(items.map((item) => item.type))),
    }
  }

  function checkMap(given: Extract<Syntax, { kind: 'map' }>, scope: Scope | undefined): Typed {
    let key: CelType | undefined
    let value: CelType | undefined
    const entries = given.entries.map(([first, second]) => {
      const [left, right] = [check(first, scope), check(second, scope)]
      key = unifier.join(key, left.type)
      value = unifier.join(value, right.type)
      return [left.node, right.node] as const
    })
    return { node: { ...given, entries }, type: mapType(key ?? unifier.fresh(), value ?? unifier.fresh()) }
  }

  function joined(types: readonly CelType[]): CelType {
    let all: CelType | undefined
    for (const one of types) all = unifier.join(all, one)
    return all ?? unifier.fresh()
  }
}

function typeOfLiteral(value: CelValue): CelType {
  if (value.type === 'int') return INT
  if (value.type === 'list' || value.type === 'map' || value.type === 'type') return DYN
  return plain(value.type)
}

function localOf(name: string, scope: Scope | undefined): Scope | undefined {
  for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at
  return undefined
}

function scopeNames(scope: Scope | undefined): readonly string[] {
  const names: string[] = []
  for (let at = scope; at !== undefined; at = at.outer) names.push(at.name)
  return names
}

/** `a.b.c`, where an expression is nothing but names and dots. */
function dottedPath(syntax: Extract<Syntax, { kind: 'select' }>): string | undefined {
  const names = [syntax.field]
  let at: Syntax = syntax.operand
  while (at.kind === 'select' && !at.isTest) {
    names.unshift(at.field)
    at = at.operand
  }
  return at.kind === 'name' ? [at.name, ...names].join('.') : undefined
}
