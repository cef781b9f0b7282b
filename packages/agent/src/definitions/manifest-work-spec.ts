import { SUBDOMAIN_NAME } from './condition-schema.ts'
import { choice, flag, integer, keyedList, list, record, type Schema, text } from './schema.ts'

const identifier = {
  group: text('The API group of the object; an empty string is the core group.'),
  resource: text('The kind of the object, as a lower-case plural.'),
  namespace: text('The namespace of the object; empty when it is in none.'),
  name: text('The name of the object.'),
}

const deleteOption = record('What becomes of the objects when the ManifestWork is deleted.', {
  propagationPolicy: choice(
    'Foreground deletes them, and the ManifestWork is gone when they are; Orphan leaves them; SelectivelyOrphan leaves some.',
    ['Foreground', 'Orphan', 'SelectivelyOrphan'],
    'Foreground',
  ),
  selectivelyOrphans: record('Which objects stay, with SelectivelyOrphan.', {
    orphaningRules: list(
      'The objects that stay.',
      record('An object that stays, letter by letter.', identifier, ['resource', 'name']),
    ),
  }),
  ttlSecondsAfterFinished: integer(
    'After how many seconds a ManifestWork whose condition Complete is True is deleted; without it, never.',
    'int64',
  ),
})

const serverSideApply = record('How server-side apply is done.', {
  force: flag('Whether fields that others own are taken from them.'),
  fieldManager: text('The name under which fields are owned; it begins with work-agent.', {
    default: 'work-agent',
    pattern: '^work-agent',
  }),
  ignoreFields: keyedList(
    'Fields that are left to others.',
    'condition',
    record(
      'Fields that are left to others at one time.',
      {
        condition: choice(
          'OnSpokePresent: whenever the object is there; OnSpokeChange: when others have changed it.',
          ['OnSpokePresent', 'OnSpokeChange'],
          'OnSpokePresent',
        ),
        jsonPaths: list('The fields, as JSONPath such as .spec.replicas.', { type: 'string' }),
        jsonPointers: list('The fields, as JSON Pointers such as /spec/replicas.', { type: 'string' }),
        jqPathExpressions: list('The fields, as paths of jq.', { type: 'string' }),
      },
      ['condition'],
    ),
  ),
})

const feedbackRule = record(
  'Values of an object that are reported back.',
  {
    type: choice('WellKnownStatus: those that are usual for the kind; JSONPaths: those in jsonPaths.', [
      'WellKnownStatus',
      'JSONPaths',
    ]),
    jsonPaths: keyedList(
      'The values, by name.',
      'name',
      record(
        'A value.',
        {
          name: text('Its name in the report.'),
          version: text('The version of the API that the path is for; default: whatever comes.'),
          path: text('Where it is in the object, as JSONPath such as .status.phase.'),
        },
        ['name', 'path'],
      ),
    ),
  },
  ['type'],
)

const conditionRule = record(
  'A condition that is worked out from an object.',
  {
    condition: text('The type of the condition.'),
    type: choice('WellKnownConditions: as is usual for the kind; CEL: by celExpressions.', [
      'WellKnownConditions',
      'CEL',
    ]),
    celExpressions: list('CEL expressions on the variable object, all of which must hold.', {
      type: 'string',
    }),
    message: text('The message of the condition.'),
    messageExpression: text('A CEL expression that gives the message, on the variables object and result.'),
  },
  ['condition', 'type'],
  {
    'x-kubernetes-validations': [
      { rule: `self.type != 'CEL' || self.condition != ""`, message: 'Condition is required for CEL rules' },
    ],
  },
)

const manifestConfig = record(
  'How some of the objects are treated.',
  {
    resourceIdentifier: record('Which objects; in name and namespace, * stands for any text.', identifier, [
      'resource',
      'name',
    ]),
    updateStrategy: record(
      'How they are written.',
      {
        type: choice(
          'Update: replaced when they differ; CreateOnly: made once; ServerSideApply: only the fields given; ReadOnly: not at all.',
          ['Update', 'CreateOnly', 'ServerSideApply', 'ReadOnly'],
          'Update',
        ),
        serverSideApply,
      },
      ['type'],
    ),
    feedbackRules: list('What is reported back of them.', feedbackRule),
    feedbackScrapeType: choice(
      'Whether what is reported back is asked for now and then, or watched.',
      ['Poll', 'Watch'],
      'Poll',
    ),
    conditionRules: keyedList('Conditions that are worked out from them.', 'condition', conditionRule),
  },
  ['resourceIdentifier'],
)

const accountName = { minLength: 1, maxLength: 253, pattern: SUBDOMAIN_NAME }

const executor = record(
  'In whose name the objects are written; default: the agent in its own.',
  {
    subject: record(
      'Who that is.',
      {
        type: choice('What kind of user.', ['ServiceAccount']),
        serviceAccount: record(
          'A ServiceAccount of the WEC.',
          {
            namespace: text('Its namespace.', accountName),
            name: text('Its name.', accountName),
          },
          ['namespace', 'name'],
        ),
      },
      ['type'],
    ),
  },
  ['subject'],
)

/** Of `spec`. */
export const manifestWorkSpec: Schema = record('What is to be in the WEC.', {
  workload: record('The objects.', {
    manifests: list('The objects, each as it is to be.', {
      description: 'An object of Kubernetes.',
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    }),
  }),
  deleteOption,
  manifestConfigs: list('How single objects are treated.', manifestConfig),
  executor,
})
