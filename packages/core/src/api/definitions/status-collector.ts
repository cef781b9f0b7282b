import type * as z from 'zod/mini'
import { fields, texts } from '../field.ts'
import { DEFAULT_LIMIT, type StatusCollector, statusCollectorSchema } from '../status-collector.ts'
import { ageColumn, type Definition } from './definition.ts'
import type { NoteOf } from './note.ts'
import { observedGenerationNote, observedGenerationSchema } from './status.ts'

const statusSchema = fields({ observedGeneration: observedGenerationSchema, errors: texts })

const expressionNotes = {
  name: 'The name of the column; each column has its own.',
  def: 'The CEL expression that gives the value.',
} as const

const specNote: NoteOf<StatusCollector['spec']> = {
  text: 'The query. It works like a SELECT of SQL on a table with one row for each WEC. Expressions are CEL over inventory, obj, returned and propagation.',
  fields: {
    filter: 'Rows for which this CEL expression is not true are left out; without it, none is.',
    groupBy: {
      text: 'What rows have in common that are aggregated together. Only along with combinedFields.',
      item: { text: 'A value to group by.', fields: expressionNotes },
    },
    combinedFields: {
      text: 'What is aggregated. Not along with select.',
      item: {
        text: 'An aggregate over the rows of a group.',
        fields: {
          name: 'The name of the column; each column has its own.',
          type: 'How rows are combined: COUNT counts them, SUM, AVG, MIN and MAX combine the values of subject.',
          subject:
            'The CEL expression that gives the number, or a string that reads as one. None for COUNT, needed for the others.',
        },
      },
    },
    select: {
      text: 'The columns of a plain list of rows. Neither along with groupBy nor with combinedFields.',
      item: { text: 'A column.', fields: expressionNotes },
    },
    limit: {
      text: 'The largest number of rows that is kept, at least 1.',
      openapi: { default: DEFAULT_LIMIT },
    },
  },
}

const statusNote: NoteOf<z.output<typeof statusSchema>> = {
  text: 'What has been found out about the spec.',
  fields: {
    observedGeneration: observedGenerationNote,
    errors: 'Why the collector cannot be used; empty when it can.',
  },
}

export const statusCollectorDefinition: Definition = {
  kind: 'StatusCollector',
  plural: 'statuscollectors',
  shortNames: ['sc'],
  namespaced: false,
  columns: [ageColumn],
  text: 'Says what to collect from the statuses that WECs report of one workload object. The results are in CombinedStatus objects.',
  schema: statusCollectorSchema,
  notes: { spec: specNote, status: statusNote },
  status: statusSchema,
}
