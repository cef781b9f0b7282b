import { conditionPath } from '../aggregate/index.ts'
import { compareUtf8, type Json, memberOf, pointerKeys, pointerOf, stringAt } from '../kube/index.ts'
import type { Provenance } from './types.ts'

/**
 * The WECs that decided what stands at a path of a status (AGG-10), sorted: those of the nearest field around it; of what holds
 * several fields, all that decided any of them. Conditions go by type (`/conditions/Ready`) or by place (`/conditions/0`).
 */
export function decidedBy(provenance: Provenance, status: Json | undefined, path: string): readonly string[] {
  const keys = pointerKeys(path)
  const named = pathByType(keys, status)
  for (let length = named.length; length >= 0; length--) {
    const around = pointerOf(named.slice(0, length))
    const found = provenance.get(around)
    if (found !== undefined) return found
    const below = within(provenance, around)
    if (below.length > 0) return length === named.length ? below : []
  }
  return []
}

function within(provenance: Provenance, path: string): readonly string[] {
  const found = [...provenance].filter(([key]) => key.startsWith(`${path}/`))
  return [...new Set(found.flatMap(([, wecs]) => wecs))].sort(compareUtf8)
}

function pathByType(keys: readonly string[], status: Json | undefined): readonly string[] {
  const [first, place = '', ...rest] = keys
  const conditions = memberOf(status, 'conditions')
  if (first !== 'conditions' || !Array.isArray(conditions) || !/^\d+$/.test(place)) return keys
  const type = stringAt(conditions[Number(place)] as Json | undefined, 'type')
  return type === undefined ? keys : [...pointerKeys(conditionPath(type)), ...rest]
}
