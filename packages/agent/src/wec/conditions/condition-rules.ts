import { type Json, type KubeObject, listAt, memberOf, stringAt } from '@downsync/core'
import type { SaidCondition } from './set-condition.ts'

/**
 * The conditions that the rules of a manifest's configuration make of its object. Well-known rules (`Complete` of Jobs and Pods)
 * are evaluated; those in CEL are not, and their conditions say so.
 */
export function conditionsByRules(
  rules: Json | undefined,
  object: KubeObject,
  generation: number,
): readonly SaidCondition[] {
  return listAt(rules).flatMap((rule) => {
    const said = byRule(rule, object)
    return said === undefined ? [] : [{ ...said, observedGeneration: generation }]
  })
}

const COMPLETE = 'Complete'

function byRule(rule: Json, object: KubeObject): SaidCondition | undefined {
  const named = stringAt(rule, 'condition') ?? ''
  switch (stringAt(rule, 'type')) {
    case 'WellKnownConditions':
      return wellKnown(rule, named === '' ? COMPLETE : named, object)
    case 'CEL':
      return named === '' ? undefined : notEvaluated(named, 'rules in CEL are not supported by this agent')
    default:
      return named === ''
        ? undefined
        : notEvaluated(named, 'the type of this rule is not known to this agent')
  }
}

function notEvaluated(type: string, message: string): SaidCondition {
  return { type, status: 'Unknown', reason: 'ConditionRuleInvalid', message }
}

function wellKnown(rule: Json, type: string, object: KubeObject): SaidCondition | undefined {
  const found = type === COMPLETE ? completeness(object) : undefined
  // Of other kinds nothing is known, and nothing is said (v1.3).
  if (found === undefined) return undefined
  const own = stringAt(rule, 'message') ?? ''
  const isExpressed = (stringAt(rule, 'messageExpression') ?? '') !== ''
  const text = own === '' ? found.message : own
  const message = isExpressed ? `${text} (messageExpression is not supported by this agent)` : text
  return { type, status: found.isComplete ? 'True' : 'False', reason: 'ConditionRuleEvaluated', message }
}

function completeness(object: KubeObject): Readonly<{ isComplete: boolean; message: string }> | undefined {
  switch (`${object.apiVersion} ${object.kind}`) {
    case 'batch/v1 Job': {
      const isComplete = listAt(object, 'status', 'conditions').some((condition) => {
        const type = stringAt(condition, 'type')
        return (type === COMPLETE || type === 'Failed') && memberOf(condition, 'status') === 'True'
      })
      return { isComplete, message: isComplete ? 'Job is finished' : 'Job is not finished' }
    }
    case 'v1 Pod': {
      const phase = stringAt(object, 'status', 'phase') ?? ''
      return { isComplete: phase === 'Succeeded' || phase === 'Failed', message: `Pod is in phase ${phase}` }
    }
    default:
      return undefined
  }
}
