import { compareUtf8, cutText, describeId, type ObjectId } from '../kube/index.ts'
import { compareEntries } from '../select/index.ts'

/** One line of an `errors` list, with what it is sorted by (BND-11). */
export type ErrorLine = Readonly<{ object?: ObjectId; wec?: string; text: string }>

const MAX_LINES = 100
const MAX_CHARACTERS = 1000

/** The `errors` of a status: own lines first, each part sorted by object, WEC and text, bounded in number and length (BND-11). */
export function errorLines(own: readonly ErrorLine[], others: readonly ErrorLine[]): readonly string[] {
  return boundedLines([...sorted(own), ...sorted(others)])
}

/** The lines in their order, each once, bounded in number and length (BND-11). */
export function boundedLines(lines: readonly string[]): readonly string[] {
  const distinct = [...new Set(lines)]
  const shown = distinct.slice(0, MAX_LINES).map((line) => cutText(line, MAX_CHARACTERS))
  return distinct.length > MAX_LINES ? [...shown, `… and ${distinct.length - MAX_LINES} more`] : shown
}

/** A line about an object: it starts with what the object is called. */
export function objectLine(object: ObjectId, text: string, wec?: string): ErrorLine {
  const line = { object, text: `${describeId(object)}${wec === undefined ? '' : ` in ${wec}`}: ${text}` }
  return wec === undefined ? line : { ...line, wec }
}

function sorted(lines: readonly ErrorLine[]): readonly string[] {
  return [...lines].sort(compareLines).map((line) => line.text)
}

function compareLines(a: ErrorLine, b: ErrorLine): number {
  return (
    compareObjects(a.object, b.object) || compareUtf8(a.wec ?? '', b.wec ?? '') || compareUtf8(a.text, b.text)
  )
}

function compareObjects(a: ObjectId | undefined, b: ObjectId | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareEntries({ id: a, version: '' }, { id: b, version: '' })
}
