import { manifestWorks } from '@downsync/transport-ocm'
import { definitionOf } from './definition.ts'
import { list, record, text, time } from './schema.ts'

/** AppliedManifestWork: in a WEC, what its agent has written there for one ManifestWork. */
export const appliedManifestWorkDefinition = definitionOf({
  group: manifestWorks.group,
  kind: 'AppliedManifestWork',
  scope: 'Cluster',
  text: 'What an agent has written in its WEC for one ManifestWork; the objects are owned by it. Its name is a hash of the hub, a hyphen, and the name of the ManifestWork.',
  spec: record(
    'Where it comes from.',
    {
      hubHash: text('A hash of the address of the hub.'),
      manifestWorkName: text('The name of the ManifestWork.'),
      agentID: text('The agent that takes care of it.'),
    },
    ['hubHash', 'manifestWorkName'],
  ),
  status: record('What is there of it.', {
    appliedResources: list(
      'The objects that were written and are not known to be gone.',
      record(
        'An object.',
        {
          group: text('Its API group; an empty string is the core group.'),
          version: text('The version of its API.'),
          resource: text('Its kind as a lower-case plural.'),
          namespace: text('Its namespace; empty when it is in none.'),
          name: text('Its name.'),
          uid: text('Its unique id.'),
        },
        ['version', 'resource', 'name'],
      ),
    ),
    evictionStartTime: time('Since when the ManifestWork has been missing.'),
  }),
  isSpecRequired: true,
})
