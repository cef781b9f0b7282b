import type { JsonObject } from '@downsync/core'
import { otherRules } from './argocd-others.ts'
import { workloadRules } from './argocd-workloads.ts'
import { groupKindOf, isDeleted } from './read.ts'
import type { Health } from './verdicts.ts'

const rules = { ...workloadRules, ...otherRules }

/** How Argo CD's built-in rules judge an object; undefined for kinds that they do not know. */
export function argocdHealth(object: JsonObject): Health | undefined {
  if (isDeleted(object)) return 'Progressing'
  const { [groupKindOf(object)]: rule } = rules
  return rule?.(object)
}
