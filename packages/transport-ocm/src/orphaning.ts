import {
  type Item,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  type ObjectId,
  withMember,
} from '@downsync/core'
import { identifierJson, identifierOf, isSameIdentifier } from './manifest-work.ts'

const POLICY = 'propagationPolicy'
const SELECTIVE = 'selectivelyOrphans'
const RULES = 'orphaningRules'

/** Whether a `deleteOption` leaves an object in the WEC; `id` is undefined where its resource is unknown. */
export function isOrphaned(deleteOption: Json | undefined, id: ObjectId | undefined): boolean {
  switch (memberOf(deleteOption, POLICY)) {
    case 'Orphan':
      return true
    case 'SelectivelyOrphan':
      return rulesOf(deleteOption).some((rule) => isSameIdentifier(identifierOf(rule), id))
    default:
      return false
  }
}

/**
 * `spec.deleteOption`, changed so that exactly the items that say so are orphaned (WRP-11). Other options, and rules for
 * objects that are not ours, stay; so does all of it when it says so already.
 *
 * An item of unknown resource can have no rule. It is orphaned where all items are (`Orphan` names none); an `Orphan` that is
 * there is not narrowed while that would lose one.
 *
 * @returns undefined for none
 */
export function withOrphaning(
  deleteOption: Json | undefined,
  items: readonly Readonly<{ item: Item; id: ObjectId | undefined }>[],
  gone: readonly ObjectId[],
): Json | undefined {
  const policy = memberOf(deleteOption, POLICY)
  const isRight = items.every(({ item, id }) => item.orphan === isOrphaned(deleteOption, id))
  const isLeft = (rule: Json) => gone.some((id) => isSameIdentifier(identifierOf(rule), id))
  const rules = rulesOf(deleteOption)
  if (isRight && !(policy === 'SelectivelyOrphan' && rules.some(isLeft))) return deleteOption

  const base = isObject(deleteOption) ? deleteOption : {}
  const orphans = items.filter(({ item }) => item.orphan)
  const hasNameless = orphans.some(({ id }) => id === undefined)
  if (hasNameless && orphans.length === items.length)
    return withMember(withMember(base, SELECTIVE, undefined), POLICY, 'Orphan')
  if (hasNameless && policy === 'Orphan') return deleteOption

  const isOurs = (rule: Json) => items.some(({ id }) => isSameIdentifier(identifierOf(rule), id))
  const wanted = orphans.flatMap(({ id }) => id ?? [])
  const stay = rules.filter((rule) => {
    const id = identifierOf(rule)
    return !isLeft(rule) && (!isOurs(rule) || wanted.some((one) => isSameIdentifier(one, id)))
  })
  const added = wanted.filter((id) => !stay.some((rule) => isSameIdentifier(identifierOf(rule), id)))
  const next = [...stay, ...added.map(identifierJson)]
  if (next.length > 0) return selective(base, next)
  return policy === 'Orphan' || policy === 'SelectivelyOrphan' ? withoutOrphaning(base) : deleteOption
}

function rulesOf(deleteOption: Json | undefined): readonly Json[] {
  return listAt(deleteOption, SELECTIVE, RULES)
}

function selective(base: JsonObject, rules: readonly Json[]): JsonObject {
  const old = memberOf(base, SELECTIVE)
  const selection = withMember(isObject(old) ? old : {}, RULES, rules)
  return withMember(withMember(base, POLICY, 'SelectivelyOrphan'), SELECTIVE, selection)
}

function withoutOrphaning(base: JsonObject): JsonObject | undefined {
  const rest = withMember(withMember(base, SELECTIVE, undefined), POLICY, undefined)
  return Object.keys(rest).length > 0 ? rest : undefined
}
