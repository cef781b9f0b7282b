import { compareUtf8 } from '../kube/index.ts'
import type { Modulation } from './types.ts'

/** A clause that asks for nothing besides selection; the neutral element of `unionModulation`. */
export const noModulation: Modulation = {
  createOnly: false,
  statusCollectors: [],
  wantSingletonReportedState: false,
  wantMultiWECReportedState: false,
}

/**
 * What two clauses that match the same object ask for together (SEL-6): booleans by OR, collectors by union, sorted.
 * Associative, commutative and idempotent, so clauses combine in any order.
 */
export function unionModulation(a: Modulation, b: Modulation): Modulation {
  return {
    createOnly: a.createOnly || b.createOnly,
    statusCollectors: unionNames(a.statusCollectors, b.statusCollectors),
    wantSingletonReportedState: a.wantSingletonReportedState || b.wantSingletonReportedState,
    wantMultiWECReportedState: a.wantMultiWECReportedState || b.wantMultiWECReportedState,
  }
}

/** Whether two modulations ask for the same. */
export function equalModulation(a: Modulation, b: Modulation): boolean {
  return (
    a.createOnly === b.createOnly &&
    a.wantSingletonReportedState === b.wantSingletonReportedState &&
    a.wantMultiWECReportedState === b.wantMultiWECReportedState &&
    equalNames(a.statusCollectors, b.statusCollectors)
  )
}

// Most clauses name no collector, or the same ones: those lists are shared, not copied.
function unionNames(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0 || equalNames(a, b)) return a
  if (a.length === 0) return b
  return [...new Set([...a, ...b])].sort(compareUtf8)
}

function equalNames(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((name, index) => name === b[index]))
}
