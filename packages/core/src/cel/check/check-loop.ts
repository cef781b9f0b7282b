import type { Loop, Syntax } from '../syntax/tree.ts'
import { BOOL, type CelType, DYN, ERROR, listType, showType } from '../type/type.ts'
import { requireBool } from './check-call.ts'
import type { Checker, Scope, Typed } from './checker.ts'

/** A macro: its variable has the type of the elements of its range, for a map of its keys. */
export function checkLoop(checker: Checker, given: Loop<Syntax>, scope: Scope | undefined): Typed {
  const { check, unifier } = checker
  const range = check(given.range, scope)
  const element = elementType(checker, unifier.resolve(range.type), given)
  const inside: Scope = { name: given.variable, type: element, outer: scope }
  const test = given.test && check(given.test, inside)
  if (test !== undefined && given.test !== undefined)
    requireBool(checker, test.type, given.test.at, `of ${given.macro}()`)
  const step = given.step && check(given.step, inside)
  const node = { ...given, range: range.node, test: test?.node, step: step?.node }
  return { node, type: unifier.resolve(resultType(given, element, step?.type)) }
}

function resultType({ macro }: Loop<Syntax>, element: CelType, step: CelType | undefined): CelType {
  if (macro === 'map') return listType(step ?? ERROR)
  return macro === 'filter' ? listType(element) : BOOL
}

function elementType({ unifier, report }: Checker, range: CelType, given: Loop<Syntax>): CelType {
  switch (range.kind) {
    case 'list':
      return range.element
    case 'map':
      return range.key
    case 'dyn':
    case 'error':
      return DYN
    case 'parameter':
      unifier.isAssignable(DYN, range)
      return DYN
    default: {
      const found = showType(range)
      const message = `${given.macro}() runs over a list or a map, not over a value of type ${found}`
      report({ code: 'RangeInvalid', at: given.range.at, message, found, expected: 'list or map' })
      return ERROR
    }
  }
}
