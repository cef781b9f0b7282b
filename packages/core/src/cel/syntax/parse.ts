import { parse as parseCel } from '@bufbuild/cel'
import type { RawFault } from '../fault.ts'
import { countCodePoints } from '../value/code-points.ts'
import { checkOrder } from './check-order.ts'
import { normalForm } from './normal-form.ts'
import { scan } from './scan.ts'
import type { Syntax } from './tree.ts'
import { treeOf } from './tree-of.ts'

export type Parsed = Readonly<{ ok: true; value: Syntax }> | Readonly<{ ok: false; fault: RawFault }>

/** cel-go's limit on the length of an expression, in code points. */
const MAX_LENGTH = 100_000

/**
 * Reads an expression. The parser is @bufbuild/cel's; before it, a scan of our own refuses what cel-go's refuses, says where and
 * why, and bounds length and nesting, as the parser's time is not linear.
 */
export function parse(source: string): Parsed {
  if (source.length > 2 * MAX_LENGTH || countCodePoints(source) > MAX_LENGTH)
    return refused({
      code: 'TooLarge',
      at: 0,
      message: `the expression is longer than ${MAX_LENGTH} characters`,
    })
  const scanned = scan(source)
  if (!scanned.ok) return scanned
  const misplaced = checkOrder(scanned.value)
  if (misplaced !== undefined) return refused(misplaced)
  const { text, originOf } = normalForm(scanned.value)
  try {
    const { expr, sourceInfo } = parseCel(text)
    const macros = new Map(
      Object.entries(sourceInfo?.macroCalls ?? {}).map(([id, { exprKind }]) => [
        id,
        exprKind.case === 'callExpr' ? exprKind.value.function : '',
      ]),
    )
    return treeOf(expr, { positionOf: (id) => originOf(sourceInfo?.positions[String(id)] ?? 0), macros })
  } catch (error) {
    if (error instanceof RangeError)
      return refused({ code: 'TooLarge', at: 0, message: 'the expression is too involved to be read' })
    return refused(syntaxFault(error, originOf))
  }
}

function refused(fault: RawFault): Parsed {
  return { ok: false, fault }
}

// What is thrown is a SyntaxError of the parser's own, with a place, or a plain Error.
function syntaxFault(error: unknown, originOf: (offset: number) => number): RawFault {
  const { rawMessage, location } = Object(error) as {
    rawMessage?: unknown
    location?: { start?: { offset?: unknown } }
  }
  const offset = location?.start?.offset
  const at = typeof offset === 'number' ? originOf(offset) : 0
  const message = typeof rawMessage === 'string' ? rawMessage : 'this is no expression of CEL'
  return { code: 'SyntaxInvalid', at, message }
}
