import {
  compareUtf8,
  isDeleting,
  type Json,
  judgeSelector,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  type Selector,
  testSelector,
} from '../kube/index.ts'
import type { CompiledPolicy } from './policy.ts'
import { visibleLabels } from './subject.ts'
import type { Fact } from './types.ts'

/**
 * The destinations of a policy: names of the WECs that one of its cluster selectors selects, sorted bytewise (CLU-1, CLU-3). An
 * invalid policy has none: what its Binding lists stays, which is decided elsewhere (BND-5).
 */
export function selectWecs(policy: CompiledPolicy, inventory: Iterable<KubeObject>): readonly string[] {
  const wecs: string[] = []
  for (const object of inventory) if (testWec(policy, object)) wecs.push(nameOf(object))
  return wecs.sort(compareUtf8)
}

/** Whether a policy selects the WEC of an inventory object; its health does not count (CLU-2), its being deleted does (CLU-4). */
export function testWec(policy: CompiledPolicy, inventoryObject: KubeObject): boolean {
  if (!policy.valid || isDeleting(inventoryObject)) return false
  const labels = visibleLabels(labelsOf(inventoryObject))
  return policy.wecSelectors.some((selector) => testSelector(selector, labels))
}

/**
 * What each cluster selector says of a WEC: a list of facts for each selector, of which one list has to hold as a whole (CLU-1).
 * @param inventoryObject undefined: there is none, so no selector can pass
 */
export function judgeWec(
  policy: CompiledPolicy,
  inventoryObject: KubeObject | undefined,
): readonly (readonly Fact[])[] {
  return policy.wecSelectors.map((selector, index) => {
    const field = `clusterSelectors[${index}]`
    if (inventoryObject === undefined)
      return [{ field, wanted: wantedBy(selector), saw: 'no inventory object', holds: false, rule: 'CLU-2' }]
    return [...judgeDeletion(inventoryObject), ...judgeLabels(selector, field, inventoryObject)]
  })
}

function judgeDeletion(inventoryObject: KubeObject): readonly Fact[] {
  if (!isDeleting(inventoryObject)) return []
  const saw = memberOf(inventoryObject.metadata, 'deletionTimestamp') ?? null
  return [{ field: 'metadata.deletionTimestamp', wanted: null, saw, holds: false, rule: 'CLU-4' }]
}

// A selector without requirements has no fact of its own: one fact says that it passes all, or (invalid) nothing.
function judgeLabels(selector: Selector, field: string, inventoryObject: KubeObject): readonly Fact[] {
  const labels = visibleLabels(labelsOf(inventoryObject))
  const { holds, facts } = judgeSelector(selector, labels)
  if (facts.length === 0) {
    const rule = selector.matchesNothing ? 'LBL-2' : 'LBL-1'
    return [{ field, wanted: wantedBy(selector), saw: labels, holds, rule }]
  }
  return facts.map((fact) => ({
    field,
    wanted: { key: fact.key, operator: fact.operator, values: fact.values },
    saw: fact.saw,
    holds: fact.holds,
    rule: 'LBL-1',
  }))
}

function wantedBy(selector: Selector): Json {
  if (selector.matchesNothing) return null
  return {
    matchExpressions: selector.requirements.map(({ key, operator, values }) => ({
      key,
      operator,
      values: [...values].sort(compareUtf8),
    })),
  }
}
