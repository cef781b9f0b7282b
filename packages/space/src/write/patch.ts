import {
  isList,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  mergePatch,
  withMember,
} from '@downsync/core'
import { badRequest, done, type Outcome, refused } from '../status/index.ts'
import { goTypeOf, structOf } from '../types/index.ts'
import { decodeObject } from './decode.ts'
import { applyOperations, JsonPatchError } from './json-operations.ts'
import type { Site, Target, WriteOptions, Written } from './site.ts'
import { StrategicPatchError, strategicMerge } from './strategic-merge.ts'
import { updateObject } from './update.ts'

export type PatchKind = 'json' | 'merge' | 'strategic'

/** Changes an object by a patch; without a resourceVersion in the patch, whatever its present state. */
export function patchObject(
  site: Site,
  target: Target,
  current: KubeObject,
  kind: PatchKind,
  patch: Json,
  options: WriteOptions,
): Outcome<Written> {
  const patched = byKind(target, current, kind, patch)
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

function byKind(target: Target, current: KubeObject, kind: PatchKind, patch: Json): Outcome<Json> {
  if (kind === 'json') return byOperations(current, patch)
  if (!isObject(patch))
    return refused(
      badRequest(
        `error decoding patch: json: cannot unmarshal ${goTypeOf(patch)} into Go value of type map[string]interface {}`,
      ),
    )
  const { struct } = target.resource
  if (kind === 'merge' || struct === undefined) return done(mergePatch(current, patch))
  try {
    return done(strategicMerge(structOf(struct), current, patch))
  } catch (error) {
    if (error instanceof StrategicPatchError) return refused(badRequest(error.message))
    throw error
  }
}

function byOperations(current: KubeObject, patch: Json): Outcome<Json> {
  const wrong = isList(patch) ? patch.find((operation) => !isObject(operation)) : patch
  if (!isList(patch) || wrong !== undefined)
    return refused(
      badRequest(
        `error decoding patch: json: cannot unmarshal ${goTypeOf(wrong ?? null)} into Go value of type ${isList(patch) ? '' : '[]'}handlers.jsonPatchOp`,
      ),
    )
  try {
    return done(applyOperations(current, patch))
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error
    return refused({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
      details: {},
    })
  }
}
