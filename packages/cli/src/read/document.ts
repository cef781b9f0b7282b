import type { Json } from '@downsync/core'

/** Where something stands in a text; both count from 1. */
export type Place = Readonly<{ line: number; column: number }>

/** One value that a file holds, and where the parts of it stand. */
export type Document = Readonly<{
  /** As the user named it. */
  file: string
  value: Json
  /** The place of a field, as `spec.downsync[0].resources`; of what is not there, the place of what it would stand in. */
  placeOf: (path: string) => Place
}>

/** Something to tell the user about what was given. An error leaves something out of the world, a warning does not. */
export type Complaint = Readonly<{
  severity: 'error' | 'warning'
  /** Absent: it is about the whole of what was given. */
  file?: string
  place?: Place
  message: string
}>

/** What was read, and what could not be. */
export type Reading = Readonly<{ documents: readonly Document[]; complaints: readonly Complaint[] }>

/**
 * A complaint as one line: `file:line:column: error: what is wrong`.
 */
export function complaintLine({ severity, file, place, message }: Complaint): string {
  const where =
    file === undefined ? '' : `${file}${place === undefined ? '' : `:${place.line}:${place.column}`}: `
  return `${where}${severity}: ${message}`
}

/** Whether anything was left out. */
export function hasErrors(complaints: readonly Complaint[]): boolean {
  return complaints.some(({ severity }) => severity === 'error')
}
