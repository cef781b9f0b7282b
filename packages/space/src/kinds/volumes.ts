import {
  equalJson,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  withMember,
} from '@downsync/core'
import { type FieldError, forbiddenField, requiredValue, unsupportedValue } from '../status/index.ts'
import { objectAt, withFinalizer } from './fields.ts'
import type { Kind } from './kind.ts'

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

export const claims: Kind = {
  created: (object) => withFinalizer(object, 'kubernetes.io/pvc-protection'),
  errors(object) {
    const spec = objectAt(object, 'spec')
    const size = memberOf(objectAt(spec, 'resources', 'requests'), 'storage')
    return [
      ...modeErrors(spec, 'at least 1 access mode is required'),
      ...(size === undefined ? [requiredValue('spec.resources[storage]')] : []),
    ]
  },
  changeErrors: (object, before) =>
    equalJson(fixedOf(object, before), fixedOf(before, before))
      ? []
      : [
          forbiddenField(
            'spec',
            'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
          ),
        ],
}

export const persistentVolumes: Kind = {
  created: (object) => withFinalizer(object, 'kubernetes.io/pv-protection'),
  errors(object) {
    const spec = objectAt(object, 'spec')
    const errors: FieldError[] = [...modeErrors(spec, '')]
    if (Object.keys(objectAt(spec, 'capacity')).length === 0) errors.push(requiredValue('spec.capacity'))
    return errors
  },
}

// The order of the first is Go's own: modes, then what they are.
function modeErrors(spec: JsonObject, why: string): readonly FieldError[] {
  const modes = listAt(spec, 'accessModes')
  const errors: FieldError[] = modes.length === 0 ? [requiredValue('spec.accessModes', why)] : []
  for (const mode of modes)
    if (typeof mode !== 'string' || !MODES.includes(mode))
      errors.push(unsupportedValue('spec.accessModes', mode, MODES))
  if (modes.includes('ReadWriteOncePod') && modes.length > 1)
    errors.push(forbiddenField('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'))
  return errors
}

// A volume may be bound once; a bound claim may ask for more.
function fixedOf(object: KubeObject, before: KubeObject): JsonObject {
  let spec = objectAt(object, 'spec')
  if (stringAt(before, 'spec', 'volumeName') === undefined) spec = withMember(spec, 'volumeName', undefined)
  if (stringAt(object, 'status', 'phase') !== 'Bound') return spec
  const resources = objectAt(spec, 'resources')
  const requests = withMember(objectAt(resources, 'requests'), 'storage', undefined)
  return withMember(
    { ...spec, resources: { ...resources, requests } },
    'volumeAttributesClassName',
    undefined,
  )
}
