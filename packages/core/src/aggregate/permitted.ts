import { isObject, type Json, type KubeObject, memberOf, stringAt, valueAt } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import { conditionOfType, conditionsOfList, isTrue } from './conditions.ts'
import { mayNotFall } from './keeps.ts'
import type { Ends, KindTable } from './kind-table.ts'
import { builtInTables, tableOf } from './tables/index.ts'
import { instantOf } from './time.ts'
import type { Member, Untruth } from './types.ts'

/** A `.status` that upstream takes over what stands, with what it had to leave as it is. */
export type Permitted = Readonly<{ status: Json | undefined; problems: readonly Untruth[] }>

/**
 * A status as it is, or, where upstream would refuse it over what stands, as much of it as can be written (AGG-2).
 * @param wanted undefined: none
 * @param member the WEC that it is of
 */
export function permittedStatus(
  object: KubeObject,
  wanted: Json | undefined,
  member: Member | undefined,
  earlier: Json | undefined,
  tables: readonly KindTable[] = builtInTables,
): Permitted {
  const table = tableOf(object, tables)
  if (table === undefined || !isRefused(table, object, wanted, earlier))
    return { status: wanted, problems: [] }
  const { status, problems } = aggregate(object, member === undefined ? [] : [member], earlier, tables)
  return { status, problems }
}

function isRefused(
  table: KindTable,
  object: KubeObject,
  wanted: Json | undefined,
  earlier: Json | undefined,
): boolean {
  if (!isObject(earlier)) return false
  const falls = table.fields.some((rule) => {
    if (!('field' in rule)) return false
    const [standing, next] = [memberOf(earlier, rule.field), memberOf(wanted, rule.field)]
    if (rule.op === 'rising')
      return typeof standing === 'number' && !(typeof next === 'number' && next >= standing)
    return 'keeps' in rule && rule.keeps !== undefined && mayNotFall(rule.keeps, object, standing, next)
  })
  return falls || (table.ends !== undefined && undoesEnd(table.ends, object, wanted, earlier))
}

// What has ended stays ended, and when it began and ended does not change.
function undoesEnd(ends: Ends, object: KubeObject, wanted: Json | undefined, earlier: Json): boolean {
  const [before, after] = [earlier, wanted].map((status) => conditionsOfList(memberOf(status, 'conditions')))
  const says = (list: typeof before, type: string) => isTrue(conditionOfType(list ?? [], type))
  const types = [ends.complete, ends.succeeding, ends.failed, ends.failing]
  if (types.some((type) => says(before, type) && !says(after, type))) return true
  if (changesTime(ends.completionTime, wanted, earlier, false)) return true
  if (valueAt(object, 'spec', 'suspend') === true) return false
  return changesTime(ends.startTime, wanted, earlier, true)
}

function changesTime(field: string, wanted: Json | undefined, earlier: Json, isRequired: boolean): boolean {
  const [before, after] = [stringAt(earlier, field) ?? '', stringAt(wanted, field) ?? '']
  if (before === '') return false
  return after === '' ? isRequired : instantOf(before) !== instantOf(after)
}
