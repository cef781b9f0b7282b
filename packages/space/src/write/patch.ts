import {
  applyJsonPatch,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  mergePatch,
  withMember,
} from '@downsync/core'
import { badRequest, done, type Outcome, refused } from '../status/index.ts'
import { decodeObject } from './decode.ts'
import type { Site, Target, WriteOptions, Written } from './site.ts'
import { updateObject } from './update.ts'

export type PatchKind = 'json' | 'merge'

/** Changes an object by a patch; without a resourceVersion in the patch, whatever its present state. */
export function patchObject(
  site: Site,
  target: Target,
  current: KubeObject,
  kind: PatchKind,
  patch: Json,
  options: WriteOptions,
): Outcome<Written> {
  const patched = kind === 'json' ? byOperations(current, patch) : byMerge(current, patch)
  if (!patched.ok) return patched
  const decoded = decodeObject(target, patched.value, options)
  if (!decoded.ok) return decoded
  const object = decoded.value.object
  // A patch that takes resourceVersion away asks for no check, as one that says nothing of it.
  const versioned =
    memberOf(object.metadata, 'resourceVersion') === undefined
      ? {
          ...object,
          metadata: withMember(
            object.metadata,
            'resourceVersion',
            memberOf(current.metadata, 'resourceVersion'),
          ),
        }
      : object
  return updateObject(site, target, current, { ...decoded.value, object: versioned }, options)
}

function byMerge(current: KubeObject, patch: Json): Outcome<Json> {
  if (!isObject(patch)) return refused(badRequest('error decoding patch: a merge patch must be an object'))
  return done(mergePatch(current, patch))
}

function byOperations(current: KubeObject, patch: Json): Outcome<Json> {
  if (!Array.isArray(patch))
    return refused(
      badRequest(
        'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
      ),
    )
  const applied = applyJsonPatch(current, patch)
  if (applied.ok) return done(applied.value)
  return refused({
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: {},
  })
}
