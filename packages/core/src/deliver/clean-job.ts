import type { JsonObject } from '../kube/index.ts'
import { changeMember, withoutMembers } from './clean-members.ts'

/** What ties a Job and its Pods to the uid that it has in the WDS. */
const uidLabels = ['controller-uid', 'batch.kubernetes.io/controller-uid']

/** A batch/v1 Job without what makes it the WDS's own: selector, suspension, tracking and uid labels (TRF-3). */
export function cleanJob(job: JsonObject): JsonObject {
  const own = changeMember(job, 'metadata', (metadata) =>
    changeMember(withoutUidLabels(metadata), 'annotations', (annotations) =>
      withoutMembers(annotations, ['batch.kubernetes.io/job-tracking']),
    ),
  )
  return changeMember(own, 'spec', (spec) =>
    changeMember(withoutMembers(spec, ['selector', 'suspend']), 'template', (template) =>
      changeMember(template, 'metadata', withoutUidLabels),
    ),
  )
}

function withoutUidLabels(metadata: JsonObject): JsonObject {
  return changeMember(metadata, 'labels', (labels) => withoutMembers(labels, uidLabels))
}
