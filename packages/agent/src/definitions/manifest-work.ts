import { manifestWorks } from '@downsync/transport-ocm'
import { conditionSchema } from './condition-schema.ts'
import { definitionOf } from './definition.ts'
import { manifestWorkSpec } from './manifest-work-spec.ts'
import { choice, flag, integer, keyedList, list, record, text } from './schema.ts'

// OCM's own limit on a value that is JSON; a longer one would make the whole status unwritable.
const JSON_LENGTH = 1024

const feedback = record('What is reported back of the object.', {
  values: keyedList(
    'The values, by name.',
    'name',
    record(
      'A value.',
      {
        name: text('Its name.'),
        fieldValue: record(
          'The value, in the field for its type.',
          {
            type: choice('Its type.', ['Integer', 'String', 'Boolean', 'JsonRaw']),
            integer: integer('The value, of an Integer.', 'int64'),
            string: text('The value, of a String.'),
            boolean: flag('The value, of a Boolean.'),
            jsonRaw: text('The value as JSON, of a JsonRaw.', { maxLength: JSON_LENGTH }),
          },
          ['type'],
        ),
      },
      ['name', 'fieldValue'],
    ),
  ),
})

const manifestStatus = record('How one object stands.', {
  resourceMeta: record('Which object it is.', {
    ordinal: integer('Its place in the list of manifests, from 0.', 'int32'),
    group: text('Its API group.'),
    version: text('The version of its API.'),
    kind: text('Its kind.'),
    resource: text('Its kind as a lower-case plural; empty where the WEC does not know the kind.'),
    namespace: text('Its namespace; empty when it is in none.'),
    name: text('Its name.'),
  }),
  conditions: keyedList('How it stands, one condition for each aspect.', 'type', conditionSchema),
  statusFeedback: feedback,
})

/** ManifestWork: objects that are to be in a WEC; it lies in the mailbox of the WEC. */
export const manifestWorkDefinition = definitionOf({
  group: manifestWorks.group,
  kind: manifestWorks.kind,
  scope: 'Namespaced',
  text: 'Objects that are to be in a WEC. It lies in the mailbox of the WEC, from where the agent of the WEC takes it.',
  spec: manifestWorkSpec,
  status: record('How far the agent has come.', {
    conditions: keyedList(
      'How the ManifestWork stands, one condition for each aspect.',
      'type',
      conditionSchema,
    ),
    resourceStatus: record('How the objects stand.', {
      manifests: list('One entry for each object, in their order.', manifestStatus),
    }),
  }),
  isSpecRequired: false,
})
