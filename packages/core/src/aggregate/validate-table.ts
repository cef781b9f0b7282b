import * as z from 'zod/mini'
import type { Checked, Fault } from '../kube/index.ts'
import { type KindTable, kindTableSchema } from './kind-table.ts'

/**
 * A table of how one kind aggregates (AGG-9), or every fault of it.
 * @example validateKindTable({ group: 'example.com', kind: 'Widget', observesGeneration: false, fields: [] })
 * // { ok: true, … }
 */
export function validateKindTable(table: unknown): Checked<KindTable> {
  const read = z.safeParse(kindTableSchema, table)
  if (!read.success) return { ok: false, faults: read.error.issues.map(faultOf) }
  const faults = strayFaults(read.data)
  return faults.length === 0 ? { ok: true, value: read.data } : { ok: false, faults }
}

function faultOf({ path, message }: z.core.$ZodIssue): Fault {
  return { code: 'FieldInvalid', path: path.map(String).join('.'), message }
}

// What a rule is relative to must be a base, and each field has one rule.
function strayFaults({ fields }: KindTable): readonly Fault[] {
  const bases = new Set(fields.flatMap((rule) => (rule.op === 'base' ? [rule.field] : [])))
  const written = new Set<string>(['conditions', 'observedGeneration'])
  return fields.flatMap((rule, at) => {
    const faults: Fault[] = []
    const tell = (key: string, message: string) =>
      faults.push({ code: 'FieldInvalid', path: `fields.${at}.${key}`, message })
    if (rule.op === 'relative' && !bases.has(rule.to)) tell('to', `no rule makes ${rule.to} a base`)
    for (const field of rule.op === 'together' ? rule.fields : [rule.field]) {
      if (written.has(field)) tell('field', `${field} is decided elsewhere`)
      written.add(field)
    }
    return faults
  })
}
