import type { parse } from '@bufbuild/cel'

/** An expression as the parser gives it. */
export type Expr = ReturnType<typeof parse>['expr']
