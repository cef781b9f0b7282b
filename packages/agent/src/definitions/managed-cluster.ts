import { names } from '@downsync/core'
import { conditionSchema, QUALIFIED_NAME } from './condition-schema.ts'
import { definitionOf } from './definition.ts'
import { choice, flag, integer, keyedList, list, map, record, text, time } from './schema.ts'

// How Kubernetes writes an amount: `2`, `500m`, `1.5Gi`, `1e3`.
const AMOUNT =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'
const amount = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  pattern: AMOUNT,
  'x-kubernetes-int-or-string': true,
}

const spec = record(
  'What is wanted of the WEC and of its agent.',
  {
    hubAcceptsClient: flag(
      'Whether the WEC may take part. When it becomes true, the mailbox namespace is made, and the agent gets its rights there; when it becomes false, they are taken away.',
    ),
    leaseDurationSeconds: integer(
      'How often the agent renews its lease. After five times as long without, the WEC counts as not available.',
      'int32',
      { default: 60 },
    ),
    managedClusterClientConfigs: list(
      'Where the API server of the WEC can be reached, if at all.',
      record(
        'One address of the API server of the WEC.',
        {
          url: text('The URL of the API server.'),
          caBundle: text('The certificate authorities to trust there; default: those of the system.', {
            format: 'byte',
          }),
        },
        ['url'],
      ),
    ),
    taints: list(
      'What keeps placements of Open Cluster Management away from the WEC.',
      record(
        'One reason to keep away.',
        {
          key: text('The name of the reason.', { maxLength: 316, pattern: QUALIFIED_NAME }),
          value: text('The value that goes with the name.', { maxLength: 1024 }),
          effect: choice('What becomes of placements that do not tolerate it.', [
            'NoSelect',
            'PreferNoSelect',
            'NoSelectIfNew',
          ]),
          timeAdded: time('Since when.', { nullable: true }),
        },
        ['key', 'effect'],
      ),
    ),
  },
  ['hubAcceptsClient'],
)

const status = record('What is known of the WEC.', {
  conditions: list('How the WEC stands, one condition for each aspect.', conditionSchema),
  version: record('Versions of what runs there.', {
    kubernetes: text('The version of the API server of the WEC.'),
  }),
  clusterClaims: list(
    'What the WEC says of itself, such as its unique id as id.k8s.io.',
    record('One thing that the WEC says of itself.', {
      name: text('Its name.', { minLength: 1, maxLength: 253 }),
      value: text('Its value.', { minLength: 1, maxLength: 1024 }),
    }),
  ),
  capacity: map('What all nodes of the WEC have.', amount),
  allocatable: map('What the nodes of the WEC have for workload.', amount),
  managedNamespaces: {
    ...keyedList(
      'Namespaces of the WEC that sets of clusters manage.',
      'clusterSet',
      record(
        'A namespace that a set of clusters manages.',
        {
          clusterSet: text('The set of clusters.'),
          name: text('The namespace.', { maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
          conditions: list('How the namespace stands.', conditionSchema),
        },
        ['clusterSet', 'name'],
      ),
    ),
    'x-kubernetes-list-map-keys': ['clusterSet', 'name'],
  },
})

/** ManagedCluster: a WEC in the inventory. */
export const managedClusterDefinition = definitionOf({
  group: names.INVENTORY_GROUP,
  kind: 'ManagedCluster',
  shortNames: ['mcl', 'mcls'],
  scope: 'Cluster',
  columns: [
    { name: 'Hub Accepted', type: 'boolean', jsonPath: '.spec.hubAcceptsClient' },
    { name: 'Managed Cluster URLs', type: 'string', jsonPath: '.spec.managedClusterClientConfigs[*].url' },
    {
      name: 'Joined',
      type: 'string',
      jsonPath: '.status.conditions[?(@.type=="ManagedClusterJoined")].status',
    },
    {
      name: 'Available',
      type: 'string',
      jsonPath: '.status.conditions[?(@.type=="ManagedClusterConditionAvailable")].status',
    },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  text: 'A WEC in the inventory: its labels decide what is delivered to it, its name is that of its mailbox.',
  spec,
  status,
  isSpecRequired: false,
  // OCM's webhook refuses what is no name of a namespace.
  name: { maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
})
