import type { Expr } from './expr.ts'

/**
 * What was written inside a macro, taken out of the step that the parser made of it:
 * `@result && test`, `@result + [step]`, `test ? … : @result`.
 */
export function macroPartsOf(
  macro: string,
  loopStep: Expr | undefined,
): Readonly<{ test: Expr | undefined; step: Expr | undefined }> {
  const [first, second] = argumentsOf(loopStep)
  switch (macro) {
    case 'all':
    case 'exists':
      return { test: second, step: undefined }
    case 'map':
      return isChoice(loopStep)
        ? { test: first, step: gatheredIn(second) }
        : { test: undefined, step: gatheredIn(loopStep) }
    default:
      return { test: first, step: undefined }
  }
}

function isChoice(expr: Expr | undefined): boolean {
  return expr?.exprKind.case === 'callExpr' && expr.exprKind.value.function === '_?_:_'
}

/** The item in `@result + [item]`. */
function gatheredIn(expr: Expr | undefined): Expr | undefined {
  const list = argumentsOf(expr)[1]
  return list?.exprKind.case === 'listExpr' ? list.exprKind.value.elements[0] : undefined
}

function argumentsOf(expr: Expr | undefined): readonly Expr[] {
  return expr?.exprKind.case === 'callExpr' ? expr.exprKind.value.args : []
}
