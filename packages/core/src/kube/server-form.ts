import { isList, isObject, type Json, type JsonObject, memberOf, objectOf, withMember } from './json.ts'
import { isDeeperThan } from './json-depth.ts'
import { isKubeObject, type KubeObject } from './object.ts'
import { onceForEach } from './once-for-each.ts'

// What an API server would refuse long before; a fixed bound, since results must not depend on the size of a call stack (P-2).
const DEPTH = 500

/**
 * P-6a: an object as an API server stores it, so that only real differences are seen: no `metadata` in it, at whatever depth (manifests,
 * and templates in them), has `creationTimestamp: null`. The object itself where nothing is to be dropped.
 */
export function serverForm(object: KubeObject): KubeObject {
  return formOnce(object)
}

const formOnce = onceForEach(
  (object: KubeObject): KubeObject =>
    // Only members of members change: what makes it an object stays.
    outerForm(object, LEVELS) as KubeObject,
)

// As far down as wrapped objects have the objects that they carry. Those are shared between many: each is looked at once.
const LEVELS = 6

function outerForm(value: Json, levels: number): Json {
  if (levels === 0) return boundedForm(value)
  return formOf(value, (member) =>
    isKubeObject(member) ? innerFormOnce(member) : outerForm(member, levels - 1),
  )
}

const innerFormOnce = onceForEach((object: KubeObject): Json => boundedForm(object))

function boundedForm(value: Json): Json {
  return isDeeperThan(value, DEPTH) ? value : wholeForm(value)
}

function wholeForm(value: Json): Json {
  return formOf(value, wholeForm)
}

function formOf(value: Json, within: (member: Json) => Json): Json {
  if (isList(value)) return mapList(value, within)
  if (!isObject(value)) return value
  return mapMembers(value, (member, key) => {
    const form = within(member)
    const isStamped = key === 'metadata' && isObject(form) && memberOf(form, 'creationTimestamp') === null
    return isStamped ? withMember(form, 'creationTimestamp', undefined) : form
  })
}

// The list itself where no item changes, so that a large object costs nothing.
function mapList(list: readonly Json[], change: (item: Json) => Json): readonly Json[] {
  const changed = list.map(change)
  return changed.every((item, index) => item === list[index]) ? list : changed
}

function mapMembers(object: JsonObject, change: (member: Json, key: string) => Json): JsonObject {
  const entries = Object.entries(object)
  const changed = entries.map(([key, member]) => [key, change(member, key)] as const)
  return changed.every(([, member], index) => member === entries[index]?.[1]) ? object : objectOf(changed)
}
