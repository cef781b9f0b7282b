import type { RawFault } from '../fault.ts'
import { boolOf, type CelValue, doubleOf, intOf, NULL, stringOf } from '../value/value.ts'
import { MAX_DEPTH } from './check-order.ts'
import type { Expr } from './expr.ts'
import { macroPartsOf } from './macro-parts.ts'
import type { Syntax } from './tree.ts'

type Kind<Case> = Extract<Expr['exprKind'], { case: Case }>['value']

/** What the parser knows beside the tree. */
export type Origin = Readonly<{
  positionOf: (id: bigint) => number
  /** The macro that an expression was expanded from, by the id of the expression. */
  macros: ReadonlyMap<string, string>
}>

export type Tree = Readonly<{ ok: true; value: Syntax }> | Readonly<{ ok: false; fault: RawFault }>

/** Macros by name, with the numbers of arguments that they take; with other numbers they are calls of functions. */
const MACROS: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['map', [2, 3]],
  ['filter', [2]],
])
/** cel-go's own name for what a macro gathers. */
const GATHERED = '__result__'

/** The parser's tree as ours: macros as such, not as what they stand for; constants as values. */
export function treeOf(expr: Expr, { positionOf, macros }: Origin): Tree {
  let fault: RawFault | undefined
  const value = nodeOf(expr, 0)
  return fault === undefined ? { ok: true, value } : { ok: false, fault }

  function refuse(problem: RawFault): void {
    fault ??= problem
  }

  function nodeOf(given: Expr | undefined, depth: number): Syntax {
    const at = given === undefined ? 0 : positionOf(given.id)
    if (given === undefined || depth > MAX_DEPTH || fault !== undefined) {
      refuse({ code: 'TooLarge', at, message: `the expression is nested deeper than ${MAX_DEPTH} levels` })
      return { kind: 'literal', at, value: NULL }
    }
    const { exprKind } = given
    switch (exprKind.case) {
      case 'constExpr':
        return { kind: 'literal', at, value: constantOf(exprKind.value) }
      case 'identExpr':
        return { kind: 'name', at, name: exprKind.value.name.replace(/^\./, '') }
      case 'selectExpr': {
        const { operand, field, testOnly } = exprKind.value
        return { kind: 'select', at, operand: nodeOf(operand, depth + 1), field, isTest: testOnly }
      }
      case 'listExpr':
        return { kind: 'list', at, items: exprKind.value.elements.map((item) => nodeOf(item, depth + 1)) }
      case 'structExpr':
        return structOf(exprKind.value, at, depth)
      case 'callExpr':
        return callOf(exprKind.value, at, depth)
      case 'comprehensionExpr':
        return loopOf(given, exprKind.value, at, depth)
      default:
        refuse({ code: 'SyntaxInvalid', at, message: 'this is no expression of CEL' })
        return { kind: 'literal', at, value: NULL }
    }
  }

  function structOf({ messageName, entries }: Kind<'structExpr'>, at: number, depth: number): Syntax {
    const below = depth + 1
    if (messageName === '')
      return {
        kind: 'map',
        at,
        entries: entries.map(({ keyKind, value }) => [
          nodeOf(keyKind.case === 'mapKey' ? keyKind.value : undefined, below),
          nodeOf(value, below),
        ]),
      }
    const fields = entries.map(({ id, keyKind, value }) => ({
      name: keyKind.case === 'fieldKey' ? keyKind.value : '',
      at: positionOf(id),
      value: nodeOf(value, below),
    }))
    return { kind: 'message', at, name: messageName.replace(/^\./, ''), fields }
  }

  function callOf({ function: name, target, args }: Kind<'callExpr'>, at: number, depth: number): Syntax {
    const [first] = args
    if (target === undefined && name === 'has' && args.length === 1) {
      const message = "has() takes a field, as in has(obj.spec); for a key write 'key' in map"
      refuse({ code: 'MacroInvalid', at: first === undefined ? at : positionOf(first.id), message })
    }
    if (target !== undefined && first !== undefined && MACROS.get(name)?.includes(args.length) === true) {
      const message = `the first argument of ${name}() names its variable, as in list.${name}(item, …)`
      refuse({ code: 'MacroInvalid', at: positionOf(first.id), message, expected: 'a name' })
    }
    return {
      kind: 'call',
      at,
      name,
      target: target === undefined ? undefined : nodeOf(target, depth + 1),
      args: args.map((argument) => nodeOf(argument, depth + 1)),
    }
  }

  function loopOf(given: Expr, loop: Kind<'comprehensionExpr'>, at: number, depth: number): Syntax {
    const name = macros.get(String(given.id)) ?? ''
    const { test, step } = macroPartsOf(name, loop.loopStep)
    const variable = loop.iterVar
    if (variable === GATHERED)
      refuse({ code: 'MacroInvalid', at, message: `'${GATHERED}' is the language's own; take another name` })
    const range = nodeOf(loop.iterRange, depth + 1)
    const parts = [test, step].map((part) => (part === undefined ? undefined : nodeOf(part, depth + 1)))
    const shared = { at, range, variable, test: parts[0], step: parts[1] } as const
    switch (name) {
      case 'all':
      case 'exists':
      case 'exists_one':
      case 'map':
      case 'filter':
        return { kind: 'loop', macro: name, ...shared }
      default: {
        // The parser knows more macros than COL-2 does; without them, these are calls of functions.
        const args = [
          { kind: 'name', at, name: variable } as const,
          ...parts.filter((part) => part !== undefined),
        ]
        return { kind: 'call', at, name, target: range, args }
      }
    }
  }
}

function constantOf({ constantKind }: Kind<'constExpr'>): CelValue {
  switch (constantKind.case) {
    case 'boolValue':
      return boolOf(constantKind.value)
    case 'int64Value':
      return intOf(constantKind.value)
    case 'uint64Value':
      return { type: 'uint', value: constantKind.value }
    case 'doubleValue':
      return doubleOf(constantKind.value)
    case 'stringValue':
      return stringOf(constantKind.value)
    case 'bytesValue':
      return { type: 'bytes', value: constantKind.value }
    default:
      return NULL
  }
}
