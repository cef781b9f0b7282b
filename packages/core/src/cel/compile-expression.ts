import { checkTree } from './check/check.ts'
import type { Environment } from './check/environment.ts'
import { type CelFault, faultOf } from './fault.ts'
import { parse } from './syntax/parse.ts'
import type { Checked } from './syntax/tree.ts'
import type { CelType } from './type/type.ts'

/** An expression that was read and checked, to be evaluated as often as one likes; it never changes. */
export type Expression = Readonly<{
  source: string
  /** The type of its value; dyn where that depends on the data. */
  type: CelType
  /** What was read; nobody else's business. */
  tree: Checked
  /** A variable of a macro that holds types: cel-go cannot run such an expression, whatever the data. */
  typeVariable: string | undefined
}>

export type Compiled =
  | Readonly<{ ok: true; value: Expression }>
  | Readonly<{ ok: false; faults: readonly CelFault[] }>

/**
 * Reads and checks an expression against the variables of an environment (COL-2, COL-9).
 * @returns every fault that was found, with its place; at least one when it is refused. Never throws.
 */
export function compileExpression(source: string, environment: Environment): Compiled {
  const parsed = parse(source)
  if (!parsed.ok) return { ok: false, faults: [faultOf(source, parsed.fault)] }
  const checked = checkTree(parsed.value, environment)
  if (!checked.ok) return { ok: false, faults: checked.faults.map((fault) => faultOf(source, fault)) }
  const { node, type, typeVariable } = checked
  return { ok: true, value: { source, type, tree: node, typeVariable } }
}
