import type { KindTable } from '@downsync/core'
import { complaintLine, hasErrors } from '../read/document.ts'
import { readTables } from '../read/tables.ts'
import type { GivenArguments } from './command.ts'
import type { Machine } from './machine.ts'
import type { CommandOptions } from './options.ts'

export const tablesOption = {
  tables: { type: 'string', multiple: true },
} as const satisfies CommandOptions

/** Said after what is wrong with them. */
export const TABLES_WRONG = 'nothing is done until the tables are right'

/** The tables that were given (AGG-9); undefined when something is wrong with them, which has been said. */
export function tablesIn(given: GivenArguments, machine: Machine): readonly KindTable[] | undefined {
  const { tables, complaints } = readTables(machine, given.texts('tables'))
  for (const complaint of complaints) machine.writeError(`${complaintLine(complaint)}\n`)
  return hasErrors(complaints) ? undefined : tables
}
