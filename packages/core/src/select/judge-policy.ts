import type { KubeObject } from '../kube/index.ts'
import { judgeClause } from './clause.ts'
import type { CompiledPolicy } from './policy.ts'
import type { PolicyVerdict, Subject } from './types.ts'
import { judgeWec } from './wecs.ts'

/**
 * What a policy says of an object and a WEC, field by field (EXP-1). Of an invalid policy the facts are those of the fields that can
 * be read; it selects nothing whatever they say (`valid`).
 * @param inventoryObject undefined: the WEC has none
 */
export function judgePolicy(
  policy: CompiledPolicy,
  subject: Subject,
  inventoryObject: KubeObject | undefined,
): PolicyVerdict {
  return {
    policy: policy.name,
    valid: policy.valid,
    wec: judgeWec(policy, inventoryObject),
    clauses: policy.clauses.map((clause) => judgeClause(clause, subject)),
  }
}
