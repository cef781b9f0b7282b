import { type Json, type KubeObject, memberOf, withMember } from '@downsync/core'
import { type ApplyConflict, hasManagedFields, workOutApply } from '../managed/index.ts'
import {
  badRequest,
  type Failure,
  invalid,
  notFound,
  type Outcome,
  refused,
  requiredValue,
} from '../status/index.ts'
import { timeText } from '../world.ts'
import { createObject } from './create.ts'
import { decodeObject } from './decode.ts'
import type { Site, Target, WriteOptions, Written } from './site.ts'
import { updateObject } from './update.ts'

/**
 * Server-side apply: the object becomes what the configuration says of it, and its author the owner of that.
 * @param current undefined where there is no such object: it is created
 * @param isForced takes fields from their owners; otherwise that is a conflict
 */
export function applyObject(
  site: Site,
  target: Target,
  current: KubeObject | undefined,
  config: Json,
  isForced: boolean,
  options: WriteOptions,
): Outcome<Written> {
  if (options.manager === '')
    return refused(
      invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
        requiredValue('fieldManager', 'is required for apply patch'),
      ]),
    )
  if (hasManagedFields(config)) return refused(badRequest('metadata.managedFields must be nil'))
  if (current === undefined && target.subresource !== '')
    return refused(notFound(target.resource, target.name))
  const read = decodeObject(target, config, options, 'as written')
  if (!read.ok) return read
  const writer = {
    manager: options.manager,
    subresource: target.subresource,
    now: timeText(site.world.now()),
  }
  const applied = workOutApply(target.resource, current, read.value.object, writer)
  if (applied.conflicts.length > 0 && !isForced) return refused(conflictsFailure(applied.conflicts))
  const decoded = decodeObject(target, applied.object, options)
  if (!decoded.ok) return decoded
  if (current === undefined) return createObject(site, target, decoded.value, options, applied.record)
  const given = memberOf(read.value.object.metadata, 'resourceVersion')
  const object = {
    ...decoded.value.object,
    metadata: withMember(
      decoded.value.object.metadata,
      'resourceVersion',
      given ?? memberOf(current.metadata, 'resourceVersion'),
    ),
  }
  const warnings = [...new Set([...read.value.warnings, ...decoded.value.warnings])]
  return updateObject(site, target, current, { object, warnings }, options, applied.record)
}

function conflictsFailure(conflicts: readonly ApplyConflict[]): Failure {
  const count = conflicts.reduce((sum, { paths }) => sum + paths.length, 0)
  const texts = conflicts.map((conflict) => {
    const [first = ''] = conflict.paths
    return conflict.paths.length === 1
      ? `conflict with ${managerText(conflict)}: ${first}`
      : `conflicts with ${managerText(conflict)}:\n${conflict.paths.map((path) => `- ${path}`).join('\n')}`
  })
  return {
    code: 409,
    reason: 'Conflict',
    message: `Apply failed with ${count} ${count === 1 ? 'conflict' : 'conflicts'}: ${texts.join('\n')}`,
    details: {
      causes: conflicts.flatMap((conflict) =>
        conflict.paths.map((field) => ({
          reason: 'FieldManagerConflict',
          message: `conflict with ${managerText(conflict)}`,
          field,
        })),
      ),
    },
  }
}

function managerText({ manager }: ApplyConflict): string {
  const named = JSON.stringify(manager.name)
  const within = manager.subresource === '' ? named : `${named} with subresource "${manager.subresource}"`
  return manager.operation === 'Update' ? `${within} using ${manager.apiVersion}` : within
}
