import { validateBindingPolicy } from '../api/index.ts'
import { type Fault, type KubeObject, listAt, nameOf, type Selector, uidOf } from '../kube/index.ts'
import type { Clause } from './clause.ts'
import { compileClause, compileSelectors } from './compile-clause.ts'

/** A BindingPolicy, ready to be asked about objects and WECs; as good as the object that it was made from stays the same. */
export type CompiledPolicy = Readonly<{
  name: string
  uid: string
  /** Whether there is no fault. An invalid policy selects nothing; it is frozen as a whole (BND-5). */
  valid: boolean
  /**
   * All of them: first the form of fields, then selectors and clauses, each in the order of the spec. Codes `FieldInvalid`,
   * `SelectorInvalid` and `ClauseVacuous`.
   */
  faults: readonly Fault[]
  /** `spec.clusterSelectors`, index by index. */
  wecSelectors: readonly Selector[]
  /** `spec.downsync`, index by index. */
  clauses: readonly Clause[]
}>

/**
 * Compiles a BindingPolicy; total. What cannot be read selects nothing and is a fault, on the path of its field.
 */
export function compilePolicy(policy: KubeObject): CompiledPolicy {
  const faults: Fault[] = []
  const wecSelectors = compileSelectors(
    listAt(policy, 'spec', 'clusterSelectors'),
    'spec.clusterSelectors',
    faults,
  )
  const clauses = listAt(policy, 'spec', 'downsync').map((written, index) => {
    const compiled = compileClause(written, `spec.downsync[${index}]`)
    faults.push(...compiled.faults)
    return compiled.clause
  })
  const all = [...formFaults(policy, faults), ...faults]
  return {
    name: nameOf(policy),
    uid: uidOf(policy),
    valid: all.length === 0,
    faults: all,
    wecSelectors,
    clauses,
  }
}

// Of one defect one fault is enough. The schema and the compiler both look at the form of selectors, and what the compiler says of
// a requirement takes in its parts.
function formFaults(policy: KubeObject, known: readonly Fault[]): readonly Fault[] {
  const checked = validateBindingPolicy(policy)
  if (checked.ok) return []
  return checked.faults.filter((fault) => !known.some((other) => covers(other, fault)))
}

function covers(known: Fault, fault: Fault): boolean {
  if (known.path === fault.path) return true
  if (known.code !== 'SelectorInvalid' || !fault.path.startsWith(known.path)) return false
  const next = fault.path.charAt(known.path.length)
  return next === '.' || next === '['
}
