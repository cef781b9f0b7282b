import { type JsonObject, memberOf } from '../kube/index.ts'
import { changeMember, withoutMembers } from './clean-members.ts'

/** A core/v1 Secret without the WDS's token, if it is for one: each WEC fills in its own (TRF-6). */
export function cleanSecret(secret: JsonObject): JsonObject {
  if (memberOf(secret, 'type') !== 'kubernetes.io/service-account-token') return secret
  return changeMember(withoutMembers(secret, ['data']), 'metadata', (metadata) =>
    changeMember(metadata, 'annotations', (annotations) =>
      withoutMembers(annotations, ['kubernetes.io/service-account.uid']),
    ),
  )
}
