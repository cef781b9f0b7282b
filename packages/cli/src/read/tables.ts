import {
  isList,
  isObject,
  type Json,
  type KindTable,
  memberOf,
  stringifyJson,
  validateKindTable,
} from '@downsync/core'
import { didYouMean } from '../near-name.ts'
import type { Complaint, Document } from './document.ts'
import { type Files, readFiles } from './read-files.ts'
import { formOfTable, REQUIRED } from './table-form.ts'

/** Tables of how kinds aggregate (AGG-9), and what is wrong with those that are none. */
export type Tables = Readonly<{ tables: readonly KindTable[]; complaints: readonly Complaint[] }>

/** The tables that files of YAML and JSON hold: each document is one, or a list of them. */
export function readTables(files: Files, paths: readonly string[]): Tables {
  const { documents, complaints } = readFiles(files, paths)
  const read = documents.map((document) => ({ document, checked: validateKindTable(document.value) }))
  const wrong = read.flatMap(({ document, checked }) => {
    if (checked.ok) return []
    return memberOf(document.value, 'apiVersion') === undefined
      ? checked.faults.flatMap((fault) => faultComplaints(document, fault))
      : [objectComplaint(document)]
  })
  const right = read.flatMap(({ document, checked }) => (checked.ok ? [document] : []))
  return {
    tables: read.flatMap(({ checked }) => (checked.ok ? [checked.value] : [])),
    complaints: [...complaints, ...wrong, ...repeated(right)],
  }
}

// A file that was meant for -f.
function objectComplaint({ value, file, placeOf }: Document): Complaint {
  const kind = memberOf(value, 'kind')
  const what = typeof kind === 'string' ? `a ${kind}` : 'a Kubernetes object'
  return {
    severity: 'error',
    file,
    place: placeOf(''),
    message: `${what} is no table: a table has ${REQUIRED}`,
  }
}

// The first table for a group and kind counts.
function repeated(documents: readonly Document[]): readonly Complaint[] {
  const seen = new Set<string>()
  return documents.flatMap((document) => {
    const [group, kind] = [memberOf(document.value, 'group'), memberOf(document.value, 'kind')]
    const key = stringifyJson([group ?? null, kind ?? null])
    if (typeof kind !== 'string' || !seen.has(key)) {
      seen.add(key)
      return []
    }
    const said = `table for ${kind}: there is one for this group and kind before it, and that one counts`
    return [
      { severity: 'warning' as const, file: document.file, place: document.placeOf('kind'), message: said },
    ]
  })
}

function faultComplaints(
  { value, file, placeOf }: Document,
  { path, message }: Readonly<{ path: string; message: string }>,
): readonly Complaint[] {
  const steps = path === '' ? [] : path.split('.')
  const found = steps.reduce<Json | undefined>((inner, step) => inside(inner, step), value)
  const field = steps.reduce((before, step) => joined(before, step), '')
  const { keys, right } = formOfTable(field)
  const strays = isObject(found) ? Object.keys(found).filter((key) => keys?.includes(key) === false) : []
  const complaint = (where: string, what: string): Complaint => ({
    severity: 'error',
    file,
    place: placeOf(where),
    message: `table${titleOf(value)}: ${where === '' ? '' : `${where}: `}${what}`,
  })
  if (strays.length > 0)
    return strays.map((key) => complaint(joined(field, key), `unknown field${didYouMean(key, keys ?? [])}`))
  if (right === undefined || message !== UNSAID) return [complaint(field, message)]
  if (found === undefined) return [complaint(field, `must be ${right}; it is missing`)]
  const near = typeof found === 'string' && keys !== undefined ? didYouMean(found, keys) : ''
  return [complaint(field, `must be ${right}; found ${foundText(found)}${near}`)]
}

/** What the schema says where the form is wrong: not what would be right. */
const UNSAID = 'Invalid input'

function titleOf(table: Json): string {
  const kind = memberOf(table, 'kind')
  return typeof kind === 'string' ? ` for ${kind}` : ''
}

function inside(value: Json | undefined, step: string): Json | undefined {
  return isList(value) ? value[Number(step)] : memberOf(value, step)
}

function joined(path: string, step: string): string {
  if (/^\d+$/.test(step)) return `${path}[${step}]`
  return path === '' ? step : `${path}.${step}`
}

const LONGEST_FOUND = 60

function foundText(found: Json): string {
  if (isList(found)) return 'a list'
  return isObject(found) ? 'an object' : stringifyJson(found).slice(0, LONGEST_FOUND)
}
