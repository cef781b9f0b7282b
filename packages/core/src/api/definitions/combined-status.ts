import { type CombinedStatus, combinedStatusSchema } from '../combined-status.ts'
import { ageColumn, type Column, type Definition } from './definition.ts'
import type { NoteOf } from './note.ts'

const resultsNote: NoteOf<CombinedStatus['results']> = {
  text: 'One entry for each StatusCollector, in the order of their names.',
  item: {
    text: 'What one StatusCollector gives.',
    fields: {
      name: 'The name of the StatusCollector.',
      columnNames: 'The names of the columns, in their order in each row.',
      rows: {
        text: 'The rows.',
        item: {
          text: 'A row.',
          fields: {
            columns: {
              text: 'A value for each column.',
              item: {
                text: 'A value: type says which of the other fields has it; Null has none.',
                fields: {
                  type: 'Which field has the value; a Number is in float.',
                  string: 'The text of a String.',
                  float: 'A Number, written out.',
                  bool: 'A Bool.',
                  object: 'An Object, as plain JSON.',
                  array: 'An Array, as plain JSON.',
                },
              },
            },
          },
        },
      },
      rowErrors: {
        text: 'Expressions that could not be evaluated for a WEC.',
        item: {
          text: 'An expression that could not be evaluated for a WEC.',
          fields: {
            wec: {
              text: 'The WEC.',
              fields: { clusterId: 'The name of the inventory object of the WEC.' },
            },
            columnName: 'The name of the column; an empty string is the filter.',
            error: 'What went wrong.',
          },
        },
      },
      aggregationErrors: {
        text: 'Columns whose values could not all be combined.',
        item: {
          text: 'A column whose values could not all be combined.',
          fields: { columnName: 'The name of the column.', error: 'What went wrong.' },
        },
      },
    },
  },
}

export const combinedStatusDefinition: Definition = {
  kind: 'CombinedStatus',
  plural: 'combinedstatuses',
  shortNames: ['cs'],
  namespaced: true,
  columns: [
    labelColumn('SUBJECT_GROUP', 'api-group'),
    labelColumn('SUBJECT_RSC', 'resource'),
    labelColumn('SUBJECT_NS', 'namespace'),
    labelColumn('SUBJECT_NAME', 'name'),
    labelColumn('BINDINGPOLICY', 'binding-policy'),
    ageColumn,
  ],
  text: 'What StatusCollectors give for one workload object and one Binding. It is written by the controller; labels say which object and Binding it is about.',
  schema: combinedStatusSchema,
  notes: { results: resultsNote },
}

// COL-10: the labels say what the name, made of uids, does not.
function labelColumn(name: string, label: string): Column {
  return { name, type: 'string', jsonPath: `.metadata.labels['status\\.kubestellar\\.io/${label}']` }
}
