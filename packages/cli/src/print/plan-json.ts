import type { JsonObject, ObjectId } from '@downsync/core'
import type { Complaint } from '../read/document.ts'
import { type Pair, pairKey } from '../report/pairs.ts'
import type { PlanReport } from '../report/plan-report.ts'
import { actionJson, withoutUndefined } from './machine.ts'

/** A plan for programs; the form is stable. */
export function planJson(report: PlanReport, complaints: readonly Complaint[]): JsonObject {
  const { bindings, unbound, notDelivered, wrapped, pairs, rounds, settled, dropped, rules } = report
  const byRules = (pair: Pair) => ({ ...pairJson(pair), rules: rules.get(pairKey(pair)) ?? [] })
  return {
    problems: complaints.map(complaintJson),
    bindings: bindings.map(({ name, from, frozen, wecs, objects }) => ({
      name,
      from,
      frozen,
      wecs: wecs.map(({ wec, selector }) => withoutUndefined({ name: wec, clusterSelector: selector })),
      objects: objects.map(({ id, clause }) => withoutUndefined({ ...idJson(id), clause })),
    })),
    policiesWithoutBinding: unbound,
    notDelivered: notDelivered.map(({ id, wecs, state, why }) => ({ object: idJson(id), wecs, state, why })),
    wrapped: wrapped.map(({ what, wec, name, objects, bytes, object }) => ({
      write: what,
      wec,
      name,
      objects,
      bytes,
      object,
    })),
    pairs: {
      appear: pairs.appear.map(pairJson),
      change: pairs.change.map(byRules),
      vanish: pairs.vanish.map(byRules),
      stay: pairs.stay,
    },
    rounds: rounds.map((actions) => actions.map(actionJson)),
    refused: dropped.map(({ action, why }) => ({ action: actionJson(action), why })),
    settled,
  }
}

/** A complaint for programs. */
export function complaintJson({ severity, file, place, message }: Complaint): JsonObject {
  return withoutUndefined({ severity, file, line: place?.line, column: place?.column, message })
}

function idJson({ group, resource, namespace, name }: ObjectId): JsonObject {
  return { group, resource, namespace, name }
}

function pairJson({ wec, id, in: wrapped }: Pair): JsonObject {
  const { group, kind, namespace, name } = id
  return { wec, object: { group, kind, namespace, name }, in: wrapped }
}
