import {
  type Action,
  isList,
  isObject,
  type Json,
  type JsonObject,
  memberOf,
  names,
  versionOf,
  withMember,
} from '@downsync/core'
import { collectionPath, objectPath, type ResourceAddress } from '../client/paths.ts'
import type { ApiRequest } from '../client/types.ts'

/** Who writes, for managed fields. */
const QUERY = { fieldManager: names.FIELD_MANAGER }

/**
 * The request that an action is. A patch or delete says what it was computed from, so that the server refuses it with a
 * conflict where something else stands by now (ACT-1).
 */
export function requestOf(action: Action, address: ResourceAddress): ApiRequest {
  const { namespace, name } = action.ref
  switch (action.kind) {
    case 'create': {
      // The path has to name the version that the object is written in.
      const version = versionOf(action.object.apiVersion)
      const path = collectionPath({ ...address, version }, namespace)
      return { method: 'POST', path, query: QUERY, body: action.object }
    }
    case 'patch':
      return {
        method: 'PATCH',
        path: objectPath(address, namespace, name, action.subresource),
        query: QUERY,
        ...patchBody(action),
      }
    case 'delete': {
      const { uid, resourceVersion } = action
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } }
      return { method: 'DELETE', path: objectPath(address, namespace, name), body }
    }
  }
}

type Patch = Extract<Action, { kind: 'patch' }>

function patchBody(action: Patch): Readonly<{ contentType: string; body: Json }> {
  return action.format === 'json'
    ? { contentType: 'application/json-patch+json', body: withGuards(action) }
    : { contentType: 'application/merge-patch+json', body: withIdentity(action) }
}

// `replace`, not `test`: what the metadata of a result says is compared with what stands there, a difference in
// resourceVersion is a conflict; a failed test would look like a patch that no object could ever take.
function withGuards({ patch, uid, resourceVersion }: Patch): Json {
  const guards = [
    { op: 'replace', path: '/metadata/uid', value: uid },
    ...(resourceVersion === undefined
      ? []
      : [{ op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion }]),
  ]
  return [...guards, ...(isList(patch) ? patch : [])]
}

function withIdentity({ patch, uid, resourceVersion }: Patch): JsonObject {
  const body = isObject(patch) ? patch : {}
  const given = memberOf(body, 'metadata')
  const metadata = withMember(isObject(given) ? given : {}, 'uid', uid)
  return withMember(body, 'metadata', withMember(metadata, 'resourceVersion', resourceVersion))
}
